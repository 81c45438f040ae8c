"""Count the vocabulary's phrases in a text, by `helps_with` word; a negated phrase does not count.

Phrases are matched in whole words, as vocabulary.yml has them. They are the last thing by which practices are
chosen, and are never shown.
"""

import re
from collections import Counter
from functools import cache

from anthology.cache import Cache, Table, digest_of_text
from anthology.schema import Vocabulary

from .document import LazyText, text_key
from .tokens import word_lists

MIN_PHRASES = 2
"""how often a text must contain phrases of a word"""
_NEGATED_WITHIN = 5  # words
_PHRASE_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PART = re.compile(r"\w+")  # `self-harm` is `self` and `harm`


class PhraseCounter:
    """Counts the phrases of a vocabulary in texts; with a `store`, each text is counted once."""

    def __init__(self, vocabulary: Vocabulary, store: Cache | None = None) -> None:
        phrases = {word: meaning.phrases for word, meaning in vocabulary.helps_with.items()}
        self.vocabulary, self._has_phrases = vocabulary, any(phrases.values())
        self.counts = store.table(f"phrases {digest_of_text(repr(phrases))}") if store else Table()

    def __call__(self, text: str | LazyText, language: str) -> dict[str, int]:
        if not self._has_phrases:
            return {}
        name = f"{language} {text_key(text)}"
        counts: dict[str, int] | None = self.counts.recall(name)
        if counts is None:
            counts = count_phrases(str(text), self.vocabulary, language)
            self.counts.remember(name, counts)
        return counts


def count_phrases(text: str, vocabulary: Vocabulary, language: str) -> dict[str, int]:
    """Return helps_with word → number of its phrases in the text, of the words with at least MIN_PHRASES."""
    folded = _fold(text)
    words = set(_PART.findall(folded))
    counts: Counter[str] = Counter()
    for word, meaning in vocabulary.helps_with.items():
        for phrase in meaning.phrases:
            if words.issuperset(_phrase_words(phrase)):
                matches = _phrase_pattern(phrase).finditer(folded)
                counts[word] += sum(not _is_negated(folded[: match.start()], language) for match in matches)
    return {word: count for word, count in counts.items() if count >= MIN_PHRASES}


def _is_negated(before: str, language: str) -> bool:
    """Return whether there is a negation in the same clause before a phrase."""
    clause = _clause_end(language).split(before[-120:])[-1]
    return not word_lists(language).negations.isdisjoint(_PHRASE_WORD.findall(clause)[-_NEGATED_WITHIN:])


@cache
def _clause_end(language: str) -> re.Pattern[str]:
    breaks = [rf"\b{re.escape(word)}\b" for word in sorted(word_lists(language).clause_breaks)]
    return re.compile("|".join([r"[.!?;:\n]", *breaks]))


@cache
def _phrase_words(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase; they are looked up first, because most texts have no phrase."""
    return tuple(_PART.findall(_fold(phrase)))


@cache
def _phrase_pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, _fold(phrase).split())) + r"(?!\w)")


def _fold(text: str) -> str:
    return text.lower().replace("’", "'")
