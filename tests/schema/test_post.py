"""The people of a post, and the day of its last change."""

from __future__ import annotations

from typing import Any

import pytest

from anthology.schema import Credit, Episode, Essay

POST = {"title": "x", "date": "2026-01-01", "summary": "x", "topics": ["x"]}
EPISODE = {
    "hosts": ["ann"], "guests": ["ben", "ann"], "authors": ["eve"], "draft": "true",
    "persons": [{"id": "ada", "role": "Narrator", "group": "Cast"}, {"id": "ben"}],
}  # fmt: skip


def essay(**fields: Any) -> Essay:
    return Essay.model_validate(POST | {"authors": ["ann", "ben"]} | fields)


def test_the_people_of_an_episode_have_roles_and_the_field_that_names_them() -> None:
    episode = Episode.model_validate(POST | EPISODE)

    assert episode.people == [
        Credit("eve", "author", "writing", "authors"),
        Credit("ann", "host", "cast", "hosts"),
        Credit("ben", "guest", "cast", "guests"),
        Credit("ann", "guest", "cast", "guests"),
        Credit("ada", "Narrator", "Cast", "persons"),
        Credit("ben", "guest", "cast", "persons"),
    ]
    assert episode.byline == ["eve", "ann", "ben"]
    assert episode.participants == ["eve", "ann", "ben", "ada"]
    assert episode.named_in("hosts", "persons") == ["ann", "ada", "ben"]


def test_the_people_of_an_essay_are_its_authors() -> None:
    assert essay().byline == essay().participants == ["ann", "ben"]
    assert [credit.role for credit in essay().people] == ["author", "author"]


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({}, "2026-01-01"),
        ({"updated": "2026-02-01"}, "2026-02-01"),
        ({"corrections": [{"date": "2026-03-01", "text": "x"}], "updated": "2026-02-01"}, "2026-03-01"),
        ({"withdrawn": "2026-04-01"}, "2026-04-01"),
        ({"date": "unknown", "originally_published": {"name": "x", "date": "2009-05-01"}}, "2009-05-01"),
        ({"date": "unknown", "originally_published": {"name": "x"}}, ""),
    ],
)
def test_the_last_change_is_the_newest_date_of_a_post(fields: dict[str, Any], day: str) -> None:
    assert essay(**fields).last_change == day
