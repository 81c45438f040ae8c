"""Rules for every page, read in a new profile, as by somebody who follows a link to it."""

from pathlib import Path

import pytest

from browser.conftest import Arrive
from browser.reader import Reader
from builders import nonempty

pytestmark = pytest.mark.browser

WIDER_SPACING = """() => { for (const node of document.querySelectorAll("body, body *")) {
  node.style.lineHeight = "1.5"; node.style.letterSpacing = "0.12em"; node.style.wordSpacing = "0.16em"; } }"""
"""the values of WCAG 1.4.12"""
CUT_OFF = """() => [...document.querySelectorAll("main *, header *")]
  .filter((node) => getComputedStyle(node).overflow !== "visible" && node.clientHeight > 1
    && !node.closest(".visually-hidden, svg, table, audio, select, progress")
    && node.scrollHeight > node.clientHeight + 1)
  .map((node) => node.className || node.tagName)"""


@pytest.fixture(scope="module")
def visits(  # type: ignore[no-untyped-def]
    browser, site: Path, address: str, pages: list[str], moved: list[str], feeds: list[str]
):
    """Every page, opened on a phone and read to its end; old addresses and feeds too."""
    seen: dict[str, dict[str, object]] = {}
    for path in nonempty([*pages, *moved, *feeds]):
        reader = Reader(browser, address, 360, 740)
        reader.open(path)
        if path in moved:
            reader.page.wait_for_url(lambda url, old=address + path: url != old)  # type: ignore[misc]
        _read_to_the_end(reader)
        seen[path] = {
            "strangers": reader.strangers,
            "complaints": reader.complaints,
            "stored": reader.stored,
            "moved": reader.run("window.shifts"),
            "too_wide": _too_wide(reader) if path in pages else {},
        }
        reader.context.close()
    return seen


def _read_to_the_end(reader: Reader) -> None:
    reader.page.wait_for_timeout(100)
    reader.run("scrollTo(0, document.documentElement.scrollHeight)")
    reader.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def _too_wide(reader: Reader) -> dict[str, int]:
    """The windows in which the page scrolls sideways, and by how many pixels."""
    wider = {}
    for name, height in {"320 pixels": 640, "400 % of 1280": 256}.items():
        reader.page.set_viewport_size({"width": 320, "height": height})
        if reader.overflow > 0:
            wider[name] = reader.overflow
    return wider


def test_no_page_asks_another_server_for_anything(visits: dict[str, dict[str, list[str]]]) -> None:
    assert {path: [] for path in visits} == {path: seen["strangers"] for path, seen in visits.items()}


def test_no_page_stores_anything_before_the_reader_acts(visits: dict[str, dict[str, list[str]]]) -> None:
    assert {path: [] for path in visits} == {path: seen["stored"] for path, seen in visits.items()}


def test_no_page_breaks_its_policy_or_fails(visits: dict[str, dict[str, list[str]]]) -> None:
    assert {path: [] for path in visits} == {path: seen["complaints"] for path, seen in visits.items()}


def test_nothing_shifts_while_a_page_comes_in(visits: dict[str, dict[str, float]], arrive: Arrive) -> None:
    moved = {path: seen["moved"] for path, seen in visits.items()}
    # A busy machine may read a font late, once in thousands of visits; what a page does by itself, it does again.
    for path in [path for path, shift in moved.items() if shift >= 0.02]:
        reader = arrive(path, 360, 740)
        _read_to_the_end(reader)
        moved[path] = reader.run("window.shifts")

    print(f"{len(moved)} pages; the most that shifts is {max(moved.values()):.4f}")
    assert not {path: shift for path, shift in moved.items() if shift >= 0.02}


def test_the_policy_is_kept_and_not_only_written(arrive: Arrive) -> None:
    reader = arrive("essays/")
    tries = """() => {
      const inline = document.createElement("script"); inline.textContent = "window.ran = true";
      const picture = new Image(); picture.src = "https://pictures.example.org/pixel.png";
      document.head.append(inline, picture);
      return window.ran ?? false;
    }"""

    assert reader.run(tries) is False
    reader.page.wait_for_timeout(200)
    assert reader.strangers == []
    assert 2 == len([line for line in reader.complaints if "Content Security Policy" in line])


def test_no_page_scrolls_sideways(visits: dict[str, dict[str, dict[str, int]]], pages: list[str]) -> None:
    assert {path: {} for path in nonempty(pages)} == {path: visits[path]["too_wide"] for path in pages}


def test_wider_spacing_of_text_cuts_nothing_off(arrive: Arrive) -> None:
    for path in ("", "essays/what-a-crisis-service-owes/", "episodes/three-ways/", "practices/orienting/"):
        reader = arrive(path, 320)
        reader.run(WIDER_SPACING)
        assert reader.overflow <= 0, path
        assert [] == reader.run(CUT_OFF), path
