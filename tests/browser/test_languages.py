"""A text that is read from the right, within words that are read from the left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from browser.reader import Reader
from browser.test_accessibility import AXE, FIND
from builders import arabic_essay, built, collection, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

STYLE = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"
BOX = """(selector) => {
  const { left, right } = document.querySelector(selector).getBoundingClientRect();
  return [left, right];
}"""


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small site that holds it."""
    root = collection(tmp_path_factory.mktemp("arabic") / "collection")
    arabic_essay(root)
    with served(root / "site") as address:
        built(root, "--strict", SITE_URL=address)
        yield address


@pytest.fixture
def reader(browser: Browser, arabic: str) -> Iterator[Reader]:
    reader = Reader(browser, arabic, 1280, 900)
    reader.open("essays/bayt/")
    yield reader
    reader.context.close()


def style(reader: Reader, selector: str, name: str) -> str:
    return str(reader.run(STYLE, [selector, name]))


def test_lines_quotations_and_lists_begin_at_the_right(reader: Reader) -> None:
    assert "rtl" == style(reader, "#content", "direction")
    assert ("3px", "0px") == tuple(
        style(reader, "#content blockquote", f"border{side}Width") for side in ("Right", "Left")
    )
    assert "0px" != style(reader, "#content ul", "paddingRight")
    assert "normal" == style(reader, "#content blockquote", "fontStyle")
    assert "normal" == style(reader, "h1", "letterSpacing")
    title, column = reader.run(BOX, "#content > p"), reader.run(BOX, "#content")
    assert title[1] == column[1]


def test_code_and_addresses_stay_left_to_right(reader: Reader) -> None:
    assert "ltr" == style(reader, "#content code", "direction")
    assert "plaintext" == style(reader, ".footnote a[href^=http]", "unicodeBidi")


def test_the_words_around_it_stay_where_they_are(reader: Reader) -> None:
    assert "ltr" == style(reader, "html", "direction")
    assert "ltr" == style(reader, ".byline", "direction")
    reader.open("essays/")
    assert reader.run(BOX, ".card-title a")[0] == reader.run(BOX, ".card .card-meta")[0]


def test_nothing_scrolls_sideways_and_axe_finds_nothing(browser: Browser, arabic: str) -> None:
    reader = Reader(browser, arabic, 320, 700)
    for path in ("essays/bayt/", "essays/"):
        reader.open(path)
        assert reader.run("document.documentElement.scrollWidth <= innerWidth"), path
        reader.run(AXE.read_text(encoding="utf-8"))
        assert [] == reader.run(FIND)
    reader.context.close()
