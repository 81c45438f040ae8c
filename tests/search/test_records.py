"""Search records: the texts that can be found, and those that must not be."""

from __future__ import annotations

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from anthology.collection import load
from anthology.search.records import search_records
from builders import episode, essay

TRANSCRIPT = """\
WEBVTT

00:00:00.000 --> 00:00:00.400
<v Ann>Fish &amp; chips.

00:00:00.400 --> 00:00:00.900
<v Ann>And the sea.
"""


def found(root: Path) -> dict[str, LexborHTMLParser]:
    """The records by their addresses."""
    loaded, problems = load(root, drafts=True)
    assert problems == []
    return {record.url: LexborHTMLParser(record.html) for record in search_records(loaded)}


def kept(page: LexborHTMLParser, name: str) -> list[str]:
    return [node.text() for node in page.css(f"[data-pagefind-meta={name}]")]


def marks(page: LexborHTMLParser) -> list[str]:
    return [node.text() for node in page.css("[data-pagefind-filter=is]")]


def searched(page: LexborHTMLParser) -> str:
    return " ".join(page.css("[data-pagefind-body]")[0].text(separator=" ").split())


def test_essays_episodes_practices_and_people_are_found(root: Path) -> None:
    episode(root, "pier")

    there = found(root)

    assert {"/essays/first/", "/episodes/pier/", "/practices/look-around/", "/people/editors/"} <= set(there)
    assert marks(there["/episodes/pier/"]) == ["kind:episode", "topic:beginnings"]
    assert marks(there["/people/editors/"]) == ["kind:person"]


def test_a_thread_is_found_among_essays(root: Path) -> None:
    essay(root, "parts", "1/ One.\n\n2/ Two.", format="thread")

    page = found(root)["/essays/parts/"]

    assert marks(page)[0] == "kind:essay"
    assert kept(page, "what") == ["Thread"]
    assert "Two." in searched(page)


def test_drafts_and_what_was_withdrawn_are_never_found(root: Path) -> None:
    essay(root, "later", "A secret.", draft="true")
    essay(root, "gone", "A secret.", withdrawn="2026-02-03")

    there = found(root)

    assert not {"/essays/later/", "/essays/gone/"} & set(there)
    assert not [url for url, page in there.items() if "secret" in (page.html or "")]


def test_every_cue_of_a_transcript_stands_behind_its_second(root: Path) -> None:
    recording = episode(root, "pier", transcript="transcript.vtt")
    (recording.parent / "transcript.vtt").write_text(TRANSCRIPT, encoding="utf-8")

    cues = found(root)["/episodes/pier/"].css("span[id]")

    assert [(cue.attributes["id"], cue.text()) for cue in cues] == [
        ("t=0", "Ann: Fish & chips."),
        ("t=0.4", "And the sea."),
    ]


def test_a_result_shows_the_content_notes(root: Path) -> None:
    essay(root, "ward", content_notes="[strong-language]")

    there = found(root)

    assert kept(there["/essays/ward/"], "notes") == ["Strong language"]
    assert kept(there["/essays/first/"], "notes") == []


def test_pictures_and_footnotes_are_not_searched(root: Path) -> None:
    essay(root, "noted", "A fact.[^1] More.\n\n[^1]: https://example.com/harbour")

    page = found(root)["/essays/noted/"]

    assert searched(page).endswith("A fact. More.")


def test_a_title_is_text_and_never_markup(root: Path) -> None:
    title = "A <b>bold</b> & early title"
    essay(root, "bold", title=f"'{title}'")

    assert kept(found(root)["/essays/bold/"], "title") == [title]


def test_records_come_in_the_same_order_each_time(root: Path) -> None:
    essay(root, "second")
    episode(root, "pier")

    assert list(found(root)) == list(found(root))
