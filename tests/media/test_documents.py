"""Personal data in documents that posts offer as downloads."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from anthology.media.documents import DocumentError, personal_document
from image_bytes import picture

PICTURE = "in a picture within it: a comment"
PREVIEW = "a small preview, which may show what was taken out"
BEHIND = "something behind the end of the picture, which may be what was cut away"
NOTE = "a note that players do not show (NOTE)"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF>%s</r:RDF></x:xmpmeta>'


def pdf(*objects: bytes, end: bytes = b"") -> bytes:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, text) for number, text in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer <</Root 1 0 R>>\n%%EOF\n" + end


def stream(about: bytes, content: bytes, packed: bool = True) -> bytes:
    body = zlib.compress(content) if packed else content
    pack = b"/Filter /FlateDecode " if packed else b""
    return b"<<%s %s/Length %d>>\nstream\n%s\nendstream" % (about, pack, len(body), body)


def archive(**files: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def core(inside: str) -> bytes:
    return f"<cp:coreProperties>{inside}</cp:coreProperties>".encode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", pdf(b"<</Author (Ann)>>"), ["the author's name"]),
        ("a.pdf", pdf(b"<</Author <FEFF0041006E006E>>>"), ["the author's name"]),
        ("a.pdf", pdf(b"<</Producer (C:\\\\Users\\\\ann\\\\x.doc)>>"), ["a file path on somebody's computer"]),
        ("a.pdf", pdf(stream(b"/Type /ObjStm", b"1 0 <</Author (Ann)>>")), ["the author's name"]),
        ("a.pdf", pdf(stream(b"/Type /Metadata", XMP % b"<dc:creator>Ann</dc:creator>")), ["the author's name"]),
        ("a.pdf", pdf(stream(b"/Type /Metadata", XMP % b"<dc:creator>Ann</dc:creator>", False)), ["the author's name"]),
        ("a.pdf", pdf(b"<<>>", end=b"9 0 obj <</Keywords (Ann)>> endobj"), ["keywords"]),
        ("a.pdf", pdf(b"<</Type /Annot /Subtype /Highlight /T (Ann)>>"), ["comments of readers"]),
        ("a.pdf", pdf(stream(b"/Type /EmbeddedFile", b"x")), ["an enclosed file"]),
        ("a.pdf", pdf(b"<</S /JavaScript /JS (x)>>"), ["a program"]),
        (
            "a.pdf",
            pdf(stream(b"/Subtype /Image /Filter /DCTDecode", picture(comment="for Ann"), False)),
            [PICTURE],
        ),
        ("a.docx", archive(docProps__core_xml=core("<dc:creator>Ann</dc:creator>")), ["the name of who wrote it"]),
        (
            "a.docx",
            archive(docProps__core_xml=core("<cp:lastModifiedBy>Ann</cp:lastModifiedBy>")),
            ["the name of who wrote it"],
        ),
        ("a.docx", archive(docProps__app_xml=b"<Company>Ann Ltd</Company>"), ["the name of a company"]),
        ("a.docx", archive(docProps__custom_xml=b"<property>x</property>"), ["a user-defined field"]),
        ("a.docx", archive(word__comments_xml=b'<w:comment w:author="Ann"/>'), ["comments of readers"]),
        ("a.docx", archive(word__document_xml=b'<w:ins w:author="Ann">x</w:ins>'), ["marked changes with names"]),
        ("a.docx", archive(**{"word__media__a.jpg": picture(comment="for Ann")}), [PICTURE]),
        ("a.docx", archive(**{"docProps__thumbnail.jpeg": b"x"}), [PREVIEW]),
        ("a.docx", archive(**{"word__embeddings__a.xlsx": b"x"}), ["an enclosed file"]),
        ("a.odt", archive(meta_xml=b"<meta:initial-creator>Ann</meta:initial-creator>"), ["the name of who wrote it"]),
        ("a.odt", archive(content_xml=b"<office:annotation>x</office:annotation>"), ["comments of readers"]),
        ("a.odt", archive(content_xml=b"<text:changed-region>x</text:changed-region>"), ["marked changes with names"]),
        ("a.odt", archive(**{"Pictures__a.png": picture("PNG") + b"Ann"}), [f"in a picture within it: {BEHIND}"]),
        ("a.epub", archive(**{"OEBPS__a.opf": b"<dc:creator>ann@example.org</dc:creator>"}), ["an e-mail address"]),
        ("a.epub", archive(**{"iTunesMetadata.plist": b"x"}), ["notes of who bought or read it"]),
        ("a.epub", archive(**{"images__a.jpg": picture(comment="for Ann")}), [PICTURE]),
        ("a.epub", archive(**{".DS_Store": b"x"}), ["private data of a computer"]),
        ("a.vtt", b"WEBVTT\n\nNOTE Ann Example called\n\n00:01.000 --> 00:02.000\nx", [NOTE]),
    ],
)  # fmt: skip
def test_a_document_tells_about_people(tmp_path: Path, name: str, content: bytes, words: list[str]) -> None:
    (tmp_path / name).write_bytes(content)

    assert words == list(personal_document(tmp_path / name))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", pdf(b"<</Title (The pier) /Producer (LibreOffice 7.4) /Creator (Writer) /Author ()>>")),
        ("a.pdf", pdf(b"<</Subtype /Link /A <</URI (mailto:help@example.org)>>>>")),
        (
            "a.docx",
            archive(docProps__core_xml=core("<dc:title>The pier</dc:title><dc:creator></dc:creator>")),
        ),
        ("a.docx", archive(docProps__app_xml=b"<Application>Word</Application><Company></Company>")),
        ("a.odt", archive(meta_xml=b"<meta:generator>LibreOffice</meta:generator><dc:date>2026</dc:date>")),
        ("a.epub", archive(**{"OEBPS__a.opf": b"<dc:creator>Ann Example</dc:creator>"})),
        ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nNotes"),
    ],
)
def test_what_readers_see_on_purpose_is_fine(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    assert () == personal_document(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", b"hello", "a.pdf cannot be read as pdf"),
        ("a.pdf", pdf(b"<</Encrypt 2 0 R>>"), "this PDF is encrypted, so nobody can look into it"),
        (
            "a.pdf",
            pdf(stream(b"/Type /ObjStm", b"\0" * 60_000_000)),
            "this document is too large when it is unpacked",
        ),
        ("a.docx", b"PK\3\4 nothing", "a.docx cannot be read as docx"),
        ("a.odt", archive(content_xml=b"\0" * 60_000_000), "this document is too large when it is unpacked"),
        (
            "a.epub",
            archive(**{f"a{n}": b"" for n in range(2100)}),
            "this document is too large when it is unpacked",
        ),
    ],
)
def test_a_document_into_which_nobody_can_look_is_refused(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(DocumentError) as refused:
        personal_document(tmp_path / name)
    assert message == refused.value.issue.message
