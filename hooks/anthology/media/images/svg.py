"""Size, safety and personal data of SVG drawings."""

from __future__ import annotations

import math
import re
from xml.parsers import expat

from anthology.privacy import GPS, private_text

from .errors import ImageError, unreadable_image

_MAX_SVG_BYTES = 4_000_000

_SVG_NAMESPACE = "http://www.w3.org/2000/svg"
# Elements that act instead of drawing, or embed another document.
_ACTIVE_ELEMENTS = {
    "script": "a script",
    "handler": "a script",
    "listener": "a script",
    "foreignobject": "a foreign object",
    "iframe": "a foreign object",
    "object": "a foreign object",
    "embed": "a foreign object",
    "audio": "a foreign object",
    "video": "a foreign object",
}
_FOREIGN = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
_ACTING_NAMESPACES = ("", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace")
_REFERENCE = "a reference to another file"
_INTERNAL_REFERENCE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp|avif)[;,]|$)", re.IGNORECASE)
_EXTERNAL_REFERENCE = re.compile(
    # A url() other than a fragment or an embedded raster picture. A backslash can spell any of these.
    r"url\(\s*[\"']?\s*(?!#|data:image/(?:png|jpeg|gif|webp|avif)[;,])|@import|image-set\(|src\(|\\",
    re.IGNORECASE,
)
_PERSONAL_NAMES = {
    "creator": "the author's name",
    "publisher": "the publisher's name",
    "contributor": "a contributor's name",
    "rights": "a copyright holder's name",
    "docname": "the original file's name",
    "absref": "a file path on somebody's computer",
    "docbase": "a file path on somebody's computer",
    "export-filename": "a file path on somebody's computer",
}


def is_svg(content: bytes) -> bool:
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\0<")) and not start.startswith(b"<\0\0\0")


class SvgReader:
    """Reads an SVG once: its size, personal data, and a first reason to reject it."""

    def __init__(self) -> None:
        self.size: tuple[int, int] | None = None  # None until the root has been seen
        self.own_size: tuple[int, int] = 0, 0  # in pixels, where the root says so
        self.metadata: set[str] = set()
        self._within: list[str] = []
        self._style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, local = _split_name(name)
        if self.size is None:
            self.size = _svg_size(namespace, local, attributes)
            width, height = attributes.get("width", ""), attributes.get("height", "")
            self.own_size = _pixels(width.removesuffix("px")), _pixels(height.removesuffix("px"))
        if local.lower() in _ACTIVE_ELEMENTS or namespace in _FOREIGN:
            raise _unsafe(_ACTIVE_ELEMENTS.get(local.lower(), "a foreign object"))
        for key, value in attributes.items():
            _check_attribute(*_split_name(key), value)
            self._note(_split_name(key)[1], value)
        self._within.append(local)

    def end(self, _name: str) -> None:
        # A style sheet is complete only here: a comment splits its text, but not its rules.
        if self._within.pop().lower() == "style":
            if _EXTERNAL_REFERENCE.search(self._style):
                raise _unsafe(_REFERENCE)
            self._style = ""

    def text(self, text: str) -> None:
        if "style" in (name.lower() for name in self._within[-1:]):
            self._style += text
        for name in self._within[-5:]:  # the text of dc:creator is in a descendant
            self._note(name, text)

    def comment(self, text: str) -> None:
        self.metadata.update(private_text(text))

    def _note(self, name: str, text: str) -> None:
        if name in _PERSONAL_NAMES and text.strip():
            self.metadata.add(_PERSONAL_NAMES[name])
        # The numbers of a path look like a GPS position.
        self.metadata.update(set(private_text(text)) - {GPS})


def read_svg(content: bytes, name: str) -> SvgReader:
    if len(content) > _MAX_SVG_BYTES:
        raise ImageError(f"{name} is larger than {_MAX_SVG_BYTES // 1_000_000} MB", "Save it as PNG instead.")
    reader = SvgReader()
    try:
        _expat_parser(reader).Parse(content, True)
    except _UnsafeError as error:
        raise ImageError(
            f"{name} contains {error}", "Export it as “plain SVG”, or save it as PNG."
        ) from error
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise unreadable_image(content, name) from error
    return reader


def _expat_parser(reader: SvgReader) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.XmlDeclHandler = _check_xml_encoding
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.CommentHandler = reader.comment
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.ProcessingInstructionHandler = _refuse_instruction
    return parser


class _UnsafeError(Exception):
    pass


def _unsafe(what: str) -> _UnsafeError:
    return _UnsafeError(f"{what}, and a picture must only be a picture")


def _check_xml_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    # In an encoding that Python supports and browsers do not, they would see another document.
    if encoding is not None and encoding.lower() not in {"utf-8", "utf-16", "us-ascii", "iso-8859-1"}:
        raise ValueError("a rare encoding")


def _refuse_dtd(*_: object) -> None:
    raise _unsafe("a document type (DTD)")


def _refuse_instruction(target: str, _text: str) -> None:
    if target.lower() == "xml-stylesheet":
        raise _unsafe(_REFERENCE)


def _split_name(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(" ")
    return namespace, local


def _check_attribute(namespace: str, name: str, value: str) -> None:
    if namespace not in _ACTING_NAMESPACES:
        return  # private attributes of an editor
    name, target = name.lower(), value.strip().lower()
    if name.startswith("on") or (name == "attributename" and target.startswith("on")):
        raise _unsafe("an event handler")
    if name == "attributename" and target.endswith("href"):
        raise _unsafe(_REFERENCE)
    if (
        name in {"href", "src", "base"} and not _INTERNAL_REFERENCE.match(value)
    ) or _EXTERNAL_REFERENCE.search(value):
        raise _unsafe(_REFERENCE)


def _svg_size(namespace: str, local: str, attributes: dict[str, str]) -> tuple[int, int]:
    if local != "svg" or namespace != _SVG_NAMESPACE:
        raise ValueError("another kind of XML")
    numbers = attributes.get("viewBox", "").replace(",", " ").split()
    if len(numbers) != 4:
        return 0, 0
    return _pixels(numbers[2]), _pixels(numbers[3])


def _pixels(number: str) -> int:
    try:
        value = float(number)
    except ValueError:
        return 0
    return round(value) if math.isfinite(value) and 0 < value < 1_000_000 else 0
