"""The files and the report that come of a source of each kind: a folder below golden/ is a test.

It has the source (a folder whose name ends like that of an archive is zipped), and in `expected.md` what is written and
the report. `Secret`, and other words of people who are not to enter, are in each source.
"""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from anthology.collection import load
from anthology.importers import imported
from anthology.problems import errors
from image_bytes import picture
from import_builders import assert_pinned, files_of, written
from import_builders import imported as imported_collection

GOLDEN = Path(__file__).parent / "golden"
PICTURES = {
    "word": ["word/media/image1.png"],
    "libreoffice": ["Pictures/gull.png", "Pictures/wave.png"],
    "mastodon": ["media_attachments/gull.png"],
    "x": ["data/tweets_media/2-gull.png"],
}


def source_in(folder: Path, target: Path) -> Path:
    """The source of a golden folder, with its pictures."""
    source = next(path for path in sorted(folder.iterdir()) if path.name != "expected.md")
    file = target / source.name
    if source.is_file():
        written(target, {source.name: source.read_bytes(), "gull.png": picture("PNG")})
        return file
    with ZipFile(file, "w") as archive:
        for name, content in files_of(source).items():
            archive.writestr(name, content)
        for name in PICTURES.get(folder.name, []):
            archive.writestr(name, picture("PNG"))
    return file


@pytest.mark.parametrize("folder", sorted(GOLDEN.iterdir()), ids=lambda folder: folder.name)
def test_a_source_becomes_what_its_folder_expects(tmp_path: Path, folder: Path) -> None:
    source = source_in(folder, tmp_path)
    root = imported_collection(source)
    docs = files_of(root / "docs")
    with imported(str(source)) as plan:
        report = plan.report()

    texts = [
        f"<!-- {path} -->\n{content.decode()}"
        for path, content in docs.items()
        if path.startswith(("essays/", "people/")) and path.endswith(".md")
    ]
    assert_pinned(folder / "expected.md", "\n".join([*texts, f"<!--\n{report}\n-->\n"]))
    assert [] == errors(load(root, drafts=True)[1])
    everything = b"".join(docs.values())
    for secret in (b"Secret", b"Deleted words", b"private.example", b"Hidden words", b"never"):
        assert secret not in everything


@pytest.mark.parametrize("folder", sorted(GOLDEN.iterdir()), ids=lambda folder: folder.name)
def test_a_source_that_is_taken_in_again_changes_no_file(tmp_path: Path, folder: Path) -> None:
    source = source_in(folder, tmp_path)
    root = imported_collection(source)
    before = files_of(root)

    assert before == files_of(imported_collection(source))
