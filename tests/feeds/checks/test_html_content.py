"""The rules for HTML in feeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.feeds.checks import BuiltSite, check_document
from feed_builders import SITE, assert_found, podcast_findings, spoiled

# What is in the good feed, what is there instead, and the finding.
WRONG = [
    ("<h2>Links</h2>", "<h1>Links</h1>", "content:encoded", "contains <h1>"),
    ("<h2>Links</h2>", "<script>1</script>", "content:encoded", "contains <script>"),
    ("<h2>Links</h2>", "<style>p {}</style>", "content:encoded", "contains <style>"),
    ("<h2>Links</h2>", '<form action="x"></form>', "content:encoded", "contains <form>"),
    ("<h2>Links</h2>", '<iframe src="https://x.example"></iframe>', "content:encoded", "contains <iframe>"),
    ("<h2>Links", '<h2 onclick="x()">Links', "content:encoded", "contains onclick= on <h2>"),
    ('The <a href="https://anthology.example/">', 'The <a href="/">', "content:encoded", "has href=“/”"),
]


@pytest.mark.parametrize(("right", "wrong", "tag", "message"), WRONG)
def test_each_wrong_line_is_found(good: Path, right: str, wrong: str, tag: str, message: str) -> None:
    assert_found(
        podcast_findings(spoiled((good / "podcast.xml").read_bytes(), right, wrong), good), tag, message
    )


def test_notes_that_stand_in_the_description_alone_are_looked_into() -> None:
    feed = (
        b'<rss version="2.0"><channel><title>T</title><item><title>T</title>'
        b"<description>&lt;script&gt;alert(1)&lt;/script&gt;</description></item></channel></rss>"
    )

    findings = check_document(feed, "feed.xml", BuiltSite(None, SITE))

    assert any(finding.tag == "description" and "script" in finding.message for finding in findings)
