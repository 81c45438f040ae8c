"""Size, safety and personal data of SVG drawings."""

import base64
import math
import re
from urllib.parse import unquote_to_bytes
from xml.parsers import expat

from anthology.privacy import GPS, private_text

from .errors import ImageError, unreadable_image
from .svg_cost import MOST_ELEMENTS, DrawingCost

_MAX_SVG_BYTES = 4_000_000
_DEEPEST_GROUP = 100

SVG_NAMESPACE = "http://www.w3.org/2000/svg"
# Elements that draw. Filters whose cost does not depend on a number in them; neither animations nor fonts.
_DRAWING_ELEMENTS = set(
    "svg g defs symbol use switch a view title desc metadata style path rect circle ellipse line polyline polygon"
    " text tspan textPath image linearGradient radialGradient stop pattern clipPath mask marker filter"
    " feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR"
    " feGaussianBlur feMerge feMergeNode feOffset".split()
)
# Words for elements that act instead of drawing, or embed another document.
_OTHER_ELEMENTS = {
    **dict.fromkeys(("script", "handler", "listener"), "a script"),
    **dict.fromkeys(("foreignobject", "iframe", "object", "embed", "audio", "video"), "a foreign object"),
    **dict.fromkeys(
        ("animate", "animatetransform", "animatemotion", "animatecolor", "set", "mpath"), "an animation"
    ),
    **dict.fromkeys(("font", "font-face", "glyph"), "a font"),
}
_FOREIGN = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
_ACTING_NAMESPACES = ("", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace")
_OUTSIDE_REFERENCE = "a reference to another file"
_INTERNAL_REFERENCE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp|avif)[;,]|$)", re.IGNORECASE)
_EXTERNAL_REFERENCE = re.compile(
    # A url() other than a fragment or an embedded raster picture, quoted or not. A backslash can spell any of these.
    r"url\(\s*+[\"']?+\s*+(?!#|data:image/(?:png|jpeg|gif|webp|avif)[;,])|@import|image-set\(|src\(|\\",
    re.IGNORECASE,
)
_ANIMATION = re.compile(
    r"@(?:-\w+-)?keyframes|\b(?:animation|transition)(?:-\w+)?\s*:|offset-path", re.IGNORECASE
)
_FONT = re.compile(r"@font-face", re.IGNORECASE)
PICTURE = re.compile(r"data:image/[\w.+-]+((?:;[^,;]{0,80}){0,4}),([^\"')]*)", re.IGNORECASE)
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
    """Reads an SVG once: its size, personal data, embedded pictures, and a first reason to reject it."""

    def __init__(self) -> None:
        self.size: tuple[int, int] | None = None  # None until the root has been seen
        self.own_size: tuple[int, int] = 0, 0  # in pixels, where the root says so
        self.metadata: set[str] = set()
        self.pictures: list[bytes] = []
        self.cost = DrawingCost()
        self._within: list[str] = []
        self._style: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, local = split_name(name)
        if self.size is None:
            self.size = _svg_size(namespace, local, attributes)
            width, height = attributes.get("width", ""), attributes.get("height", "")
            self.own_size = _pixels(width.removesuffix("px")), _pixels(height.removesuffix("px"))
        check_drawing_element(namespace, local)
        if len(self._within) > _DEEPEST_GROUP:
            raise _unsafe("groups too deep in each other")
        for key, value in attributes.items():
            check_attribute(*split_name(key), value)
            if value.strip():
                self._note(value, split_name(key)[1])
            self._collect_pictures(value)
        self.cost.start(local, {split_name(key)[1].lower(): value for key, value in attributes.items()})
        self._within.append(local)

    def end(self, _name: str) -> None:
        # A style sheet is complete only here: a comment splits its text, but not its rules.
        if self._within.pop().lower() == "style":
            style, self._style = "".join(self._style), []
            check_style(style)
            self._collect_pictures(style)
            self.cost.style(style)
        self.cost.end()

    def text(self, text: str) -> None:
        if self._within[-1:] == ["style"]:
            self._style.append(text)
        if text.strip():
            self._note(text, *self._within[-5:])  # the text of dc:creator is in a descendant

    def comment(self, text: str) -> None:
        self.metadata.update(private_text(text))

    def _note(self, text: str, *names: str) -> None:
        self.metadata.update(_PERSONAL_NAMES[name] for name in names if name in _PERSONAL_NAMES)
        # The numbers of a path look like a GPS position.
        self.metadata.update(set(private_text(text)) - {GPS})

    def _collect_pictures(self, text: str) -> None:
        for parameters, data in PICTURE.findall(text):
            content = unquote_to_bytes(data)
            if ";base64" in parameters.lower():
                content = base64.b64decode(content, validate=False)
            self.pictures.append(content)


def read_svg(content: bytes, name: str) -> SvgReader:
    if len(content) > _MAX_SVG_BYTES:
        raise ImageError(f"{name} is larger than {_MAX_SVG_BYTES // 1_000_000} MB", "Save it as PNG instead.")
    reader = SvgReader()
    try:
        _expat_parser(reader).Parse(content, True)
        if reader.cost.total() > MOST_ELEMENTS:
            raise _unsafe("so many copies of its parts that browsers stop")
    except RecursionError as error:
        raise ImageError(f"{name} draws a part of itself within itself", "Save it as PNG.") from error
    except UnsafeError as error:
        raise ImageError(
            f"{name} contains {error}", "Save it as PNG, or run  anthology clean  on the file."
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


class UnsafeError(Exception):
    pass


def _unsafe(what: str) -> UnsafeError:
    return UnsafeError(f"{what}, and a picture must only be a picture")


def _check_xml_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    # In an encoding that Python supports and browsers do not, they would see another document.
    if encoding is not None and encoding.lower() not in {"utf-8", "utf-16", "us-ascii", "iso-8859-1"}:
        raise ValueError("a rare encoding")


def _refuse_dtd(*_: object) -> None:
    raise _unsafe("a document type (DTD)")


def _refuse_instruction(target: str, _text: str) -> None:
    if target.lower() == "xml-stylesheet":
        raise _unsafe(_OUTSIDE_REFERENCE)


def split_name(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(" ")
    return namespace, local


def check_drawing_element(namespace: str, local: str) -> None:
    if local.lower() in _OTHER_ELEMENTS or namespace in _FOREIGN:
        raise _unsafe(_OTHER_ELEMENTS.get(local.lower(), "a foreign object"))
    if namespace == SVG_NAMESPACE and local not in _DRAWING_ELEMENTS:
        raise _unsafe(f"an element that is not drawn here ({local[:40]})")


def check_style(text: str) -> None:
    if _ANIMATION.search(text):
        raise _unsafe("an animation")
    if _FONT.search(text):
        raise _unsafe("a font")
    if _EXTERNAL_REFERENCE.search(text):
        raise _unsafe(_OUTSIDE_REFERENCE)


def check_attribute(namespace: str, name: str, value: str) -> None:
    if namespace not in _ACTING_NAMESPACES:
        return  # private attributes of an editor
    name = name.lower()
    if name.startswith("on"):
        raise _unsafe("an event handler")
    if name == "style":
        check_style(value)
    if (
        name in {"href", "src", "base"} and not _INTERNAL_REFERENCE.match(value)
    ) or _EXTERNAL_REFERENCE.search(value):
        raise _unsafe(_OUTSIDE_REFERENCE)


def _svg_size(namespace: str, local: str, attributes: dict[str, str]) -> tuple[int, int]:
    if local != "svg" or namespace != SVG_NAMESPACE:
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
