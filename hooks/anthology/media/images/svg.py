"""What an SVG is, what makes it unsafe to show, and what it tells about people."""

from __future__ import annotations

import math
import re
from xml.parsers import expat

from anthology.privacy import GPS, private_text

from .errors import ImageError, unreadable_image

_MOST_SVG = 4_000_000

_SVG_NAMESPACE = "http://www.w3.org/2000/svg"
# What draws nothing by itself but acts, or brings in another document.
_ACTIVE = {
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
_WITHIN = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp|avif)[;,]|$)", re.IGNORECASE)
_OUTWARD = re.compile(
    # A url() that does not begin with # or a raster picture of its own. A backslash can spell any of these.
    r"url\(\s*[\"']?\s*(?!#|data:image/(?:png|jpeg|gif|webp|avif)[;,])|@import|image-set\(|src\(|\\",
    re.IGNORECASE,
)
_SVG_WORDS = {
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
    """Walks an SVG once: its size, what makes it unsafe, what it tells about people."""

    def __init__(self) -> None:
        self.size: tuple[int, int] | None = None  # None until the root has been seen
        self.own_size: tuple[int, int] = 0, 0  # in pixels, where the root says so
        self.metadata: set[str] = set()
        self._within: list[str] = []
        self._style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, local = _names(name)
        if self.size is None:
            self.size = _svg_size(namespace, local, attributes)
            width, height = attributes.get("width", ""), attributes.get("height", "")
            self.own_size = _pixels(width.removesuffix("px")), _pixels(height.removesuffix("px"))
        if local.lower() in _ACTIVE or namespace in _FOREIGN:
            raise _unsafe(_ACTIVE.get(local.lower(), "a foreign object"))
        for key, value in attributes.items():
            _check_attribute(*_names(key), value)
            self._note(_names(key)[1], value)
        self._within.append(local)

    def end(self, _name: str) -> None:
        # Only here is a style sheet whole: a comment inside it splits the text but not the rule.
        if self._within.pop().lower() == "style":
            if _OUTWARD.search(self._style):
                raise _unsafe(_REFERENCE)
            self._style = ""

    def text(self, text: str) -> None:
        if "style" in (name.lower() for name in self._within[-1:]):
            self._style += text
        for name in self._within[-5:]:  # dc:creator keeps its name some elements below itself
            self._note(name, text)

    def comment(self, text: str) -> None:
        self.metadata.update(private_text(text))

    def _note(self, name: str, text: str) -> None:
        if name in _SVG_WORDS and text.strip():
            self.metadata.add(_SVG_WORDS[name])
        # The numbers of a path look like a position on the earth.
        self.metadata.update(set(private_text(text)) - {GPS})


def read_svg(content: bytes, name: str) -> SvgReader:
    if len(content) > _MOST_SVG:
        raise ImageError(f"{name} is larger than {_MOST_SVG // 1_000_000} MB", "Save it as PNG instead.")
    reader = SvgReader()
    try:
        _parser(reader).Parse(content, True)
    except _Unsafe as found:
        raise ImageError(f"{name} holds {found}", "Export it as “plain SVG”, or save it as PNG.") from found
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise unreadable_image(content, name) from error
    return reader


def _parser(reader: SvgReader) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.XmlDeclHandler = _check_encoding
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.CommentHandler = reader.comment
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.ProcessingInstructionHandler = _refuse_instruction
    return parser


class _Unsafe(Exception):  # noqa: N818 -- inside this module only
    pass


def _unsafe(what: str) -> _Unsafe:
    return _Unsafe(f"{what}, and a picture must only be a picture")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    # In an encoding that Python knows and browsers do not, they would see another document than we.
    if encoding is not None and encoding.lower() not in {"utf-8", "utf-16", "us-ascii", "iso-8859-1"}:
        raise ValueError("a rare encoding")


def _refuse_dtd(*_: object) -> None:
    raise _unsafe("a document type (DTD)")


def _refuse_instruction(target: str, _text: str) -> None:
    if target.lower() == "xml-stylesheet":
        raise _unsafe(_REFERENCE)


def _names(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(" ")
    return namespace, local


def _check_attribute(namespace: str, name: str, value: str) -> None:
    if namespace not in _ACTING_NAMESPACES:
        return  # an editor's own notes
    name, target = name.lower(), value.strip().lower()
    if name.startswith("on") or (name == "attributename" and target.startswith("on")):
        raise _unsafe("an event handler")
    if name == "attributename" and target.endswith("href"):
        raise _unsafe(_REFERENCE)
    if (name in {"href", "src", "base"} and not _WITHIN.match(value)) or _OUTWARD.search(value):
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
