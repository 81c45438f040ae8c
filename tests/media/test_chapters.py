import json

from hypothesis import given
from hypothesis import strategies as st

from anthology.media.chapters import Chapter, check_chapters, to_chapters_json, to_lines

OPENING = Chapter(0, "Opening")
PIER = Chapter(90_250, "On the pier", url="https://example.org/pier", image="https://example.org/pier.jpg")


def found(starts: list[int], duration: int | None = None) -> list[tuple[int, str]]:
    return [(index, issue.message) for index, issue in check_chapters(starts, duration)]


def test_json_chapters_name_times_in_seconds() -> None:
    assert (
        '{"version":"1.2.0","title":"Leaving","chapters":[{"startTime":0,"title":"Opening"},'
        '{"startTime":90.25,"title":"On the pier","img":"https://example.org/pier.jpg",'
        '"url":"https://example.org/pier"}]}\n'
    ) == to_chapters_json([OPENING, PIER], title="Leaving")


def test_json_chapters_without_an_episode_title_have_none() -> None:
    assert {"version": "1.2.0", "chapters": []} == json.loads(to_chapters_json([]))


def test_letters_of_every_script_stay_readable_in_json() -> None:
    assert "“Île” 島" in to_chapters_json([Chapter(0, "“Île” 島")])


def test_lines_are_what_apple_reads_from_show_notes() -> None:
    assert "(00:00:00) Opening\n(00:01:30) On the pier\n" == to_lines([OPENING, PIER])


def test_a_title_over_two_lines_stays_one_chapter() -> None:
    assert "(00:00:00) The long way home\n" == to_lines([Chapter(0, "The long\n  way home")])


def test_chapters_in_order_within_the_audio_are_right() -> None:
    assert [] == found([0, 90_000, 180_000], 180_001)
    assert [] == found([5_000, 90_000])


def test_a_chapter_before_the_one_above_it_is_a_problem() -> None:
    assert [(2, "this chapter starts at 00:01:00, before the one above it (00:01:30)")] == found(
        [0, 90_000, 60_000]
    )


def test_two_chapters_at_one_time_are_a_problem() -> None:
    assert [(1, "two chapters start at 00:01:30")] == found([90_000, 90_000])


def test_a_chapter_at_or_after_the_end_is_a_problem() -> None:
    late = "this chapter starts at 01:30:00, but the audio ends at 01:00:00"
    assert [(1, late)] == found([0, 5_400_000], 3_600_000)
    assert [1] == [index for index, _ in found([0, 1000], 1000)]


def test_every_problem_comes_with_a_fix() -> None:
    assert ["."] * 4 == [issue.fix[-1] for _, issue in check_chapters([9, 9, 1], 5)]


@given(st.lists(st.integers(min_value=0, max_value=10**7), unique=True).map(sorted))
def test_sorted_and_distinct_starts_are_never_a_problem(starts: list[int]) -> None:
    assert [] == found(starts)


@given(st.lists(st.integers(min_value=0, max_value=10**9)))
def test_json_times_are_exact_to_the_millisecond(starts: list[int]) -> None:
    written = json.loads(to_chapters_json(Chapter(start, "x") for start in starts))["chapters"]
    assert starts == [round(chapter["startTime"] * 1000) for chapter in written]
