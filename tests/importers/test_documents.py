"""Documents of Word and LibreOffice, pages and plain texts become essays, without the people named in them.

A folder below golden/ is a test: its source (a folder is zipped), and in `expected.md` the essay and the report.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from anthology.collection import load
from anthology.importers import NO_CHOICES, ImportRefusedError, imported
from anthology.importers.documents import import_document
from anthology.problems import errors
from image_bytes import picture
from import_builders import assert_pinned, imported_essay, written
from import_builders import imported as imported_collection

GOLDEN = Path(__file__).parent / "golden"
PICTURES = {
    "pier.docx": ["word/media/image1.png"],
    "pier.odt": ["Pictures/gull.png", "Pictures/wave.png"],
}


def source_in(folder: Path, target: Path) -> Path:
    """The source of a golden folder with its pictures; a folder becomes a zip."""
    source = next(path for path in sorted(folder.iterdir()) if path.name != "expected.md")
    file = target / source.name
    if source.is_file():
        written(target, {source.name: source.read_bytes(), "gull.png": picture("PNG")})
        return file
    with ZipFile(file, "w") as archive:
        for part in sorted(path for path in source.rglob("*") if path.is_file()):
            archive.writestr(part.relative_to(source).as_posix(), part.read_bytes())
        for name in PICTURES[source.name]:
            archive.writestr(name, picture("PNG"))
    return file


@pytest.mark.parametrize("folder", sorted(GOLDEN.iterdir()), ids=lambda folder: folder.name)
def test_a_document_becomes_what_its_folder_expects(tmp_path: Path, folder: Path) -> None:
    source = source_in(folder, tmp_path)
    root = imported_collection(source)
    essay = imported_essay(root, "pier")
    with imported(str(source)) as plan:
        report = plan.report()

    assert_pinned(folder / "expected.md", f"{essay}\n<!--\n{report}\n-->\n")
    assert [] == errors(load(root, drafts=True)[1])
    everything = b"".join(path.read_bytes() for path in (root / "docs").rglob("*") if path.is_file())
    for secret in (b"Secret", b"Deleted words", b"private.example", b"Hidden words", b"never"):
        assert secret not in everything


def test_a_document_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match=r"pier\.docx cannot be unpacked"):
        import_document(written(tmp_path, {"pier.docx": "no zip"}) / "pier.docx", NO_CHOICES)


def test_a_document_with_entities_of_its_own_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    source = written(tmp_path, {"pier.docx": content.getvalue()}) / "pier.docx"

    with pytest.raises(ImportRefusedError, match="defines entities"):
        import_document(source, NO_CHOICES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_in_the_encodings_of_word_processors(tmp_path: Path, encoding: str) -> None:
    source = written(tmp_path, {"pier.txt": "Título – uno\n\nUn café.".encode(encoding)}) / "pier.txt"
    text = import_document(source, NO_CHOICES).files["docs/essays/pier/index.md"]

    assert "title: Título – uno\n" in text
    assert "\nUn café.\n" in text
