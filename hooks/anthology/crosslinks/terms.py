"""The terms of a text: stemmed words and pairs of successive words, with their counts.

A term is identified by a 62-bit hash of its stem, which is small to store and the same on every machine.
Its written form is looked up only for terms that may be shown to readers.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b
from itertools import takewhile
from typing import Any, NamedTuple, TypeAlias, cast

import numpy as np
import Stemmer

from anthology.cache import Cache, digest_of_text
from anthology.parallel import pack, shared_out, unpack

from .document import LazyText, text_key
from .kept_terms import KeptTerms
from .tokens import word_lists, words

Ints: TypeAlias = "np.ndarray[Any, np.dtype[np.integer[Any]]]"
Bools: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"
TITLE_WEIGHT = 3
"""a term of the title counts as often as this"""
MAX_COUNT = 255
_LABELS = 60  # terms of the text that may be shown to readers: the most frequent
_MIX, _MASK = 0x9E3779B97F4A7C15, (1 << 62) - 1
_SHORTEST_PREFIX = 3
_STEMMED_AS = {"nb": "no", "nn": "no"}


class TermCounts(NamedTuple):
    """The terms of one post: `ids` (int64, ascending) and `counts` (uint8, at most 255).

    `labels` are the places in `ids` of the terms that may be shown: those of the title and the most frequent of
    the text. `label_counts` has how often the text contains each, `label_in_title` says if the title does, and
    `label_forms` are the lines with the form of each: the one that the post mostly writes, in its text if the text has
    the term, else in its title. The form of a pair includes the ignored words between its two. `digest` stands for the
    title, the text and the language.
    """

    ids: Ints
    counts: Ints
    labels: Ints
    label_counts: Ints
    label_in_title: Bools
    label_forms: bytes
    digest: str

    def forms(self) -> dict[int, str]:
        """Return the form of each term that may be shown."""
        return dict(zip(self.ids[self.labels].tolist(), self.label_forms.decode().split("\n"), strict=False))


class _WordTable(dict[str, int]):
    """Maps each word of a language, as written, to a number; `written` has the words by number.

    `stems` has the hash of a word's stem, 0 for a word that is ignored. The hash of a pair is that of the second
    word XOR the mixed hash (`mixed`) of the first, because the order of the two matters.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.stem, self.ignored = stemmer(language), word_lists(language).stopwords
        self.written: list[str] = []
        self.stems, self.mixed = array("q"), array("q")

    def __missing__(self, word: str) -> int:
        plain, stem_hash = word.lower().replace("’", "'").removesuffix("'s"), 0
        if len(plain) > 1 and plain not in self.ignored and not plain.isdecimal():
            digest = blake2b(self.stem(plain).encode(), digest_size=8).digest()
            stem_hash = (int.from_bytes(digest, "big") & _MASK) or 1
        number = self[word] = len(self.written)
        self.written.append(word)
        self.stems.append(stem_hash)
        self.mixed.append((stem_hash * _MIX) & _MASK)
        return number

    def read(self, text: str) -> _Words:
        """Return the words and the terms of a text.

        Ignored words do not separate a pair: "the cost of leaving" has the pair of "cost" and "leaving".
        """
        found = words(text)
        known = list(map(self.get, found))  # `__getitem__` of a class with `__missing__` takes longer
        numbers = [
            self[word] if number is None else number for word, number in zip(found, known, strict=True)
        ]
        every: Ints = np.array(numbers, dtype=np.int32)
        stems = np.frombuffer(self.stems, dtype=np.int64)[every] if numbers else np.zeros(0, np.int64)
        counted = np.flatnonzero(stems)
        stems = stems[counted]
        mixed = np.frombuffer(self.mixed, dtype=np.int64)[every[counted]] if numbers else stems
        return _Words(numbers, np.concatenate([mixed[:-1] ^ stems[1:], stems]), counted)


class _Words(NamedTuple):
    """The words of a text as numbers in the table, and the hashes of its terms: the pairs, then the words, in order.

    `counted` are the places of the words that are not ignored.
    """

    numbers: list[int]
    terms: Ints
    counted: Ints

    def forms(self, inverse: Ints, wanted: Bools, written: Sequence[str]) -> dict[int, str]:
        """Return the form in which each wanted term is mostly written; `inverse` has the number of each term.

        Of equals the shorter, then the one in lower case: capitals sort before it.
        """
        places = np.flatnonzero(wanted[inverse])
        starts = np.concatenate([self.counted[:-1], self.counted])[places].tolist()
        ends = (np.concatenate([self.counted[1:], self.counted])[places] + 1).tolist()
        spans = zip(inverse[places].tolist(), starts, ends, strict=True)
        spelt = Counter([(term, *self.numbers[start:end]) for term, start, end in spans])
        best: dict[int, tuple[int, int, str]] = {}
        for (term, *span), count in spelt.items():
            form = " ".join(map(written.__getitem__, span))
            best[term] = max(best.get(term, (0, 0, "")), (count, -len(form), form))
        return {term: form for term, (_, _, form) in best.items()}


@cache
def _word_table(language: str) -> _WordTable:
    return _WordTable(language)


def read_terms(title: str, text: str | LazyText, language: str) -> TermCounts:
    """Count the terms of a post; those of its title count three times."""
    table = _word_table(language)
    body, heading = table.read(str(text)), table.read(title)
    ids, first, inverse = np.unique(
        np.concatenate([body.terms, heading.terms]), return_index=True, return_inverse=True
    )
    of_body, of_title = inverse[: len(body.terms)], inverse[len(body.terms) :]
    in_body, in_title = np.bincount(of_body, minlength=len(ids)), np.bincount(of_title, minlength=len(ids))
    counts = np.minimum(in_body + TITLE_WEIGHT * in_title, MAX_COUNT).astype(np.uint8)
    frequent = np.flatnonzero(in_body > 1)
    # Among terms with equal counts, pairs and earlier ones first.
    frequent = frequent[np.lexsort((first[frequent], -in_body[frequent]))][:_LABELS]
    wanted = in_title > 0
    wanted[frequent] = True
    labels = np.flatnonzero(wanted).astype(np.int32)
    shown = in_body[labels].astype(np.int32), in_title[labels] > 0
    forms = heading.forms(of_title, wanted, table.written) | body.forms(of_body, wanted, table.written)
    lines = "\n".join(map(forms.__getitem__, labels.tolist())).encode()
    return TermCounts(ids, counts, labels, *shown, lines, _digest(title, text, language))


def terms_of_all(posts: Sequence[tuple[str, str | LazyText, str]], store: Cache) -> list[TermCounts]:
    """Return what `read_terms` does for posts, given by title, text and language; each is counted once.

    Copies of this process count a part of those that are new.
    """
    kept, digests = KeptTerms(store), [_digest(*post) for post in posts]
    missing = [pair for pair in zip(digests, posts, strict=True) if pair[0] not in kept]
    own, shares = shared_out(missing, _counted)
    for result in [_counted(own), *(share.result() or _counted(share.items) for share in shares)]:
        kept.add(unpack(result))
    kept.keep(digests)
    return [_recalled(kept[digest], digest) for digest in digests]


def _counted(posts: Sequence[tuple[str, tuple[str, str | LazyText, str]]]) -> bytes:
    return pack((digest, _row(read_terms(*post))) for digest, post in posts)


def kept_ids(digest: str, store: Cache) -> Ints | None:
    """Return the ids of the terms of a post by its digest, if the store still has them."""
    stored = KeptTerms(store).get(digest)
    return None if stored is None else _recalled(stored, digest).ids


def _row(terms: TermCounts) -> bytes:
    rows = [terms.ids, terms.labels, terms.label_counts, terms.counts, terms.label_in_title]
    sizes = np.array([len(terms.ids), len(terms.labels)], dtype=np.int64)
    return b"".join([*(row.tobytes() for row in [sizes, *rows]), terms.label_forms])


def _recalled(stored: bytes, digest: str) -> TermCounts:
    number, shown = np.frombuffer(stored, np.int64, 2).tolist()
    labels = 16 + 8 * number
    counts = labels + 8 * shown
    return TermCounts(
        np.frombuffer(stored, np.int64, number, 16),
        np.frombuffer(stored, np.uint8, number, counts),
        np.frombuffer(stored, np.int32, shown, labels),
        np.frombuffer(stored, np.int32, shown, labels + 4 * shown),
        np.frombuffer(stored, np.bool_, shown, counts + number),
        stored[counts + number + shown :],
        digest,
    )


def _digest(title: str, text: str | LazyText, language: str) -> str:
    return digest_of_text(f"{title}\0{text_key(text)}\0{language}")


def stemmer(language: str) -> Callable[[str], str]:
    """Return the Snowball stemmer of a language tag; words of a language without one are their own stems."""
    code = language.partition("-")[0].lower()
    try:
        return cast(Callable[[str], str], Stemmer.Stemmer(_STEMMED_AS.get(code, code), 0).stemWord)
    except KeyError:
        return str


def stem_prefixes(text: str, language: str) -> set[str]:
    """Return the beginnings that the words of a text share with their relatives: "violen" for violence, violent.

    Of a stem that is no beginning of its word, such as "injuri" of injury, the part that both begin with.
    """
    stem = _word_table(language).stem
    plain = {word.lower().removesuffix("'s") for word in words(text)} - word_lists(language).stopwords
    prefixes = set()
    for word in plain:
        same = takewhile(lambda pair: pair[0] == pair[1], zip(word, stem(word), strict=False))
        common = "".join(letter for letter, _ in same)
        prefix = common if len(common) >= _SHORTEST_PREFIX else stem(word)
        prefixes.add(prefix[: max(6, len(prefix) - 2)])
    return prefixes
