"""Personal data in pictures: EXIF, XMP, IPTC and comments about people, places and devices."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from anthology.privacy import GPS, private_text

from .probe import decode_image, read_image
from .svg import is_svg, read_svg


def personal_metadata(picture: Path | bytes) -> tuple[str, ...]:
    """Return descriptions of the metadata that can identify a person, a place or a device, sorted.

    Values are left out, because reports are public. Rotation, colour profile and resolution are
    accepted. Raises ImageError as `probe_image` does.
    """
    content, name = (
        (picture, "the picture") if isinstance(picture, bytes) else (read_image(picture), picture.name)
    )
    if is_svg(content):
        return tuple(sorted(read_svg(content, name).metadata))
    image = decode_image(content, name)
    with warnings.catch_warnings(action="ignore"):
        try:
            descriptions = {*_exif(image), *_xmp(image), *_iptc(image), *_text_notes(image)}
        except Exception:  # Damaged metadata raises many types and may still contain a name.
            descriptions = {"camera data that cannot be read"}
    return tuple(sorted(descriptions))


_EXIF_PERSONAL = {
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
    # Maker notes are proprietary: serial numbers, names and faces are common in them.
    ExifTags.Base.MakerNote: "the camera maker's private notes",
    0xA437: "the photographer's name",  # Exif 3.0, not yet in Pillow's list
    0xA438: "the editor's name",
}
_PREVIEW = "a small preview, which may show what was cut away"
# Local names, because every program chooses its own prefixes.
_XMP_PERSONAL = {
    "creator|Artist|AuthorsPosition|Author": "the author's name",
    "rights|Owner|Credit|Source|Copyright": "a copyright holder's name",
    "CreatorContactInfo|CiEmailWork|CiAdrCity": "the author's address",
    "OwnerName|CameraOwnerName": "the camera owner's name",
    "SerialNumber|BodySerialNumber|LensSerialNumber|CameraSerialNumber": "the camera's serial number",
    "GPS[A-Za-z]+": GPS,
    "LocationShown|LocationCreated|City|Location|State": "the name of a place",
    "PersonInImage|RegionInfo|Regions|PersonDisplayName": "names of people in the picture",
    "description|UserComment|Headline|Instructions|CaptionWriter": "a description",
    "MotionPhoto|MicroVideo": "a short video kept with the photo",
    "filePath|OriginalDocumentName|ManifestItem|FilePath": "a file path on somebody's computer",
}
_XMP_NAMES = {
    # An opening tag with content, or an attribute with a value.
    words: re.compile(rf"<[\w.-]+:(?:{names})(?:\s[^>]*)?(?<!/)>|[\w.-]+:(?:{names})\s*=\s*[\"'][^\"']")
    for names, words in _XMP_PERSONAL.items()
}
_IPTC_PERSONAL = {
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
    for tag, words in _EXIF_PERSONAL.items():
        if _is_meaningful(tags.get(tag)):
            yield words
    for tag in (ExifTags.Base.Software, ExifTags.Base.Make, ExifTags.Base.Model):
        yield from private_text(str(tags.get(tag, "")))
    # Some programs leave a GPS version without a position.
    if set(exif.get_ifd(ExifTags.IFD.GPSInfo)) - {ExifTags.GPS.GPSVersionID}:
        yield GPS
    if ExifTags.Base.JpegIFOffset in exif.get_ifd(ExifTags.IFD.IFD1):
        yield _PREVIEW


def _is_meaningful(value: object) -> bool:
    if isinstance(value, bytes):
        return bool(value.removeprefix(b"ASCII").removeprefix(b"UNICODE").strip(b" \0"))
    return value is not None and bool(str(value).strip(" \0"))


def _xmp(image: Image.Image) -> Iterator[str]:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    text = packet if isinstance(packet, str) else bytes(packet).decode("utf-8", "replace")
    # By pattern, not by a parser: a packet may be malformed, and only the names matter.
    for words, pattern in _XMP_NAMES.items():
        if pattern.search(text):
            yield words
    yield from private_text(text)


def _iptc(image: ImageFile.ImageFile) -> Iterator[str]:
    fields = IptcImagePlugin.getiptcinfo(image) or {}
    return (words for tag, words in _IPTC_PERSONAL.items() if fields.get(tag))


def _text_notes(image: Image.Image) -> Iterator[str]:
    for comment in _comment_texts(image):
        if not _PROGRAM_COMMENT.match(comment):
            yield "a comment"
        yield from private_text(comment)
    notes: dict[str, str] = getattr(image, "text", {})
    for key, value in notes.items():
        if key.lower() not in _HARMLESS_TEXT and value.strip():
            yield f"a note called “{key}”"
        yield from private_text(value)


def _comment_texts(image: Image.Image) -> Iterator[str]:
    # A JPEG may have several comments; `info` has only the last one.
    segments: list[tuple[str, bytes]] = getattr(image, "applist", [])
    for comment in (*(data for name, data in segments if name == "COM"), image.info.get("comment", b"")):
        yield comment.decode("utf-8", "replace") if isinstance(comment, bytes) else str(comment)
