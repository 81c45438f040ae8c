"""Tags that go into the feed as they are given."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from anthology.feeds.given_tags import plain_text
from anthology.schema import Show
from feed_builders import SHOW


def show_with(**fields: object) -> Show:
    values = {
        **SHOW.model_dump(include={"title", "description", "author", "language", "category", "guid"}),
        **fields,
    }
    return Show.model_validate({"explicit": "false", "image": "cover.jpg", **values})


def test_tags_are_kept_by_name_and_as_xml() -> None:
    feed = {"itunes:subtitle": "On a pier", "category": ["a", "b"], "tags": "<podcast:txt>x</podcast:txt>"}

    assert {
        "itunes:subtitle": ["On a pier"],
        "category": ["a", "b"],
        "tags": ["<podcast:txt>x</podcast:txt>"],
    } == show_with(feed=feed).feed


@pytest.mark.parametrize(
    ("feed", "message"),
    [
        ({"guid": "x"}, "which has a field of its own"),
        ({"itunes subtitle": "x"}, "not the name of a tag"),
        ({"unknown:tag": "x"}, "not the name of a tag"),
        ({"tags": "<podcast:txt>"}, "not XML"),
        ({"tags": "words <podcast:txt>x</podcast:txt>"}, "not in a tag"),
        ({"tags": "<!DOCTYPE x [<!ENTITY a 'b'>]><podcast:txt>&a;</podcast:txt>"}, "not XML"),
    ],
)
def test_what_is_no_tag_is_refused(feed: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        show_with(feed=feed)


def test_a_show_has_a_cover_or_the_address_of_one_for_apps() -> None:
    assert show_with(image=None, feed={"itunes:image": "https://example.org/x"}).image is None
    with pytest.raises(ValidationError, match="image is missing"):
        show_with(image=None)


def test_the_text_of_notes_has_a_line_for_each_block() -> None:
    assert "One\n\ntwo\nthree & four" == plain_text(
        "<p>One</p>\n<ul>\n<li>two</li>\n<li>three &amp; four</li>\n</ul>"
    )
