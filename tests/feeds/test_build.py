"""Feeds of essays, of everything, of topics, and their list; and that no wrong feed is ever swapped in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from anthology.collection import guid_of_feed, load
from anthology.crosslinks import cross_links
from anthology.feeds.build import TOPIC_POSTS, build_feeds
from anthology.feeds.checks import check_site
from anthology.output.feed_problems import check_feeds
from anthology.timecode import milliseconds
from builders import build, built, digests, episode, essay, nonempty


def written(root: Path) -> Mapping[str, bytes]:
    loaded, problems = load(root)
    assert problems == []
    return build_feeds(loaded, cross_links(loaded).offers)


def atom(document: bytes) -> Any:
    found = feedparser.parse(document, sanitize_html=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def items(document: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(document)["items"]
    return found


def add_topics(root: Path, *names: str) -> None:
    vocabulary = root / "docs" / "vocabulary.yml"
    topics = "".join(f"  {name}: {{title: {name.capitalize()}, text: How.}}\n" for name in names)
    text = vocabulary.read_text(encoding="utf-8")
    vocabulary.write_text(text.replace("topics:\n", f"topics:\n{topics}"), encoding="utf-8")


def move(root: Path, address: str) -> None:
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("https://example.org/", address), encoding="utf-8")


# --- What is in them --------------------------------------------------------------------------------


def test_essays_are_in_the_feed_with_their_full_text(root: Path) -> None:
    essay(
        root,
        "tides",
        "The *sea*.\n\n## A part\n\n[First](first.md) and ![a wave](/wave.png).",
        date="2026-02-02",
    )
    (root / "docs" / "wave.png").write_bytes(PICTURE)
    feed = atom(written(root)["essays.xml"])

    assert [entry.title for entry in feed.entries] == ["Tides", "A first essay"]
    text = feed.entries[0].content[0].value
    assert "<p>The <em>sea</em>.</p>" in text
    assert "<h2>A part</h2>" in text
    assert 'href="https://example.org/essays/first/' in text
    assert 'src="https://example.org/wave.png"' in text
    assert feed.entries[0].link == "https://example.org/essays/tides/"
    assert feed.entries[0].updated == "2026-02-02T12:00:00Z"


def test_notes_licence_authors_and_practices_travel_with_each_entry(root: Path) -> None:
    note = "[{note: strong-language, detail: two words}]"
    essay(root, "tides", content_notes=note, license="CC0-1.0", date="2026-02-02")
    feeds_ = written(root)
    entry = atom(feeds_["essays.xml"]).entries[0]
    (item, _) = items(feeds_["feed.json"])

    assert "Content notes: Strong language (two words)" in entry.summary
    for text in (entry.content[0].value, item["content_html"]):
        assert text.startswith("<p><strong>Content notes:</strong> Strong language (two words)</p>")
        assert (
            '<a href="https://example.org/practices/look-around/">Look around the room</a>: when you feel'
            in text
        )
        assert text.endswith(
            '<p><a href="https://creativecommons.org/publicdomain/zero/1.0/">CC0 1.0</a></p>'
        )
    assert [author.name for author in entry.authors] == ["The editors"]
    assert entry.rights == "CC0 1.0"
    assert {"rel": "license", "href": "https://creativecommons.org/publicdomain/zero/1.0/"}.items() <= next(
        link.items() for link in entry.links if link.rel == "license"
    )
    ours = item["_anthology"]
    assert ours["license"]["id"] == "CC0-1.0"
    assert ours["content_notes"] == "Strong language (two words)"
    assert {offer["title"] for offer in ours["practices"]} == {"Look around the room", "Call somebody"}
    assert item["authors"] == [{"name": "The editors", "url": "https://example.org/people/editors/"}]


def test_episodes_are_in_the_json_feed_with_their_recording(root: Path) -> None:
    episode(root, "pier", date="2026-03-03")
    item = items(written(root)["feed.json"])[0]

    assert item["id"] == "urn:uuid:b5c6eb01-45b3-59f9-9d3c-9d7f0fccd9f1"
    assert item["attachments"] == [
        {
            "url": "https://example.org/episodes/pier/pier.mp3",
            "mime_type": "audio/mpeg",
            "size_in_bytes": 6347,
            "duration_in_seconds": 2,
        }
    ]
    assert item["_anthology"]["kind"] == "episode"


def test_a_topic_has_essays_and_episodes_and_the_newest_alone(root: Path) -> None:
    for number in range(TOPIC_POSTS):
        essay(root, f"no-{number}", date=f"2025-{number // 28 + 1:02}-{number % 28 + 1:02}")
    episode(root, "pier", date="2026-03-03")
    feed = atom(written(root)["topics/beginnings/feed.xml"])

    assert len(feed.entries) == TOPIC_POSTS
    assert feed.entries[0].title == "Pier"
    assert feed.entries[0].enclosures[0].href == "https://example.org/episodes/pier/pier.mp3"
    assert feed.entries[1].title == "A first essay"


def test_the_list_has_every_feed_that_has_something_in_it(root: Path) -> None:
    add_topics(root, "ends")
    episode(root, "pier")
    documents = written(root)

    outlines = ElementTree.fromstring(documents["feeds.opml"]).iter("outline")
    assert [outline.attrib["xmlUrl"].removeprefix("https://example.org/") for outline in outlines] == [
        "podcast.xml",
        "essays.xml",
        "feed.json",
        "topics/beginnings/feed.xml",
    ]
    assert "topics/ends/feed.xml" in documents, "who waits for the first piece can subscribe already"


def test_drafts_and_withdrawn_posts_are_in_no_feed(root: Path) -> None:
    essay(root, "secret", draft="true")
    essay(root, "gone", withdrawn="2026-05-05")
    episode(root, "later", draft="true")

    for path, document in nonempty(feeds_of_a_build(root, ANTHOLOGY_PREVIEW="1").items()):
        assert not re.search(rb"secret|essays/gone|later", document), path


def test_corrections_and_updates_change_the_date_of_an_entry(root: Path) -> None:
    essay(root, "a", updated="2026-04-04")
    essay(root, "b", corrections="[{date: 2026-05-05T10:00:00+02:00, text: A year was wrong.}]")
    entries = {entry.title: entry for entry in atom(written(root)["essays.xml"]).entries}

    assert entries["A"].updated == "2026-04-04T12:00:00Z"
    assert entries["B"].updated == "2026-05-05T08:00:00Z"
    assert entries["B"].published == "2026-01-02T12:00:00Z"


def test_an_essay_of_unknown_date_comes_last_and_says_no_date(root: Path) -> None:
    essay(root, "old", date="unknown", originally_published="{name: A blog}")
    documents = written(root)
    last = atom(documents["essays.xml"]).entries[-1]

    assert (last.title, "published" in last) == ("Old", False)
    assert "date_published" not in items(documents["feed.json"])[-1]


def test_a_move_to_another_domain_changes_no_id(root: Path) -> None:
    episode(root, "pier")
    before = written(root)
    move(root, "https://new.example/")
    after = written(root)

    for path in ("essays.xml", "topics/beginnings/feed.xml"):
        assert [e.id for e in atom(before[path]).entries] == [e.id for e in atom(after[path]).entries]
        assert atom(before[path]).feed.id == atom(after[path]).feed.id
    assert [item["id"] for item in items(before["feed.json"])] == [
        item["id"] for item in items(after["feed.json"])
    ]


def test_the_guid_of_a_feed_is_made_as_the_namespace_says() -> None:
    # The example of its own documentation.
    assert guid_of_feed("https://mp3s.nashownotes.com/pc20rss.xml") == "917393e3-1b1e-5cef-ace4-edaa54e1f810"


def test_a_collection_without_a_show_has_the_other_feeds(root: Path) -> None:
    assert list(written(root)) == ["essays.xml", "feed.json", "topics/beginnings/feed.xml", "feeds.opml"]


# --- Their pages ------------------------------------------------------------------------------------


def test_a_long_feed_has_archives_from_the_oldest_which_do_not_change(root: Path) -> None:
    dates = {f"no-{number:03}": f"20{10 + number // 28:02}-01-{number % 28 + 1:02}" for number in range(320)}
    for slug, date in list(dates.items())[:299]:
        essay(root, slug, date=date)
    before = written(root)
    for slug, date in list(dates.items())[299:]:
        essay(root, slug, date=date)
    after = written(root)

    pages = ["essays.xml", "essays/1.xml", "essays/2.xml", "feed.json", "feed/1.json", "feed/2.json"]
    assert [path for path in before if path.startswith(("essays", "feed/", "feed.json"))] == pages
    assert all(before[path] == after[path] for path in pages if "/" in path)
    first = atom(after["essays/1.xml"])
    assert first.entries[-1].title == "No-000"
    assert {link.rel: link.href for link in first.feed.links if link.rel == "current"} == {
        "current": "https://example.org/essays.xml"
    }
    assert json.loads(after["feed/2.json"])["next_url"] == "https://example.org/feed/1.json"
    assert "next_url" not in json.loads(after["feed/1.json"])
    assert walked(after, "essays.xml") == walked(after, "feed.json") == 321


def walked(documents: Mapping[str, bytes], path: str | None) -> int:
    """Count the entries of a feed and of all its archives."""
    seen: set[str] = set()
    while path:
        if path.endswith(".json"):
            page = json.loads(documents[path])
            seen |= {item["id"] for item in page["items"]}
            address = page.get("next_url", "")
        else:
            feed = atom(documents[path])
            seen |= {entry.id for entry in feed.entries}
            address = next((link.href for link in feed.feed.links if link.rel == "next"), "")
        path = address.removeprefix("https://example.org/")
    return len(seen)


# --- In a build -------------------------------------------------------------------------------------


def feeds_of_a_build(root: Path, **environment: str) -> dict[str, bytes]:
    site = built(root, **environment)
    every = [*site.rglob("*.xml"), *site.rglob("feed*.json"), *site.glob("*.opml")]
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in every}


def test_every_page_names_the_feeds_of_the_site_and_of_its_own_topics(root: Path) -> None:
    add_topics(root, "endings", "unused")
    episode(root, "pier", topics="[endings]")
    site = built(root)
    whole = ["podcast.xml", "essays.xml", "feed.json", "feeds.opml"]
    beginnings, endings = "topics/beginnings/feed.xml", "topics/endings/feed.xml"

    expected = {
        "index.html": whole,
        "essays/index.html": whole,
        "people/editors/index.html": whole,
        "essays/first/index.html": [*whole, beginnings],
        "topics/beginnings/index.html": [*whole, beginnings],
        "topics/unused/index.html": whole,
        "episodes/pier/index.html": [*whole, endings],
        "subscribe/index.html": [*whole, endings, beginnings],
    }
    assert {page: feeds_in_head(site, page) for page in expected} == expected


def test_subscribe_shows_the_address_of_every_feed(root: Path) -> None:
    episode(root, "pier")
    listed = (built(root) / "subscribe" / "index.html").read_text(encoding="utf-8")

    for path in ("podcast.xml", "essays.xml", "feed.json", "topics/beginnings/feed.xml", "feeds.opml"):
        assert f"https://example.org/{path}</code>" in listed


def feeds_in_head(site: Path, page: str) -> list[str]:
    """The feeds that the head of a page names, from the root of the site on."""
    text, up = (site / page).read_text(encoding="utf-8"), "../" * page.count("/")
    heads = re.findall(r'<link rel="alternate" type="[^"]+" title="[^"]+" href="([^"]+)">', text)
    return [head.removeprefix(up).removeprefix("./") for head in heads]


def test_the_feeds_of_a_build_keep_every_rule_on_any_day_from_now_on(root: Path) -> None:
    episode(root, "pier", season="1", content_notes="[strong-language]")

    assert check_site(built(root)) == []


NAMES = ("Photo #1", "why?", "art 100%", "50%25", "a&b'c", "höhe", "海 の", "é" * 96)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_a_field_becomes_an_address_whole(root: Path, name: str) -> None:
    file = f"{name}.png"
    for folder in ("docs/essays", "docs/people", "episodes", "episodes/pier"):
        (root / folder).mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (1400, 1400), "teal").save(root / folder / file)
    image = {"image": json.dumps(file, ensure_ascii=False), "image_alt": "A picture"}
    essay(root, "tides", **image)
    episode(root, "pier", chapters=f'[{{start: "00:00:00", title: One, image: {image["image"]}}}]', **image)
    show = root / "episodes" / "show.yml"
    show.write_text(show.read_text().replace("cover.jpg", image["image"]), encoding="utf-8")
    feeds = written(root)
    quoted = quote(file, safe="&'")

    assert {item["title"]: item.get("image") for item in items(feeds["feed.json"])} == {
        "Tides": f"https://example.org/essays/{quoted}",
        "Pier": f"https://example.org/episodes/pier/{quoted}",
        "A first essay": None,
    }
    assert f"https://example.org/episodes/{quoted}".replace("&", "&amp;") in feeds["podcast.xml"].decode()
    assert check_feeds(load(root)[0]) == []


HOSTILE = '<img src=//x.example/t.gif> &copy AT&T 1 < 2 "<3'


def test_readers_who_take_texts_for_html_show_what_was_written(root: Path) -> None:
    episode(root, "pier", summary=json.dumps(HOSTILE), title=json.dumps(HOSTILE))
    essay(root, "tides", summary=json.dumps(HOSTILE), title=json.dumps(HOSTILE))
    show = root / "episodes" / "show.yml"
    show.write_text(show.read_text().replace("What it is about.", json.dumps(HOSTILE)), encoding="utf-8")
    feeds = written(root)
    rss = ElementTree.fromstring(feeds["podcast.xml"])
    entry = nonempty(ElementTree.fromstring(feeds["essays.xml"]).findall("{*}entry"))[0]
    texts = [*rss.iter("description"), entry.find("{*}title"), entry.find("{*}summary")]

    for text in texts:
        assert text is not None
        shown = LexborHTMLParser(text.text or "").body
        assert shown is not None
        assert (shown.css_first("img"), shown.text()) == (None, HOSTILE)
    assert len(texts) == 4
    assert {item["summary"] for item in items(feeds["feed.json"])} == {
        HOSTILE,
        "What it says, in a sentence or two.",
    }


def test_a_wrong_feed_is_never_swapped_in(root: Path) -> None:
    episode(root, "pier")
    before = digests(built(root))
    config = root / "mkdocs.yml"
    (root / "wrong.py").write_text(
        "from pathlib import Path\n"
        "def on_post_build(config):\n"
        "    feed = Path(config.site_dir, 'podcast.xml')\n"
        "    feed.write_text(feed.read_text().replace('audio/mpeg', 'audio/mp3'))\n",
        encoding="utf-8",
    )
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("hooks:\n", "hooks:\n  - wrong.py\n"), encoding="utf-8")

    done = build(root)

    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert "a feed is wrong, so the last good site stays" in said
    assert "<enclosure> has the type “audio/mp3” (RSS 2.0)" in said
    assert digests(root / "site") == before
    assert not [file for file in root.iterdir() if file.name.startswith(".site")]


def test_times_agree_within_a_millisecond_in_every_form(root: Path) -> None:
    starts = ["0:00", "0:00.001", "0:00.500", "0:01.234", "0:01.540"]
    chapters = ", ".join(f'{{start: "{start}", title: Part {start}}}' for start in starts)
    notes = episode(root, "pier", chapters=f"[{chapters}]", transcript="transcript.vtt")
    cue = "00:00.001 --> 00:01.499\n<v Ann>Here.\n"
    notes.with_name("transcript.vtt").write_text(f"WEBVTT\n\n{cue}", encoding="utf-8")
    site = built(root)
    folder, feed = site / "episodes" / "pier", (site / "podcast.xml").read_text(encoding="utf-8")
    expected = [milliseconds(start) for start in starts]

    told = json.loads((folder / "chapters.json").read_bytes())["chapters"]
    assert [chapter["startTime"] * 1000 for chapter in told] == pytest.approx(expected, abs=1e-6)
    assert [milliseconds(start) for start in re.findall(r'<psc:chapter start="([^"]+)"', feed)] == expected
    page = (folder / "index.html").read_text(encoding="utf-8")
    shown = re.findall(r'data-seek="([0-9.]+)"', page.partition('<ol class="chapters">')[2])[: len(starts)]
    assert [float(start) * 1000 for start in shown] == pytest.approx(expected, abs=1)
    # Apple reads whole seconds: never after the first word, and less than a second before it.
    lines = [
        milliseconds(line)
        for line in re.findall(r"^\(([0-9:]+)\) Part", feed.partition("<description>On")[2], re.M)
    ]
    assert all(0 <= exact - line < 1000 for exact, line in zip(expected, lines, strict=True))

    assert "00:00:00.001 --> 00:00:01.499" in (folder / "transcript.vtt").read_text(encoding="utf-8")
    assert "00:00:00,001 --> 00:00:01,499" in (folder / "transcript.srt").read_text(encoding="utf-8")
    (segment,) = json.loads((folder / "transcript.json").read_bytes())["segments"]
    assert (segment["startTime"], segment["endTime"]) == (0.001, 1.499)


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415478da6360606000000004000160a0c7f10000000049454e44ae426082"
)


# --- The feed is the page ---------------------------------------------------------------------------

NOTES = (
    ".response-to, #series-title, .learn li, #content :is(p, li, h2), .sources .source, .sources .source-note,"
    " #practices h3, .topics a, .content-notes strong, .corrections li, .standpoint, .byline-facts li:has(a[rel]),"
    " .post-footer a[rel~=license], .post-footer a[href^=mailto]"
)
"""parts of a page that the notes have, in every feed"""
FIELDS = "h1, .summary, .byline-names a, #chapters .time-link span:last-child, .credits dd"
"""parts of a page that are elsewhere in an item of the podcast, and of the JSON feed"""


def test_every_fact_of_an_episodes_page_is_in_its_entries(site: Path) -> None:
    _compare_with_pages(site)
    assert nonempty(items((site / "feed.json").read_bytes()))


def test_so_it_is_where_an_episode_answers_translates_and_has_all_that_there_is(root: Path) -> None:
    vocabulary = root / "docs" / "vocabulary.yml"
    vocabulary.write_text(f"{vocabulary.read_text('utf-8')}series: {{tides: {{title: Of tides}}}}\n", "utf-8")
    essay(root, "answered", authors="[editors]")
    everything = {
        "responds_to": "essays/answered", "series": "tides", "part": "2", "season": "1", "episode": "4",
        "standpoint": "Spoken by the sea.", "location": "{name: The Palace Pier}",
        "soundbites": "[{start: '0:00.500', duration: 1, title: A wave}]", "learn": "[How to listen]",
        "chapters": "[{start: '0:00', title: Opening}, {start: '0:01', title: End, url: 'https://example.com/end'}]",
        "copyright": "{holder: The sea, year: 2020}", "license": "CC0-1.0", "practices": "[look-around]",
        "links": "[{title: A pier, url: 'https://example.com/pier'}]", "updated": "2026-02-01",
        "research": "[{title: Waves, url: 'https://example.com/waves', authors: A. Author, year: 2001}]",
        "corrections": "[{date: 2026-02-01, text: The tide was low.}]",
        "persons": "[{id: editors, role: narrator, group: cast}]",
        "originally_published": "{name: Elsewhere, url: 'https://example.com/was', date: 2020-02-02}",
    }  # fmt: skip
    episode(root, "pier", **everything)
    episode(root, "muelle", **everything, language="es", translation_of="episodes/pier")
    site = built(root, "--strict")

    _compare_with_pages(site)
    (_, item) = sorted(items((site / "feed.json").read_bytes()), key=lambda item: item["url"])[:2]
    facts = {"season": {"number": 1}, "episode": 4, "location": "The Palace Pier"}
    assert facts == {name: item["_anthology"][name] for name in facts}
    assert [{"startTime": 0.5, "duration": 1, "title": "A wave"}] == item["_anthology"]["soundbites"]
    assert "https://example.com/end" == item["_anthology"]["chapters"][1]["url"]
    notes = item["content_html"]
    assert 'A response to <a href="https://example.org/essays/answered/">Answered</a>' in notes
    assert 'Translation: <a href="https://example.org/episodes/muelle/">Muelle</a>' in notes


def _compare_with_pages(site: Path) -> None:
    entries = {item["url"]: item for item in items((site / "feed.json").read_bytes())}

    for item in nonempty(ElementTree.parse(site / "podcast.xml").getroot().iter("item")):
        address = item.findtext("link", "")
        page = LexborHTMLParser((site / urlsplit(address).path[1:] / "index.html").read_text("utf-8"))
        notes = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded", "")
        told = " ".join([*item.itertext(), *(value for tag in item.iter() for value in tag.attrib.values())])
        for html in (notes, entries[address]["content_html"]):
            assert set() == {fact for fact in _facts(page, NOTES) if fact not in _plain(html)}, address
            assert _links(page, address[: address.index("episodes/")]) <= set(
                re.findall('href="([^"]+)"', html)
            ), address
            assert all(reason in _plain(str(page.html)) for reason in nonempty(re.findall(REASON, html))), (
                address
            )
        for entry in (told, json.dumps(entries[address], ensure_ascii=False)):
            fields = _facts(page, FIELDS)
            assert set() == {fact for fact in fields if fact.lower() not in _plain(entry).lower()}, address


REASON = '/practices/[^"]+">[^<]+</a>: ([^<]+)'


def _facts(page: LexborHTMLParser, selector: str) -> set[str]:
    facts = {" ".join(node.text().split()) for node in page.css(f"article :is({selector})")}
    assert len(facts) > 3
    return facts - {""}


def _links(page: LexborHTMLParser, site_url: str) -> set[str]:
    """The addresses of sources and links, and of practices."""
    links = nonempty(page.css("article :is(.sources, #practices h3) a"))
    addresses = {escape(link.attributes["href"] or "") for link in links}
    return {re.sub(r"^(\.\./)+", site_url, address) for address in addresses}


def _plain(html: str) -> str:
    return " ".join(LexborHTMLParser(html).text().split())
