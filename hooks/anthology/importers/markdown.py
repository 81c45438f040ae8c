"""Markdown of the HTML or the plain text that other programs export.

Written by hand: the libraries for it keep no place for what this dialect reads (alerts, footnotes, definition lists),
and do not escape all that it would read as its own signs.
"""

import re
from html import unescape
from typing import Any
from urllib.parse import urljoin

from lxml import html as lxml_html  # type: ignore[import-untyped]  # no types are published with it

from anthology.rendering import render_raw
from anthology.unicode import NOT_TEXT

from .personal_addresses import without_addresses

_SIGNS = re.compile(r"([\\`*_\[\]<>~|${}^=#+])")
_LINE_START = re.compile(r"(?m)^(\s*)([-:]|(\d+)([.)]))")
_BLOCKS = frozenset(
    "p div section article header footer main figure figcaption address center h1 h2 h3 h4 h5 h6 ul ol dl li dt dd"
    " blockquote pre hr table aside details summary".split()
)
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~", "strike": "~~"}
_HIDDEN = frozenset(
    {"script", "style", "noscript", "iframe", "object", "embed", "form", "input", "button", "svg"}
)
AS_WRITTEN = "as written"
"""the base of links that stay as they are, and of pictures beside the post"""
_BULLET = re.compile(r"[•·▪▫◦‣⁃∙●○■□➢➤]\s*(?=\S)")
_BREAK = "\\\n"
_FTP = re.compile(r"(?i)\b(ftp)://")
_HTML_DOCUMENT = re.compile(r"(?is)<head\b[^>]*>.*?</head>|</?(?:html|body)\b[^>]*>|<!doctype\b[^>]*>")
_CHARACTER = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));?")
_EMOJI_NAME = re.compile(r"(?<![\w:\\]):(?=(?:[+-]1|[a-z][a-z0-9_+-]*):(?![\w:]))")
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


def _fragment(html: str) -> Any:
    """The elements of HTML within one; of a whole document, those of its body."""
    text = NOT_TEXT.sub("", _CHARACTER.sub(_without_control, _HTML_DOCUMENT.sub("", html)))
    return lxml_html.fragment_fromstring(text, create_parent="div")


def _without_control(reference: re.Match[str]) -> str:
    """A reference to a character, or nothing: lxml refuses controls. HTML reads 128 to 159 as other characters."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    is_text = number <= 0x10FFFF and (0x80 <= number <= 0x9F or not NOT_TEXT.match(chr(number)))
    return reference[0] if is_text else ""


def _converted(text: str, base: str) -> str:
    text = without_addresses(text.replace("\r\n", "\n").replace("\xa0", " ").replace("&nbsp;", " "))
    if not text.strip():
        return ""
    if not is_html(text):
        paragraphs = re.split(r"\n\s*\n", text.strip())
        return "\n\n".join(
            _BREAK.join(_escape(unescape(line.strip())) for line in part.split("\n")) for part in paragraphs
        )
    root = _fragment(text)
    return "\n\n".join(_blocks(root, base)).replace("\xa0", " ")


def plain(text: str) -> str:
    """The words of HTML or plain text, with single spaces."""
    if is_html(text) or "&" in text:
        root = _fragment(text)
        for element in root.iter(*_HIDDEN):
            element.text = ""
        for element in root.iter():
            if element.tag in _BLOCKS or element.tag == "br":
                element.tail = f" {element.tail or ''}"
        text = root.text_content()
    return " ".join(text.split())


def _escape(text: str) -> str:
    # A sign of exclamation at the end would make a picture of a link that follows.
    text = re.sub(r"!$", r"\\!", _SIGNS.sub(r"\\\1", text.replace("&", "&amp;")))
    text = _FTP.sub(r"\1\\://", text)  # a link to it would be refused
    text = _EMOJI_NAME.sub(r"\\:", text)
    return _LINE_START.sub(lambda m: f"{m[1]}{m[3]}\\{m[4]}" if m[3] else f"{m[1]}\\{m[2]}", text)


def _blocks(parent: Any, base: str) -> list[str]:
    """The blocks of an element; text between them is a paragraph of its own."""
    blocks: list[str] = []
    run: list[str] = [_inline_text(parent.text)]

    def end_run() -> None:
        text = _tidy("".join(run).replace("****", ""))
        if text:
            blocks.append(text)
        run.clear()

    for child in parent:
        if isinstance(child.tag, str) and child.tag not in _HIDDEN:
            if child.tag in _BLOCKS:
                end_run()
                blocks += _block(child, base)
            elif any(inner.tag in _BLOCKS for inner in child.iterdescendants()):
                end_run()
                blocks += _blocks(child, base)
            else:
                run.append(_inline(child, base))
        run.append(_inline_text(child.tail))
    end_run()
    return blocks


def _block(element: Any, base: str) -> list[str]:
    tag = element.tag
    if re.fullmatch("h[1-6]", tag):
        text = " ".join("".join(_blocks(element, base)).replace(_BREAK, " ").split())
        return [f"{'#' * max(2, int(tag[1]))} {text}"] if text else []
    if tag in {"ul", "ol"}:
        return _list_block(element, base)
    if tag == "blockquote":
        inner = "\n\n".join(_blocks(element, base))
        return ["\n".join(f"> {line}".rstrip() for line in inner.split("\n"))] if inner else []
    if tag == "pre":
        code = element.text_content().strip("\n")
        inner = next(element.iterchildren("code"), element)
        language = re.search(r"(?:^|\s)language-([\w+-]+)", inner.get("class") or "")
        return (
            [f"```{language[1] if language else ''}\n{code}\n```"]
            if code.strip() and "```" not in code
            else []
        )
    if tag == "hr":
        return ["---"]
    if tag == "table":
        return _table_block(element, base)
    return _blocks(element, base)


def _list_block(element: Any, base: str) -> list[str]:
    entries = []
    for number, item in enumerate(element.iterchildren("li"), 1):
        marker = f"{number}. " if element.tag == "ol" else "- "
        inner = "\n\n".join(_blocks(item, base)).replace("\n\n- ", "\n- ")
        lines = inner.split("\n")
        rest = [f"{' ' * len(marker)}{line}" if line else "" for line in lines[1:]]
        if inner:
            entries.append("\n".join([f"{marker}{lines[0]}", *rest]))
    # A comment keeps two lists that follow each other apart in no renderer that matters; an empty line does for most.
    return ["\n".join(entries)] if entries else []


def _table_block(element: Any, base: str) -> list[str]:
    rows = [
        [
            " ".join(" ".join(_blocks(cell, base)).replace(_BREAK, " ").split())
            for cell in row.iterchildren("td", "th")
        ]
        for row in element.iter("tr")
    ]
    rows = [row for row in rows if row]
    if not rows:
        return []
    width = max(map(len, rows))
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    return ["\n".join([lines[0], f"|{'---|' * width}", *lines[1:]])]


def _inline(element: Any, base: str) -> str:
    tag = element.tag
    if tag == "br":
        return _BREAK
    if tag == "img":
        return _picture_link(element, base)
    inner = _inline_text(element.text) + "".join(
        (_inline(child, base) if isinstance(child.tag, str) and child.tag not in _HIDDEN else "")
        + _inline_text(child.tail)
        for child in element
    )
    inner = inner.replace("****", "")  # bold ends where bold begins
    if tag == "a":
        return _markdown_link(inner, element.get("href") or "", base)
    if tag == "code" and "`" not in element.text_content():
        return f"`{element.text_content()}`" if element.text_content().strip() else ""
    mark = _MARKS.get(tag)
    return _around(inner, mark) if mark else inner


def _around(inner: str, mark: str) -> str:
    """Marks around a text; spaces and line ends at its ends stay outside."""
    match = re.fullmatch(r"((?:\s|\\\n)*)(.*?)((?:\s|\\\n)*)", inner, re.DOTALL)
    assert match
    return f"{match[1]}{mark}{match[2]}{mark}{match[3]}" if match[2] and mark[0] not in match[2] else inner


def _markdown_link(inner: str, href: str, base: str) -> str:
    try:
        address = href.strip() if base == AS_WRITTEN else urljoin(base, href.strip())
    except ValueError:
        return inner
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address)
    allowed = scheme[0].lower() in {"http:", "https:"} if scheme else base == AS_WRITTEN
    if not inner.strip() or not href.strip() or not allowed or href.strip().startswith("#"):
        return inner
    quoted = _url_in_brackets(address)
    if "](" in inner:  # a picture that leads elsewhere
        return (
            inner
            if f"({quoted})" in inner
            else f"{inner} [{_escape(address.rpartition('/')[2] or address)}]({quoted})"
        )
    words = inner.replace(_BREAK, " ")
    before, after = (" " if words[:1].isspace() else ""), (" " if words[-1:].isspace() else "")
    return f"{before}[{' '.join(words.split())}]({quoted}){after}"


def _url_in_brackets(address: str) -> str:
    return re.sub(r"[\s<>()\\]", lambda match: f"%{ord(match[0]):02X}", address)


def _picture_link(element: Any, base: str) -> str:
    """A picture of a post that is settled later; else a link to another server, which would see every reader.

    There is none for a counter.
    """
    words, address = element.get("alt", "").strip(), (element.get("src") or "").strip()
    is_counter = element.get("width") == "1" or element.get("height") == "1"
    if is_counter or not address or address.startswith("data:") or not (words or base == AS_WRITTEN):
        return ""
    if not words:
        return f"![]({_url_in_brackets(address)})"
    link = _markdown_link(_escape(words), address, base)
    return f"!{link}" if base == AS_WRITTEN and "](" in link else link


def _inline_text(text: str | None) -> str:
    return _escape(re.sub(r"\s+", " ", text)) if text else ""


def _tidy(text: str) -> str:
    """A paragraph without spaces at the ends of its lines, and without empty lines."""
    lines = [line.strip() for line in text.split("\n")]
    lines = [_BULLET.sub("- ", line).removesuffix("\\") if _BULLET.match(line) else line for line in lines]
    kept = [line for line in lines if line and line != "\\"]
    return "\n".join(kept).strip().removesuffix("\\").rstrip()
