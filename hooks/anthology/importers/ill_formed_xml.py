"""Ill-formed XML, as programs write it, before it is parsed: parsers leave out what is behind such mistakes."""

import re
from html.entities import html5

_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TEXT_OR_CDATA = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|&(?!(?:#\d+|#[xX][0-9a-fA-F]+|amp|lt|gt|quot|apos);)(?:(\w+);)?", re.DOTALL
)
_NO_CHARACTER = re.compile(rb"&#(?:x([0-9a-fA-F]+)|(\d+));")
_BROKEN_BYTE = re.compile(r"[\udc80-\udcff]")
_OTHER_ENCODING = re.compile(rb"""(?i)\A<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["'])""")


def repaired_xml(document: bytes) -> bytes:
    """The document without controls, and with `&` and the names of HTML's characters as XML has them.

    Bytes that are not UTF-8 are read as Windows-1252. A document in UTF-16 stays as it is.
    """
    if document.startswith((b"\xff\xfe", b"\xfe\xff")):
        return document
    document = _NO_CHARACTER.sub(
        _without_control, _TEXT_OR_CDATA.sub(_repaired_sign, _CONTROLS.sub(b"", document))
    )
    if _OTHER_ENCODING.match(document):
        return document
    text = document.decode("utf-8", errors="surrogateescape")
    return _BROKEN_BYTE.sub(_from_windows, text).encode()


def _repaired_sign(match: re.Match[bytes]) -> bytes:
    """CDATA as it is; the number of a character for its name in HTML; a sign that stands for itself."""
    if match[0].startswith(b"<"):
        return match[0]
    name = (match[1] or b"").decode(errors="replace")
    if characters := html5.get(f"{name};"):
        return "".join(f"&#{ord(character)};" for character in characters).encode()
    return b"&amp;" + match[0][1:]


def _without_control(match: re.Match[bytes]) -> bytes:
    number = int(match[1], 16) if match[1] else int(match[2])
    return b"" if number < 32 and number not in {9, 10, 13} else match[0]


def _from_windows(match: re.Match[str]) -> str:
    return bytes([ord(match[0]) - 0xDC00]).decode("cp1252", errors="replace")
