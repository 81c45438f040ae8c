"""The files by which a browser searches: made by Pagefind itself, and always the same."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from anthology.cache import Cache
from anthology.collection import load
from anthology.search.pagefind import SearchError, SearchIndex
from anthology.search.records import Record, search_records
from builders import build, built, collection, digests, essay, searchable


def made(folder: Path, number: int = 12) -> Path:
    """An index of small pages, each with two marks out of many."""
    pages = [
        Record(
            f"/essays/post-{index}/",
            '<html><body><p data-pagefind-filter="is">kind:essay</p>'
            f'<p data-pagefind-filter="is">topic:t{index % 7}</p>'
            f"<main data-pagefind-body><h1>Post {index}</h1><p>Harbour word{index}.</p></main></body></html>",
        )
        for index in range(number)
    ]
    SearchIndex(pages, "en").write(folder)
    return folder / "pagefind"


def content(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes())


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    one, *others = [digests(made(tmp_path / str(run))) for run in range(4)]

    assert all(other == one for other in others)


def test_every_python_gives_the_same_bytes(tmp_path: Path) -> None:
    (filters,) = made(tmp_path / "site").glob("filter/*.pf_filter")

    # Python 3.13 writes another operating system into the header of gzip than Python 3.11 does.
    assert bytes.fromhex("1f8b0800000000000203") == filters.read_bytes()[:10]


def test_the_values_of_a_filter_are_in_order_and_whole(tmp_path: Path) -> None:
    folder = made(tmp_path / "site")

    (filters,) = folder.glob("filter/*.pf_filter")
    values = [content(filters).find(f"topic:t{number}".encode()) for number in range(7)]

    assert -1 not in values
    assert sorted(values) == values


def test_every_file_is_named_where_it_is_looked_for(tmp_path: Path) -> None:
    folder = made(tmp_path / "site")
    entry = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))["languages"]["en"]
    (meta,) = folder.glob("*.pf_meta")
    (filters,) = folder.glob("filter/*.pf_filter")

    assert meta.name == f"pagefind.{entry['hash']}.pf_meta"
    assert filters.stem.encode() in content(meta)
    assert 12 == entry["page_count"] == len(list(folder.glob("fragment/*")))


def test_only_what_a_search_asks_for_is_published(tmp_path: Path) -> None:
    folder = made(tmp_path / "site")

    assert {file.name for file in folder.iterdir() if "pf_meta" not in file.name} == {
        "filter", "fragment", "index", "pagefind-entry.json", "pagefind-worker.js", "pagefind.js", "wasm.en.pagefind",
        "known-words.txt",
    }  # fmt: skip


def test_without_pagefind_one_message_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pagefind.service.get_executable", lambda: None)

    with pytest.raises(SearchError, match=r"not installed.*pip install -r requirements\.lock"):
        SearchIndex([], "en")


def test_pagefind_that_fails_leaves_the_last_good_site(tmp_path: Path) -> None:
    root = searchable(collection(tmp_path / "collection"))
    before = digests(built(root))
    essay(root, "second")

    done = build(root, PAGEFIND_BINARY_PATH="/bin/true")

    assert done.returncode != 0
    assert "Pagefind could not make the search index" in done.stderr
    assert "Traceback" not in done.stderr
    assert digests(root / "site") == before


def test_a_missing_program_is_told_in_one_line(tmp_path: Path) -> None:
    root = searchable(collection(tmp_path / "collection"))

    done = build(root, PAGEFIND_BINARY_PATH=str(tmp_path / "nowhere"))

    assert done.returncode != 0
    assert len([line for line in done.stderr.splitlines() if "Pagefind" in line]) == 1
    assert "Traceback" not in done.stderr


def test_a_build_makes_the_search_and_leaves_drafts_out_of_it(tmp_path: Path) -> None:
    root = searchable(collection(tmp_path / "collection"))
    essay(root, "later", "Zanzibar.", draft="true")

    site = built(root, ANTHOLOGY_PREVIEW="1")

    assert (site / "essays" / "later" / "index.html").is_file()
    pieces = b"".join(content(file) for file in site.glob("pagefind/*/*"))
    assert b"zanzibar" not in pieces.lower()
    assert len(list(site.glob("pagefind/fragment/*"))) == len(search_records(load(root)[0]))


def test_where_search_is_off_no_page_speaks_of_it(tmp_path: Path) -> None:
    site = built(collection(tmp_path / "collection"))

    assert not (site / "search").exists()
    assert not (site / "pagefind").exists()
    assert "masthead-search" not in (site / "index.html").read_text(encoding="utf-8")


def test_the_index_of_the_same_records_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records, store = [Record("/essays/tides/", "<html><body>The tide is out.</body></html>")], Cache(tmp_path)
    SearchIndex(records, "en", store).write(tmp_path / "first")
    monkeypatch.setattr("pagefind.service.get_executable", lambda: None)

    SearchIndex(records, "en", store).write(tmp_path / "second")

    assert digests(tmp_path / "first") == digests(tmp_path / "second")
    with pytest.raises(SearchError):
        SearchIndex(records, "de", store)
    with pytest.raises(SearchError):
        SearchIndex([], "en", store)
