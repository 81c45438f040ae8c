"""The main ways of reading and listening once more, in Firefox."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.firefox import Firefox, firefox
from browser.test_accessibility import AXE, FIND, TEMPLATES
from browser.test_choices import DARK, LIGHT
from browser.test_every_page import CUT_OFF, WIDER_SPACING
from builders import nonempty, served

pytestmark = pytest.mark.browser

ESSAY, EPISODE, PRACTICE = "essays/what-a-crisis-service-owes/", "episodes/leaving/", "practices/orienting/"
PLAYER = "document.querySelector('audio')"
LONG_WORDS = """(() => {
  for (const title of document.querySelectorAll("h1, h2, h3, .contents a, .card-title a"))
    title.textContent = "Pneumonoultramicroscopicsilicovolcanoconiosis";
})()"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def window(program_of_firefox: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox(program_of_firefox, tmp_path_factory.mktemp("firefox") / "profile") as opened:
        yield opened


@pytest.fixture(scope="module")
def program_of_firefox() -> str:
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    assert found, "Firefox is missing; tests/browser/README.md says what these tests need"
    return found


@pytest.mark.usefixtures("site")
def test_axe_finds_nothing(window: Firefox, address: str) -> None:
    found = {}
    for name, path in TEMPLATES.items():
        window.open(address + path)
        window.run(f"(() => {{ {AXE.read_text('utf-8')} }})()")
        if violations := window.run(f"({FIND})()"):
            found[name] = violations

    assert {} == found


@pytest.mark.usefixtures("site")
def test_no_page_scrolls_sideways_or_cuts_text_off(window: Firefox, address: str) -> None:
    faults = {}
    for name, path in TEMPLATES.items():
        window.open(address + path, 320, 640)
        window.run(LONG_WORDS)
        wider = [window.run(TOO_WIDE)]
        window.size(320, 256, pixels=4)  # 1280 × 1024 at 400 %
        wider.append(window.run(TOO_WIDE))
        window.run(f"({WIDER_SPACING})()")
        wider.append(window.run(TOO_WIDE))
        if max(wider) > 0 or (cut := window.run(f"({CUT_OFF})()")):
            faults[name] = (wider, cut)
        window.size(320, 640)

    assert {} == faults


@pytest.mark.usefixtures("site")
def test_steps_keep_their_numbers(window: Firefox, address: str) -> None:
    window.open(address + PRACTICE)

    def number(step: int) -> bytes:
        """The marker as it is drawn in a corner of the window: no value tells which number that is."""
        style = f"document.querySelectorAll('.steps > li')[{step}].style"
        window.run(
            f"({style}.cssText = 'position: fixed; inset: 0; margin: 0; z-index: 9; background: white')"
        )
        marker = window.picture({"x": 0, "y": 0, "width": 30, "height": 40})
        window.run(f"({style}.cssText = '')")
        return marker

    every = [number(step) for step in range(5)]
    window.click(".step-mode")
    alone = []
    for step in range(5):
        alone.append(number(step))
        window.click(".step-next")

    assert 5 == len(set(every))
    assert every == alone


@pytest.mark.usefixtures("site")
def test_the_player_is_at_hand_wherever_one_is_on_the_page(window: Firefox, address: str) -> None:
    window.open(address + EPISODE)
    for place in nonempty(
        ("#chapters", "#content", "#transcript", "#sources", "#related", "#cite", "footer")
    ):
        window.run(f"document.querySelector('{place}').scrollIntoView()")
        window.wait("!document.querySelector('.player-bar').hidden")
        box = window.run("document.querySelector('.player-bar .play').getBoundingClientRect().toJSON()")
        assert 0 <= box["top"] < box["bottom"] <= 740
        assert box["height"] >= 44

    window.click(".player-bar .play", scroll=False)
    window.wait(f"!{PLAYER}.paused && {PLAYER}.currentTime > 0.1")
    window.click(".player-bar .play", scroll=False)
    window.wait(f"{PLAYER}.paused")
    chapter = "document.querySelectorAll('#chapters .time-link')[2]"
    window.run(f"{chapter}.click()")
    window.wait(f"!{PLAYER}.paused && {PLAYER}.currentTime >= Number({chapter}.dataset.seek)")
    window.wait(f"{chapter}.getAttribute('aria-current') === 'true'")
    window.run(f"{PLAYER}.pause()")


@pytest.mark.usefixtures("site")
def test_a_note_comes_up_beside_the_text_that_stays(window: Firefox, address: str) -> None:
    window.open(address + ESSAY, 1280, 900)
    note = window.run("[...document.querySelectorAll('.footnote-ref')].pop().getAttribute('href')")
    link = f"document.querySelector('.footnote-ref[href=\"{note}\"]')"
    window.run(f"{link}.scrollIntoView({{ block: 'center' }})")
    before = window.run(f"{link}.getBoundingClientRect().top")

    window.click(f'.footnote-ref[href="{note}"]', scroll=False)

    assert (
        0 <= window.run("document.querySelector('.references li:target').getBoundingClientRect().top") < 120
    )
    assert abs(before - window.run(f"{link}.getBoundingClientRect().top")) < 4


@pytest.mark.usefixtures("site")
def test_selected_words_offer_to_be_copied_and_a_book_is_there(window: Firefox, address: str) -> None:
    window.open(address + ESSAY, 1280, 900)
    assert window.run("document.querySelector('.quote').hidden")
    window.run("getSelection().selectAllChildren(document.querySelector('.prose > p'))")
    window.wait("!document.querySelector('.quote').hidden")
    window.click(".quote button")
    window.wait("document.querySelector('.quote span').textContent !== ''")

    book = "fetch(document.querySelector('.post-footer a[download]').href)"
    assert "application/epub+zip" == window.run(
        f"{book}.then((answer) => answer.headers.get('content-type'))"
    )


def test_a_kept_essay_is_read_where_the_server_is_gone(window: Firefox, tmp_path: Path, site: Path) -> None:
    with served(site) as address:
        window.open(address + ESSAY)
        window.wait("!document.querySelector('.keep').hidden")
        window.click(".keep")
        window.wait(
            "document.querySelector('.keep').textContent === document.querySelector('.keep').dataset.remove"
        )
        window.run("navigator.serviceWorker.ready.then(() => null)")
    window.open(address + ESSAY)
    assert window.run("document.querySelector('.prose > p').checkVisibility()")
    assert LIGHT == window.run("getComputedStyle(document.documentElement).backgroundColor")


@pytest.mark.usefixtures("site")
def test_on_a_dark_device_every_page_is_dark(program_of_firefox: str, tmp_path: Path, address: str) -> None:
    with firefox(program_of_firefox, tmp_path / "profile", dark=True) as window:
        for path in (ESSAY, EPISODE, PRACTICE, "search/"):
            window.open(address + path)
            assert DARK == window.run("getComputedStyle(document.documentElement).backgroundColor")
        assert [] == window.complaints


def test_nothing_was_complained_of(window: Firefox) -> None:
    assert [] == window.complaints
