"""Bodies made to keep a builder busy, each of about two megabytes, the most that a file may have.

    python benchmarks/hostile_markdown.py [KIND…]

prints the time and the memory of rendering each: parsing, the walk for problems and the sanitizer. The tests render
the same bodies at a smaller size (tests/rendering/test_hostile_bodies.py).
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "hooks"))

from anthology.rendering import Target, render
from anthology.sources import Source

SIZE = 2_000_000
"""bytes"""


def _repeated(pattern: str) -> Callable[[int], str]:
    return lambda size: pattern * (size // len(pattern.encode()))


def _numbered(pattern: str) -> Callable[[int], str]:
    return lambda size: "".join(
        pattern.replace("#", f"{number:06}") for number in range(size // (len(pattern) + 5))
    )


def _nested_lists(size: int) -> str:
    depth = int((2 * size) ** 0.5) // 2
    return "".join(f"{'  ' * level}- a\n" for level in range(depth))


def _backticks(size: int) -> str:
    return "".join("`" * length + "a" for length in range(int((2 * size) ** 0.5)))


def _wide_table(size: int) -> str:
    columns = size // 12
    return f"|{'a|' * columns}\n|{'-|' * columns}\n" + "|a|\n" * columns


def _long_table(size: int) -> str:
    return "|a|b|\n|-|-|\n" + "|a|b|\n" * (size // 6)


def _one_address(size: int) -> str:
    return f"[a]: /{'x' * 10_000}\n\n" + "[a] " * (size // 4)


def _open_formatting(size: int) -> str:
    return "".join(f"<b title='{number}'>" for number in range(90)) + "a\n\n" * (size // 3)


KINDS: dict[str, Callable[[int], str]] = {
    "emphasis opened": _repeated("*a _b "),
    "emphasis nested": lambda size: "*a **a " * (size // 16) + " a** a*" * (size // 16),
    "emphasis closed": _repeated("**a** "),
    "strikethrough opened": _repeated("~~a "),
    "strikethrough closed": _repeated("H~2~O "),
    "brackets opened": _repeated("["),
    "brackets closed": _repeated("[a] "),
    "pictures opened": _repeated("!["),
    "links opened": _repeated("[a]("),
    "links": _repeated("[a](b.md) "),
    "links with titles": _repeated('[x](y "'),
    "links without words": _repeated("[](<b>) "),
    "wiki links": _repeated("[[a]] "),
    "wiki links opened": _repeated("[[a "),
    "references without end": _repeated("[a][b] "),
    "one long address": _one_address,
    "definitions": _numbered("[a#]: /x\n"),
    "definitions alike": _repeated("[a]: b\n"),
    "quotes": _repeated(">"),
    "quotes with spaces": _repeated("> "),
    "quoted lines": _repeated("> a\n\n"),
    "lists": _repeated("- a\n"),
    "lists in one line": _repeated("- "),
    "lists nested": _nested_lists,
    "lists of tasks": _repeated("- [ ] a\n"),
    "numbers": _repeated("1) a\n\n"),
    "definition lists": _repeated("a\n: b\n\n"),
    "table, long": _long_table,
    "table, wide": _wide_table,
    "table, broken": _repeated("|"),
    "headings": _repeated("# a\n"),
    "headings of one line": _repeated("a\n=\n"),
    "footnotes used": lambda size: "[^1]" * (size // 4) + "\n\n[^1]: a\n",
    "footnotes missing": _repeated("[^a] "),
    "footnotes defined": _numbered("[^#]: a\n\n"),
    "footnotes alike": _repeated("[^a]: b\n\n"),
    "fences": _repeated("```\n"),
    "fence opened": lambda size: "```\n" + "a\n" * (size // 2),
    "fences of two kinds": _repeated("~~~\n```\n"),
    "backticks": _backticks,
    "backticks of two lengths": _repeated("` `` "),
    "entities": _repeated("&amp;"),
    "entities opened": _repeated("&#x"),
    "entities of controls": _repeated("&#1; "),
    "backslashes": _repeated("\\"),
    "escapes": _repeated("\\* "),
    "less-than signs": _repeated("<"),
    "tags opened": _repeated("<a "),
    "tags with quotes opened": _repeated("<a b='"),
    "tags": _repeated("<b></b>"),
    "tags, unclosed": _repeated("<b>"),
    "tags, unclosed, in paragraphs": _repeated("<b>\n\n"),
    "tags, open formatting": _open_formatting,
    "tags of blocks": _repeated("<div>\n"),
    "tags of paragraphs": _repeated("<p>"),
    "tags refused": _repeated("<form></form> "),
    "tags of handlers": _repeated("<p onclick=x>a</p>\n\n"),
    "tags of tables": _repeated("<table><tr><td>a"),
    "tags, many attributes": lambda size: "<p " + "".join(f"a{number} " for number in range(size // 8)) + ">",
    "scripts": _repeated("<script>a</script>\n"),
    "comments opened": _repeated("<!--"),
    "comments opened in lines": _repeated("a <!-- b\n"),
    "comments": _repeated("<!-- a -->"),
    "declarations": _repeated("<!A "),
    "instructions": _repeated("<?"),
    "character data": _repeated("<![CDATA["),
    "addresses": _repeated("http://a.b "),
    "addresses of www": _repeated("_www.a"),
    "addresses of mail": _repeated("a.b@"),
    "addresses with brackets": lambda size: "http://a.b/" + "(" * (size // 2) + ")" * (size // 2),
    "braces": _repeated("{{< a "),
    "braces of attributes": _repeated("{: a="),
    "shortcodes": _repeated("{{< a >}} "),
    "dollars": _repeated("$a_ "),
    "formulas": _repeated("$x_1$ "),
    "colons": _repeated(":a"),
    "bullets": _repeated("•\ta\n"),
    "bold with spaces": _repeated("** a ** "),
    "many signs": _repeated("{{ [[ ** == $ ^ :a: ++ '' %% "),
    "no-break spaces": _repeated("-\u00a0a\n"),
    "one word": _repeated("x"),
    "words": _repeated("x "),
    "lines": _repeated("x\n"),
    "empty lines": _repeated("\n"),
    "spaces": lambda size: " " * size + "x",
    "tabs": _repeated("\t"),
    "emphasis of all kinds": _repeated("*a_b**c__d~~e***f "),
    "emphasis of all kinds, closed": lambda size: "*_**__~~" * (size // 20) + "a" + "~~__**_*" * (size // 20),
    "emphasis within words": _repeated("a**b_c*"),
    "asterisks": _repeated("*"),
    "underscores in words": _repeated("a_"),
    "links nested": lambda size: "[" * (size // 5) + "](a)" * (size // 5),
    "pictures nested": lambda size: "![" * (size // 6) + "](a)" * (size // 6),
    "pictures in addresses": _repeated("![](!["),
    "links with titles, unclosed": _repeated("[a](b 'c "),
    "references with long labels": lambda size: f"[{'a' * 900}]" * (size // 902),
    "definitions with long labels": lambda size: f"[{'a' * 900}]: b\n" * (size // 906),
    "definitions with titles, unclosed": _repeated('[a]: b "\n'),
    "definitions without address": _repeated("[a]:\n"),
    "ampersands": _repeated("&"),
    "entities without end": _repeated("&amp "),
    "quotes in lists": _repeated("> - "),
    "lists of every mark": _repeated("- + * 1. 1) "),
    "lists of every mark, in lines": _repeated("- a\n+ b\n* c\n1. d\n1) e\n"),
    "lists with tabs": _repeated("-\t- a\n\t- b\n"),
    "definition lists nested": lambda size: "a\n" + ": " * (size // 2) + "b",
    "definition lists of many words": lambda size: "a\n" * (size // 2) + ": b\n",
    "table of many columns": lambda size: (
        f"|{'a|' * 2_000}\n|{'-|' * 2_000}\n" + f"|{'a|' * 2_000}\n" * (size // 4_002)
    ),
    "table of code": lambda size: "|a|\n|-|\n" + "|`|` \\|\n" * (size // 9),
    "headings of one long word": lambda size: "# " + "a" * size,
    "headings with numbers": _repeated("# a_1\n# a\n"),
    "heading of many lines": lambda size: "a\n" * (size // 2) + "---\n",
    "rules": _repeated("* * *\n"),
    "hard breaks": _repeated("a\\\n"),
    "alerts": _repeated("> [!NOTE]\n> a\n\n"),
    "alerts unknown": _repeated("> [!A]\n\n"),
    "footnotes in a chain": lambda size: "[^0]\n\n" + "".join(
        f"[^{number}]: [^{number + 1}]\n\n" for number in range(size // 20)
    ),
    "footnotes of themselves": lambda size: "[^1]\n\n[^1]: " + "[^1]" * (size // 4),
    "footnotes with a long label": lambda size: f"[^{'a' * 900}] " * (size // 904) + f"\n\n[^{'a' * 900}]: b\n",
    "footnotes nested": lambda size: "".join(
        f"{'    ' * level}[^{level}]: a\n\n" for level in range(int((size // 3) ** 0.5))
    ),
    "fences in lists": _repeated("- ```\n"),
    "code, indented": _repeated("    a\n\n"),
    "tags in tags": _repeated("<a<a"),
    "tags closed": _repeated("</b>"),
    "tags of paragraphs closed": _repeated("</p>"),
    "tags of breaks": _repeated("<br>"),
    "tags crossed": _repeated("<b><i></b></i>"),
    "tags of blocks in formatting": _repeated("<b><p>"),
    "tags of links": _repeated("<a href=b.md>c</a> "),
    "tags of links unclosed": _repeated("<a href=b.md>c\n\n"),
    "tags of pictures": _repeated("<img src=b.png alt=c> "),
    "tags of tables nested": _repeated("<table>"),
    "tags of lists": _repeated("<ul><li>"),
    "tags of headings": _repeated("<h2 id=a>b</h2>\n\n"),
    "tags of choices": _repeated("<select><option>"),
    "tags of ruby": _repeated("<ruby><rt>"),
    "tags of drawings": _repeated("<svg><g>"),
    "tags of formulas": _repeated("<math><mi>"),
    "tags of templates": _repeated("<template>"),
    "tags folded": _repeated("<details><summary>a</summary>\n\n"),
    "tags of divisions, in paragraphs": _repeated("<div>\n\na\n\n"),
    "tag with a long attribute": lambda size: f'<p title="{"a" * size}">b</p>',
    "tag with a long address": lambda size: f'<a href="{"a" * size}">b</a>',
    "comments of hyphens": _repeated("<!-- -- "),
    "comments, short": _repeated("<!-->"),
    "wiki files opened": _repeated("![[a"),
    "signs of signs": _repeated("==a{{b$$c%%d++e^^f''g"),
    "marks opened": _repeated("==a "),
    "comments of Obsidian opened": _repeated("%%"),
    "formulas in dollars": _repeated("$$a"),
    "formulas opened": _repeated("\\("),
    "boxes": _repeated("!!! a\n\n"),
    "links the wrong way round": _repeated("(a)[b.md] "),
    "links of Textile": _repeated('"a":http:'),
    "links of AsciiDoc": _repeated("link:http://a[b"),
    "BBCode": _repeated("[b]"),
    "BBCode, closed far away": lambda size: "[b] " * (size // 4) + "[/b]",
    "shortcodes of WordPress": _repeated("[caption a"),
    "citations": _repeated("[@a; "),
    "commands of LaTeX": _repeated("\\aa{"),
    "emoji": _repeated(":a:a "),
    "addresses of http": _repeated("http://"),
    "addresses of www alone": _repeated("www."),
    "addresses with entities": lambda size: "http://a.b/" + "&a;" * (size // 3),
    "addresses with marks": lambda size: "http://a.b/" + "?!" * (size // 2),
    "addresses of mail, long": lambda size: "a." * (size // 2) + "@",
    "addresses of mail with schemes": _repeated("mailto:"),
    "marks above letters": _repeated("e\u0301"),
    "thread": _repeated("1/ a\n"),
}  # fmt: skip


def render_hostile(body: str, thread: bool = False) -> int:
    """Render a body; return how many problems there are."""
    source = Source("docs/essays/x.md", Path("x.md"), lines=body.split("\n"), body=body)
    render(source, "essays/x/", lambda address, picture: Target(address, "essays/x"), thread)
    for problem in source.problems:
        str(problem)
    return len(source.problems)


def _measure(kind: str) -> None:
    body = KINDS[kind](SIZE)
    before = time.process_time()
    problems = render_hostile(body, kind == "thread")
    seconds = time.process_time() - before
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    mark = "" if seconds <= 2 and megabytes <= 300 else "  TOO MUCH"
    print(f"{kind:32} {seconds:6.2f} s {megabytes:5} MB {problems:4} problems{mark}", flush=True)


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        _measure(sys.argv[2])
        return
    for kind in sys.argv[1:] or KINDS:
        try:
            subprocess.run([sys.executable, __file__, "--one", kind], check=False, timeout=120)
        except subprocess.TimeoutExpired:
            print(f"{kind:32} does not end  TOO MUCH", flush=True)


if __name__ == "__main__":
    main()
