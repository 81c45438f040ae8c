"""A page or a file that would be another after an edit is never told to be the same."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from anthology.collection import answers, digest_without_posts
from anthology.output.publication import Publication, build_publication
from anthology.pages import json_ld
from anthology.problems import errors
from anthology.reads import with_reads
from builders import collection, episode, essay, nonempty

EDITS = [
    ("title: First-Part", "title: Another"),
    ("title: Alone", "title: Something else"),
    ("title: Answer", "title: A reply"),
    ("title: Allein", "title: Einsam"),
    ("title: Pier", "title: The pier"),
    ("title: Harbour", "title: The harbour"),
    ("date: 2026-01-12", "date: 2026-02-01"),
    ("date: 2026-01-22", "date: 2025-02-01"),
    ("topics: [beginnings]", "topics: [ovens]"),
    ("summary: About alone.", "summary: About nothing."),
    ("part: 2", "part: 5"),
    ("series: tides\npart: 3\n", ""),
    ("responds_to: essays/alone\n", ""),
    ("translation_of: essays/alone\n", ""),
    ("summary: About bread.", "summary: About bread.\nresponds_to: essays/alone"),
    ("summary: About bread.", "summary: About bread.\ntranslation_of: essays/alone\nlanguage: fr"),
    ("summary: About bread.", "summary: About bread.\nseries: tides\npart: 4"),
    ("authors: [editors]", "authors: [editors, ann]"),
    ("The sea is grey.", "The sea is grey. " * 300),
    ("The sea is grey.", "The sea is [grey](first-part.md)."),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = collection(tmp_path / "collection")
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("zine: false", "zine: true")
    config.write_text(text, encoding="utf-8")
    (root / "docs/people/ann.md").write_text("---\nname: Ann\nkind: name\n---\n\nAnn.\n", encoding="utf-8")
    vocabulary = root / "docs/vocabulary.yml"
    text = vocabulary.read_text(encoding="utf-8")
    more = "topics:\n  ovens: {title: Ovens, text: About heat.}\n"
    series = "series:\n  tides: {title: Tides, summary: All tides.}\n"
    vocabulary.write_text(text.replace("topics:\n", more, 1) + series, encoding="utf-8")
    for day, slug in enumerate(("first-part", "second-part", "last-part"), 10):
        fields = {"series": "tides", "part": str(day - 9), "date": f"2026-01-{day}"}
        essay(root, slug, "The harbour at dusk, and the harbour at dawn.", **fields)
    essay(root, "alone", "The sea is grey.", date="2026-01-15")
    essay(root, "answer", "The sea is not grey.", responds_to="essays/alone", date="2026-01-16")
    essay(
        root,
        "allein",
        "Das Meer.",
        translation_of="essays/alone",
        language="de",
        date="2026-01-17",
        topics="[ovens]",
    )
    essay(root, "bread", "A warm oven.", topics="[ovens]", date="2026-01-18")
    for day, slug in enumerate(("pier", "harbour", "lighthouse"), 21):
        episode(root, slug, f"Notes on the {slug}.", date=f"2026-01-{day}")
    return root


class Made(NamedTuple):
    """A page or a file: what it is given, what was asked for it, and all that it shows."""

    own: str
    questions: set[str]
    shown: str | bytes


@pytest.mark.parametrize(("before", "after"), EDITS)
def test_what_shows_something_else_has_asked_for_what_has_changed(
    root: Path, before: str, after: str
) -> None:
    first, publication = made_of(published(root)), published(root)
    edit(root, before, after)
    edited = published(root)
    second = made_of(edited)
    told_as_same = {
        name
        for name, made in first.items()
        if name in second
        and told(publication, made.own, made.questions) == told(edited, second[name].own, made.questions)
    }

    assert set() == {name for name in told_as_same if first[name].shown != second[name].shown}
    assert {"practices", "people"} <= told_as_same
    assert not {"archive", "feed.json"} & told_as_same
    assert len(told_as_same) > len(first) / 4


def edit(root: Path, before: str, after: str) -> None:
    files = [file for file in root.rglob("*.md") if before in file.read_text(encoding="utf-8")]
    file = min(nonempty(files))
    file.write_text(file.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")


def published(root: Path) -> Publication:
    publication, problems = build_publication(root)
    assert [] == errors(problems)
    return publication


def told(publication: Publication, own: str, questions: set[str]) -> list[str]:
    collection = publication.collection
    return [digest_without_posts(collection), own, *answers(collection, sorted(questions))]


def made_of(publication: Publication) -> dict[str, Made]:
    collection, files = publication.collection, publication.generated
    made = {}
    for page, view in publication.pages.items():
        linked, questions = with_reads(partial(json_ld, collection, view))
        made[page] = Made(view.own, view.questions | questions, json.dumps([view.values, linked]))
    for address in nonempty(address for address in files if files.decisive(address)):
        content, questions = with_reads(partial(files.__getitem__, address))
        made[address] = Made(files.own(address), questions, content)
    return made
