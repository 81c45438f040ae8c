"""Every essay, read to its end on a phone: its weight, its height, what follows its text."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.reader import Reader
from builders import language, nonempty

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ICON = "assets/own/assets/icon.svg"
"""of the tab: the browser's own request, once for the whole site"""
READ = """() => {
  const links = [...document.querySelectorAll(".references a, article > section a")]
    .map((link) => link.getAttribute("href"));
  return {
    loaded: performance.getEntriesByType("resource").map(({ name }) => name),
    times: document.documentElement.scrollHeight / document.querySelector("#content").offsetHeight,
    links: links.filter((href) => !href.includes("#fn")),
    reasons: [...document.querySelectorAll("#related .reason")].map((reason) => reason.textContent),
  };
}"""


@pytest.fixture(scope="module")
def essays(browser: Browser, address: str, pages: list[str]) -> dict[str, Any]:
    """Every essay, read to its end on a phone: its height, what it loaded, and the links and reasons below its text."""
    reader = Reader(browser, address, 360, 740)
    read = {}
    for page in nonempty(page for page in pages if re.fullmatch("essays/[^/]+/", page)):
        reader.open(page)
        reader.run("scrollTo(0, document.body.scrollHeight)")
        reader.run("document.fonts.ready.then(() => null)")
        read[page] = reader.run(READ)
    reader.context.close()
    return read


def test_an_essay_moves_at_most_75_kb_in_at_most_10_requests(
    essays: dict[str, Any], address: str, site: Path
) -> None:
    compressed = cache(lambda file: len(gzip.compress(file.read_bytes(), mtime=0)))
    weights = {}
    for page, read in essays.items():
        names = {page, *(name.removeprefix(address) for name in read["loaded"])} - {ICON}
        assert 5 < len(names) <= 10, page
        weights[page] = sum(compressed(site / re.sub("/$", "/index.html", name)) for name in names)

    heaviest = max(weights, key=lambda page: weights[page])
    print(f"{len(weights)} essays, with fonts: at most {weights[heaviest]} bytes compressed, {heaviest}")
    assert weights[heaviest] <= 75_000


def test_on_a_phone_an_essay_is_at_most_1_9_times_as_high_as_its_text(essays: dict[str, Any]) -> None:
    times = {page: read["times"] for page, read in essays.items()}

    print(f"{len(times)} essays, {min(times.values()):.2f} to {max(times.values()):.2f} times their text")
    assert not {page: ratio for page, ratio in times.items() if ratio > 1.9}


def test_what_follows_a_text_links_to_nothing_twice(essays: dict[str, Any]) -> None:
    for page, read in essays.items():
        assert sorted(read["links"]) == sorted(set(read["links"])), page


def test_nine_in_ten_reasons_name_something_that_is_shared(essays: dict[str, Any]) -> None:
    reasons = nonempty(reason for read in essays.values() for reason in read["reasons"])
    saying_nothing = {
        language(code).text(f"reasons.{key}")
        for code in ("en", "es")
        for key in ("near", "same_time", "elsewhere")
    }
    empty = [reason for reason in reasons if set(reason.split("; ")) <= saying_nothing]

    print(f"{len(reasons)} reasons, of which {len(empty)} name nothing")
    assert len(empty) <= len(reasons) / 10
