"""axe-core with its best practices, on a page of each template."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.conftest import Arrive
from browser.reader import Reader
from builders import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TEMPLATES = {
    "home": "",
    "essays": "essays/",
    "essay": "essays/what-a-crisis-service-owes/",
    "essay in another language": "essays/leer-una-cifra/",
    "thread": "essays/before-you-tag-a-therapist/",
    "podcast": "episodes/",
    "episode": "episodes/three-ways/",
    "practices": "practices/",
    "practice": "practices/orienting/",
    "topics": "topics/",
    "topic": "topics/workplace/",
    "people": "people/",
    "person": "people/groundwork/",
    "series": "series/what-gets-counted/",
    "archive": "archive/",
    "corrections": "corrections/",
    "subscribe": "subscribe/",
    "help": "help/",
    "contribute": "contribute/",
    "privacy": "privacy/",
    "search": "search/",
    "missing": "nothing/is/here/",
}
FIND = """(rules) => axe.run({
  resultTypes: ["violations"],
  runOnly: rules ?? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}).then(({ violations }) => violations.flatMap(
  ({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)))"""
ON_COLOURS = ["color-contrast", "link-in-text-block"]
"""the rules that look at colours, in which alone light and dark differ"""


@pytest.mark.parametrize("width", [360, 1280], ids=["phone", "desktop"])
def test_axe_finds_nothing(arrive: Arrive, width: int) -> None:
    reader = arrive("", width, color_scheme="light")
    found = {}
    for name, path in TEMPLATES.items():
        reader.open(path)
        reader.run(AXE.read_text(encoding="utf-8"))
        if violations := reader.run(FIND):
            found[name] = violations
        reader.page.emulate_media(color_scheme="dark")
        if violations := reader.run(FIND, ON_COLOURS):
            found[f"{name}, dark"] = violations
        reader.page.emulate_media(color_scheme="light")

    print(f"axe-core: {len(found)} of {len(TEMPLATES)} pages with violations, {width} px")
    assert {} == found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280], ids=["phone", "desktop"])
def test_axe_finds_nothing_where_a_post_was_withdrawn(
    browser: "Browser", withdrawn: Path, scheme: str, width: int
) -> None:
    with served(withdrawn) as address:
        reader = Reader(browser, address, width, 900, color_scheme=scheme)
        reader.open("essays/gone/")
        reader.run(AXE.read_text(encoding="utf-8"))

        assert "Gone" == reader.find("h1").inner_text()
        assert "withdrawn on 1 February 2026" in reader.find("main").inner_text()
        assert [] == reader.run(FIND)
        assert reader.overflow <= 0
        reader.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280], ids=["phone", "desktop"])
def test_axe_finds_nothing_in_a_search(arrive: Arrive, scheme: str, width: int) -> None:
    reader = arrive("search/", width, color_scheme=scheme)
    reader.run(AXE.read_text(encoding="utf-8"))
    said = reader.find("#search-status")

    reader.page.fill("#search-words", "peer")
    reader.page.keyboard.press("Enter")
    said.filter(has_text="results for").wait_for()
    assert [] == reader.run(FIND), "with results"

    reader.page.get_by_label("Episodes").check()
    reader.page.select_option("#search-topic", "topic:peer-support")
    reader.find("#search-results article.episode").first.wait_for()
    assert [] == reader.run(FIND), "narrowed"

    reader.page.fill("#search-words", "xylophone zzzz")
    reader.page.keyboard.press("Enter")
    said.filter(has_text="Nothing was found").wait_for()
    assert [] == reader.run(FIND), "without results"
    assert reader.overflow <= 0


def test_axe_finds_nothing_where_everything_is_switched_on(arrive: Arrive) -> None:
    reader = arrive("practices/orienting/")
    reader.run(AXE.read_text(encoding="utf-8"))
    reader.button("One step at a time").click()
    reader.button("Start a silent timer").click()
    assert [] == reader.run(FIND)

    reader.open("privacy/")
    reader.button("Read privately in this tab").click()
    reader.open("episodes/three-ways/#t=30")
    reader.run(AXE.read_text(encoding="utf-8"))
    assert [] == reader.run(FIND)
