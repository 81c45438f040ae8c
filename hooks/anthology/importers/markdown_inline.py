"""Markdown of what stands within a line of HTML: words, marks, links, pictures, code."""

import re
from typing import Any
from urllib.parse import urljoin

_SIGNS = re.compile(r"([\\`*_\[\]<>~|${}^=#+])")
_LINE_START = re.compile(r"(?m)^(\s*)([-:]|(\d+)([.)]))")
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~", "strike": "~~"}
HIDDEN = frozenset(
    {"script", "style", "noscript", "iframe", "object", "embed", "form", "input", "button", "svg"}
)
AS_WRITTEN = "as written"
"""the base of links that stay as they are, and of pictures beside the post"""
BREAK = "\\\n"
_FTP = re.compile(r"(?i)\b(ftp)://")
_EMOJI_NAME = re.compile(r"(?<![\w:\\]):(?=(?:[+-]1|[a-z][a-z0-9_+-]*):(?![\w:]))")
_PAIRS = re.compile(r"[^()]*(?:\([^()]*\)[^()]*)*")
_NOT_ADDRESSES = frozenset({"about", "blob", "data", "file", "javascript", "mailto", "vbscript"})
"""schemes of what runs, of what is on somebody's own computer, and of people's addresses"""


def without_signs(text: str) -> str:
    """The text, in which nothing is a sign of Markdown."""
    # A sign of exclamation at the end would make a picture of a link that follows.
    text = re.sub(r"!$", r"\\!", _SIGNS.sub(r"\\\1", text.replace("&", "&amp;")))
    text = _FTP.sub(r"\1\\://", text)  # a link to it would be refused
    text = _EMOJI_NAME.sub(r"\\:", text)
    return _LINE_START.sub(lambda m: f"{m[1]}{m[3]}\\{m[4]}" if m[3] else f"{m[1]}\\{m[2]}", text)


def markdown_of(element: Any, base: str) -> str:
    """An element within a line as Markdown; `base` is the address from which its links begin."""
    tag = element.tag
    if tag == "br":
        return BREAK
    if tag == "img":
        return _picture_link(element, base)
    inner = inline_text(element.text) + "".join(
        (markdown_of(child, base) if isinstance(child.tag, str) and child.tag not in HIDDEN else "")
        + inline_text(child.tail)
        for child in element
    )
    inner = inner.replace("****", "")  # bold ends where bold begins
    if tag == "a":
        return _markdown_link(inner, element.get("href") or "", base)
    if tag == "code" and "`" not in element.text_content():
        code = f"`{element.text_content()}`" if element.text_content().strip() else ""
        link = next(element.iter("a"), None)
        return code if link is None else _markdown_link(code, link.get("href") or "", base)
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
    if not inner.strip() or not address or href.strip().startswith("#"):
        return inner
    scheme = (match := re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", address)) and match[1].lower()
    if scheme not in {"http", "https", "tel", "sms", "geo"} and (scheme or base != AS_WRITTEN):
        is_told = scheme and scheme not in _NOT_ADDRESSES and address not in inner
        return f"{inner} ({without_signs(address)})" if is_told else inner
    quoted = _url_in_brackets(address)
    if "](" in inner:  # a picture that leads elsewhere
        return (
            inner
            if f"({quoted})" in inner
            else f"{inner} [{without_signs(address.rpartition('/')[2] or address)}]({quoted})"
        )
    words = inner.replace(BREAK, " ")
    before, after = (" " if words[:1].isspace() else ""), (" " if words[-1:].isspace() else "")
    return f"{before}[{' '.join(words.split())}]({quoted}){after}"


def _url_in_brackets(address: str) -> str:
    refused = r"[\s<>\\]" if _PAIRS.fullmatch(address) else r"[\s<>()\\]"
    return re.sub(refused, lambda match: f"%{ord(match[0]):02X}", address)


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
    link = _markdown_link(without_signs(words), address, base)
    return f"!{link}" if base == AS_WRITTEN and "](" in link else link


def inline_text(text: str | None) -> str:
    return without_signs(re.sub(r"\s+", " ", text)) if text else ""
