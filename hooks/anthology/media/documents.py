"""Personal data in documents that a post offers as downloads: PDF, Word, OpenDocument, EPUB and subtitles."""

import re
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from anthology.privacy import private_text
from anthology.problems import IssueError

from . import PICTURES
from .images import ImageError, personal_metadata, xmp_personal

_BUDGET = 50_000_000
"""bytes that the parts of a document may have when they are unpacked"""
_MOST_PARTS = 2000
_READER_COMMENTS = "comments of readers"
_CHANGES = "marked changes with names"
_PROGRAM = "a program"


class DocumentError(IssueError):
    """A document into which nobody can look."""


def personal_document(path: Path) -> tuple[str, ...]:
    """Return descriptions of what in a document can identify a person, sorted. Raises DocumentError.

    Names that readers see on purpose, such as the author of an EPUB, are accepted. Values are left out.
    """
    try:
        content = path.read_bytes()
        return tuple(sorted(set(_READERS[path.suffix.lower()](content))))
    except DocumentError:
        raise
    except Exception as error:  # A damaged archive or stream raises many types.
        message = f"{path.name} cannot be read as {path.suffix.lower()[1:]}"
        raise DocumentError(message, "Save it again in the program that made it.") from error


_PDF_FIELDS = {
    b"Author": "the author's name",
    b"Subject": "a subject",
    b"Keywords": "keywords",
    b"Company": "the name of a company",
    b"Manager": "the name of a manager",
    b"SourceModified": "the day its source was changed",
}
_PDF_VALUE = rb"\s{0,9}(\((?:[^()\\]|\\.){1,2000}|<[0-9A-Fa-f\s]{1,4000}>|\d{1,9} \d{1,5} R)"
_PDF_FIELD = re.compile(rb"/(Author|Subject|Keywords|Company|Manager|SourceModified)" + _PDF_VALUE, re.DOTALL)
_PDF_TEXT = re.compile(rb"/(?:Creator|Producer|Title|F|UF)" + _PDF_VALUE, re.DOTALL)
_PDF_SIGNS = {
    re.compile(
        rb"/Subtype\s{0,9}/(?:Text|FreeText|Highlight|Underline|StrikeOut|Squiggly|Stamp|Ink|Caret|Popup)\b"
    ): _READER_COMMENTS,
    re.compile(rb"/(?:EmbeddedFile|FileAttachment|Filespec)\b"): "an enclosed file",
    re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|Movie|Sound)\b"): _PROGRAM,
    re.compile(rb"/PieceInfo\b"): "private data of a program",
}
_PDF_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)


def _pdf(content: bytes) -> Iterator[str]:
    """Look into the objects of a PDF, packed ones too, and into those of earlier versions that are still in it."""
    if b"%PDF-" not in content[:1024]:
        raise ValueError("not a PDF")
    if re.search(rb"/Encrypt\b", content):
        raise DocumentError(
            "this PDF is encrypted, so nobody can look into it", "Save it without a password."
        )
    left = _BUDGET
    texts = [content]
    for start, stream in _pdf_streams(content):
        if stream.startswith(b"\xff\xd8\xff"):
            yield from _picture(stream.rstrip(b"\r\n"))
        elif re.search(rb"/ObjStm\b|/Metadata\b", start):
            unpacked = _unpacked_stream(stream, left) if b"/FlateDecode" in start else stream
            left -= len(unpacked)
            texts.append(unpacked)
    for text in texts:
        yield from (
            _PDF_FIELDS[field] for field, value in _PDF_FIELD.findall(text) if value.strip(b"(<>\xfe\xff \0")
        )
        for value in _PDF_TEXT.findall(text):
            yield from private_text(value.replace(b"\0", b"").decode("latin-1"))
        yield from (words for pattern, words in _PDF_SIGNS.items() if pattern.search(text))
        for packet in _XMP.findall(text):
            yield from xmp_personal(packet)


def _pdf_streams(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each stream, with what is written about it in front."""
    for matched in _PDF_STREAM.finditer(content):
        about = content[max(0, matched.start() - 400) : matched.start()]
        about = about[about.rfind(b" obj") + 1 :]
        if re.search(rb"/ObjStm\b|/Metadata\b|/DCTDecode\b", about):
            end = content.find(b"endstream", matched.end())
            yield about, content[matched.end() : end if end >= 0 else len(content)]


def _unpacked_stream(packed: bytes, left: int) -> bytes:
    unpacked = zlib.decompressobj().decompress(packed, max(1, left))
    if len(unpacked) >= left:
        raise DocumentError(
            "this document is too large when it is unpacked", "Save it again, as a smaller one."
        )
    return unpacked


def _docx(content: bytes) -> Iterator[str]:
    for name, part in _zip_parts(content):
        if name == "docProps/core.xml":
            yield from _office_fields(part, _OFFICE_NAMES)
        elif name in {"docProps/app.xml", "docProps/custom.xml"}:
            yield from _office_fields(part, _OFFICE_NAMES)
            yield from (
                ["a user-defined field"] if name.endswith("custom.xml") and b"<property" in part else []
            )
        elif re.fullmatch(r"word/(?:comments\w*|people)\.xml", name):
            yield from [_READER_COMMENTS] if re.search(rb"<w(?:15)?:(?:comment|person)\b", part) else []
        elif name.startswith("docProps/thumbnail"):
            yield "a small preview, which may show what was taken out"
        elif name.endswith("vbaProject.bin"):
            yield _PROGRAM
        elif name.startswith("word/embeddings/"):
            yield "an enclosed file"
        elif name.endswith(".xml") and re.search(rb"\bw:author=[\"'][^\"']", part):
            yield _CHANGES
        else:
            yield from _file_of_a_document(name, part)


def _odt(content: bytes) -> Iterator[str]:
    for name, part in _zip_parts(content):
        if name == "meta.xml":
            yield from _office_fields(part, _OFFICE_NAMES)
        elif name.startswith("Thumbnails/"):
            yield "a small preview, which may show what was taken out"
        elif name.startswith(("Basic/", "Scripts/")):
            yield _PROGRAM
        elif name.endswith("content.xml"):
            yield from [_READER_COMMENTS] if b"<office:annotation" in part else []
            yield from [_CHANGES] if b"<text:changed-region" in part else []
        else:
            yield from _file_of_a_document(name, part)


def _epub(content: bytes) -> Iterator[str]:
    for name, part in _zip_parts(content):
        if name.endswith(".opf"):
            yield from private_text(part.decode("utf-8", "replace"))
        elif name.endswith(("iTunesMetadata.plist", "calibre_bookmarks.txt")):
            yield "notes of who bought or read it"
        else:
            yield from _file_of_a_document(name, part)


def _zip_parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The name and the content of each file in an archive that looks like a document."""
    with ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _BUDGET:
            raise DocumentError(
                "this document is too large when it is unpacked", "Save it again, as a smaller one."
            )
        if archive.comment:
            yield "comment.txt", archive.comment
        for entry in entries:
            with archive.open(entry) as opened:
                yield entry.filename, opened.read(entry.file_size)


# In Word and OpenDocument; element → words. Titles, dates, counts and programs are public.
_OFFICE_NAMES = {
    rb"dc:creator|meta:initial-creator|cp:lastModifiedBy|meta:printed-by": "the name of who wrote it",
    rb"dc:description": "a description",
    rb"dc:subject|cp:category": "a subject",
    rb"cp:keywords|meta:keyword": "keywords",
    rb"Company": "the name of a company",
    rb"Manager": "the name of a manager",
    rb"meta:user-defined": "a user-defined field",
}


def _office_fields(part: bytes, names: dict[bytes, str]) -> Iterator[str]:
    for pattern, words in names.items():
        if re.search(rb"<(?:" + pattern + rb")(?:\s[^<>]{0,500})?>\s{0,99}[^<\s]", part):
            yield words
    yield from private_text(part[:1_000_000].decode("utf-8", "replace"))


def _file_of_a_document(name: str, part: bytes) -> Iterator[str]:
    if Path(name).suffix.lower() in PICTURES:
        yield from _picture(part)
    elif name.startswith("__MACOSX") or name.endswith((".DS_Store", "Thumbs.db")):
        yield "private data of a computer"
    elif name == "comment.txt":
        yield "a comment"


def _picture(content: bytes) -> Iterator[str]:
    try:
        yield from (f"in a picture within it: {words}" for words in personal_metadata(content))
    except ImageError:
        return  # a vector or a raw form; what programs draw with it is in the pages


def _subtitles(content: bytes) -> Iterator[str]:
    text = content.decode("utf-8", "replace")
    if re.search(r"^NOTE(?:[ \t]|$)", text, re.MULTILINE):
        yield "a note that players do not show (NOTE)"


_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".odt": _odt,
    ".epub": _epub,
    ".vtt": _subtitles,
    ".srt": _subtitles,
}
DOCUMENTS = frozenset(_READERS)
"""the suffixes of documents into which `personal_document` looks"""
