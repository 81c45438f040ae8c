"""The rules for lists of feeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from feed_builders import findings_of, spoiled


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('version="2.0"', 'version="3"', "has the version “3”"),
        ("<head>", "<top>", "not well-formed"),
        (' text="A new collection: essays"', "", "has no text"),
        ('xmlUrl="https://example.org/essays.xml"', 'xmlUrl="/essays.xml"', "xmlUrl is “/essays.xml”"),
        ('xmlUrl="https://example.org/essays.xml"', 'xmlUrl="https://example.org/x.xml"', "not in the site"),
        (
            'xmlUrl="https://example.org/essays.xml"',
            'xmlUrl="https://example.org/feed.json"',
            "is used twice",
        ),
        ("<dateModified>", "<dateModified>2026-01-01 ", "not a date of RFC 2822"),
    ],
)
def test_each_wrong_line_of_a_list_is_found(site: Path, right: str, wrong: str, message: str) -> None:
    findings = findings_of(site, "feeds.opml", spoiled((site / "feeds.opml").read_bytes(), right, wrong))

    assert any(message in finding.message for finding in findings), findings
