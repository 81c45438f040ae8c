"""Searching, in Chromium: by mouse, by keyboard, without JavaScript, and what it loads."""

from __future__ import annotations

import pytest

from browser.conftest import Arrive
from browser.reader import Reader, is_hidden

pytestmark = pytest.mark.browser


def looked_for(reader: Reader, words: str) -> None:
    reader.page.fill("#search-words", words)
    reader.page.keyboard.press("Enter")
    reader.page.locator("#search-results li").first.wait_for()


def test_nothing_of_the_search_is_loaded_before_somebody_searches(arrive: Arrive) -> None:
    reader = arrive("search/")
    loaded: list[str] = []
    reader.page.on("request", lambda request: loaded.append(request.url))

    reader.page.fill("#search-words", "peer")
    reader.page.wait_for_timeout(300)

    assert [url for url in loaded if "/pagefind/" in url] == []


def test_the_policy_of_the_site_allows_a_search_and_structured_data(arrive: Arrive) -> None:
    reader = arrive("search/")

    looked_for(reader, "peer")

    said = "JSON.parse(document.querySelector('script[type=\\'application/ld+json\\']').textContent)['@graph'].length"
    assert reader.page.evaluate(said) == 2
    assert reader.complaints == []
    assert reader.strangers == []


def test_a_search_says_how_much_it_found_and_stays_out_of_the_address(arrive: Arrive) -> None:
    reader = arrive("search/")
    before = reader.page.url

    looked_for(reader, "peer")

    said = reader.page.locator("#search-status")
    assert said.get_attribute("role") == "status"
    assert "results for “peer”" in said.inner_text()
    assert reader.page.url == before
    assert reader.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_spoken_word_leads_to_its_second(arrive: Arrive) -> None:
    reader = arrive("search/")

    looked_for(reader, "supervises")

    moment = reader.page.locator(".result-cues a").first
    assert "/episodes/" in (moment.get_attribute("href") or "")
    assert "/#t=" in (moment.get_attribute("href") or "")
    assert (moment.get_attribute("aria-label") or "").startswith("Listen from ")


def test_kinds_and_topics_narrow_a_search(arrive: Arrive) -> None:
    reader = arrive("search/")
    looked_for(reader, "peer")

    reader.page.get_by_label("Episodes").check()
    reader.page.locator("#search-results li .episode").first.wait_for()
    assert reader.page.locator("#search-results article:not(.episode)").count() == 0

    reader.page.select_option("#search-topic", "topic:peer-support")
    reader.page.locator("#search-status", has_text="1 result").wait_for()


def test_a_result_shows_its_content_notes(arrive: Arrive) -> None:
    reader = arrive("search/")

    looked_for(reader, "tag a therapist")

    assert "Content notes: " in reader.page.locator(".card-notes").first.inner_text()


def test_words_that_nothing_holds_are_told(arrive: Arrive) -> None:
    reader = arrive("search/")

    reader.page.fill("#search-words", "xylophone zzzz")
    reader.page.keyboard.press("Enter")

    reader.page.locator("#search-status", has_text="Nothing was found").wait_for()
    assert 0 == reader.page.locator("#search-results li").count()


def test_a_search_needs_no_mouse(arrive: Arrive) -> None:
    reader = arrive("search/")
    keys = reader.page.keyboard
    reader.find("#search-words").focus()
    keys.type("peer")
    keys.press("Enter")
    reader.find("#search-results li").first.wait_for()
    assert "search-words" == reader.run("document.activeElement.id"), "the words can be changed at once"

    keys.press("Tab")  # the button
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    reader.find("#search-results article.episode").first.wait_for()
    assert reader.page.get_by_label("Episodes").is_checked()
    for _ in ("practices", "people", "topics"):
        keys.press("Tab")
    keys.type("Peer")
    reader.find("#search-status").filter(has_text="1 result").wait_for()
    assert "topic:peer-support" == reader.find("#search-topic").input_value()

    keys.press("Tab")
    ring = "parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
    assert reader.run(ring) >= 2
    keys.press("Enter")
    reader.page.wait_for_url("**/episodes/side-by-side/")


def test_a_screen_reader_is_told_what_there_is(arrive: Arrive) -> None:
    reader = arrive("search/")
    looked_for(reader, "tag a therapist")

    told = spoken(reader)
    roles = [role for role, _, _ in told]
    assert {
        ("search", ""),
        ("searchbox", "Search for"),
        ("group", "Show only"),
        ("combobox", "On the topic"),
    } <= {(role, name) for role, name, _ in told}
    assert ["Essays", "Episodes", "Practices", "People"] == [
        name for role, name, _ in told if role == "checkbox"
    ]
    assert ["polite"] == [facts["live"] for role, _, facts in told if role == "status" and facts["live"]][:1]
    results = reader.find("#search-results > ol > li").count()
    headings = [name for role, name, facts in told if role == "heading" and facts.get("level") == 2]
    assert results == len(headings)
    assert results == roles.count("article")


def spoken(reader: Reader) -> list[tuple[str, str, dict[str, object]]]:
    """The accessibility tree of the page: role, name and properties of each node."""
    tree = reader.context.new_cdp_session(reader.page).send("Accessibility.getFullAXTree")
    return [
        (
            str(node["role"]["value"]),
            str(node.get("name", {}).get("value", "")),
            {one["name"]: one["value"].get("value") for one in node.get("properties", [])},
        )
        for node in tree["nodes"]
        if not node["ignored"]
    ]


def test_more_results_take_the_keyboard_with_them(arrive: Arrive) -> None:
    reader = arrive("search/")
    looked_for(reader, "people")

    reader.page.locator("#search-more").focus()
    reader.page.keyboard.press("Enter")
    reader.page.locator("#search-results > ol > li").nth(5).wait_for()

    focused = """[...document.querySelectorAll("#search-results > ol > li")]
        .indexOf(document.activeElement.closest("li"))"""
    assert reader.page.evaluate(focused) == 5


def test_nothing_scrolls_sideways_at_320_pixels(arrive: Arrive) -> None:
    reader = arrive("search/", width=320)

    looked_for(reader, "peer")

    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_scripts_the_form_leads_to_the_archive(arrive: Arrive) -> None:
    reader = arrive("search/", java_script_enabled=False)

    reader.page.fill("#search-words", "peer")
    reader.page.keyboard.press("Enter")

    reader.page.wait_for_url("**/archive/*")
    assert "peer" not in reader.page.url
    assert is_hidden(reader.page.get_by_label("Episodes"))


def test_wider_spacing_of_text_keeps_everything_in_view_at_320_pixels(arrive: Arrive) -> None:
    reader = arrive("search/", 320)
    looked_for(reader, "peer")
    reader.run(
        """() => { for (const node of document.querySelectorAll("body, body *")) {
          node.style.lineHeight = "1.5"; node.style.letterSpacing = "0.12em"; node.style.wordSpacing = "0.16em"; } }"""
    )

    assert reader.overflow <= 0
    cut = """() => [...document.querySelectorAll("main button, main input, main select, main label, main p")]
      .filter((node) => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 1)
      .map((node) => node.outerHTML.slice(0, 80))"""
    assert [] == reader.run(cut)


def test_the_page_for_missing_pages_searches(arrive: Arrive) -> None:
    reader = arrive("nothing/is/here/")

    looked_for(reader, "peer")

    result = reader.find("#search-results a").first
    address = result.get_attribute("href")
    result.click()
    reader.page.wait_for_url("**/*-*/")
    assert address
    assert reader.page.url.endswith(address.split("#")[0])
