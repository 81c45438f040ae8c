"""The rules for Atom feeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from feed_builders import findings_of, spoiled

# What is in the good feed of essays, what is there instead, and the finding.
WRONG_ATOM = [
    ("</feed>", "", "rss", "not well-formed"),
    ("<title>Tides</title>", "", "atom:title", "is missing"),
    ("<title>Tides</title>", "<title/>", "atom:title", "is empty"),
    ("<title>Tides</title>", "<title>Tides</title><title>Ebb</title>", "atom:title", "is there 2 times"),
    ("<updated>2026-02-02T12:00:00Z</updated>\n<author>", "<author>", "atom:updated", "is missing"),
    (
        "<updated>2026-02-02T12:00:00Z</updated>\n<author>",
        "<updated>Mon, 02 Feb 2026 12:00:00 +0000</updated>\n<author>",
        "atom:updated",
        "not a date of RFC 3339",
    ),
    (
        "<updated>2026-02-02T12:00:00Z</updated>\n<author>",
        "<updated>2026-02-01T12:00:00Z</updated>\n<author>",
        "atom:updated",
        "is before atom:published",
    ),
    ("<published>2026-02-02T12:00:00Z", "<published>2026-02-31T12:00:00Z", "atom:published", "not a date"),
    ("<author><name>The editors</name>", "<author>", "atom:name", "is missing"),
    ('rel="self"', 'rel="via"', "atom:link", 'with rel="self" is missing'),
    (
        'href="https://example.org/essays.xml"',
        'href="https://example.org/atom.xml"',
        "atom:link",
        "the feed is at",
    ),
    (
        'href="https://example.org/essays/tides/"',
        'href="/essays/tides/"',
        "atom:link",
        "is “/essays/tides/”, not an absolute URL",
    ),
    (
        'href="https://example.org/essays/tides/"',
        'href="https://example.org/essays/ebb/"',
        "atom:link",
        "not in the",
    ),
    ("<p>A sentence.", "<script>x()</script><p>A sentence.", "atom:content", "contains <script>"),
    ("<p>A sentence.", "<h1>A sentence.</h1><p>", "atom:content", "contains <h1>"),
    ("<p>A sentence.", '<a href="/x">x</a><p>', "atom:content", "has href=“/x”"),
    ("<p>A sentence.", '<p onclick="x()">A sentence.', "atom:content", "contains onclick= on <p>"),
    (
        "<p>A sentence.",
        """<p title='"' onclick="x()">A sentence.""",
        "atom:content",
        "contains onclick= on <p>",
    ),
    ("<p>A sentence.", "<p title='>' style='x'>A sentence.", "atom:content", "contains style= on <p>"),
    ("<p>A sentence.", "<a href='h&#116;tp:/x'>x</a><p>A sentence.", "atom:content", "has href="),
]


@pytest.mark.parametrize(("right", "wrong", "tag", "message"), WRONG_ATOM)
def test_each_wrong_line_of_an_atom_feed_is_found(
    site: Path, right: str, wrong: str, tag: str, message: str
) -> None:
    escaped = right.startswith("<p>")
    right, wrong = (_escaped(words) if escaped else words for words in (right, wrong))

    findings = findings_of(site, "essays.xml", spoiled((site / "essays.xml").read_bytes(), right, wrong))

    assert any(finding.tag == tag and message in finding.message for finding in findings), findings
    assert all(finding.fix and finding.source for finding in findings)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_two_entries_of_one_id_are_found(site: Path) -> None:
    document = (site / "essays.xml").read_text("utf-8")
    first, second = (part.partition("</id>")[0] for part in document.split('<entry xml:lang="en">\n<id>')[1:])

    findings = findings_of(site, "essays.xml", document.replace(second, first).encode())

    assert [("atom:id", f"{first} is used twice")] == [(one.tag, one.message) for one in findings]


def test_an_id_that_is_no_iri_is_found(site: Path) -> None:
    document = (site / "essays.xml").read_text("utf-8").replace("<id>urn:uuid:", "<id>", 1)

    assert ["atom:id"] == [finding.tag for finding in findings_of(site, "essays.xml", document.encode())]


def test_an_enclosure_of_another_length_is_found_in_atom_and_json(site: Path) -> None:
    atom = (site / "topics/beginnings/feed.xml").read_bytes().replace(b'length="6347"', b'length="1"')
    told = (site / "feed.json").read_bytes().replace(b'"size_in_bytes": 6347', b'"size_in_bytes": 1')

    assert ["says 1 bytes"] == [one.message for one in findings_of(site, "topics/beginnings/feed.xml", atom)]
    assert ["says 1 bytes"] == [one.message for one in findings_of(site, "feed.json", told)]
