"""Reading: lines, keyboard, targets, print, and the weight of it all."""

from __future__ import annotations

import gzip
from itertools import pairwise
from pathlib import Path

import pytest

from browser.conftest import Arrive
from browser.reader import is_hidden, is_shown

pytestmark = pytest.mark.browser

ESSAY = "essays/what-a-crisis-service-owes/"
LINES = """() => {
  const lengths = [];
  for (const paragraph of document.querySelectorAll(".prose > p")) {
    const range = document.createRange(), lines = new Map();
    const walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) for (let i = 0; i < walk.currentNode.length; i += 1) {
      range.setStart(walk.currentNode, i); range.setEnd(walk.currentNode, i + 1);
      const { bottom } = range.getBoundingClientRect(), line = Math.round(bottom / 12);
      lines.set(line, (lines.get(line) ?? 0) + 1);
    }
    lengths.push(...[...lines.values()].slice(0, -1));
  }
  return lengths;
}"""
FOCUS = """() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  return { name: node.id || node.className || node.textContent.trim().slice(0, 30), tag: node.tagName,
    ring: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    seen: box.bottom > 0 && box.top < innerHeight && box.width > 0 };
}"""
SMALL = """(selector) => [...document.querySelectorAll(selector)]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }))
  .map((node) => [node.closest("label") ?? node, node]).map(([area, node]) => [area.getBoundingClientRect(), node])
  .filter(([{ width, height }]) => width < 43.9 || height < 43.9)
  .map(([{ width, height }, node]) => `${node.outerHTML.slice(0, 80)} ${width} × ${height}`)"""


def test_text_is_18_pixels_or_more_in_lines_of_60_to_75_characters(arrive: Arrive) -> None:
    reader = arrive("essays/why-people-leave/")
    reader.page.wait_for_load_state("networkidle")
    reader.run("document.fonts.ready.then(() => null)")
    lengths = sorted(reader.run(LINES))

    size = reader.run("parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)")
    middle, long = lengths[len(lengths) // 2], lengths[len(lengths) * 9 // 10]
    print(f"{size} px; half of {len(lengths)} lines have {middle} characters or more, one in ten over {long}")

    assert size >= 18
    assert len(lengths) > 30
    assert 60 <= middle <= 75
    assert long <= 76
    phone = arrive("essays/why-people-leave/", 360)
    assert phone.run("parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)") >= 18


@pytest.mark.parametrize(
    "path", ["", ESSAY, "episodes/three-ways/", "practices/orienting/", "search/", "help/", "privacy/"]
)
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(arrive: Arrive, path: str) -> None:
    reader = arrive(path)
    reader.page.wait_for_load_state("networkidle")
    wanted = reader.run(
        """() => [...document.querySelectorAll("a[href], button, select, input, summary, audio")]
          .filter((node) => node.checkVisibility({ visibilityProperty: true })).length"""
    )
    seen = []
    for _ in range(wanted + 40):  # the browser's own player has several places
        reader.page.keyboard.press("Tab")
        if not (focus := reader.run(FOCUS)):
            break
        seen.append(focus)
    else:
        pytest.fail("the keyboard never comes to the end")

    assert "skip-link" == seen[0]["name"]
    assert len(seen) >= wanted
    assert [] == [focus for focus in seen if not focus["ring"] or not focus["seen"]]


def test_the_first_key_leads_past_the_head(arrive: Arrive) -> None:
    reader = arrive(ESSAY)
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")

    assert "main" == reader.run("document.activeElement.id")


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        (
            "episodes/three-ways/",
            "#player :is(button, select, input, a, summary), #chapters .time-link",
        ),
        ("practices/orienting/", "#practice button"),
        (
            ESSAY,
            "a.quick-exit-link, button.private-toggle, button.theme-toggle, .content-notes-toggle, .byline-facts a",
        ),
        ("privacy/", "#device button"),
    ],
)
def test_what_is_pressed_is_44_pixels_wide_and_high(arrive: Arrive, path: str, selector: str) -> None:
    for width in (320, 1280):
        reader = arrive(path, width)
        reader.page.wait_for_load_state("networkidle")
        assert [] == reader.run(SMALL, selector), width


def test_a_printed_essay_keeps_its_addresses_and_its_licence(arrive: Arrive) -> None:
    reader = arrive(ESSAY, color_scheme="dark")
    reader.page.emulate_media(media="print")

    for gone in (".site-header nav", ".quick-exit", "button", "#related", ".site-footer nav", ".contents"):
        assert not reader.find(f"{gone}:visible").count(), gone
    for kept in (
        "h1",
        ".byline",
        "#content",
        ".references-list",
        ".citation",
        ".post-footer a[rel~=license]",
    ):
        assert is_shown(reader.find(kept).first)
    after = "(selector) => getComputedStyle(document.querySelector(selector), '::after').content"
    for link in (".source-title", ".post-footer a[rel~=license]"):
        assert "http" in reader.run(after, link)
    assert "rgb(0, 0, 0)" == reader.run("getComputedStyle(document.querySelector('.prose p')).color")
    assert "rgb(255, 255, 255)" == reader.run("getComputedStyle(document.documentElement).backgroundColor")


def test_a_printed_episode_has_its_transcript_even_when_it_is_folded(arrive: Arrive) -> None:
    reader = arrive("episodes/three-ways/")
    reader.find(".transcript summary").click()
    reader.page.emulate_media(media="print")

    assert is_shown(reader.find(".cue").last)
    assert is_hidden(reader.find("audio"))


def test_the_player_weighs_at_most_4_kb(site: Path) -> None:
    weight = len(gzip.compress((site / "assets/player.js").read_bytes(), mtime=0))

    print(f"player.js: {weight} bytes compressed")
    assert weight <= 4000


@pytest.mark.parametrize("path", [ESSAY, "essays/", "", "episodes/three-ways/", "series/what-gets-counted/"])
def test_a_word_of_45_letters_in_a_title_breaks(arrive: Arrive, path: str) -> None:
    reader = arrive(path, 320)
    reader.run(
        """() => { for (const title of document.querySelectorAll("h1, h2, h3, .contents a, .card-title a"))
          title.textContent = "Pneumonoultramicroscopicsilicovolcanoconiosis"; }"""
    )

    assert reader.overflow <= 0


def test_the_name_of_the_site_covers_nothing_at_320_pixels(arrive: Arrive) -> None:
    reader = arrive("", 320)
    reader.open("essays/")
    name, theme = (reader.find(part).bounding_box() for part in (".brand span", ".theme-toggle"))

    assert name
    assert theme
    assert name["x"] + name["width"] <= theme["x"]


@pytest.mark.parametrize("path", [ESSAY, "episodes/leaving/"])
def test_on_a_phone_the_order_of_the_page_is_the_order_of_the_text(arrive: Arrive, path: str) -> None:
    reader = arrive(path, 360)
    tops = reader.run(
        """() => [...document.querySelectorAll(".post-header > *, .post > *")]
          .map((node) => node.getBoundingClientRect().top)"""
    )

    assert len(tops) > 6
    assert sorted(tops) == tops


@pytest.mark.parametrize("path", [ESSAY, "episodes/leaving/", "practices/orienting/"])
def test_headings_are_no_larger_than_those_above_them(arrive: Arrive, path: str) -> None:
    for width in (360, 1280):
        sizes = arrive(path, width).run(
            """() => [...document.querySelectorAll("article :is(h1, h2, h3, h4):not(.visually-hidden)")]
              .filter((node) => !node.matches(".content-notes-title, .contents *, .columns > .references *"))
              .map((node) => [node.tagName, parseFloat(getComputedStyle(node).fontSize)])"""
        )
        by_level: dict[str, set[float]] = {}
        for level, size in sizes:
            by_level.setdefault(level, set()).add(size)
        levels = sorted(by_level)
        assert len(levels) > 1
        for above, below in pairwise(levels):
            assert min(by_level[above]) > max(by_level[below]), (path, width, by_level)


def test_on_a_phone_sources_are_folded_and_a_note_that_is_followed_is_shown(arrive: Arrive) -> None:
    reader = arrive(ESSAY, 360, java_script_enabled=False)
    assert is_hidden(reader.find(".references-list"))

    reader.find(".footnote-ref").first.click()
    assert is_shown(reader.find(".references-list li").first)

    reader.find(".references-list .footnote-backref").first.click()
    assert is_hidden(reader.find(".references-list"))
    reader.find("#sources summary").click()
    assert is_shown(reader.find(".references-list"))


def test_on_a_wide_screen_a_note_is_shown_beside_the_text_that_stays(arrive: Arrive) -> None:
    reader = arrive(ESSAY)
    last = reader.find(".footnote-ref").last
    last.evaluate("(link) => link.scrollIntoView({ block: 'center' })")
    before = last.evaluate("(link) => link.getBoundingClientRect().top")

    last.click()

    top = "(selector) => document.querySelector(selector).getBoundingClientRect().top"
    assert 0 <= reader.run(top, ".references li:target") < 120
    assert abs(before - last.evaluate("(link) => link.getBoundingClientRect().top")) < 40
