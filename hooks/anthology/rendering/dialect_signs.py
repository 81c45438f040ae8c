"""The signs of other dialects: how each is recognised, what is said of it, and what does the same here.

No pattern takes more than time in proportion to the text: what is between two marks excludes the first of them, or
is of limited length.
"""

from typing import NamedTuple

from .inline_writer import CODE, LINK_END, TAG
from .positions import ESCAPED


class Sign(NamedTuple):
    """`message` and `fix` are formats of the groups of the pattern, in which ^ begins a line; `{0}` is all that it found.

    `needs`: one of these is in every text that the pattern matches. `first_only`: one message is enough for a block,
    since the sign is on each of its lines.
    """

    needs: tuple[bytes, ...]
    pattern: str
    message: str
    fix: str
    first_only: bool = False


def _private(characters: str) -> str:
    return "".join(chr(ESCAPED + ord(character)) for character in characters)


_BULLETS = "•·▪▫◦‣⁃∙●○■□➢➤✓✔\uf0b7\uf0a7\uf076"
_FILE = r"[^\s()\[\]]{1,200}\.(?:md|html?|pdf|png|jpe?g|gif|svg|webp)\b[^\s()\[\]]*"
_PAGE = rf"(?P<page>(?:https?://|www\.|mailto:|\.{{0,2}}/|\#)[^\s()\[\]]*|{_FILE})"
_LINK_WORDS = r"(?P<words>[^\[\]\n]+)"
_SHORTCODE_NAMES = (
    "caption|gallery|embed|playlist|audio|video|youtube|vimeo|soundcloud|button|column|row|quote|code"
)
_OPENED, _CLOSED = _private("(["), _private(")]")
_IN_FORMULA = rf"[^$\n{_private('$')}]{{0,200}}"
# Dollars and escaped brackets are ordinary; a command, a raised or lowered part, or a single letter makes a formula.
_FORMULA_SIGN = r"(?:\\[A-Za-z]{2,}|[\w)}][\^_][\w{\\(]|(?<![\w.])[A-Za-z] ?= ?[\w\\(])"

_SHOWN = "is printed as it is typed"
_KEEP = r"; to show it as it is, write  \{0}"
_LINK_FIX = "write  [{words}]({page})"
_BOX_FIX = "write  > [!NOTE]  on this line, and > before each line below it"
_NOTE = "write  [^1]  here, and at the end of the text, on a line of its own,  [^1]: "
_FORMULA = "write it in words, with <sup> and <sub>, or save it as a picture beside the post"
_ITEMS = "begin each line with a hyphen and an ordinary space:  - tea"
_NO_LIST = 'delete it; a heading that has to keep an address is  <h2 id="the-address">Words</h2>'
_FOLDED = (
    "write  <details><summary>Words</summary>  here, an empty line, the text, an empty line, and  </details>"
)
_PICTURE = 'write  ![what it shows](picture.jpg "caption")  or a link:  [its title](https://…)'

# Signs for which the message can say letter for letter what does the same here: needs, pattern, message, fix.
_EXACT = (
    (
        ["[^"], r"\[(?P<label>\^[^\[\]\s]+)\]",
        "there is no footnote {0}",
        "add it at the end of the text, on a line of its own:  {0}: the footnote",
    ),
    (["] (", "]\n("], rf"\[{_LINK_WORDS}\][ \n]\({_PAGE}\)", "the space makes this no link", _LINK_FIX),
    ([")["], rf"(?<!\])\((?P<words>[^()\[\]\n]+)\)\[{_PAGE}\]", "the brackets of this link are the wrong way round", _LINK_FIX),
    (
        ["]["], rf"(?<![\w\]\[])\[{_LINK_WORDS}\]\[(?P<label>[^\[\]\n]+)\](?!\()",
        "there is no reference [{label}]",
        r"add it at the end of the text, on a line of its own:  [{label}]: https://…  (or keep the brackets:  \{0})",
    ),
    (["[http"], rf"(?<!\[)\[(?P<page>https?://[^\s\[\]]+) {_LINK_WORDS}\](?![\[(])", f"{{0}} is a link of a wiki, which {_SHOWN}", _LINK_FIX),
    (
        [" ="], r"(?P<words>!?\[[^\[\]\n]*\])\((?P<page>[^()\s]+) =\d*x?\d*\)",
        "the size makes this no picture", "write  {words}({page})  since the site knows the size",
    ),
    (
        ["]("], r"(?P<words>!?\[[^\[\]\n]*\])\((?P<page>[^()<>\n\"']{0,100}[\w)] [^()<>\n\"']{0,100}\.\w{1,5})\)",
        "an address with spaces makes this no link", "write  {words}(<{page}>)",
    ),
    (['":http'], r"\"(?P<words>[^\"\n]+)\":(?P<page>https?://[^\s\"]+)", f"{{0}} is a link of Textile, which {_SHOWN}", _LINK_FIX),
    (
        ["link:http"], rf"(?<!\w)link:(?P<page>https?://[^\s\[\]]{{1,200}})\[{_LINK_WORDS}\]",
        f"{{0}} is a link of AsciiDoc, which {_SHOWN}", _LINK_FIX,
    ),
    (
        ["[!"], r"\A\[!(?P<kind>[\w-]+)\][+-]?[^\n]*", f"{{0}} is no alert, so it {_SHOWN}",
        "write one of [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] and [!CAUTION], alone on its line",
    ),
    (
        ["<!--"], r"<!--", "a comment begins here and never ends",
        r"put --> behind the comment, without an empty line in it; to show it as it is, write  \{0}",
    ),
    (["![["], r"!\[\[(?P<name>[^\[\]\n]+)\]\]", f"{{0}} is a file of Obsidian, which {_SHOWN}", "write  ![what it shows](<{name}>)"),
    (["=="], r"\A==+ ?(?P<words>[^=\n]+?) ?==+\Z", f"{{0}} is a heading of a wiki, which {_SHOWN}", "write  ## {words}"),
    (
        ["##"], r"\A(?P<marks>\#{2,6})(?P<words>[^\s\#][^\n]*)",
        "a heading has a space behind its signs, so this is none",
        "write  {marks} {words}" + _KEEP,
    ),
    (
        ["*["], r"^\*\[(?P<short>[^\[\]\n]+)\]: ?(?P<words>[^\n]+)", f"{{0}} is an abbreviation, which {_SHOWN}",
        'delete the line, and write  <abbr title="{words}">{short}</abbr>  where the word is used first',
    ),
    (
        ["**"], r"\*\*(?<![*\w]..)\s{0,3}(?P<words>[^*\s][^*\n]*?)\s{0,3}\*\*(?!\*)",
        "these asterisks are printed: bold words begin and end right at them", "write  <strong>{words}</strong>",
    ),
    (
        ["__"], r"(?<![_\w])__\s{0,3}(?P<words>[^_\s][^_\n]*?)\s{0,3}__(?![_\w])",
        "these underscores are printed: bold words begin and end right at them", "write  **{words}**",
    ),
    (["'''"], r"(?<!')'''(?P<words>[^'\n]+)'''(?!')", f"{{0}} is bold in a wiki, and {_SHOWN}", "write  **{words}**"),
    (["''"], r"(?<!')''(?P<words>[^'\n]+)''(?!')", f"{{0}} is italic in a wiki, and {_SHOWN}", "write  *{words}*"),
    (["=="], r"(?<!=)==(?P<words>[^=\s](?:[^=\n]*[^=\s])?)==(?!=)", f"{{0}} is marked elsewhere, and {_SHOWN}", "write  <mark>{words}</mark>"),
    (["++"], r"\+\+(?P<words>[a-z][a-z0-9-]*)\+\+", f"{{0}} is a key elsewhere, and {_SHOWN}", "write  <kbd>{words}</kbd>"),
    (["^^"], r"\^\^(?P<words>[^\^\s](?:[^\^\n]*[^\^\s])?)\^\^", f"{{0}} is underlined elsewhere, and {_SHOWN}", "write  <ins>{words}</ins>"),
    (["^"], r"(?<=[\w)])\^(?P<words>[\w+-]{1,12})\^", f"{{0}} is raised elsewhere, and {_SHOWN}", "write  <sup>{words}</sup>"),
    (["~"], r"(?<=\w)~(?P<words>[\w+-]{1,12})~(?!~)", f"{{0}} is lowered elsewhere, and {_SHOWN}", "write  <sub>{words}</sub>"),
    (
        ["\\(", "\\["],
        rf"[{_OPENED}][^\n{_OPENED}{_CLOSED}]{{0,200}}{_FORMULA_SIGN}[^\n{_OPENED}{_CLOSED}]{{0,200}}[{_CLOSED}]",
        "formulas are not set here, and their backslashes vanish", _FORMULA,
    ),
)  # fmt: skip
# needs, pattern, kind, fix; each of them can be shown with a backslash before it.
_SHOWN_AS_TYPED = (
    (["{{"], rf"\{{\{{[<%{TAG}][^\n{{}}]*\}}\}}", "a shortcode of Hugo", "write a link instead:  [its title](https://…)"),
    (["{%"], r"\{%[^\n{}]*\}", "a tag of Jekyll or Liquid", "write what it stands for"),
    (["{{"], r"\{\{[^\n{}]*\}\}", "a placeholder of a template", "write what it stands for"),
    (["<%"], r"<%[^\n<>]*%>", "a tag of a template", "write what it stands for"),
    (["{!", "8<-"], r"\{![^\n{}]+!\}|^-{1,2}8<-{1,2}[^\n]*", "a command to include a file", "copy the text of the file here"),
    (
        [f"[{name}" for name in _SHORTCODE_NAMES.split("|")], rf"\[(?P<name>{_SHORTCODE_NAMES})(?:\s[^\[\]\n]*=[^\[\]\n]*\]|\](?=[^\[\n]*\[/(?P=name)\])|(?<=gallery)\])",
        "a shortcode of WordPress", _PICTURE,
    ),
    (
        ["[/"], r"\[(?P<name>b|i|u|s|url|img|size|color)(?:=[^\[\]\n]*)?\](?=[^\[\]\n]*\[/(?P=name)\])",
        "BBCode", "write **bold**, *italic*, [words](https://…) or ![words](picture.jpg)",
    ),
    (["#+"], r"^\#\+[A-Za-z_]+:?[^\n]*", "a line of Org", "delete it, or write it in Markdown"),
    (["%%"], r"%%[^%]+%%", "a comment of Obsidian", "write  <!-- … -->  or delete it"),
    (
        ["[toc", "[TOC", "[_toc", "[_TOC", "{toc", ":toc"], r"\A\[\[?_?(?:toc|TOC)_?\]\]?\Z|\$\{toc\}|\{:toc\}", "a list of headings",
        "delete it: a long page lists its headings by itself",
    ),
    (["[["], r"\[\[(?P<name>[^\[\]\n]+)\]\]", "a link of a wiki or of Obsidian", "write  [its words](the-file-of-the-page.md)"),
    (["^["], r"\^\[[^\[\]\n]+\]", "a footnote of Pandoc", f"{_NOTE}the footnote"),
    (["[@", "[-@"], r"\[-?@[\w:.-]+(?:[,;][^\[\]\n]*)?\]", "a citation of Pandoc", f"{_NOTE}the source"),
    (
        ["`_", ":`", "}`"], rf"{CODE}_{{1,2}}(?!\w)|:[a-z][\w-]*(?::[\w-]+)?:{CODE}|\{{[a-z][\w:-]*\}}{CODE}",
        "a link of reStructuredText or MyST", "write  [its words](https://…)",
    ),
    (["!!!"], r"\A!!!\+? ?[\w-]+[^\n]*", "a box of Material for MkDocs", _BOX_FIX),
    (["???"], r"\A\?\?\?\+? ?[\w-]+[^\n]*", "a folded box of Material for MkDocs", _FOLDED),
    (["==="], r"\A===[!+]* ?\"[^\n]*", "a tab of Material for MkDocs", "write a heading instead"),
    (["///"], r"^/{3,} ?[a-z][\w-]*(?: ?\|[^\n]*)?$", "a block of PyMdown", _BOX_FIX),
    ([":::"], r"^:{2,} ?\{?[\w.\[-][^\n]*", "a block of Pandoc, Docusaurus or VitePress", f"{_BOX_FIX}; delete the ::: behind it"),
    (["::"], r"^\.\. [\w-]+::[^\n]*", "a directive of reStructuredText", _BOX_FIX),
    (["{:", "{.", "{#", "{ .", "{ #"], r"\{::?[^{}\n]*\}|\{[ ]?[.\#][A-Za-z][\w-]*[^{}\n]*\}", "a list of attributes", _NO_LIST),
    (["){", "]{", "`{"], rf"(?<=[{LINK_END}{CODE}])\{{[ ]?[\w-]+=[^{{}}\n]*\}}", "a list of attributes", "delete it"),
    (["$$"], r"\$\$[^$]+\$\$", "a formula", _FORMULA),
    (
        ["$"], rf"(?<![\w$])\$(?=[^\s$])(?!\d[\d.,]*\s)(?:[A-Za-z]|{_IN_FORMULA}{_FORMULA_SIGN}{_IN_FORMULA})(?<!\s)\$(?![\w$])",
        "a formula", _FORMULA,
    ),
    (["\\"], r"(?<![\w:\\])\\[a-zA-Z]{2,}\{[^{}\n]*\}", "a command of LaTeX", _FORMULA),
    ([":"], r":(?<![\w:].)(?:[+-]1|[a-z][a-z0-9_+-]*):(?![\w:])", "the name of an emoji", "write the emoji itself"),
)  # fmt: skip
# needs, pattern, message, fix; reported once for a block.
_LISTS = (
    (
        [*_BULLETS, "o\t", "§", "–\t", "—\t", "o\u00a0"],
        rf"^(?:[{_BULLETS}][ \t\u00a0]*|[o§][\t\u00a0]|[–—]\t)(?=\S)",
        "this begins no list, so all its lines run together", _ITEMS,
    ),
    (
        ["\u00a0"], r"^(?:[-*+]|\d{1,9}[.)])\u00a0+(?=\S)",
        "a no-break space is behind the mark, so this is no list", _ITEMS,
    ),
)  # fmt: skip


def _sign(needs: list[str], pattern: str, message: str, fix: str, first_only: bool = False) -> Sign:
    encoded = tuple(need.encode() for need in needs)
    return Sign(encoded, pattern, message, fix, first_only)


SIGNS = (
    *(_sign(*row) for row in _EXACT),
    *(
        _sign(needs, pattern, f"{{0}} is {kind}, which {_SHOWN}", fix + _KEEP)
        for needs, pattern, kind, fix in _SHOWN_AS_TYPED
    ),
    *(_sign(needs, pattern, message, fix, True) for needs, pattern, message, fix in _LISTS),
)
"""In the order of precedence: of two at one place, the first is reported."""
