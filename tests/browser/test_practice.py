"""A practice: one step at a time, a timer, a card."""

import re

import pytest

from browser.conftest import Arrive
from browser.reader import Reader, is_hidden, is_shown

pytestmark = pytest.mark.browser

PRACTICE = "practices/orienting/"
CHANGES = """(milliseconds) => new Promise((done) => {
  let changes = 0;
  const watch = new MutationObserver((list) => { changes += list.length; });
  watch.observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true });
  setTimeout(() => { watch.disconnect(); done(changes + document.getAnimations().length); }, milliseconds);
})"""


def shown(reader: Reader) -> list[str]:
    return [step.inner_text() for step in reader.find(".steps > li:visible").all()]


def test_all_steps_are_shown_until_the_reader_wants_one_at_a_time(arrive: Arrive) -> None:
    reader = arrive(PRACTICE)
    every = shown(reader)
    assert len(every) > 3

    reader.button("One step at a time").click()
    assert [every[0]] == shown(reader)
    assert f"Step 1 of {len(every)}" == reader.find(".step-position").inner_text()
    reader.button("Back").click(force=True)
    assert [every[0]] == shown(reader)
    for number in range(2, len(every) + 4):
        reader.button("Next").click(force=True)
        step = reader.find(".steps > li:visible")
        # The marker is drawn by the style sheet from the counter of the list, which follows `value`.
        assert str(min(number, len(every))) == step.get_attribute("value")
        assert "counter(list-item)" == step.evaluate("(node) => getComputedStyle(node, '::before').content")
    assert [every[-1]] == shown(reader)
    assert "true" == reader.button("Next").get_attribute("aria-disabled")
    reader.button("Back").click()
    assert [every[-2]] == shown(reader)
    reader.button("All steps").click()
    assert every == shown(reader)
    assert is_hidden(reader.button("Next"))


def test_steps_go_by_the_keyboard_and_the_place_is_kept(arrive: Arrive) -> None:
    reader = arrive(PRACTICE)
    reader.button("One step at a time").focus()
    reader.page.keyboard.press("Enter")
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Tab")
    for _ in range(12):
        reader.page.keyboard.press("Space")

    assert "Next" == reader.run("document.activeElement.textContent")
    assert "polite" == reader.find(".steps").get_attribute("aria-live")


def test_the_timer_runs_only_when_started_and_ends_in_silence(arrive: Arrive) -> None:
    reader = arrive(PRACTICE)
    reader.page.clock.install()
    reader.open(PRACTICE)
    assert 0 == reader.run("(document.querySelector('progress').value)")
    reader.page.clock.run_for(5000)
    assert is_hidden(reader.find("progress"))

    reader.button("Start a silent timer").click()
    reader.page.clock.run_for(30_000)
    assert "1:30" == reader.find(".timer-remaining").inner_text()
    assert 30 == reader.run("document.querySelector('progress').value")
    reader.page.clock.run_for(95_000)

    assert "Time is up" in reader.find(".timer [role=status]").inner_text()
    assert is_shown(reader.button("Start a silent timer"))
    assert 0 == reader.find("audio, video").count()


def test_the_timer_can_be_stopped(arrive: Arrive) -> None:
    reader = arrive(PRACTICE)
    reader.button("Start a silent timer").click()
    reader.button("Stop the timer").click()

    assert "stopped" in reader.find(".timer [role=status]").inner_text()
    assert 0 == reader.run(CHANGES, 2200)


def test_where_less_motion_is_asked_for_nothing_moves_while_the_timer_runs(arrive: Arrive) -> None:
    reader = arrive(PRACTICE, reduced_motion="reduce")
    reader.button("Start a silent timer").click()

    assert is_hidden(reader.find("progress"))
    assert "running" in reader.find(".timer [role=status]").inner_text()
    assert 0 == reader.run(CHANGES, 2200)


def test_nothing_moves_by_itself_on_any_kind_of_page(arrive: Arrive) -> None:
    for path in ("", "essays/why-people-leave/", "episodes/three-ways/", PRACTICE):
        reader = arrive(path)
        reader.page.wait_for_load_state("networkidle")
        assert 0 == reader.run(CHANGES, 700), path


def test_without_javascript_there_are_steps_and_no_dead_buttons(arrive: Arrive) -> None:
    reader = arrive(PRACTICE, java_script_enabled=False)

    assert len(shown(reader)) > 3
    assert not reader.find("button:visible").count()


def test_a_practice_prints_as_one_card(arrive: Arrive) -> None:
    reader = arrive(PRACTICE)
    reader.button("One step at a time").click()
    paper = reader.page.pdf(format="A4")

    assert 1 == len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))
    reader.page.emulate_media(media="print")
    assert len(shown(reader)) > 3
    assert is_shown(reader.find(".cautions"))
    assert not reader.find("button:visible").count()


def test_practices_for_one_need_are_shown_alone_without_scripts_too(arrive: Arrive) -> None:
    reader = arrive("practices/", java_script_enabled=False)
    assert reader.find(".need:visible").count() > 3

    reader.find(".needs").get_by_role("link", name="Grief").click()
    assert ["Grief"] == reader.find(".need:visible h2").all_inner_texts()

    reader.find(".needs").get_by_role("link", name="All of them").click()
    assert reader.find(".need:visible").count() > 3
