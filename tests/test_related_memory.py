"""Related posts in a further build: what is remembered changes nothing but the time it takes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from anthology import likeness, terms_file
from anthology.document import Document
from anthology.memory import Memory
from anthology.reasons import Words
from anthology.related import related as find

TOPICS = {"sea": "The sea", "bread": "Bread", "night": "The night"}
WORDS = [f"{letter}word{number}" for letter in "abcdefgh" for number in range(30)]


def generated(number: int, seed: int) -> list[Document]:
    """Posts of a subject each, a sixth of them episodes; some with people, links, series, pins."""
    chance = random.Random(seed)
    return [post(chance, place) for place in range(number)]


def post(chance: random.Random, place: int) -> Document:
    subject = chance.sample(WORDS, 12)
    other = f"essays/post-{chance.randrange(60)}"
    return Document(
        f"{'episodes' if place % 6 == 5 else 'essays'}/post-{place}",
        " ".join(chance.choices(subject, k=3)),
        " ".join(chance.choices(subject, k=25) + chance.choices(WORDS, k=35)),
        topics=tuple(chance.sample(sorted(TOPICS), chance.randrange(3))),
        people=tuple(chance.sample(["ada", "mary", "grace"], chance.randrange(2))),
        series="waves" if chance.random() < 0.05 else "",
        links=(other,) if chance.random() < 0.2 else (),
        pins=(other,) if chance.random() < 0.05 else (),
        excludes=(other,) if chance.random() < 0.05 else (),
        day=chance.choice([None, chance.randrange(3000)]) if place % 10 == 0 else chance.randrange(3000),
    )


def reworded(chance: random.Random, documents: list[Document]) -> None:
    place = chance.randrange(len(documents))
    text = f"{documents[place].text} {' '.join(chance.choices(WORDS, k=8))}"
    documents[place] = replace(documents[place], text=text)


def shortened(chance: random.Random, documents: list[Document]) -> None:
    place = chance.randrange(len(documents))
    documents[place] = replace(documents[place], text=documents[place].text[40:])


def made_a_twin(chance: random.Random, documents: list[Document]) -> None:
    one, other = chance.sample(range(len(documents)), 2)
    documents[one] = replace(documents[one], text=documents[other].text, title=documents[other].title)


def retold(chance: random.Random, documents: list[Document]) -> None:
    place = chance.randrange(len(documents))
    changes: list[dict[str, Any]] = [
        {"topics": tuple(chance.sample(sorted(TOPICS), 2))},
        {"people": ("mary", "ada")},
        {"day": chance.randrange(3000)},
        {"links": (chance.choice(documents).id,)},
        {"pins": (chance.choice(documents).id,)},
        {"excludes": (chance.choice(documents).id,)},
        {"responds_to": chance.choice(documents).id},
        {"series": "waves"},
    ]
    documents[place] = replace(documents[place], **chance.choice(changes))


def added(chance: random.Random, documents: list[Document]) -> None:
    documents.insert(chance.randrange(len(documents)), post(chance, 1000 + chance.randrange(10**6)))


def taken_away(chance: random.Random, documents: list[Document]) -> None:
    documents.pop(chance.randrange(len(documents)))


def left_as_they_are(chance: random.Random, documents: list[Document]) -> None:
    pass


CHANGES: list[Callable[[random.Random, list[Document]], None]] = [
    reworded, reworded, shortened, made_a_twin, retold, added, taken_away, left_as_they_are,
]  # fmt: skip


def everything(documents: list[Document], memory: Memory | None = None) -> tuple[object, ...]:
    """The lists, how near everything is, and what was left out, for each page."""
    found = find(documents, Words(TOPICS, {"ada": "Ada"}), memory)
    pages = sorted(found.lists)
    points = {page: {kind: dict(near) for kind, near in found.ranking.points[page].items()} for page in pages}
    return found.lists, points, {page: found.left_out(page) for page in pages}


@pytest.mark.parametrize("large", [1, 10**9], ids=["by numpy", "by plain Python"])
@pytest.mark.parametrize("seed", range(6))
def test_after_any_changes_a_further_build_gives_what_a_first_one_gives(
    seed: int, large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "LARGE", large)
    monkeypatch.setattr(terms_file, "AT_ONCE", 3 if seed % 2 else 1000)
    chance, memory = random.Random(seed), Memory(tmp_path)
    documents = generated(chance.choice([30, 70, 120]), seed)
    everything(documents, memory)
    assert memory.recall()

    for _ in range(12):
        for change in chance.sample(CHANGES, chance.choice([1, 1, 1, 2])):
            change(chance, documents)
        chance.shuffle(documents)

        assert everything(documents) == everything(documents, memory)
