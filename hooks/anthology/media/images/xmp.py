"""Notes in Adobe's XMP format, in pictures and in documents."""

import re
from collections.abc import Iterator
from xml.parsers import expat

from anthology.privacy import GPS, private_text

LONGEST_NOTE = 1_000_000
"""bytes; a longer note is not read, and not published"""
_UNREADABLE_PACKET = "notes of a program that cannot be read"
# By local name, because every program chooses its own prefixes. Every other name with a value is reported.
_PUBLIC = re.compile(
    r"xmpmeta|xmptk|RDF|Description|Seq|Bag|Alt|li|about|parseType|resource|lang|xmlns|title|format|date|language"
    r"|CreatorTool|\w*Date|DateTime\w*|Rating|Marked|type|Producer|Trapped|PDFVersion|part|conformance"
    r"|(?:Original)?(?:Document|Instance)ID|RenditionClass|History|DerivedFrom|action|instanceID|documentID"
    r"|originalDocumentID|when|softwareAgent|changed|parameters|ColorMode|ICCProfile\w*|Orientation|[XY]Resolution"
    r"|ResolutionUnit|ColorSpace|Pixel[XY]Dimension|ImageWidth|ImageLength|BitsPerSample|SamplesPerPixel"
    r"|Compression|PhotometricInterpretation|PlanarConfiguration|Make|Model|Software|ExifVersion|NativeDigest"
    r"|Version|API|Platform|TimeStamp|thanks|hdrgm|HDR\w*|GainMap\w*|Gamma|Producer|Offset(?:SDR|HDR)|BaseRenditionIsHDR"
)
_PERSONAL = {
    "creator|Artist|AuthorsPosition|Author": "the author's name",
    "rights|Owner|Credit|Source|Copyright": "a copyright holder's name",
    "CreatorContactInfo|Ci[A-Z][A-Za-z]+": "the author's address",
    "OwnerName|CameraOwnerName": "the camera owner's name",
    "SerialNumber|BodySerialNumber|LensSerialNumber|CameraSerialNumber": "the camera's serial number",
    "GPS[A-Za-z]+": GPS,
    "LocationShown|LocationCreated|City|Location|State|Country|Sublocation": "the name of a place",
    "PersonInImage|RegionInfo|Regions|PersonDisplayName": "names of people in the picture",
    "description|UserComment|Headline|Instructions|CaptionWriter": "a description",
    "subject|Keywords|hierarchicalSubject|TagsList": "keywords",
    "MotionPhoto|MicroVideo": "a short video kept with the photo",
    "filePath|OriginalDocumentName|ManifestItem|FilePath": "a file path on somebody's computer",
    "Thumbnails|image": "a small preview, which may show what was cut away",
}
_PERSONAL_PATTERNS = {re.compile(names): words for names, words in _PERSONAL.items()}


def xmp_personal(packet: bytes) -> Iterator[str]:
    """Describe what in a packet is not public. What is longer than LONGEST_NOTE, or no XML, is called by that."""
    reader = _PacketReader()
    packet = packet.strip(b"\0 \t\r\n").removeprefix(b"\xef\xbb\xbf")
    if not packet:
        return
    try:
        reader.read(packet[:LONGEST_NOTE])
    except (expat.ExpatError, ValueError, LookupError):
        yield _UNREADABLE_PACKET
    yield from reader.words
    yield from private_text(packet[:LONGEST_NOTE].decode("utf-8", "replace"))


class _PacketReader:
    """Reads names and values; a value counts for every element in which it is."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self._within: list[str] = []

    def read(self, packet: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse
        parser.Parse(packet, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._within.append(name.rpartition(":")[2])
        if len(self._within) > 50:
            raise ValueError("too deep")
        for key, value in attributes.items():
            prefix, _, local = key.rpartition(":")
            if value.strip() and prefix != "xmlns":
                self._note(local)

    def _end(self, _name: str) -> None:
        self._within.pop()

    def _text(self, text: str) -> None:
        if text.strip():
            for name in self._within:
                self._note(name)

    def _note(self, name: str) -> None:
        if len(self.words) > 50 or _PUBLIC.fullmatch(name):
            return
        known = (words for pattern, words in _PERSONAL_PATTERNS.items() if pattern.fullmatch(name))
        self.words.add(next(known, f"a note called “{name[:40]}”"))


def _refuse(*_: object) -> None:
    raise ValueError("a document type")
