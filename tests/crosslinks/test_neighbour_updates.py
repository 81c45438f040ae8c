"""The neighbours after an edit are those of a comparison of all texts."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anthology.cache import Cache
from anthology.crosslinks import neighbour_updates
from anthology.crosslinks.neighbour_updates import updated_graph
from anthology.crosslinks.neighbours import Floats, NeighbourGraph, neighbour_graph
from anthology.crosslinks.terms import TermCounts, terms_of_all

Texts = list[tuple[str, str, str]]


def some_texts(chance: Random, number: int, words: int) -> Texts:
    weights = [1 / (rank + 2) for rank in range(words)]
    names = [f"w{rank}" for rank in range(words)]
    return [
        (f"t{place}", " ".join(chance.choices(names, weights, k=chance.randint(0, 90))), "en")
        for place in range(number)
    ]


def edited(chance: Random, texts: Texts, words: int) -> None:
    place = chance.randrange(len(texts))
    title, text, language = texts[place]
    kept = text.split()[chance.choice([0, 0, 3, 90]) :]
    more = [f"w{chance.randrange(words)}" for _ in range(chance.choice([0, 1, 8]))]
    texts[place] = title, " ".join([*kept, *more, *chance.choice([[], ["rare"]])]), language


def assert_same(first: NeighbourGraph, second: NeighbourGraph) -> None:
    assert first.nearest == second.nearest
    assert [levels.tolist() for levels in first.levels] == [levels.tolist() for levels in second.levels]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False), st.sampled_from([2, 40, 120]), st.sampled_from([20, 300]))
def test_after_any_edits_the_neighbours_are_those_of_a_comparison_of_all(
    tmp_path_factory: pytest.TempPathFactory, chance: Random, number: int, words: int
) -> None:
    store = Cache(tmp_path_factory.mktemp("store"))
    texts = some_texts(chance, number, words)
    kinds = [chance.randint(0, 1) for _ in texts]
    days = [chance.choice([None, chance.randint(1, 40)]) for _ in texts]
    for _ in range(6):
        counts = terms_of_all(texts, store)
        assert_same(updated_graph(counts, kinds, days, 2, store), neighbour_graph(counts, kinds, days, 2))
        for _ in range(chance.choice([1, 1, 3])):
            edited(chance, texts, words)


def test_after_one_edit_not_all_texts_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, chance = Cache(tmp_path), Random(2)
    texts = some_texts(chance, 200, 300)
    kinds, days = [0] * 200, list(range(200))
    updated_graph(terms_of_all(texts, store), kinds, days, 1, store)
    compared: list[int] = []
    row = neighbour_updates._Update._cosines

    def counted(self: neighbour_updates._Update, place: int) -> Floats:
        compared.append(place)
        return row(self, place)

    monkeypatch.setattr(neighbour_updates._Update, "_cosines", counted)
    texts[7] = "t7", f"{texts[7][1]} w1 w5", "en"

    updated_graph(terms_of_all(texts, store), kinds, days, 1, store)

    assert 7 in compared
    assert len(compared) < 20


def test_a_damaged_row_is_no_state(tmp_path: Path) -> None:
    store, texts = Cache(tmp_path), some_texts(Random(1), 30, 50)
    counts: list[TermCounts] = terms_of_all(texts, store)

    store.put("neighbours", b'{"frame": "other"}\n')

    assert_same(
        updated_graph(counts, [0] * 30, [None] * 30, 1, store),
        neighbour_graph(counts, [0] * 30, [None] * 30, 1),
    )
