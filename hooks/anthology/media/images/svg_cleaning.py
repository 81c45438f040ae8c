"""Copies of drawings that have nothing but what is drawn."""

import base64
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from .errors import ImageError, unreadable_image
from .svg import (
    PICTURE,
    SVG_NAMESPACE,
    UnsafeError,
    check_attribute,
    check_drawing_element,
    check_style,
    split_name,
)

_NOT_DRAWN = {"metadata"}
_EMBEDDED_TYPES = {b"\xff\xd8": "jpeg", b"\x89P": "png", b"GI": "gif", b"RI": "webp"}


def clean_svg(content: bytes, name: str, clean: Callable[[bytes], bytes]) -> bytes:
    """Write a drawing anew with the elements and attributes that draw; `clean` is for pictures within it."""
    writer = _SvgWriter(clean)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = writer.start, writer.end
    parser.CharacterDataHandler = writer.text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise unreadable_image(content, name) from error
    return "".join(writer.written).encode()


class _SvgWriter:
    """Writes what it reads, without elements that do not draw and all that is in them."""

    def __init__(self, clean: Callable[[bytes], bytes]) -> None:
        self.written: list[str] = []
        self._clean = clean
        self._within: list[str] = []
        self._left_out = 0
        self._style: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, local = split_name(name)
        if self._left_out or not _is_drawn(namespace, local):
            self._left_out += 1
            return
        own = "" if self._within else f" xmlns={quoteattr(SVG_NAMESPACE)}"
        pairs = {split_name(key)[1]: value for key, value in attributes.items() if _is_kept(key, value)}
        kept = "".join(f" {key}={quoteattr(self._with_pictures(value))}" for key, value in pairs.items())
        self.written.append(f"<{local}{own}{kept}>")
        self._within.append(local)

    def end(self, _name: str) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        local = self._within.pop()
        if local == "style":
            style, self._style = "".join(self._style), []
            self.written.append(escape(self._with_pictures(style)) if _is_safe_style(style) else "")
        self.written.append(f"</{local}>")

    def text(self, text: str) -> None:
        if not self._left_out:
            (self._style if self._within[-1:] == ["style"] else self.written).append(
                text if self._within[-1:] == ["style"] else escape(text)
            )

    def _with_pictures(self, text: str) -> str:
        return PICTURE.sub(self._cleaned_picture, text) if "data:" in text else text

    def _cleaned_picture(self, matched: re.Match[str]) -> str:
        content = unquote_to_bytes(matched[2])
        if ";base64" in matched[1].lower():
            content = base64.b64decode(content, validate=False)
        try:
            cleaned = self._clean(content)
        except ImageError:
            return ""
        kind = _EMBEDDED_TYPES.get(cleaned[:2], "avif")
        return f"data:image/{kind};base64,{base64.b64encode(cleaned).decode('ascii')}"


def _is_drawn(namespace: str, local: str) -> bool:
    try:
        check_drawing_element(namespace, local)
    except UnsafeError:
        return False
    return namespace == SVG_NAMESPACE and local not in _NOT_DRAWN


def _is_kept(key: str, value: str) -> bool:
    namespace, local = split_name(key)
    try:
        check_attribute(namespace, local, value)
    except UnsafeError:
        return False
    return not namespace or local in {"href", "space", "lang"}


def _is_safe_style(text: str) -> bool:
    try:
        check_style(text)
    except UnsafeError:
        return False
    return True
