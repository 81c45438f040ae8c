"""The neighbours of texts are those that whole-number arithmetic in plain Python finds."""

from __future__ import annotations

import math
import random

import pytest

from anthology.crosslinks.idf import TF_WEIGHTS, IdfScale
from anthology.crosslinks.neighbours import NEIGHBOURS, NeighbourGraph, neighbour_graph
from anthology.crosslinks.terms import TermCounts, read_terms


def texts(count: int, vocabulary: int = 60, seed: int = 1) -> list[TermCounts]:
    """Return texts of random words with repetitions."""
    chance = random.Random(seed)
    words = [f"word{letter}{number}x" for letter in "abcdef" for number in range(vocabulary // 6)]
    return [read_terms("", " ".join(chance.choices(words, k=40)), "en") for _ in range(count)]


def vectors(posts: list[TermCounts], graph: NeighbourGraph) -> list[dict[int, int]]:
    """Return term → weight in plain numbers for each text."""
    return [
        {
            term: TF_WEIGHTS[count] * level
            for term, count, level in zip(
                post.ids.tolist(), post.counts.tolist(), levels.tolist(), strict=True
            )
            if level
        }
        for post, levels in zip(posts, graph.levels, strict=True)
    ]


def squared_norm(vector: dict[int, int], levels: dict[int, int], newest: int) -> int:
    squares = {term: weight**2 for term, weight in vector.items()}
    old = sum(square for term, square in squares.items() if levels[term] != newest)
    return max(old, sum(squares.values()) // 2)


@pytest.mark.parametrize(("count", "seed"), [(12, 1), (50, 2), (90, 3)])
def test_neighbours_are_those_of_plain_whole_numbers(count: int, seed: int) -> None:
    posts = texts(count, seed=seed)
    kinds = [place % 2 for place in range(count)]
    graph = neighbour_graph(posts, kinds, list(range(count)), 2)
    weights, newest = vectors(posts, graph), IdfScale.of(count).new_term_level
    norms = [
        squared_norm(vector, dict(zip(post.ids.tolist(), levels.tolist(), strict=True)), newest)
        for vector, post, levels in zip(weights, posts, graph.levels, strict=True)
    ]

    def expected(place: int, kind: int) -> tuple[list[int], list[float]]:
        cosines = {
            post: min(1.0, product / math.sqrt(norms[place] * norms[post]))
            for post in range(count)
            if post != place and kinds[post] == kind
            if (
                product := sum(weight * weights[post].get(term, 0) for term, weight in weights[place].items())
            )
        }
        order = sorted(cosines, key=lambda post: (-cosines[post], post))[:NEIGHBOURS]
        return order, [cosines[post] for post in order]

    assert graph.nearest == [[expected(place, kind) for kind in (0, 1)] for place in range(count)]


def test_texts_that_are_equally_similar_are_ordered_by_place() -> None:
    words = [f"word{number}" for number in range(NEIGHBOURS + 8)]
    posts = [read_terms("", text, "en") for text in [*words[:3], " ".join(words), *words[3:]]]

    graph = neighbour_graph(posts, [0] * len(posts), [None] * len(posts), 1)

    assert graph.nearest[3][0][0] == [place for place in range(NEIGHBOURS + 1) if place != 3]


@pytest.mark.parametrize("posts", [[], ["harbour"], ["", ""], ["harbour", "oven"]])
def test_texts_without_a_common_term_have_no_neighbours(posts: list[str]) -> None:
    graph = neighbour_graph(
        [read_terms("", text, "en") for text in posts], [0] * len(posts), [None] * len(posts), 1
    )

    assert graph.nearest == [[([], [])] for _ in posts]
