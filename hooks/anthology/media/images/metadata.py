"""Personal data in pictures: EXIF, XMP, IPTC, comments, and whatever a picture does not need."""

import re
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import ExifTags, Image

from anthology.privacy import GPS, private_text

from .avif import avif_parts
from .errors import ImageError, unreadable_image
from .parts import PREVIEW, PicturePart, picture_parts, private
from .probe import decode_image, read_image
from .svg import is_svg, read_svg
from .xmp import LONGEST_NOTE, xmp_personal

_UNREADABLE = "camera data that cannot be read"
_TOO_LONG = "a note that is too long to be read"


def personal_metadata(picture: Path | bytes) -> tuple[str, ...]:
    """Return descriptions of what can identify a person, a place or a device, sorted.

    Values are left out, because reports are public. Rotation, colour profile and resolution are
    accepted. Raises ImageError as `probe_image` does.
    """
    content, name = (
        (picture, "the picture") if isinstance(picture, bytes) else (read_image(picture), picture.name)
    )
    if is_svg(content):
        drawing = read_svg(content, name)
        inside = (words for embedded in drawing.pictures for words in _in_drawing(embedded, name))
        return tuple(sorted({*drawing.metadata, *inside}))
    return tuple(sorted({words for part in _parts(content, name) for words in part_personal(part)}))


def part_personal(part: PicturePart) -> set[str]:
    """Describe what in one part of a picture is personal; empty for a part that may be published."""
    if part.words or not part.kind:
        return {part.words} - {""}
    with warnings.catch_warnings(action="ignore"):
        try:
            return set(_READERS[part.kind](part.body))
        except Exception:  # Damaged metadata raises many types and may still contain a name.
            return {_UNREADABLE}


def _parts(content: bytes, name: str) -> list[PicturePart]:
    try:
        if content[4:8] == b"ftyp":
            decode_image(content, name)
            return list(avif_parts(content))
        return picture_parts(content)
    except ValueError as error:
        raise unreadable_image(content, name) from error


def _in_drawing(content: bytes, name: str) -> tuple[str, ...]:
    try:
        decode_image(content, name)
        return tuple(f"in a picture within it: {words}" for words in personal_metadata(content))
    except ImageError:
        return ("a picture within it that cannot be read",)


_EXIF_PERSONAL: dict[int, str] = {
    ExifTags.Base.Artist: "the author's name",
    ExifTags.Base.Copyright: "a copyright holder's name",
    ExifTags.Base.ImageDescription: "a description",
    ExifTags.Base.DocumentName: "the original file's name",
    ExifTags.Base.HostComputer: "the name of a computer",
    ExifTags.Base.XPTitle: "a title",
    ExifTags.Base.XPAuthor: "the author's name",
    ExifTags.Base.XPComment: "a comment",
    ExifTags.Base.XPSubject: "a subject",
    ExifTags.Base.XPKeywords: "keywords",
    ExifTags.Base.UserComment: "a comment",
    ExifTags.Base.ImageUniqueID: "a number that marks this one photo",
    ExifTags.Base.CameraOwnerName: "the camera owner's name",
    ExifTags.Base.BodySerialNumber: "the camera's serial number",
    ExifTags.Base.LensSerialNumber: "the lens's serial number",
    # Maker notes are proprietary: serial numbers, names and faces are common in them.
    ExifTags.Base.MakerNote: "the camera maker's private notes",
    0xA437: "the photographer's name",  # Exif 3.0, not yet in Pillow's list
    0xA438: "the editor's name",
}
_EXIF_PUBLIC = set(
    "Orientation XResolution YResolution ResolutionUnit Software DateTime Make Model YCbCrPositioning"
    " YCbCrCoefficients YCbCrSubSampling ReferenceBlackWhite WhitePoint PrimaryChromaticities ColorSpace"
    " ExifVersion FlashPixVersion ComponentsConfiguration ExifImageWidth ExifImageHeight ImageWidth ImageLength"
    " BitsPerSample Compression PhotometricInterpretation SamplesPerPixel PlanarConfiguration ExifOffset"
    " ExifInteroperabilityOffset GPSInfo ExposureTime FNumber ExposureProgram ISOSpeedRatings SensitivityType"
    " RecommendedExposureIndex DateTimeOriginal DateTimeDigitized OffsetTime OffsetTimeOriginal"
    " OffsetTimeDigitized SubsecTime SubsecTimeOriginal SubsecTimeDigitized CompressedBitsPerPixel"
    " ShutterSpeedValue ApertureValue BrightnessValue ExposureBiasValue MaxApertureValue SubjectDistance"
    " MeteringMode LightSource Flash FocalLength SubjectLocation FocalPlaneXResolution FocalPlaneYResolution"
    " FocalPlaneResolutionUnit SensingMethod FileSource SceneType CFAPattern CustomRendered ExposureMode"
    " WhiteBalance DigitalZoomRatio FocalLengthIn35mmFilm SceneCaptureType GainControl Contrast Saturation"
    " Sharpness SubjectDistanceRange LensSpecification LensMake LensModel Gamma CompositeImage Padding"
    " Rating RatingPercent".split()
)
_EXIF_SLACK = 64
"""bytes that no field names, at most"""
_IPTC_PERSONAL = {
    (2, 80): "the author's name",
    (2, 85): "the author's title",
    (2, 90): "the name of a place",
    (2, 92): "the name of a place",
    (2, 95): "the name of a place",
    (2, 101): "the name of a place",
    (2, 25): "keywords",
    (2, 105): "a headline",
    (2, 110): "a credit",
    (2, 115): "a source",
    (2, 116): "a copyright holder's name",
    (2, 118): "the author's address",
    (2, 120): "a description",
    (2, 122): "the name of who wrote the description",
}
# Title, dates, urgency, program, and the numbers at the head of a record.
_IPTC_PUBLIC = {
    (2, 0),
    (2, 5),
    (2, 10),
    (2, 55),
    (2, 60),
    (2, 62),
    (2, 63),
    (2, 65),
    (2, 70),
    (1, 90),
    (1, 0),
}
# Resolution, print settings, colours and checksums; the rest can hold previews, paths and addresses.
_PHOTOSHOP_PUBLIC = {
    0x03ED, 0x03F3, 0x03F5, 0x03F8, 0x0406, 0x0408, 0x040A, 0x040B, 0x040D, 0x0411, 0x0414, 0x0419, 0x041A, 0x0421,
    0x0424, 0x0425, 0x0426, 0x0428, 0x043A, 0x043B, 0x2710,
}  # fmt: skip
_PHOTOSHOP_WORDS = {
    0x0409: PREVIEW,
    0x040C: PREVIEW,
    0x0422: "further camera data",
    0x0423: "further camera data",
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
    "raw profile type icc",
}


def _exif(body: bytes) -> Iterator[str]:
    exif = Image.Exif()
    tiff = body.removeprefix(b"Exif\0\0").lstrip(b"\0")
    exif.load(tiff)
    tags = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
    for tag, value in tags.items():
        if ExifTags.TAGS.get(tag) in _EXIF_PUBLIC:
            yield from private_text(str(value))
        elif _is_meaningful(value):
            yield _EXIF_PERSONAL.get(tag, f"a rare note ({ExifTags.TAGS.get(tag, hex(tag))})")
    # Some programs leave a GPS version without a position.
    if set(exif.get_ifd(ExifTags.IFD.GPSInfo)) - {ExifTags.GPS.GPSVersionID}:
        yield GPS
    if exif.get_ifd(ExifTags.IFD.IFD1):
        yield PREVIEW
    named = sum(len(str(value)) for value in tags.values()) + 24 * len(tags)
    if len(tiff.replace(b"\0", b"")) > named + _EXIF_SLACK:
        yield "camera data that no field names"
    yield from _readable_text(tiff)


def _is_meaningful(value: object) -> bool:
    if isinstance(value, bytes):
        return bool(value.removeprefix(b"ASCII").removeprefix(b"UNICODE").strip(b" \0"))
    return value is not None and bool(str(value).strip(" \0"))


def _photoshop(body: bytes) -> Iterator[str]:
    """The resources of a Photoshop block; one of them is IPTC."""
    at = 0
    while body[at : at + 4] == b"8BIM":
        code, name = struct.unpack(">HB", body[at + 4 : at + 7])
        at += 7 + name + (name + 1) % 2
        size = int.from_bytes(body[at : at + 4], "big")
        content, at = body[at + 4 : at + 4 + size], at + 4 + size + size % 2
        if code == 0x0404:
            yield from _iptc(content)
        elif code in _PHOTOSHOP_PUBLIC:
            yield from _readable_text(content)
        else:
            yield _PHOTOSHOP_WORDS.get(code, private(f"Photoshop {code:04X}"))
    if body[at:].strip(b"\0"):
        yield private("Photoshop")


def _iptc(content: bytes) -> Iterator[str]:
    """IPTC-IIM fields: a sign, the record, the number of the field, its length."""
    at = 0
    while content[at : at + 1] == b"\x1c":
        record, number, size = struct.unpack(">BBH", content[at + 1 : at + 5])
        value, at = content[at + 5 : at + 5 + size], at + 5 + size
        if value.strip(b"\0 ") and (record, number) not in _IPTC_PUBLIC:
            yield _IPTC_PERSONAL.get((record, number), f"a rare note (IPTC {record}:{number})")
        yield from private_text(value.decode("utf-8", "replace"))
    if content[at:].strip(b"\0"):
        yield _UNREADABLE


def _comment_note(body: bytes) -> Iterator[str]:
    comment = body.decode("utf-8", "replace")
    if not _PROGRAM_COMMENT.match(comment.strip("\0")):
        yield "a comment"
    yield from private_text(comment)


def _text_note(body: bytes) -> Iterator[str]:
    key, _, value = body.partition(b"\0")
    return _note(key, value)


def _packed_text(body: bytes) -> Iterator[str]:
    key, _, value = body.partition(b"\0")
    return _note(key, _unpacked_note(value[1:]))


def _long_text(body: bytes) -> Iterator[str]:
    key, _, rest = body.partition(b"\0")
    _, _, text = rest[2:].partition(b"\0")[2].partition(b"\0")
    return _note(key, _unpacked_note(text) if rest[:1] == b"\1" else text)


def _note(key: bytes, value: bytes) -> Iterator[str]:
    name = key.decode("latin-1")
    if len(value) > LONGEST_NOTE:
        yield _TOO_LONG
    elif name == "XML:com.adobe.xmp":
        yield from xmp_personal(value)
    elif name.lower() not in _HARMLESS_TEXT and value.strip():
        yield f"a note called “{name}”"
    yield from private_text(value[:LONGEST_NOTE].decode("utf-8", "replace"))


def _unpacked_note(packed: bytes) -> bytes:
    """At most LONGEST_NOTE bytes, and one more as a sign of more."""
    return zlib.decompressobj().decompress(packed, LONGEST_NOTE + 1)


def _icc_chunk(body: bytes) -> Iterator[str]:
    unpacked = _unpacked_note(body.partition(b"\0")[2][1:])
    if len(unpacked) > LONGEST_NOTE:
        yield _TOO_LONG
    yield from _readable_text(unpacked)


_READABLE = re.compile(rb"[\x20-\x7e]{12,}|(?:[\x20-\x7e]\0){12,}|(?:\0[\x20-\x7e]){12,}")


def _readable_text(content: bytes) -> Iterator[str]:
    """Describe what is personal in the readable pieces of data that are not text."""
    for piece in _READABLE.findall(content):
        yield from private_text(piece.replace(b"\0", b"").decode("ascii"))


_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "exif": _exif,
    "xmp": xmp_personal,
    "photoshop": _photoshop,
    "comment": _comment_note,
    "text": _text_note,
    "packed text": _packed_text,
    "long text": _long_text,
    "icc": _icc_chunk,
    "profile": _readable_text,
}
