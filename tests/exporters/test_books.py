"""Books: an EPUB of each piece, of each series and of everything."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from PIL import Image

from anthology.output.publication import build_publication
from builders import arabic_essay, built, episode, essay, nonempty

XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
NOTE = "Text.[^1]\n\n[^1]: A source: <https://example.org/a>."


@pytest.fixture
def root(root: Path) -> Path:
    """A small collection that makes books."""
    config = root / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("epub: false", "epub: true"), encoding="utf-8"
    )
    return root


def books(root: Path) -> dict[str, bytes]:
    publication, problems = build_publication(root)
    assert not problems
    return {name: content for name, content in publication.generated.items() if name.endswith(".epub")}


def unpacked(content: bytes, folder: Path) -> dict[str, ElementTree.Element]:
    """The XML of a book by its names in it."""
    file = folder / "book.epub"
    file.write_bytes(content)
    with ZipFile(file) as archive:
        assert "mimetype" == archive.namelist()[0]
        return {
            name: ElementTree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xhtml", ".opf", ".xml"))
        }


def test_each_piece_and_the_whole_collection_is_a_book(root: Path) -> None:
    essay(root, "doors")
    episode(root, "voices")

    assert {
        "epub/a-new-collection.epub", "epub/essays/doors.epub", "epub/essays/first.epub", "epub/episodes/voices.epub",
    } == books(root).keys()  # fmt: skip


def test_a_collection_that_does_not_ask_for_books_has_none(root: Path) -> None:
    config = root / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("epub: true", "epub: false"), encoding="utf-8"
    )

    assert {} == books(root)


def test_the_parts_of_a_series_are_one_book_in_their_order(root: Path, tmp_path: Path) -> None:
    vocabulary = root / "docs" / "vocabulary.yml"
    vocabulary.write_text(
        f"{vocabulary.read_text(encoding='utf-8')}series:\n  leaving: {{title: Leaving}}\n", encoding="utf-8"
    )
    essay(root, "after", series="leaving", part="2")
    essay(root, "before", series="leaving", part="1")

    book = unpacked(books(root)["epub/series/leaving.epub"], tmp_path)

    order = [item.get("href") for item in book["book/package.opf"].iter("{http://www.idpf.org/2007/opf}item")]
    assert ["essays-before.xhtml", "essays-after.xhtml"] == order[-2:]


def test_the_same_piece_has_the_same_bytes(root: Path, tmp_path: Path) -> None:
    essay(root, "doors", NOTE)
    first = books(root)
    for file in (root / ".cache").rglob("*"):
        if file.is_file():
            file.unlink()

    assert first == books(root)


def test_a_book_says_who_made_it_when_and_under_what_terms(root: Path, tmp_path: Path) -> None:
    essay(root, "doors", language="es")

    package = unpacked(books(root)["epub/essays/doors.epub"], tmp_path)["book/package.opf"]

    values = {
        name: package.findtext(f".//{DUBLIN}{name}")
        for name in ("title", "language", "rights", "date", "source")
    }
    assert {
        "title": "Doors", "language": "es", "rights": "CC BY 4.0", "date": "2026-01-02",
        "source": "https://example.org/essays/doors/",
    } == values  # fmt: skip
    assert ["aut"] == [
        meta.text
        for meta in package.iter("{http://www.idpf.org/2007/opf}meta")
        if meta.get("property") == "role"
    ]


def test_a_footnote_opens_where_it_is_read_and_leads_back(root: Path, tmp_path: Path) -> None:
    essay(root, "doors", NOTE)

    text = unpacked(books(root)["epub/essays/doors.epub"], tmp_path)["book/essays-doors.xhtml"]

    [reference] = [link for link in text.iter(f"{XHTML}a") if link.get(EPUB_TYPE) == "noteref"]
    [note] = [aside for aside in text.iter(f"{XHTML}aside") if aside.get(EPUB_TYPE) == "footnote"]
    assert reference.get("href") == f"#{note.get('id')}"
    [back] = [link for link in note.iter(f"{XHTML}a") if link.get("role") == "doc-backlink"]
    assert back.get("href") in {f"#{element.get('id')}" for element in text.iter(f"{XHTML}sup")}


def test_a_link_to_another_piece_stays_in_the_book_that_has_it(root: Path, tmp_path: Path) -> None:
    essay(root, "doors", "See [the other](other.md#part).")
    essay(root, "other", "## Part\n\nText.")
    made = books(root)

    alone = unpacked(made["epub/essays/doors.epub"], tmp_path)["book/essays-doors.xhtml"]
    together = unpacked(made["epub/a-new-collection.epub"], tmp_path)["book/essays-doors.xhtml"]

    assert "https://example.org/essays/other/#part" in addresses(alone)
    assert "essays-other.xhtml#part" in addresses(together)


def test_every_link_within_a_book_has_its_target(root: Path, tmp_path: Path) -> None:
    essay(root, "doors", f"{NOTE}\n\n[down](#the-ward)\n\n## The ward\n\n[other](first.md)")
    arabic_essay(root)
    book = unpacked(books(root)["epub/a-new-collection.epub"], tmp_path)
    targets = {name: {e.get("id") for e in page.iter() if e.get("id")} for name, page in book.items()}

    links = [
        (name, address)
        for name, page in book.items()
        for address in addresses(page)
        if not address.startswith(("http", "mailto"))
    ]

    for name, address in nonempty(links):
        file, _, part = address.partition("#")
        assert not part or part in targets[f"book/{file}" if file else name], (name, address)


def test_a_picture_comes_along_with_its_description(root: Path, tmp_path: Path) -> None:
    file = essay(root, "doors", "![A red door](door.png)")
    Image.new("RGB", (8, 8), "red").save(file.parent / "door.png")
    content = books(root)["epub/essays/doors.epub"]

    [picture] = unpacked(content, tmp_path)["book/essays-doors.xhtml"].iter(f"{XHTML}img")

    assert "A red door" == picture.get("alt")
    with ZipFile(tmp_path / "book.epub") as archive:
        assert (file.parent / "door.png").read_bytes() == archive.read(f"book/{picture.get('src')}")


def test_a_piece_that_is_read_from_the_right_is_so_in_its_book(root: Path, tmp_path: Path) -> None:
    arabic_essay(root)

    book = unpacked(books(root)["epub/essays/bayt.epub"], tmp_path)

    assert "rtl" == book["book/essays-bayt.xhtml"].get("dir")
    [spine] = book["book/package.opf"].iter("{http://www.idpf.org/2007/opf}spine")
    assert "rtl" == spine.get("page-progression-direction")


def test_a_piece_of_which_all_rights_are_reserved_is_in_no_book(root: Path) -> None:
    essay(root, "given", "The words of a stranger.", license="all-rights-reserved")
    made = books(root)

    assert "epub/essays/given.epub" not in made
    assert "epub/essays/first.epub" in made


def test_the_page_of_a_piece_leads_to_its_book(root: Path) -> None:
    site = built(root)

    assert 'href="../../epub/essays/first.epub"' in (site / "essays/first/index.html").read_text(
        encoding="utf-8"
    )
    assert (site / "epub/essays/first.epub").is_file()


def addresses(page: ElementTree.Element) -> list[str]:
    return [address for link in page.iter(f"{XHTML}a") if (address := link.get("href"))]
