"""Markdown of the HTML or the plain text that other programs export.

Written by hand: the libraries for it keep no place for what this dialect reads (alerts, footnotes, definition lists),
and do not escape all that it would read as its own signs.
"""

import re
from html import unescape
from itertools import count
from typing import Any
from urllib.parse import urljoin

from lxml import html as lxml_html  # type: ignore[import-untyped]  # no types are published with it

from anthology.rendering import render_raw
from anthology.unicode import NOT_TEXT

from .markdown_inline import AS_WRITTEN, BREAK, HIDDEN, inline_text, markdown_of, without_signs
from .personal_addresses import REMOVED_ADDRESS, without_addresses, without_any_address
from .source_files import ImportRefusedError

_BLOCKS = frozenset(
    "p div section article header footer main figure figcaption address center h1 h2 h3 h4 h5 h6 ul ol dl li dt dd"
    " blockquote pre hr table aside details summary".split()
)
_TAG = re.compile(r"<[^<>]*>")
_DEEPEST = 60
"""levels of elements; a letter of e-mail with fifty answers in it has some 55"""
_BULLET = re.compile(r"[•·▪▫◦‣⁃∙●○■□➢➤]\s*(?=\S)")
_HTML_DOCUMENT = re.compile(r"(?is)<head\b[^>]*>.*?</head>|</?(?:html|body)\b[^>]*>|<!doctype\b[^>]*>")
_CHARACTER = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));?")
_EMPHASIS = re.compile(r"(?i)</?(?:em|i|strong|b|del|s|strike)(?:\s[^<>]*)?>")


def is_html(text: str) -> bool:
    return bool(re.search(r"</?[a-zA-Z][^<>]*>", text))


def to_markdown(text: str, base: str = "") -> str:
    """Markdown of a body; `base` is the address to which its links are relative.

    Where emphasis that begins or ends within a word would leave its signs in the text, there is none.
    """
    markdown = _converted(text, base)
    signs_shown = "*" in markdown and plain(render_raw(markdown)).count("*") > plain(text).count("*")
    return _converted(_EMPHASIS.sub("", text), base) if signs_shown else markdown


def links_of(html: str, base: str = "") -> list[str]:
    """The addresses that HTML leads to, in order."""
    if "<a" not in html:
        return []
    root = _fragment(html)
    addresses = ((link.get("href") or "").strip() for link in root.iter("a"))
    return [urljoin(base, address) for address in addresses if address and not address.startswith("#")]


def html_fragment(text: str) -> Any:
    """The elements of a piece of HTML within one; of a piece that no browser nests, its words alone."""
    parser = _html_parser()
    root = lxml_html.fragment_fromstring(text, create_parent="div", parser=parser)
    if _is_too_deep(parser):
        root = lxml_html.fragment_fromstring(_TAG.sub(" ", text), create_parent="div")
    return _flattened(root)


def html_document(text: str) -> Any:
    """The elements of a page; raises ImportRefusedError."""
    parser = _html_parser()
    try:
        root = lxml_html.document_fromstring(text.encode() or b"<p>", parser=parser)
    except (ValueError, lxml_html.etree.ParserError):
        raise ImportRefusedError("the page has no text") from None
    if _is_too_deep(parser):
        raise ImportRefusedError("its elements are nested in more than 2,000 levels, which no program writes")
    return _flattened(root)


def _fragment(html: str) -> Any:
    """The elements of HTML within one; of a whole document, those of its body."""
    text = NOT_TEXT.sub("", _CHARACTER.sub(_without_control, _HTML_DOCUMENT.sub("", html)))
    return html_fragment(text)


def _html_parser() -> Any:
    return lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)


def _is_too_deep(parser: Any) -> bool:
    return any("depth" in entry.message for entry in parser.error_log)


def _flattened(root: Any) -> Any:
    """The element, in which what is deeper than any text is has lost its tags, but no word."""
    level, deep = [root], []
    for depth in count():
        level = [child for element in level for child in element if isinstance(child.tag, str)]
        if not level:
            break
        if depth > _DEEPEST:
            deep += level
    for element in reversed(deep):
        element.drop_tag()
    return root


def _without_control(reference: re.Match[str]) -> str:
    """A reference to a character, or nothing: lxml refuses controls. HTML reads 128 to 159 as other characters."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    is_text = number <= 0x10FFFF and (0x80 <= number <= 0x9F or not NOT_TEXT.match(chr(number)))
    return reference[0] if is_text else ""


def _converted(text: str, base: str) -> str:
    text = text.replace("\r\n", "\n").replace("\xa0", " ").replace("&nbsp;", " ")
    # Those of a post are counted before their mark becomes a sign that readers see.
    text = without_any_address(text, REMOVED_ADDRESS) if base == AS_WRITTEN else without_addresses(text)
    if not text.strip():
        return ""
    if not is_html(text):
        paragraphs = re.split(r"\n\s*\n", text.strip())
        return "\n\n".join(
            BREAK.join(without_signs(unescape(line.strip())) for line in part.split("\n"))
            for part in paragraphs
        )
    root = _fragment(text)
    return "\n\n".join(_blocks(root, base)).replace("\xa0", " ")


def plain(text: str) -> str:
    """The words of HTML or plain text, with single spaces."""
    if is_html(text) or "&" in text:
        root = _fragment(text)
        for element in root.iter(*HIDDEN):
            element.text = ""
        for element in root.iter():
            if element.tag in _BLOCKS or element.tag == "br":
                element.tail = f" {element.tail or ''}"
        text = root.text_content()
    return " ".join(text.split())


def _blocks(parent: Any, base: str) -> list[str]:
    """The blocks of an element; text between them is a paragraph of its own."""
    blocks: list[str] = []
    run: list[str] = [inline_text(parent.text)]

    def end_run() -> None:
        text = _tidy("".join(run).replace("****", ""))
        if text:
            blocks.append(text)
        run.clear()

    for child in parent:
        if isinstance(child.tag, str) and child.tag not in HIDDEN:
            if child.tag in _BLOCKS:
                end_run()
                blocks += _block(child, base)
            elif any(inner.tag in _BLOCKS for inner in child.iterdescendants()):
                end_run()
                blocks += _blocks(child, base)
            else:
                run.append(markdown_of(child, base))
        run.append(inline_text(child.tail))
    end_run()
    return blocks


def _block(element: Any, base: str) -> list[str]:
    tag = element.tag
    if re.fullmatch("h[1-6]", tag):
        text = " ".join("".join(_blocks(element, base)).replace(BREAK, " ").split())
        return [f"{'#' * max(2, int(tag[1]))} {text}"] if text else []
    if tag in {"ul", "ol"}:
        return _list_block(element, base)
    if tag == "blockquote":
        inner = "\n\n".join(_blocks(element, base))
        return ["\n".join(f"> {line}".rstrip() for line in inner.split("\n"))] if inner else []
    if tag == "pre":
        return _code_block(element, base)
    if tag == "hr":
        return ["---"]
    if tag == "table":
        return _table_block(element, base)
    return _blocks(element, base)


def _list_block(element: Any, base: str) -> list[str]:
    entries = []
    for number, item in enumerate(_entries(element), 1):
        marker = f"{number}. " if element.tag == "ol" else "- "
        inner = "\n\n".join(_blocks(item, base)).replace("\n\n- ", "\n- ")
        lines = inner.split("\n")
        rest = [f"{' ' * len(marker)}{line}" if line else "" for line in lines[1:]]
        if inner:
            entries.append("\n".join([f"{marker}{lines[0]}", *rest]))
    # A comment keeps two lists that follow each other apart in no renderer that matters; an empty line does for most.
    return ["\n".join(entries)] if entries else []


def _entries(element: Any) -> list[Any]:
    """The entries of a list; what stands between them belongs to the one before, as many write lists within lists."""
    entries = []
    if element.text and element.text.strip():
        entries.append(first := element.makeelement("li"))
        first.text = element.text
    for child in [*element]:
        if child.tag == "li":
            entries.append(child)
            text, child.tail = child.tail, None
        elif entries:
            entries[-1].append(child)
            continue
        else:
            entries.append(item := element.makeelement("li"))
            item.append(child)
            continue
        if text and text.strip():
            child.append(span := element.makeelement("span"))
            span.text = f" {text}"
    return entries


def _code_block(element: Any, base: str) -> list[str]:
    """Code within a fence that is longer than any in it, and below it the links that are in it."""
    for line_end in element.iter("br"):
        line_end.tail = f"\n{line_end.tail or ''}"
    code = element.text_content().strip("\n")
    if not code.strip():
        return _blocks(element, base)
    inner = next(element.iterchildren("code"), element)
    language = re.search(r"(?:^|\s)lang(?:uage)?-([\w+-]+)", inner.get("class") or "")
    fence = max(["```", *(f"{sign}`" for sign in re.findall("`{3,}", code))], key=len)
    links = dict.fromkeys(markdown_of(link, base) for link in [*element.iter("a"), *element.iter("img")])
    return [
        f"{fence}{language[1] if language else ''}\n{code}\n{fence}",
        *(link for link in links if "](" in link),
    ]


def _table_block(element: Any, base: str) -> list[str]:
    """A table below its caption, or what is in the cells of one that is only a frame around them."""
    caption = next(element.iterchildren("caption"), None)
    above = _blocks(caption, base) if caption is not None else []
    rows = [[*row.iterchildren("td", "th")] for row in element.iter("tr")]
    rows = [row for row in rows if row]
    width = max(map(len, rows), default=0)
    if not rows:
        return above + _blocks(element, base)
    if _is_frame(rows):
        own = (cell for row in rows for cell in row if next(cell.iterancestors("table")) is element)
        return above + [block for cell in own for block in _blocks(cell, base)]
    texts = [[_cell(cell, base) for cell in row] for row in rows]
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in texts]
    return [*above, "\n".join([lines[0], f"|{'---|' * width}", *lines[1:]])]


def _is_frame(rows: list[list[Any]]) -> bool:
    """True for a table with others in it, of one cell, or of one column of several paragraphs each."""
    cells = [cell for row in rows for cell in row]
    one_column = max(map(len, rows), default=0) < 2
    inner = any(len([child for child in cell if child.tag in _BLOCKS]) > 1 for cell in cells)
    return (
        len(cells) < 2 or (one_column and inner) or any(cell.find(".//table") is not None for cell in cells)
    )


def _cell(cell: Any, base: str) -> str:
    """The text of a cell in one line."""
    lines = [
        line for block in _blocks(cell, base) for line in block.split("\n") if not line.startswith("```")
    ]
    text = "<br>".join(line.removesuffix("\\").strip().removeprefix("- ") for line in lines)
    return re.sub(r"(?<!\\)\|", r"\\|", text)


def _tidy(text: str) -> str:
    """A paragraph without spaces at the ends of its lines, and without empty lines."""
    lines = [line.strip() for line in text.split("\n")]
    lines = [_BULLET.sub("- ", line).removesuffix("\\") if _BULLET.match(line) else line for line in lines]
    kept = [line for line in lines if line and line != "\\"]
    return "\n".join(kept).strip().removesuffix("\\").rstrip()
