"""What a text says in plain phrases of its own, by `helps_with` word; said of nobody if it is negated.

Phrases are matched as they stand in vocabulary.yml, in whole words. They are the last thing that a practice is
matched by, and are never shown to anybody.
"""

from __future__ import annotations

import re
from functools import cache

from anthology.schema import Vocabulary

from .terms import Pieces

ENOUGH = 2
"""how often a text says it, at least"""
_BEFORE = 5
_NEGATION = frozenset(
    """
    not no never none nobody nothing neither nor without hardly cannot can't don't doesn't didn't won't wouldn't isn't
    wasn't aren't weren't haven't hasn't hadn't shouldn't couldn't if
    """.split()
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_STOP = re.compile(r"[.!?;:\n]|\bbut\b")


_PARTS = Pieces(re.compile(r"\w+").findall)
"""what stands between two spaces, as runs of letters: `self-harm` as `self` and `harm`"""


def spoken_of(text: str, vocabulary: Vocabulary) -> dict[str, int]:
    """helps_with word → how often the text says one of its phrases, from two times on."""
    plain = _plain(text)
    parts = set(_PARTS.of(plain))
    found = {
        word: sum(_said(plain, phrase) for phrase in meaning.phrases if parts.issuperset(_parts(phrase)))
        for word, meaning in vocabulary.helps_with.items()
    }
    return {word: times for word, times in found.items() if times >= ENOUGH}


def _said(plain: str, phrase: str) -> int:
    """How often a text says a phrase without a negation before it in the same sentence."""
    pattern = _pattern(phrase)
    return sum(not _negated(plain[: found.start()]) for found in pattern.finditer(plain)) if pattern else 0


def _negated(before: str) -> bool:
    sentence = _STOP.split(before[-120:])[-1]
    return not _NEGATION.isdisjoint(_WORD.findall(sentence)[-_BEFORE:])


@cache
def _parts(phrase: str) -> tuple[str, ...]:
    """What a text that says the phrase holds; it is asked for first, since most texts have none of the phrases."""
    return tuple(_PARTS.of(_plain(phrase)))


@cache
def _pattern(phrase: str) -> re.Pattern[str] | None:
    words = _plain(phrase).split()
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)") if words else None


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")
