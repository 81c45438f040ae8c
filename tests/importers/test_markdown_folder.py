"""A blog's folder of Markdown becomes essays that pass the check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anthology.collection import load
from anthology.commands.cli import main
from anthology.importers import ImportRefusedError, import_folder
from anthology.importers import imported as imported_plan
from anthology.problems import errors
from builders import built, with_this_checkout
from image_bytes import picture
from import_builders import files_of, imported, imported_essay, written

JEKYLL = {
    "_config.yml": "url: https://old.example\nauthor: {name: Ada, email: ada@private.example}\n",
    "_posts/2019-03-04-gulls.md": """---
title: "Gulls & waves"
categories: [Sea]
tags: [Birds]
redirect_from: /birds/
last_modified_at: 2020-01-02
---

# Gulls &amp; waves

Write to ada@private.example about [the pier]({% post_url 2019-05-06-pier %}),
[more]({{ site.baseurl }}/sea/2019/05/06/pier.html) or [elsewhere](/about/).{: .wide}

![A gull]({{ "/assets/gull.png" | relative_url }}) ![](https://cdn.example/wave.jpg)

{% highlight ruby %}
puts "{{ kept }}"
{% endhighlight %}

{% include video.html id="x" %}

# Second

A ==marked== word and `{% raw %}{{ x }}{% endraw %}`.
""",
    "_posts/2019-05-06-pier.md": "---\\ncategories: Sea\\n---\\n\\nThe pier[^1].\\n\\n[^1]: A note.\\n".replace(
        "\\n", "\n"
    ),
    "_drafts/later.md": "---\ntitle: Later\ndate: 2020-01-01\n---\n\nNot yet.\n",
    "_posts/2020-01-01-hidden.md": "---\ntitle: Hidden\npublished: false\n---\n\nNot this.\n",
    "about.md": "---\ntitle: About\n---\n\nA page.\n",
}
HUGO = {
    "hugo.toml": 'baseURL = "https://old.example/"\n[params]\nauthor = "Ada"\n[permalinks]\nposts = "/:year/:slug/"\n',
    "content/posts/gulls/index.md": """+++
title = "Gulls"
date = 2019-03-04T05:06:07-05:00
aliases = ["/2007/03/資料庫/"]
tags = ["Sea"]
+++

{{< figure src="gull.png" alt="A gull" caption="One" >}}

See [the pier]({{< ref "pier.md" >}}). {{< tweet id=1 >}} {{< youtube abc >}}

{{< box >}}Inside{{< /box >}}
""",
    "content/posts/pier.md": "---\ntitle: The pier\ndate: 2019-05-06\ndraft: false\nslug: long-pier\n---\n\nWords.\n",
    "content/posts/draft.md": "---\ntitle: Draft\ndate: 2019-05-06\ndraft: true\n---\n\nSecret.\n",
}
MATERIAL = {
    "mkdocs.yml": "site_url: https://old.example/\nsite_author: Ada\n",
    "docs/blog/posts/gulls.md": """---
date: {created: 2019-03-04, updated: 2020-01-02}
categories: [Sea]
---

# Gulls

!!! warning "Mind the `gulls`"

    They bite.

=== "One"

    First.

[The pier](pier.md){ .md-button } :material-bird:

<!-- more -->
""",
    "docs/blog/posts/pier.md": "---\ndate: 2019-05-06\n---\n\n# The pier\n\nWords.\n",
}

BESIDE: dict[str, str] = {"2020-01-03-pier.md": "---\ntitle: The pier\n---\n\nWords.\n"}


def imported_blog(tmp_path: Path, files: dict[str, str], *options: str) -> Path:
    """A new collection with the posts of a blog, which has a picture where its posts look for it."""
    pictures = ["assets/gull.png", *(["content/posts/gulls/gull.png"] if "hugo.toml" in files else [])]
    source = written(tmp_path / "blog", {**files, **dict.fromkeys(pictures, picture("PNG"))})
    return imported(source, *options)


@pytest.mark.parametrize("files", [JEKYLL, HUGO, MATERIAL])
def test_an_imported_blog_passes_the_check(tmp_path: Path, files: dict[str, str]) -> None:
    root = imported_blog(tmp_path, files)
    collection, problems = load(root, drafts=True)

    assert [] == errors(problems)
    assert 2 == len(collection.essays)
    assert [] == load(root)[0].essays


@pytest.mark.parametrize("files", [JEKYLL, HUGO, MATERIAL])
def test_what_an_editor_decides_lets_posts_be_published(tmp_path: Path, files: dict[str, str]) -> None:
    root = imported_blog(tmp_path, files, "--first-sentences", "--topic", "The pier", "--author", "Bob")
    collection, problems = load(root)

    assert [] == errors(problems)
    assert 2 == len(collection.essays)
    assert "bob" not in imported_essay(root, "gulls")


def test_nothing_is_invented(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = imported_blog(
        tmp_path, {"2020-01-02-gulls.md": "Words.\n\n[More](2020-01-03-pier.md)\n", **BESIDE}
    )
    gulls = imported_essay(root, "gulls")

    assert ["title", "date", "license", "aliases", "draft"] == re.findall(r"(?m)^(\w+):", gulls)
    assert "(/essays/pier/)" in gulls
    assert 0 == main(["check", "--root", str(root)])
    assert "gulls/index.md: a draft that lacks summary, topics, authors" in capsys.readouterr().out


def test_drafts_that_lack_facts_can_be_previewed(tmp_path: Path) -> None:
    root = with_this_checkout(imported_blog(tmp_path, BESIDE))
    site = built(root, ANTHOLOGY_PREVIEW="1")

    assert "Words." in (site / "essays" / "pier" / "index.html").read_text("utf-8")


def test_a_post_that_is_published_links_to_no_draft(tmp_path: Path) -> None:
    given = "---\nsummary: On a pier.\ntags: Sea\nauthor: Ada\n---\n\n[Gulls](2020-01-02-gulls.md)\n"
    root = imported_blog(tmp_path, {**BESIDE, "2020-01-02-gulls.md": "Words.\n", "2020-01-03-pier.md": given})

    assert [] == errors(load(root)[1])
    assert ["essays/pier"] == [post.id for post in load(root)[0].essays]
    assert "Gulls" in imported_essay(root, "pier")


def test_a_body_that_is_written_anew_has_links_to_pictures_of_other_servers(tmp_path: Path) -> None:
    text = "![A gull][g] <blink>x</blink>\n\n[g]: https://cdn.example/gull.png\n"
    root = imported_blog(tmp_path, {"2020-01-02-gulls.md": text})

    assert [] == errors(load(root, drafts=True)[1])
    assert "[A gull](https://cdn.example/gull.png)" in imported_essay(root, "gulls").replace("![", "!")


def test_drafts_stay_drafts(tmp_path: Path) -> None:
    root = imported_blog(tmp_path, JEKYLL, "--drafts", "--first-sentences", "--topic", "Sea")

    assert "draft: true" in imported_essay(root, "later")
    assert "draft: true" in imported_essay(root, "hidden")
    assert "draft: true" not in imported_essay(root, "gulls")


def test_posts_of_jekyll_keep_what_they_have(tmp_path: Path) -> None:
    text = imported_essay(imported_blog(tmp_path, JEKYLL), "gulls")

    assert "title: Gulls & waves" in text
    assert "- /birds/\n- /sea/2019/03/04/gulls.html" in text
    assert "- sea\n- birds" in text
    assert "updated: '2020-01-02'" in text
    assert 2 == text.count("(/essays/pier/)")
    assert "[elsewhere](https://old.example/about/)." in text
    assert "![A gull](gull.png) [wave.jpg](https://cdn.example/wave.jpg)" in text
    assert '```ruby\nputs "{{ kept }}"\n```' in text
    assert "\n## Second" in text
    assert "\\==marked==" in text
    assert "`{{ x }}`" in text
    assert "private.example" not in text
    assert "video" not in text
    assert "wide" not in text


def test_posts_of_hugo_keep_what_they_have(tmp_path: Path) -> None:
    root = imported_blog(tmp_path, HUGO)
    text = imported_essay(root, "gulls")

    assert "date: '2019-03-04T05:06:07-05:00'" in text
    assert "- /2007/03/%E8%B3%87%E6%96%99%E5%BA%AB/\n- /2019/gulls/" in text
    assert "![A gull](gull.png)" in text
    assert "(/essays/long-pier/)" in text
    assert "https://www.youtube.com/watch?v=abc" in text
    assert "\nInside" in text
    assert "{{" not in text
    assert "- /2019/long-pier/" in imported_essay(root, "long-pier")


def test_boxes_and_tabs_of_material_become_what_github_shows(tmp_path: Path) -> None:
    text = imported_essay(imported_blog(tmp_path, MATERIAL), "gulls")

    assert "> [!WARNING]\n> **Mind the `gulls`**\n>\n> They bite." in text
    assert "**One**\n\nFirst." in text
    assert "[The pier](/essays/pier/)\n" in text
    assert "- /blog/2019/03/04/gulls/" in text
    assert "material-bird" not in text


def test_drafts_and_private_posts_enter_only_when_asked(tmp_path: Path) -> None:
    closed = imported_blog(tmp_path / "a", JEKYLL)
    opened = imported_blog(tmp_path / "b", JEKYLL, "--drafts")

    assert {"gulls", "pier"} == {path.name for path in (closed / "docs" / "essays").iterdir()}
    assert {"gulls", "pier", "later", "hidden"} == {
        path.name for path in (opened / "docs" / "essays").iterdir()
    }


def test_the_report_names_what_was_left_out_and_what_is_to_decide(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "report.html"
    imported_blog(tmp_path, JEKYLL, "--report", str(page))
    report = capsys.readouterr().out

    assert "a draft (2 times)" in report
    assert "about.md: no date" in report
    assert "2020-01-01-hidden.md: a draft, or private" in report
    assert "the command include" in report
    assert "gulls, /about/: a link to what did not move in; it still leads to the old site" in report
    assert "docs/people/ada.md: say who this is:  kind: name" in report
    assert "<li>a draft (2 times)</li>" in page.read_text("utf-8")


def test_a_second_import_changes_no_file(tmp_path: Path) -> None:
    root = imported_blog(tmp_path, HUGO)
    before = files_of(root)

    assert root == imported(tmp_path / "blog")
    assert before == files_of(root)


def test_pictures_come_from_the_blog_alone(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(picture("PNG"))
    root = imported_blog(tmp_path, {"2020-01-01-x.md": "![A secret](../secret.png)\n\nWords.\n"})

    assert not list((root / "docs" / "essays" / "x").glob("*.png"))


def test_a_folder_without_posts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="no Markdown file with a date"):
        import_folder(written(tmp_path, {"about.md": "A page."}))


def test_pictures_by_label_are_put_beside_the_post_and_dead_links_are_words(tmp_path: Path) -> None:
    text = """---
title: Gulls &#8217;
date: 2019-03-04
---

![A gull][bird] and [a page][gone], ![nothing](#), `![code][bird]`.

[bird]: gull.jpg "Seen at dusk"
[gone]: /never/moved.html
"""
    root = imported(written(tmp_path / "blog", {"gulls/index.md": text, "gulls/gull.jpg": picture()}))

    essay = imported_essay(root, "gulls")
    assert "![A gull](gull.jpg) and a page, nothing, `![code][bird]`." in essay
    assert "[gone]" not in essay
    assert "title: Gulls ’\n" in essay


def test_a_draft_without_authors_is_an_essay_all_the_same(tmp_path: Path) -> None:
    text = "---\ntitle: Gulls\ndate: 2019-03-04\nsummary: On gulls.\ntags: [Sea]\n---\n\nThey cry.\n"
    root = imported(written(tmp_path / "blog", {"gulls.md": text}))

    assert "draft: true" in imported_essay(root, "gulls")
    assert [] == errors(load(root, drafts=True)[1])


def test_a_date_alone_and_an_index_with_a_date_are_names_of_posts(tmp_path: Path) -> None:
    text = "---\ntitle: Gulls\n---\nBirds.\n"
    files = {"eleventy.config.js": "", "posts/gulls/2024-09-08-index.md": text, "notes/2018-12-02.md": text}
    root = imported(written(tmp_path / "blog", files))

    assert "date: '2024-09-08'" in (root / "docs/essays/gulls/index.md").read_text(encoding="utf-8")
    assert "date: '2018-12-02'" in (root / "docs/essays/2018-12-02/index.md").read_text(encoding="utf-8")


def test_a_blog_that_shows_an_archive_is_a_blog(tmp_path: Path) -> None:
    files = {
        ".eleventy.js": "",
        "outbox.json": "{}",
        "posts/2024-09-08-gulls.md": "---\ntitle: Gulls\n---\nBirds.\n",
    }
    root = imported(written(tmp_path / "blog", files))

    assert (root / "docs/essays/gulls/index.md").is_file()


HTML_POSTS = {
    "site/_config.yml": "url: https://old.example\n",
    "site/_posts/2019-03-04-gulls.html": "---\ntitle: Gulls &amp;amp; co\ntags: sea birds\n---\n"
    '<p>A <a href="/img/a.png">gull</a>{{ x }}</p><script>x()</script>',
    "site/_posts/2019-03-05-moved.md": '<meta http-equiv="Refresh" content="0; url=/x/">',
    "site/_posts/2019-03-06-old.textile": "h1. Old",
    "site/index.html": "---\ndate: 2019-01-01\n---\n<p>A page</p>",
}


def test_posts_in_html_and_settings_in_a_folder_below_are_found(tmp_path: Path) -> None:
    source = written(tmp_path / "blog", HTML_POSTS | {"site/img/a.png": picture("PNG")})
    with imported_plan(str(source)) as plan:
        text = plan.files["docs/essays/gulls/index.md"]

    assert [path for path in plan.files if "essays/" in path] == ["docs/essays/gulls/index.md"]
    assert "title: Gulls & co\n" in text
    assert "- sea\n- birds\n" in text
    assert text.endswith("\nA [gull](a.png)\n")
    assert "_posts/2019-03-05-moved.md: it only leads to another address" in plan.left_out
    assert "_posts/2019-03-06-old.textile: .textile is not read here; save it as Markdown" in plan.left_out


def test_a_name_that_a_writer_gave_to_a_heading_still_leads_there(tmp_path: Path) -> None:
    links = "[a](#sea) [b](#search-index) [c][1]\n\n[1]: #gone\n"
    text = f"---\ntitle: Gulls\n---\n\n## The wide sea {{#sea}}\n\n## Search index\n\n{links}"
    source = written(tmp_path / "blog", {"_config.yml": "a: b\n", "_posts/2019-03-04-gulls.md": text})
    root = imported(source)

    assert [] == errors(load(root, drafts=True)[1])
    assert "[a](#the-wide-sea) [b](#search-index-text) [c][1]" in imported_essay(root, "gulls")


def test_a_folder_that_the_settings_name_has_the_posts(tmp_path: Path) -> None:
    post = "---\npubDate: 2019-03-04\n---\n\nGulls.\n"
    source = written(
        tmp_path / "blog", {"mkdocs.yml": "docs_dir: texts\n", "texts/a.md": post, "docs/b.md": post}
    )

    assert ["a"] == [path.name for path in (imported(source) / "docs" / "essays").iterdir()]


def test_text_with_many_brackets_is_read_in_time(tmp_path: Path) -> None:
    text = "---\ntitle: Gulls\n---\n\n" + "[x](y) ![a [b] c](d) [[e](f) " * 2000
    source = written(tmp_path / "blog", {"_config.yml": "a: b\n", "_posts/2019-03-04-gulls.md": text})

    assert len(imported_essay(imported(source), "gulls")) > 10_000
