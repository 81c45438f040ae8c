"""Listening, over a server that answers with byte ranges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from browser.conftest import Arrive
from browser.reader import Reader, is_hidden, is_shown

if TYPE_CHECKING:
    from playwright.sync_api import Route

pytestmark = pytest.mark.browser

EPISODE = "episodes/three-ways/"
PLAYER = "document.querySelector('audio')"


def time(reader: Reader) -> float:
    now: float = reader.run(f"{PLAYER}.currentTime")
    return now


def playing(reader: Reader, after: float) -> None:
    reader.wait(f"!{PLAYER}.paused && {PLAYER}.currentTime > {after}")


def pause(reader: Reader) -> None:
    reader.run(f"{PLAYER}.pause()")


def test_nothing_of_a_recording_is_fetched_before_it_is_played(arrive: Arrive) -> None:
    reader = arrive(EPISODE)
    reader.page.wait_for_load_state("networkidle")

    assert not [request.url for request in reader.requests if request.resource_type == "media"]


def test_a_chapter_plays_from_its_start_by_a_byte_range(arrive: Arrive) -> None:
    reader = arrive(EPISODE)
    chapter = reader.find("#chapters .time-link").nth(2)
    start = float(chapter.get_attribute("data-seek") or 0)

    with reader.page.expect_response(lambda answer: answer.status == 206):
        chapter.click()
        playing(reader, start)

    assert time(reader) < start + 5
    assert "true" == chapter.get_attribute("aria-current")
    assert EPISODE == reader.at


def test_buttons_go_back_15_and_forward_30_seconds(arrive: Arrive) -> None:
    reader = arrive(EPISODE)
    reader.find("#chapters .time-link").nth(1).click()
    playing(reader, 1)
    pause(reader)
    before = time(reader)

    reader.button("Forward 30 s").click()
    assert time(reader) == pytest.approx(before + 30, abs=0.5)
    reader.button("Back 15 s").click()
    assert time(reader) == pytest.approx(before + 15, abs=0.5)
    for _ in range(20):
        reader.button("Back 15 s").click()
    assert 0 == time(reader)


def test_the_speed_is_chosen_and_follows_the_browsers_own_menu(arrive: Arrive) -> None:
    reader = arrive(EPISODE)
    reader.find(".player-ways summary").last.click()
    reader.find(".player-speed").select_option("1.5")

    assert 1.5 == reader.run(f"{PLAYER}.playbackRate")
    reader.run(f"{PLAYER}.playbackRate = 0.75")
    reader.wait("document.querySelector('.player-speed').value === '0.75'")


def test_a_link_to_a_moment_is_copied_and_leads_there_without_playing(arrive: Arrive) -> None:
    reader = arrive(EPISODE, permissions=["clipboard-read", "clipboard-write"])
    reader.find("#chapters .time-link").nth(1).click()
    playing(reader, 1)
    pause(reader)
    reader.find(".player-ways summary").last.click()
    reader.button("Copy a link to this moment").click()
    reader.wait("document.querySelector('.player-status').textContent")
    link = reader.run("navigator.clipboard.readText()")
    moment = int(re.fullmatch(rf"{re.escape(reader.address + EPISODE)}#t=(\d+)", link)[1])  # type: ignore[index]

    again = arrive(link.removeprefix(reader.address))

    assert moment == time(again)
    assert again.run(f"{PLAYER}.paused")
    assert "Playback will start at" in again.find(".player-status").inner_text()
    assert not [request for request in again.requests if request.resource_type == "media"]
    again.run(f"{PLAYER}.play()")
    playing(again, moment)


def test_a_moment_is_read_in_hours_and_minutes_too(arrive: Arrive) -> None:
    assert 83 == time(arrive(f"{EPISODE}#t=1:23"))
    assert 83 == time(arrive(f"{EPISODE}#t=0:01:23,0:02:00"))
    assert 0 == time(arrive(f"{EPISODE}#t=soon"))


def test_the_cue_that_is_heard_is_marked_and_the_page_stays_where_it_is(arrive: Arrive) -> None:
    reader = arrive(EPISODE)
    cue = reader.find(".cue").nth(4)
    cue.click()
    scrolled = reader.run("scrollY")
    playing(reader, float(cue.get_attribute("data-start") or 0))
    reader.wait("document.querySelectorAll('.cue')[4].hasAttribute('aria-current')")

    reader.run(f"{PLAYER}.currentTime = Number(document.querySelectorAll('.cue')[30].dataset.start) + 0.2")
    reader.wait("document.querySelectorAll('.cue')[30].hasAttribute('aria-current')")
    assert 1 == reader.find(".cue[aria-current]").count()
    assert scrolled == reader.run("scrollY")


def test_the_page_takes_no_keys(arrive: Arrive) -> None:
    reader = arrive(EPISODE)
    for key in ("k", "j", "l", "m", "f", "ArrowRight", "ArrowLeft", "0", "5", ">", "MediaPlayPause"):
        reader.page.keyboard.press(key)

    assert reader.run(f"{PLAYER}.paused")
    assert 0 == time(reader)
    assert not reader.run(f"{PLAYER}.muted")


def test_a_place_is_kept_only_when_asked_and_gone_to_only_when_asked(arrive: Arrive) -> None:
    reader = arrive(EPISODE)
    reader.find("#chapters .time-link").nth(2).click()
    playing(reader, 1)
    pause(reader)
    assert [] == reader.stored
    reader.find(".player-ways summary").last.click()
    reader.page.get_by_label("Remember my place on this device").check()
    place = int(time(reader))
    assert [f"place:/{EPISODE}"] == reader.stored

    reader.open(EPISODE)
    assert 0 == time(reader)
    assert reader.run(f"{PLAYER}.paused")
    reader.button("Resume from").click()
    playing(reader, place)
    assert is_hidden(reader.find(".resume"))

    reader.find(".player-ways summary").last.click()
    reader.page.get_by_label("Remember my place on this device").uncheck()
    assert [] == reader.stored


def test_without_being_asked_no_way_to_resume_is_shown(arrive: Arrive) -> None:
    assert is_hidden(arrive(EPISODE).find(".resume"))


def test_keys_and_screens_of_the_device_know_what_is_playing(arrive: Arrive) -> None:
    reader = arrive(EPISODE)
    reader.find("#chapters .time-link").first.click()
    playing(reader, 0)

    playing_now = reader.run(
        """(({ title, artist, album, artwork }) => [title, artist, album, artwork.length])(
          navigator.mediaSession.metadata)"""
    )

    assert ["Three ways to steady yourself", "The Groundwork collective"] == playing_now[:2]
    assert playing_now[2]
    assert 1 == playing_now[3]


def test_a_marked_part_is_skipped_while_its_button_is_pressed(arrive: Arrive) -> None:
    reader = arrive("episodes/leaving/")
    skip = reader.find("button[data-from]").first
    start, end = (float(skip.get_attribute(name) or 0) for name in ("data-from", "data-to"))
    skip.click()
    assert "true" == skip.get_attribute("aria-pressed")
    assert reader.run(f"{PLAYER}.paused")

    reader.run(f"{PLAYER}.currentTime = {start - 1}; {PLAYER}.play()")
    playing(reader, end - 0.5)
    assert time(reader) < end + 5
    pause(reader)
    skip.click()
    assert "false" == skip.get_attribute("aria-pressed")


def test_a_bar_at_the_bottom_keeps_the_player_at_hand_wherever_one_is(arrive: Arrive) -> None:
    reader = arrive("episodes/leaving/", 360, 740)
    bar = reader.find(".player-bar")
    assert is_hidden(bar)  # the player itself is in view

    for part in ("#learn", "#transcript", "#sources", "#related", "#cite", ".site-footer"):
        reader.find(part).evaluate("(node) => node.scrollIntoView()")
        bar.wait_for()
        box = bar.bounding_box()
        assert box
        assert (0, 360) == (box["x"], box["width"])
        assert 0 <= box["y"] < box["y"] + box["height"] <= 740
    reader.find("#transcript .cue").nth(40).scroll_into_view_if_needed()
    bar.get_by_role("button", name="Play").click()  # one act
    playing(reader, 0.2)
    bar.get_by_role("button", name="Pause").click()
    assert reader.run(f"{PLAYER}.paused")
    bar.get_by_role("link", name="To the player").click()
    reader.wait("document.querySelector('.player-bar').hidden")


def test_the_bar_names_the_chapter_and_the_slider_its_time(arrive: Arrive) -> None:
    reader = arrive("episodes/leaving/", 360)
    chapter = reader.find("#chapters .time-link").nth(2)
    chapter.click()
    playing(reader, float(chapter.get_attribute("data-seek") or 0))
    name = chapter.locator("span").last.inner_text()

    reader.wait(f"document.querySelector('.player-now').textContent === {name!r}")
    spoken = reader.find(".player-seek").get_attribute("aria-valuetext") or ""
    assert re.fullmatch(r"\d+:\d\d of 8:\d\d", spoken)


def test_the_sleep_timer_pauses_and_says_so(arrive: Arrive) -> None:
    reader = arrive(EPISODE)
    reader.find(".player-ways summary").last.click()
    reader.find(".player-sleep").select_option("chapter")
    last = reader.find("#chapters .time-link").nth(2)
    reader.run(f"{PLAYER}.currentTime = {float(last.get_attribute('data-seek') or 0) - 1}; {PLAYER}.play()")

    reader.wait("document.querySelector('.player-status').textContent.includes('sleep timer')")
    assert reader.run(f"{PLAYER}.paused")
    assert "" == reader.find(".player-sleep").input_value()


@pytest.mark.parametrize(
    "path", ["leaving", "before-you-tag-a-therapist", "two-words", "side-by-side", "three-ways"]
)
def test_title_player_length_and_apps_are_on_the_first_screen_of_a_phone(arrive: Arrive, path: str) -> None:
    reader = arrive(f"episodes/{path}/", 360, 740)
    for part in ("h1", ".play", ".player-clock time", "#download", ".player-ways summary"):
        box = reader.find(part).first.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 740, part
    assert re.fullmatch(r"\d+:\d\d", reader.find(".player-clock time").inner_text())


def test_without_javascript_it_is_a_player_with_chapters_and_transcript(arrive: Arrive) -> None:
    reader = arrive(EPISODE, java_script_enabled=False)

    assert is_shown(reader.find("audio[controls][src]"))
    assert is_hidden(reader.find(".player-controls"))
    assert is_hidden(reader.find(".player-bar"))
    assert re.search(r"\.mp3#t=\d+$", reader.find("#chapters .time-link").nth(1).get_attribute("href") or "")
    assert re.search(
        r"\.mp3#t=[\d.]+$", reader.find(".transcript-paragraph a").nth(1).get_attribute("href") or ""
    )
    assert is_shown(reader.find(".cue").last)


def test_the_player_stands_where_it_will_stand_before_its_script_runs(arrive: Arrive) -> None:
    reader = arrive(EPISODE, 360)
    reader.page.wait_for_load_state("networkidle")
    after = reader.find("#chapters, #learn").first.bounding_box()
    reader.context.route("**/player.js", lambda route: route.abort())
    reader.open(EPISODE)

    assert after == reader.find("#chapters, #learn").first.bounding_box()


def test_a_recording_of_unknown_length_tells_it_when_it_is_loaded(arrive: Arrive) -> None:
    reader = arrive()
    reader.page.route(f"**/{EPISODE}", _without_length)
    reader.open(EPISODE)
    assert "–" == reader.find(".player-length").inner_text()

    reader.find("#player .play").click()
    playing(reader, 0)

    pause(reader)
    assert re.fullmatch(r"\d+:\d\d", reader.find(".player-length").inner_text())
    assert reader.run("Number(document.querySelector('.player-seek').max)") > 100


def _without_length(route: Route) -> None:
    """Answer with the page as it is for a remote recording whose length nobody gave."""
    answer = route.fetch()
    text = re.sub(r'(class="player-seek"[^>]*?max=)"\d+"', r'\1"0"', answer.text())
    text = re.sub(r'(class="player-length">).*?</span>', r"\1–</span>", text)
    route.fulfill(response=answer, body=text)
