"""Whatever people write, the feed is valid and says it, or the build says what is wrong."""

from __future__ import annotations

import html
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from anthology.collection import load
from anthology.feeds import build_feeds
from anthology.feeds.atom import atom_document, replace_entries
from anthology.feeds.checks import BuiltSite, check_document
from anthology.feeds.entry import Enclosure, Entry, FeedHead, NamedLink
from anthology.feeds.feed_html import reduce_to_feed_tags
from anthology.feeds.json_feed import json_document, replace_items
from anthology.feeds.rss import rss_document
from anthology.media.chapters import Chapter
from anthology.problems import errors
from anthology.rendering.sanitizer import sanitized
from anthology.sources import dump_yaml
from any_text import TEXT, guessed, kept
from builders import collection, nonempty
from builders import episode as written
from feed_builders import SITE, episode, show

EXAMPLES = 2000 if os.environ.get("CI") else 200
"""all of them where a change is judged; a sample at each desk"""

LONG = st.builds(lambda piece, times: (piece * times)[:10_000], TEXT, st.integers(1, 40))
WORDS = st.one_of(*[TEXT] * 9, LONG)
# A file is UTF-8, which has no halves of characters; a title can get one by an escape of YAML.
NOTES = WORDS.map(lambda text: text.encode("utf-8", "ignore").decode())
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30), timezones=ZONES)


def read(feed: bytes) -> Any:
    # What is read shall be what was written: feedparser's own cleaning would hide what we did.
    found = feedparser.parse(BytesIO(feed), sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    title=WORDS,
    notes=NOTES,
    published=MOMENTS,
    length=st.integers(1, 2**40),
    seconds=st.integers(1, 10**6),
    season=st.integers(1, 10**6),
    number=st.integers(1, 10**6),
)
@example("]]>" * 3334, "<h1>" * 2500, datetime(2000, 2, 29, tzinfo=UTC), 1, 1, 1, 1)
def test_title_notes_dates_and_numbers_are_read_back_as_they_were_written(
    title: str, notes: str, published: datetime, length: int, seconds: int, season: int, number: int
) -> None:
    item = episode(
        title=f"T{title}T",
        content_html=reduce_to_feed_tags(sanitized(f"<p>{notes}</p>")),
        published=published,
        enclosure=Enclosure(f"{SITE}a.mp3", length, "audio/mpeg"),
        duration_seconds=seconds,
        season=season,
        episode=number,
        chapters=(),
        chapters_url=None,
        persons=(),
        transcripts=(),
    )
    document = rss_document(show(last_build=published), [item])

    (entry,) = read(document).entries
    # RSS cannot say whether a title is text or HTML: a reader may leave its signs escaped.
    assert guessed(f"T{kept(title)}T") in {entry.title, html.unescape(entry.title)}
    assert guessed(kept(item.content_html)) == (entry.content[-1].value if item.content_html else "")
    assert published.astimezone(UTC).timetuple()[:6] == entry.published_parsed[:6]
    assert (str(length), str(seconds)) == (entry.enclosures[0].length, entry.itunes_duration)
    assert (str(season), str(number)) == (entry.itunes_season, entry.itunes_episode)
    assert [] == check_document(document, "podcast.xml", BuiltSite(None, SITE))


@settings(max_examples=300, deadline=None)
@given(title=TEXT, notes=NOTES, summary=TEXT, updated=MOMENTS)
def test_any_text_comes_back_from_atom_and_json(
    title: str, notes: str, summary: str, updated: datetime
) -> None:
    entry = Entry(
        id="urn:uuid:9b024349-ccf0-5f69-a609-6b82873eab3c",
        post="essays/x",
        kind="essay",
        url=f"{SITE}essays/x/",
        title=f"T{title}T",
        summary=f"S{summary}S",
        html=reduce_to_feed_tags(sanitized(f"<p>{notes}</p>")) or "<p></p>",
        updated=updated.astimezone(UTC).replace(microsecond=0),
        language="en",
        authors=(NamedLink(f"N{title}N", f"{SITE}people/x/"),),
    )
    license = NamedLink("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
    url = f"{SITE}essays.xml"
    head = FeedHead(entry.id[:-1] + "d", "F", "", url, f"{SITE}essays/", "en", license, about=SITE)
    atom = atom_document(head, [entry])
    json_feed = head._replace(url=f"{SITE}feed.json", home=SITE)
    told = json_document(json_feed, [entry])

    (found,) = read(atom).entries
    assert guessed(kept(entry.title)) in {found.title, html.unescape(found.title)}
    assert guessed(kept(entry.html)) == found.content[0].value
    assert entry.updated.timetuple()[:6] == found.updated_parsed[:6]
    for feed, path in ((atom, "essays.xml"), (told, "feed.json")):
        assert [] == check_document(feed, path, BuiltSite(None, SITE))


@settings(max_examples=300, deadline=None)
@given(
    texts=st.lists(st.tuples(TEXT, NOTES), min_size=1, max_size=4),
    others=st.dictionaries(st.integers(0, 3), TEXT),
)
@example([("\n<entry xml:lang=", "<entry "), ('"items": [', "],\n]")], {0: "</feed>", 1: ",\n"})
def test_a_document_in_which_entries_are_replaced_is_the_one_that_would_be_written(
    texts: list[tuple[str, str]], others: dict[int, str]
) -> None:
    entries = [
        Entry(
            id=f"urn:x:{number}",
            post=f"essays/{number}",
            kind="essay",
            url=f"{SITE}essays/{number}/",
            title=title,
            summary=title,
            html=reduce_to_feed_tags(sanitized(f"<p>{notes}</p>")),
            updated=datetime(2026, 1, 1, tzinfo=UTC),
            language="en",
            topics=(NamedLink(title, SITE, title),),
        )
        for number, (title, notes) in enumerate(texts)
    ]
    new = {
        place: replace(entries[place], title=text, html=f"<p>{html.escape(text)}</p>")
        for place, text in others.items()
        if place < len(entries)
    }
    after = [new.get(place, entry) for place, entry in enumerate(entries)]
    head = FeedHead("urn:x", texts[0][0], texts[0][0], f"{SITE}essays.xml", SITE, "en", NamedLink("CC", SITE))

    assert atom_document(head, after) == replace_entries(head, atom_document(head, entries), new)
    assert json_document(head, after) == replace_items(head, json_document(head, entries), new)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = collection(tmp_path_factory.mktemp("hostile") / "collection")
    written(root, "odd")
    return root


FIELDS = {
    "date": "2026-01-03",
    "summary": "Odd.",
    "topics": ["beginnings"],
    "hosts": ["editors"],
    "audio": "audio.mp3",
}


@settings(max_examples=50, deadline=None)
@given(title=TEXT.filter(lambda text: "\ud83d" not in text and text.isprintable()), notes=NOTES)
@example("x", "# One\n\n[a](/nowhere/) <script>1</script>")
@example("x", "word " * 2000)
def test_from_a_file_to_every_feed_there_is_a_valid_feed_or_a_clear_error(
    root: Path, title: str, notes: str
) -> None:
    file = root / "episodes" / "odd" / "index.md"
    text = f"---\n{dump_yaml({'title': f'T{title}T', **FIELDS})}---\n\n{notes}\n"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    loaded, problems = load(root)

    if found := errors(problems):
        assert all(
            problem.path == "episodes/odd/index.md" and problem.line and problem.fix for problem in found
        )
        return
    for path, feed in nonempty(build_feeds(loaded, {}).items()):
        assert [] == check_document(feed, path, BuiltSite(None, "https://example.org/")), path


def test_ten_thousand_characters_of_each_kind_are_a_valid_feed() -> None:
    items = [
        episode(number, title=piece * 10_000, content_html=f"<p>{html.escape(piece) * 10_000}</p>")
        for number, piece in enumerate(["a", "<", "]]>", "🌊", "ש", "&amp;", "\u202e"], 1)
    ]
    document = rss_document(show(), items)

    assert 7 == len(read(document).entries)
    assert [] == check_document(document, "podcast.xml", BuiltSite(None, SITE))


def test_a_chapter_of_hostile_words_does_not_break_its_line() -> None:
    chapters = (Chapter(0, "a\n(00:00:09) b ]]> <b>"), Chapter(1000, "c"))
    (entry,) = read(rss_document(show(), [episode(chapters=chapters)])).entries

    assert "(00:00:00) a (00:00:09) b ]]>" in html.unescape(entry.summary)
