"""Leaving at once, and reading so that Back does not lead here again."""

import pytest

from browser.conftest import Arrive
from browser.reader import Reader, is_hidden, is_shown

pytestmark = pytest.mark.browser

ESSAY = "essays/what-a-crisis-service-owes/"  # it has `exit: true`
EXIT = "https://www.bbc.com/weather"
# Read in the same turn as the act: the next frame that the browser draws is blank. No clock is needed for that.
LEAVES = """() => {
  LEAVE;
  return getComputedStyle(document.documentElement).display === "none" && !document.title;
}"""
SHIFT = "for (let i = 0; i < 3; i += 1) dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' }))"


def never_answers(reader: Reader) -> None:
    """The page that the exit leads to takes its time."""
    reader.context.route(f"{EXIT}**", lambda route: None)


def out(reader: Reader) -> bool:
    reader.page.wait_for_url(f"{EXIT}**")
    return True


def test_a_page_is_blank_before_the_next_frame_by_mouse(arrive: Arrive) -> None:
    reader = arrive(ESSAY)
    reader.wait("document.documentElement.dataset.exit !== undefined")
    reader.page.wait_for_load_state("networkidle")
    never_answers(reader)

    assert reader.run(LEAVES.replace("LEAVE", "document.querySelector('a.quick-exit-link').click()"))


def test_a_page_is_blank_before_the_next_frame_by_shift(arrive: Arrive) -> None:
    reader = arrive(ESSAY)
    reader.page.wait_for_load_state("networkidle")
    never_answers(reader)

    assert reader.run(LEAVES.replace("LEAVE", SHIFT))


def test_back_does_not_lead_to_the_page_that_was_left(arrive: Arrive) -> None:
    reader = arrive(ESSAY)
    reader.page.wait_for_load_state("networkidle")
    reader.find("a.quick-exit-link").click()
    assert out(reader)

    reader.page.go_back()

    assert "about:blank" == reader.page.url


def test_shift_three_times_leaves_and_says_how_often_more(arrive: Arrive) -> None:
    reader = arrive(ESSAY)
    reader.page.wait_for_load_state("networkidle")
    reader.page.keyboard.press("Shift")
    assert "two more" in reader.find(".quick-exit-status").inner_text()
    status = reader.find(".quick-exit-status").bounding_box()
    assert status
    assert status["height"] > 20
    reader.page.keyboard.press("Shift")
    reader.page.keyboard.press("Shift")

    assert out(reader)


def test_capital_letters_are_not_a_way_out(arrive: Arrive) -> None:
    reader = arrive(ESSAY)
    reader.page.wait_for_load_state("networkidle")
    for key in ("Shift+A", "Shift+B", "Shift+C", "Shift+Tab", "Shift+Tab", "Shift+Tab"):
        reader.page.keyboard.press(key)
    reader.page.wait_for_timeout(200)

    assert ESSAY == reader.at


def test_shift_does_nothing_where_no_way_out_is_shown(arrive: Arrive) -> None:
    reader = arrive("essays/why-people-leave/")
    for _ in range(4):
        reader.page.keyboard.press("Shift")
    reader.page.wait_for_timeout(200)

    assert "essays/why-people-leave/" == reader.at
    assert is_hidden(reader.find("a.quick-exit-link"))


def test_without_javascript_the_way_out_is_a_link(arrive: Arrive) -> None:
    reader = arrive(ESSAY, java_script_enabled=False)
    assert "noreferrer" in (reader.find("a.quick-exit-link").get_attribute("rel") or "")
    assert not reader.find("button.private-toggle:visible").count()

    reader.find("a.quick-exit-link").click()

    assert out(reader)


def test_once_shown_it_stays_across_the_site_and_nothing_is_stored(arrive: Arrive) -> None:
    reader = arrive(ESSAY)
    reader.page.wait_for_load_state("networkidle")
    reader.find(".brand").click()
    reader.page.wait_for_url(reader.address)
    assert is_shown(reader.find("a.quick-exit-link"))
    reader.open("topics/access/")

    assert is_shown(reader.find("a.quick-exit-link"))
    assert [] == reader.stored
    assert is_hidden(arrive("").find("a.quick-exit-link"))


def test_the_way_out_stays_in_sight_and_can_be_hit(arrive: Arrive) -> None:
    reader = arrive(ESSAY, 320, 568)
    reader.page.wait_for_load_state("networkidle")
    reader.run("scrollTo(0, 3000)")
    box = reader.find("a.quick-exit-link").bounding_box()

    assert box is not None
    assert box["y"] >= 0
    assert box["height"] >= 44
    assert box["width"] >= 44
    reader.find("a.quick-exit-link").click()
    assert out(reader)


def test_in_private_reading_back_never_shows_the_site(arrive: Arrive) -> None:
    reader = arrive("")  # a page that was read before
    reader.open(ESSAY)
    reader.page.wait_for_load_state("networkidle")
    reader.button("Read privately").click()
    entries = reader.run("history.length")
    for name in ("Essays", "Practices", "Topics"):
        reader.find(".site-header nav").get_by_role("link", name=name).click()
        reader.page.wait_for_url(f"**/{name.lower()}/")
        reader.page.wait_for_load_state("networkidle")
        assert is_shown(reader.button("Stop reading privately"))
    assert entries == reader.run("history.length")
    assert [] == reader.stored

    reader.run("history.back()")
    reader.page.wait_for_url("about:blank")


def test_a_link_to_another_site_leaves_no_way_back_in_private_reading(arrive: Arrive) -> None:
    reader = arrive(ESSAY)
    reader.page.wait_for_load_state("networkidle")
    reader.button("Read privately").click()
    reader.find(".references a[href^=http]").first.click()
    reader.page.wait_for_load_state()
    assert "Elsewhere" == reader.page.title()

    reader.page.go_back()

    assert "about:blank" == reader.page.url


def test_links_within_a_page_work_in_private_reading(arrive: Arrive) -> None:
    reader = arrive(ESSAY)
    reader.page.wait_for_load_state("networkidle")
    reader.button("Read privately").click()
    entries = reader.run("history.length")
    reader.find("#contents a").nth(1).click()

    assert reader.run("location.hash")
    assert reader.run("scrollY") > 100
    assert entries == reader.run("history.length")


def test_private_reading_keeps_nothing(arrive: Arrive) -> None:
    reader = arrive(ESSAY)
    reader.page.wait_for_load_state("networkidle")
    reader.button("Read privately").click()
    reader.button("Colours").click()
    reader.open("episodes/three-ways/")
    reader.page.wait_for_load_state("networkidle")
    assert reader.page.get_by_label("Remember my place on this device").is_disabled()
    reader.find("#chapters .time-link").nth(2).click()
    reader.wait("document.querySelector('audio').currentTime > 1")
    reader.run("document.querySelector('audio').pause()")

    assert [] == reader.stored
    assert reader.run("navigator.mediaSession.metadata") is None


def test_private_reading_can_be_stopped(arrive: Arrive) -> None:
    reader = arrive("privacy/")
    reader.button("Read privately in this tab").click()
    reader.find("#device").get_by_role("button", name="Stop reading privately").click()
    entries = reader.run("history.length")
    reader.find(".brand").click()
    reader.page.wait_for_url(reader.address)

    assert entries + 1 == reader.run("history.length")


def test_the_page_for_missing_pages_knows_the_way_out_too(arrive: Arrive) -> None:
    reader = arrive(ESSAY)
    reader.page.wait_for_load_state("networkidle")
    reader.open("nothing/here/")

    assert is_shown(reader.find("a.quick-exit-link"))


def test_the_way_out_covers_no_text(arrive: Arrive) -> None:
    for width in (320, 1280):
        reader = arrive(ESSAY, width)
        bar = reader.find(".quick-exit").bounding_box()
        assert bar
        assert (bar["x"], bar["width"]) == (0, width)  # no line of text is beside it

        heading = reader.find("#content h2").nth(1)
        reader.run("(id) => { location.hash = id; }", heading.get_attribute("id"))
        reader.page.wait_for_timeout(100)
        box = heading.bounding_box()
        assert box
        assert box["y"] >= bar["height"]
