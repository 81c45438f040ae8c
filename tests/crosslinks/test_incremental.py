"""Related posts in a further build: what is remembered changes nothing but the time it takes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from anthology.crosslinks import similarity as likeness
from anthology.crosslinks import terms_file
from anthology.crosslinks.document import Document
from anthology.crosslinks.reasons import Words
from anthology.crosslinks.related_posts import related as find
from anthology.crosslinks.store import Memory

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
    if large == 1:
        pytest.importorskip("numpy")
        monkeypatch.setattr("anthology.crosslinks.neighbours_large.BLOCK", 16)
    chance, memory = random.Random(seed), Memory(tmp_path)
    documents = generated(chance.choice([30, 70, 120]), seed)
    everything(documents, memory)
    assert memory.recall()

    for _ in range(12):
        for change in chance.sample(CHANGES, chance.choice([1, 1, 1, 2])):
            change(chance, documents)
        chance.shuffle(documents)

        assert everything(documents) == everything(documents, memory)


def test_posts_that_are_equally_near_stand_in_the_same_order(tmp_path: Path) -> None:
    documents = [
        replace(post(random.Random(7), 0), id=f"essays/post-{number:02}", links=(), pins=(), excludes=())
        for number in range(60)
    ]
    documents[10] = replace(documents[10], text="harbour lanterns mooring " * 4, title="Harbour")
    memory = Memory(tmp_path)
    everything(documents, memory)

    documents[10] = replace(documents[10], text=documents[11].text, title=documents[11].title)

    assert everything(documents) == everything(documents, memory)


def files(root: Path) -> dict[str, bytes]:
    return {name: (root / ".cache" / "anthology" / name).read_bytes() for name in ("related", "terms")}


def test_a_build_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    documents = generated(40, 1)
    everything(documents, Memory(tmp_path))
    file = tmp_path / ".cache" / "anthology" / "related"
    before = file.stat().st_mtime_ns, file.stat().st_ino

    everything(documents, Memory(tmp_path))

    assert before == (file.stat().st_mtime_ns, file.stat().st_ino)


def test_an_edit_adds_the_terms_of_one_text_and_texts_that_are_gone_are_let_go(tmp_path: Path) -> None:
    documents, chance = generated(40, 2), random.Random(3)
    everything(documents, Memory(tmp_path))
    first = files(tmp_path)["terms"]

    reworded(chance, documents)
    everything(documents, Memory(tmp_path))
    second = files(tmp_path)["terms"]

    assert second.startswith(first)
    assert len(first) < len(second) < len(first) * 1.1
    for _ in range(30):
        reworded(chance, documents)
        everything(documents, Memory(tmp_path))
        assert len(files(tmp_path)["terms"]) < 1.5 * len(first)


@pytest.mark.parametrize("name", ["related", "terms"])
@pytest.mark.parametrize("harm", ["flipped", "cut", "added to", "emptied", "gone"])
def test_what_is_damaged_is_not_believed(name: str, harm: str, tmp_path: Path) -> None:
    documents = generated(40, 4)
    everything(documents, Memory(tmp_path))
    file = tmp_path / ".cache" / "anthology" / name
    content = file.read_bytes()
    middle = len(content) // 2
    harmed = {
        "flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "cut": content[:-100],
        "added to": content + b"x" * 100,
        "emptied": b"",
    }
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(harmed[harm])

    # What has been added to the terms without being noted is what an interrupted build leaves: it is passed over.
    assert (Memory(tmp_path).recall() is None) == ((name, harm) != ("terms", "added to"))
    for _ in range(2):
        reworded(random.Random(5), documents)
        assert everything(documents) == everything(documents, Memory(tmp_path))
