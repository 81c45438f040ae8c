"""HTML as the specifications have it: an example of our own for every section of both."""

from __future__ import annotations

import pytest

from anthology.rendering import render_raw

COMMONMARK = {
    "tabs": ("-\ta\n\n\tb\n", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>\n"),
    "backslash escapes": ("\\*a\\* \\<b>\n", "<p>*a* &lt;b&gt;</p>\n"),
    "entities": ("&copy; &#35; &quot;\n", "<p>© # &quot;</p>\n"),
    "precedence": ("- `a\n- b`\n", "<ul>\n<li>`a</li>\n<li>b`</li>\n</ul>\n"),
    "thematic breaks": ("a\n\n***\n", "<p>a</p>\n<hr />\n"),
    "ATX headings": ("## The *sea* ##\n#a\n", "<h2>The <em>sea</em></h2>\n<p>#a</p>\n"),
    "setext headings": ("The sea\n=======\n", "<h1>The sea</h1>\n"),
    "indented code": ("    a <b>\n", "<pre><code>a &lt;b&gt;\n</code></pre>\n"),
    "fenced code": ('~~~py title="x"\na\n~~~\n', '<pre><code class="language-py">a\n</code></pre>\n'),
    "HTML blocks": ("<div>\n*a*\n\n*b*\n</div>\n", "<div>\n*a*\n<p><em>b</em></p>\n</div>\n"),
    "link definitions": ("[sea]: /tide 'T'\n\n[Sea]\n", '<p><a href="/tide" title="T">Sea</a></p>\n'),
    "paragraphs": ("a\nb\n\n\nc\n", "<p>a\nb</p>\n<p>c</p>\n"),
    "block quotes": ("> a\nb\n", "<blockquote>\n<p>a\nb</p>\n</blockquote>\n"),
    "list items": ("1) a\n2) b\n", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
    "lists": ("a\n- b\n  - c\n", "<p>a</p>\n<ul>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n"),
    "code spans": ("`` a`b ``\n", "<p><code>a`b</code></p>\n"),
    "emphasis": ("*a **b** c* snake_case_word\n", "<p><em>a <strong>b</strong> c</em> snake_case_word</p>\n"),
    "links": ("[a *b*](</c d> \"e\")\n", '<p><a href="/c%20d" title="e">a <em>b</em></a></p>\n'),
    "images": ("![a *b* `c`](/d 'e')\n", '<p><img src="/d" alt="a b c" title="e" /></p>\n'),
    "autolinks": (
        "<https://a.b/?c&d> <e@f.g>\n",
        '<p><a href="https://a.b/?c&amp;d">https://a.b/?c&amp;d</a> '
        '<a href="mailto:e@f.g">e@f.g</a></p>\n',
    ),
    "raw HTML": ("a <b c='d'>e</b>\n", "<p>a <b c='d'>e</b></p>\n"),
    "hard breaks": ("a\\\nb  \nc\n", "<p>a<br />\nb<br />\nc</p>\n"),
    "soft breaks": ("a\n b\n", "<p>a\nb</p>\n"),
    "text": ("a \"b\" & 海\n", "<p>a &quot;b&quot; &amp; 海</p>\n"),
}  # fmt: skip
GITHUB = {
    "tables": (
        "| a | b |\n|:-:|---|\n| c \\| d | e |\n",
        '<table>\n<thead>\n<tr>\n<th align="center">a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
        '<td align="center">c | d</td>\n<td>e</td>\n</tr>\n</tbody>\n</table>\n',
    ),
    "task lists": (
        "- [x] a\n- [ ] b\n",
        '<ul>\n<li><input checked="" disabled="" type="checkbox"> a</li>\n'
        '<li><input disabled="" type="checkbox"> b</li>\n</ul>\n',
    ),
    "strikethrough": ("~~a~~ ~b~ ~~~c~~~\n", "<p><del>a</del> <del>b</del> ~~~c~~~</p>\n"),
    "addresses": (
        "(see www.a.b/c_(d)), https://e.f.\n",
        '<p>(see <a href="http://www.a.b/c_(d)">www.a.b/c_(d)</a>), <a href="https://e.f">https://e.f</a>.</p>\n',
    ),
    "addresses with escaped signs": (
        "https\\://a.b http:\\//a.b www\\.a.b https&colon;//a.b a\\@b.c\n",
        '<p>https://a.b http://a.b www.a.b https://a.b <a href="mailto:a@b.c">a@b.c</a></p>\n',
    ),
    "addresses of mail": (
        "a+b@c.d. mailto:e@f.g h@i\n",
        '<p><a href="mailto:a+b@c.d">a+b@c.d</a>. <a href="mailto:e@f.g">mailto:e@f.g</a> h@i</p>\n',
    ),
    "alerts": (
        "> [!TIP]\n> a\n",
        '<div class="admonition tip">\n<p class="admonition-title">Tip</p>\n<p>a</p>\n</div>\n',
    ),
    "definition lists": ("a\n: b\n: c\n", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n<dd>c</dd>\n</dl>\n"),
}


@pytest.mark.parametrize("section", COMMONMARK)
def test_each_section_of_commonmark_is_rendered_as_it_says(section: str) -> None:
    markdown, html = COMMONMARK[section]

    assert html == render_raw(markdown, github=False)


@pytest.mark.parametrize("section", GITHUB)
def test_each_of_github_s_extensions_is_rendered_as_it_says(section: str) -> None:
    markdown, html = GITHUB[section]

    assert html == render_raw(markdown)


def test_footnotes_are_numbered_as_the_text_refers_to_them() -> None:
    html = render_raw("a[^x] b[^y] c[^x]\n\n[^y]: Y[^z]\n[^x]: X\n[^z]: Z\n")

    assert ["fn:x", "fn:y", "fn:z"] == [part.partition('"')[0] for part in html.split('<li id="')[1:]]
    assert '<a class="footnote-ref" href="#fn:x">1</a></sup> b' in html
    assert '<sup id="fnref2:x"><a class="footnote-ref" href="#fn:x">1</a></sup>' in html
