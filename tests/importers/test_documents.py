"""Documents of Word and LibreOffice, pages and plain texts become essays, without the people named in them.

A folder below golden/ is a test: its source (a folder is zipped), and in `expected.md` the essay and the report.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from anthology.importers import NO_CHOICES, ImportRefusedError
from anthology.importers.documents import import_document
from import_builders import written


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
