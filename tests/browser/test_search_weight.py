"""Bytes that a first search transfers among a thousand posts."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from browser.reader import Reader
from builders import built, collection, essay, searchable, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

POSTS, WORDS, KNOWN = 1000, 600, 20_000
PACKED = {".css", ".html", ".js", ".json"}
"""What every web host sends compressed; the pieces of the index are so already."""


@pytest.fixture(scope="module")
def words() -> list[str]:
    """Invented words, each of another sound, the more frequent first."""
    chance = Random(5)
    sounds = [one + other for one in "bdfglmnprstvk" for other in "aeiou"]
    made = ("".join(chance.choices(sounds, k=chance.randint(2, 4))) for _ in range(KNOWN * 2))
    return list(dict.fromkeys(made))[:KNOWN]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> Path:
    """A site of a thousand essays, in which words are as frequent as in a language (Zipf)."""
    root, chance = searchable(collection(tmp_path_factory.mktemp("large") / "collection")), Random(7)
    frequent = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    for number in range(POSTS):
        said = chance.choices(words, cum_weights=frequent, k=WORDS)
        body = "\n\n".join(" ".join(said[at : at + 60]) + "." for at in range(0, WORDS, 60))
        essay(root, f"essay-{number}", body, title=" ".join(said[:4]).capitalize())
    return built(root)


@pytest.fixture
def reader(browser: Browser, large: Path) -> Iterator[Reader]:
    with served(large) as address:
        somebody = Reader(browser, address, 1280, 900)
        yield somebody
        somebody.context.close()


@pytest.mark.parametrize("places", [(300,), (40, 900), (25, 300, 2500)], ids=["one", "two", "three"])
def test_a_first_search_moves_at_most_250_kb(
    reader: Reader, large: Path, words: list[str], places: tuple[int, ...]
) -> None:
    reader.open("search/")
    reader.page.wait_for_load_state("networkidle")
    reader.requests.clear()

    reader.page.fill("#search-words", " ".join(words[place] for place in places))
    reader.page.keyboard.press("Enter")
    reader.find("#search-status").filter(has_text="result").wait_for()
    reader.page.wait_for_load_state("networkidle")

    said = reader.find("#search-status").inner_text()
    files = [large / urlsplit(request.url).path.lstrip("/") for request in reader.requests]
    weight = sum(_moved(file) for file in files)
    print(f"{said}: {weight} bytes, {len(files)} requests")
    assert reader.find("#search-results li").count()
    assert 6 < len(files)
    assert weight <= 250_000


def _moved(file: Path) -> int:
    content = file.read_bytes()
    return len(gzip.compress(content, mtime=0)) if file.suffix in PACKED else len(content)
