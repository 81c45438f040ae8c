"""What a picture is, and what it says about the people who made it: the one door to Pillow.

Only the forms that browsers show are pictures here. Everything is read from bytes in memory and each
form is named to Pillow, so that none of its rarer readers (some start other programs) ever runs.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.parsers import expat

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG with a second picture behind it, as phones write
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "AVIF": "image/avif",
}
_SVG = "image/svg+xml"
_OTHER_FORMS = (
    (re.compile(rb".{4}ftyp(?:hei|hev|mif1)", re.DOTALL), "a photo in Apple's HEIC form"),
    (re.compile(rb"II\*\0|MM\0\*"), "a TIFF picture"),
    (re.compile(rb"BM"), "a BMP picture"),
    (re.compile(rb"8BPS"), "a Photoshop file"),
    (re.compile(rb"%PDF"), "a PDF document"),
    (re.compile(rb"\x1f\x8b"), "a packed file"),
    (re.compile(rb"version https://git-lfs"), "a pointer of Git LFS, not the picture itself"),
)
# 64 million pixels decode to about 256 MB. Apple's largest artwork has 9 million.
_MOST_PIXELS = 64_000_000
_MOST_SVG = 4_000_000
_SAVE_AGAIN = "Open it in a picture program and save it as JPEG or PNG."


class NotAPicture(Exception):  # noqa: N818 -- it reads as the sentence it is
    """Why a file cannot be shown as a picture, and what to do about it, in plain words."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's size in pixels (0 where an SVG has none), its MIME type and its bytes' number.

    Width and height are those of the picture as shown: a camera's rotation is applied.
    """

    width: int
    height: int
    type: str
    length: int


def probe(path: Path) -> Picture:
    """What the file is, decoded to its end; raises NotAPicture for anything that a browser would not show.

    An SVG may hold no script, no handler, no foreign object, no DTD and no reference to another file:
    opened at its own address it would be a page of the site.
    """
    content = _content(path)
    _check_ending(path, _is_svg(content))
    if _is_svg(content):
        width, height = _read_svg(content, path.name).size or (0, 0)
        return Picture(width, height, _SVG, len(content))
    image = _decoded(content, path.name)
    width, height = _shown_size(image)
    return Picture(width, height, _TYPES[str(image.format)], len(content))


def personal_metadata(picture: Path | bytes) -> tuple[str, ...]:
    """What in a picture can reveal a person, a place or a device, in plain words, sorted.

    Never the values: a report is public, and would tell what it warns of. Rotation, colour profile
    and resolution are fine. Raises NotAPicture as `probe` does.
    """
    content, name = (
        (picture, "the picture") if isinstance(picture, bytes) else (_content(picture), picture.name)
    )
    if _is_svg(content):
        return tuple(sorted(_read_svg(content, name).metadata))
    image = _decoded(content, name)
    with warnings.catch_warnings(action="ignore"):
        try:
            found = {*_exif(image), *_xmp(image), *_iptc(image), *_text(image)}
        except Exception:  # Damaged metadata raises whatever it likes. It may still hold a name.
            found = {"camera data that cannot be read"}
    return tuple(sorted(found))


def private_text(text: str) -> Iterator[str]:
    """What any piece of text, whatever its name, may give away: an address, a path, a place."""
    for words, pattern in _PRIVATE.items():
        if pattern.search(text):
            yield words


_GPS = "a GPS position"
_PRIVATE = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "a file path on somebody's computer": re.compile(
        r"\b[A-Za-z]:\\|\\\\[\w.-]+\\|(?<![\w.:/])/(?:home|Users|Volumes|root|mnt|media|var|tmp)/|file://"
    ),
    _GPS: re.compile(r"[+-]\d{2,3}\.\d{2,}[+-]\d{2,3}\.\d{2,}|\bgeo:-?\d"),
}


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise NotAPicture(
            f"there is no picture {path.name} here" if missing else f"{path.name} cannot be read",
            "Check the spelling, and that the picture lies beside the post.",
        ) from error
    if not content:
        raise NotAPicture(f"{path.name} is empty", "Copy the picture here again.")
    return content


def _check_ending(path: Path, is_svg: bool) -> None:
    # Browsers look into other pictures to see what they are, but trust the name of an SVG.
    if is_svg != (path.suffix.lower() == ".svg"):
        found = "an SVG drawing" if is_svg else "not an SVG drawing"
        raise NotAPicture(
            f"{path.name} is {found}, which its name does not say",
            "Rename it so that its ending fits: .svg for a drawing, .jpg or .png for a photo.",
        )


def _decoded(content: bytes, name: str) -> ImageFile.ImageFile:
    # Pillow warns of large pictures and of odd metadata; both are judged here.
    with warnings.catch_warnings(action="ignore"):
        try:
            image = Image.open(BytesIO(content), formats=[form for form in _TYPES if form != "MPO"])
            _check_size(image, name)
            image.load()
        except Image.DecompressionBombError as error:
            raise _too_large(name) from error
        except NotAPicture:
            raise
        except Exception as error:  # Pillow's readers raise many kinds for hostile bytes.
            raise _unreadable(content, name) from error
    return image


def _shown_size(image: Image.Image) -> tuple[int, int]:
    with warnings.catch_warnings(action="ignore"):
        try:
            lying = image.getexif().get(ExifTags.Base.Orientation) in {5, 6, 7, 8}
        except Exception:  # Damaged metadata. Browsers then show the picture as it is.
            lying = False
    return (image.height, image.width) if lying else image.size


def _check_size(image: Image.Image, name: str) -> None:
    if image.width * image.height > _MOST_PIXELS:
        raise _too_large(name)


def _too_large(name: str) -> NotAPicture:
    return NotAPicture(
        f"{name} has more than {_MOST_PIXELS // 1_000_000} million pixels",
        "Make it smaller in a picture program: 3000 pixels on a side are enough.",
    )


def _unreadable(content: bytes, name: str) -> NotAPicture:
    for pattern, words in _OTHER_FORMS:
        if pattern.match(content):
            return NotAPicture(f"{name} is {words}, which browsers do not show", _SAVE_AGAIN)
    return NotAPicture(f"{name} is not a picture, or it is damaged", f"Copy it here again. {_SAVE_AGAIN}")


# --- Raster pictures: EXIF, XMP, IPTC, comments ---------------------------------------------------

_EXIF_WORDS = {
    ExifTags.Base.Artist: "the author's name",
    ExifTags.Base.Copyright: "a copyright holder's name",
    ExifTags.Base.ImageDescription: "a description",
    ExifTags.Base.DocumentName: "the original file's name",
    ExifTags.Base.HostComputer: "the name of a computer",
    ExifTags.Base.XPAuthor: "the author's name",
    ExifTags.Base.XPComment: "a comment",
    ExifTags.Base.XPSubject: "a subject",
    ExifTags.Base.XPKeywords: "keywords",
    ExifTags.Base.UserComment: "a comment",
    ExifTags.Base.ImageUniqueID: "a number that marks this one photo",
    ExifTags.Base.CameraOwnerName: "the camera owner's name",
    ExifTags.Base.BodySerialNumber: "the camera's serial number",
    ExifTags.Base.LensSerialNumber: "the lens's serial number",
    # A maker's note is in the maker's own form: serial numbers, names and faces are common in it.
    ExifTags.Base.MakerNote: "the camera maker's private notes",
    0xA437: "the photographer's name",  # Exif 3.0, not yet in Pillow's list
    0xA438: "the editor's name",
}
_PREVIEW = "a small preview, which may show what was cut away"
# Local names, since every program chooses its own prefixes.
_XMP_WORDS = {
    "creator|Artist|AuthorsPosition|Author": "the author's name",
    "rights|Owner|Credit|Source|Copyright": "a copyright holder's name",
    "CreatorContactInfo|CiEmailWork|CiAdrCity": "the author's address",
    "OwnerName|CameraOwnerName": "the camera owner's name",
    "SerialNumber|BodySerialNumber|LensSerialNumber|CameraSerialNumber": "the camera's serial number",
    "GPS[A-Za-z]+": _GPS,
    "LocationShown|LocationCreated|City|Location|State": "the name of a place",
    "PersonInImage|RegionInfo|Regions|PersonDisplayName": "names of people in the picture",
    "description|UserComment|Headline|Instructions|CaptionWriter": "a description",
    "MotionPhoto|MicroVideo": "a short video kept with the photo",
    "filePath|OriginalDocumentName|ManifestItem|FilePath": "a file path on somebody's computer",
}
_XMP_NAMES = {
    # An opening tag that holds something, or an attribute with a value.
    words: re.compile(rf"<[\w.-]+:(?:{names})(?:\s[^>]*)?(?<!/)>|[\w.-]+:(?:{names})\s*=\s*[\"'][^\"']")
    for names, words in _XMP_WORDS.items()
}
_IPTC_WORDS = {
    (2, 80): "the author's name",
    (2, 85): "the author's title",
    (2, 90): "the name of a place",
    (2, 92): "the name of a place",
    (2, 95): "the name of a place",
    (2, 110): "a credit",
    (2, 115): "a source",
    (2, 116): "a copyright holder's name",
    (2, 118): "the author's address",
    (2, 120): "a description",
    (2, 122): "the name of who wrote the description",
}
_PROGRAM_COMMENT = re.compile(
    r"\s*(?:CREATOR: gd-jpeg|Created with GIMP|Lav[cf]|LEAD Technologies|File written by Adobe|Optimized by"
    r"|Compressed by|Software: |ImageMagick|$)",
    re.IGNORECASE,
)
_HARMLESS_TEXT = {
    "software",
    "title",
    "creation time",
    "date:create",
    "date:modify",
    "date:timestamp",
    "xml:com.adobe.xmp",
    "raw profile type icc",
}


def _exif(image: Image.Image) -> Iterator[str]:
    exif = image.getexif()
    tags = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
    for tag, words in _EXIF_WORDS.items():
        if _says_something(tags.get(tag)):
            yield words
    for tag in (ExifTags.Base.Software, ExifTags.Base.Make, ExifTags.Base.Model):
        yield from private_text(str(tags.get(tag, "")))
    # The version alone says nothing; some programs leave it behind.
    if set(exif.get_ifd(ExifTags.IFD.GPSInfo)) - {ExifTags.GPS.GPSVersionID}:
        yield _GPS
    if ExifTags.Base.JpegIFOffset in exif.get_ifd(ExifTags.IFD.IFD1):
        yield _PREVIEW


def _says_something(value: object) -> bool:
    if isinstance(value, bytes):
        return bool(value.removeprefix(b"ASCII").removeprefix(b"UNICODE").strip(b" \0"))
    return value is not None and bool(str(value).strip(" \0"))


def _xmp(image: Image.Image) -> Iterator[str]:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    text = packet if isinstance(packet, str) else bytes(packet).decode("utf-8", "replace")
    # By pattern, not by parser: a packet need not be well-formed, and only the names matter.
    for words, pattern in _XMP_NAMES.items():
        if pattern.search(text):
            yield words
    yield from private_text(text)


def _iptc(image: ImageFile.ImageFile) -> Iterator[str]:
    found = IptcImagePlugin.getiptcinfo(image) or {}
    return (words for tag, words in _IPTC_WORDS.items() if found.get(tag))


def _text(image: Image.Image) -> Iterator[str]:
    for comment in _comments(image):
        if not _PROGRAM_COMMENT.match(comment):
            yield "a comment"
        yield from private_text(comment)
    notes: dict[str, str] = getattr(image, "text", {})
    for key, value in notes.items():
        if key.lower() not in _HARMLESS_TEXT and value.strip():
            yield f"a note called “{key}”"
        yield from private_text(value)


def _comments(image: Image.Image) -> Iterator[str]:
    # A JPEG may hold several; `info` keeps the last one only.
    segments: list[tuple[str, bytes]] = getattr(image, "applist", [])
    for comment in (*(data for name, data in segments if name == "COM"), image.info.get("comment", b"")):
        yield comment.decode("utf-8", "replace") if isinstance(comment, bytes) else str(comment)


# --- SVG ------------------------------------------------------------------------------------------

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


def _is_svg(content: bytes) -> bool:
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\0<")) and not start.startswith(b"<\0\0\0")


class _SvgReader:
    """Walks an SVG once: its size, what makes it unsafe, what it tells about people."""

    def __init__(self) -> None:
        self.size: tuple[int, int] | None = None  # None until the root has been seen
        self.metadata: set[str] = set()
        self._within: list[str] = []
        self._style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, local = _names(name)
        if self.size is None:
            self.size = _svg_size(namespace, local, attributes)
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
        self.metadata.update(set(private_text(text)) - {_GPS})


def _read_svg(content: bytes, name: str) -> _SvgReader:
    if len(content) > _MOST_SVG:
        raise NotAPicture(f"{name} is larger than {_MOST_SVG // 1_000_000} MB", "Save it as PNG instead.")
    reader = _SvgReader()
    try:
        _parser(reader).Parse(content, True)
    except _Unsafe as found:
        raise NotAPicture(f"{name} holds {found}", "Export it as “plain SVG”, or save it as PNG.") from found
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _unreadable(content, name) from error
    return reader


def _parser(reader: _SvgReader) -> expat.XMLParserType:
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
