"""The rules for JSON feeds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from feed_builders import EXAMPLE, findings_of


def change(feed: dict[str, Any], name: str, value: Any, item: int | None = None) -> None:
    (feed if item is None else feed["items"][item])[name] = value


WRONG_JSON: list[tuple[int | None, str, Any, str, str]] = [
    (None, "version", "1.1", "version", "is “1.1”"),
    (None, "title", "", "title", "is missing"),
    (None, "items", {}, "items", "is not a list"),
    (None, "items", ["x"], "items", "contains something that is not an object"),
    (None, "feed_url", f"{EXAMPLE}all.json", "feed_url", "and the feed is at"),
    (None, "next_url", f"{EXAMPLE}feed.json", "next_url", "is this page itself"),
    (None, "next_url", f"{EXAMPLE}feed/9.json", "next_url", "which is not in the site"),
    (None, "home_page_url", "/", "home_page_url", "is “/”, not an absolute URL"),
    (None, "extra", 1, "extra", "is not a field of JSON Feed"),
    (0, "id", 7, "id", "is not a text"),
    (0, "id", "", "id", "is missing"),
    (0, "content_html", "", "content_html", "is missing, and content_text too"),
    (0, "content_html", "<iframe src='x'>", "content_html", "contains <iframe>"),
    (0, "date_published", "Mon, 02 Feb 2026", "date_published", "not a date of RFC 3339"),
    (0, "date_modified", "1999-01-01T00:00:00Z", "date_modified", "is before date_published"),
    (0, "url", "essays/tides/", "url", "is “essays/tides/”, not an absolute URL"),
    (0, "tags", "one", "tags", "is not a list"),
    (0, "tags", [1], "tags", "is not a list of texts"),
    (0, "authors", [{}], "authors", "has somebody without name"),
    (0, "attachments", {}, "attachments", "is not a list"),
    (0, "attachments", [{"url": f"{EXAMPLE}a.mp3"}], "attachments", "mime_type is missing"),
    (
        0,
        "attachments",
        [{"url": f"{EXAMPLE}a.mp3", "mime_type": "audio/mpeg"}],
        "attachments",
        "not in the site",
    ),
]


@pytest.mark.parametrize(("item", "name", "value", "tag", "message"), WRONG_JSON)
def test_each_wrong_field_of_a_json_feed_is_found(
    site: Path, item: int | None, name: str, value: Any, tag: str, message: str
) -> None:
    feed = json.loads((site / "feed.json").read_bytes())
    change(feed, name, value, item)

    findings = findings_of(site, "feed.json", json.dumps(feed).encode())

    assert any(finding.tag == tag and message in finding.message for finding in findings), findings


def test_json_that_is_none_is_found(site: Path) -> None:
    assert "cannot be read" in findings_of(site, "feed.json", b"{")[0].message


def test_two_items_of_one_id_are_found(site: Path) -> None:
    feed = json.loads((site / "feed.json").read_bytes())
    change(feed, "id", feed["items"][1]["id"], 0)

    assert ["id"] == [finding.tag for finding in findings_of(site, "feed.json", json.dumps(feed).encode())]
