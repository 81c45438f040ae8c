"""The terms of a text: stemmed words and pairs of successive words, with their counts.

A term is identified by a 62-bit hash of its stem, which is small to store and the same on every machine.
Its written form is looked up only for terms that may be shown to readers.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from itertools import takewhile
from typing import Any, TypeAlias, cast

import numpy as np
import Stemmer

from anthology.cache import Cache, digest_of_text
from anthology.parallel import pack, shared_out, unpack

from .document import LazyText, text_key
from .tokens import TokenCache, word_lists, words

Ints: TypeAlias = "np.ndarray[Any, np.dtype[np.integer[Any]]]"
TITLE_WEIGHT = 3
"""a term of the title counts as often as this"""
MAX_COUNT = 255
_LABELS = 60  # terms of the text that may be shown to readers: the most frequent
_MIX, _MASK = 0x9E3779B97F4A7C15, (1 << 62) - 1
_SHORTEST_PREFIX = 3
_STEMMED_AS = {"nb": "no", "nn": "no"}


@dataclass(frozen=True)
class TermCounts:
    """The terms of one post: `ids` (int64, ascending) and `counts` (uint8, at most 255).

    `labels` are the places in `ids` of the terms that may be shown: those of the title and the most frequent of
    the text. `label_counts` has how often the text contains each, `label_in_title` says if the title does.
    `post` has the title, the text and the language: the words in order are read again only where they are needed.
    """

    ids: Ints
    counts: Ints
    labels: Ints
    label_counts: Ints
    label_in_title: np.ndarray[Any, np.dtype[np.bool_]]
    post: tuple[str, str | LazyText, str]

    @cached_property
    def table(self) -> _WordTable:
        """The words of the language."""
        return _word_table(self.post[2])

    @cached_property
    def parts(self) -> tuple[Ints, Ints]:
        """The words of the text and of the title in order, as numbers in `table`."""
        return self.table.read(str(self.post[1])), self.table.read(self.post[0])

    @cached_property
    def digest(self) -> str:
        """The digest under which the store has what belongs to the post."""
        return _digest(*self.post)


class _WordTable(dict[str, int]):
    """Maps each word of a language, as written, to a number; `written` has the words by number.

    `stems` has the hash of a word's stem, 0 for a word that is ignored. The hash of a pair is that of the second
    word XOR the mixed hash (`mixed`) of the first, because the order of the two matters.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.stem, self.ignored = stemmer(language), word_lists(language).stopwords
        self.written: list[str] = []
        self.forms: dict[int, list[str]] = {}
        self.stems, self.mixed = array("q"), array("q")
        self.runs: TokenCache[int] = TokenCache(lambda run: map(self.__getitem__, words(run)))

    def __missing__(self, word: str) -> int:
        plain, stem_hash = word.lower().replace("’", "'").removesuffix("'s"), 0
        if len(plain) > 1 and plain not in self.ignored and not plain.isdecimal():
            digest = blake2b(self.stem(plain).encode(), digest_size=8).digest()
            stem_hash = (int.from_bytes(digest, "big") & _MASK) or 1
            self.forms.setdefault(stem_hash, []).append(word)
        number = self[word] = len(self.written)
        self.written.append(word)
        self.stems.append(stem_hash)
        self.mixed.append((stem_hash * _MIX) & _MASK)
        return number

    def read(self, text: str) -> Ints:
        """Return the words of a text as numbers (int32)."""
        return np.array(list(self.runs.tokens(text)), dtype=np.int32)

    def terms(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Return the hashes of the pairs and of the words, each in order.

        Ignored words do not separate a pair: "the cost of leaving" has the pair of "cost" and "leaving".
        """
        stems = np.frombuffer(self.stems, dtype=np.int64)[numbers] if len(numbers) else np.zeros(0, np.int64)
        counted = np.flatnonzero(stems)
        stems, numbers = stems[counted], numbers[counted]
        mixed = np.frombuffer(self.mixed, dtype=np.int64)[numbers] if len(numbers) else stems
        return mixed[:-1] ^ stems[1:], stems


@cache
def _word_table(language: str) -> _WordTable:
    return _WordTable(language)


def read_terms(title: str, text: str | LazyText, language: str) -> TermCounts:
    """Count the terms of a post; those of its title count three times."""
    table = _word_table(language)
    body_terms, title_terms = (np.concatenate(table.terms(table.read(part))) for part in (str(text), title))
    ids, first, inverse = np.unique(
        np.concatenate([body_terms, title_terms]), return_index=True, return_inverse=True
    )
    in_body = np.bincount(inverse[: len(body_terms)], minlength=len(ids))
    in_title = np.bincount(inverse[len(body_terms) :], minlength=len(ids))
    counts = np.minimum(in_body + TITLE_WEIGHT * in_title, MAX_COUNT).astype(np.uint8)
    frequent = np.flatnonzero(in_body > 1)
    # Among terms with equal counts, pairs and earlier ones first.
    frequent = frequent[np.lexsort((first[frequent], -in_body[frequent]))][:_LABELS]
    labels = np.union1d(frequent, np.flatnonzero(in_title)).astype(np.int32)
    shown = in_body[labels].astype(np.int32), in_title[labels] > 0
    return TermCounts(ids, counts, labels, *shown, (title, text, language))


def terms_of_all(posts: Sequence[tuple[str, str | LazyText, str]], store: Cache) -> list[TermCounts]:
    """Return what `read_terms` does for posts, given by title, text and language; each is counted once.

    Copies of this process count a part of those that are new.
    """
    names = [f"terms {_digest(*post)}" for post in posts]
    missing = [(name, post) for name, post in zip(names, posts, strict=True) if not store.has(name)]
    own, shares = shared_out(
        missing, lambda part: pack((name, _row(read_terms(*post))) for name, post in part)
    )
    for name, post in own:
        store.put(name, _row(read_terms(*post)))
    for share in shares:
        for name, row in unpack(share.result()):
            store.put(name, row)
    return [_recalled(name, post, store) for name, post in zip(names, posts, strict=True)]


def kept_terms(digest: str, store: Cache) -> Ints | None:
    """Return the ids of the terms of a post by its digest, if the store still has them."""
    stored = store.bytes_of(f"terms {digest}")
    return (
        None
        if stored is None
        else np.frombuffer(stored, np.int64, int(np.frombuffer(stored, np.int64, 1)[0]), 16)
    )


def _row(terms: TermCounts) -> bytes:
    rows = [terms.ids, terms.labels, terms.label_counts, terms.counts, terms.label_in_title]
    sizes = np.array([len(terms.ids), len(terms.labels)], dtype=np.int64)
    return b"".join(row.tobytes() for row in [sizes, *rows])


def _recalled(name: str, post: tuple[str, str | LazyText, str], store: Cache) -> TermCounts:
    stored = store.bytes_of(name)
    if stored is None:  # a copy has failed, or the store is damaged
        return read_terms(*post)
    number, shown = np.frombuffer(stored, np.int64, 2).tolist()
    starts = np.cumsum([16, 8 * number, 4 * shown, 4 * shown, number]).tolist()
    return TermCounts(
        np.frombuffer(stored, np.int64, number, starts[0]),
        np.frombuffer(stored, np.uint8, number, starts[3]),
        np.frombuffer(stored, np.int32, shown, starts[1]),
        np.frombuffer(stored, np.int32, shown, starts[2]),
        np.frombuffer(stored, np.bool_, shown, starts[4]),
        post,
    )


def _digest(title: str, text: str | LazyText, language: str) -> str:
    return digest_of_text(f"{title}\0{text_key(text)}\0{language}")


class WrittenForms(dict[int, str]):
    """Maps a term to the form in which a post mostly writes it: that of the text if it has the term, else the title's.

    The form of a pair includes the ignored words between its two. A term that the post does not have raises ValueError.
    """

    def __init__(self, post: TermCounts, store: Cache | None = None) -> None:
        super().__init__()
        self.post, self.store = post, store
        self._name = f"forms {post.digest}"
        if store and (kept := store.recall(self._name)):
            self.update((int(term), form) for term, form in kept.items())
        self._kept = len(self)

    def __missing__(self, term: int) -> str:
        _ = self.post.parts  # reads the words of the post into the table
        count = self._count_words if term in self.post.table.forms else self._count_pairs
        counts = count(term, 0) or count(term, 1)
        # Of equals the shorter, then the one in lower case: capitals sort before it.
        form = self[term] = max(counts, key=lambda form: (counts[form], -len(form), form))
        return form

    def keep(self) -> None:
        """Keep what was looked up for the next build."""
        if self.store and len(self) > self._kept:
            self.store.remember(self._name, self)

    @cached_property
    def _word_counts(self) -> list[Counter[str]]:
        written = self.post.table.written
        return [Counter(map(written.__getitem__, part.tolist())) for part in self.post.parts]

    def _count_words(self, term: int, part: int) -> Mapping[str, int]:
        counts = self._word_counts[part]
        return {form: counts[form] for form in self.post.table.forms[term] if form in counts}

    def _count_pairs(self, term: int, part: int) -> Mapping[str, int]:
        numbers, table = self.post.parts[part], self.post.table
        pairs, _ = table.terms(numbers)
        counted = np.flatnonzero(np.frombuffer(table.stems, dtype=np.int64)[numbers])
        spans = (numbers[counted[at] : counted[at + 1] + 1] for at in np.flatnonzero(pairs == term).tolist())
        return Counter(" ".join(map(table.written.__getitem__, span.tolist())) for span in spans)


def stemmer(language: str) -> Callable[[str], str]:
    """Return the Snowball stemmer of a language tag; words of a language without one are their own stems."""
    code = language.partition("-")[0].lower()
    try:
        return cast(Callable[[str], str], Stemmer.Stemmer(_STEMMED_AS.get(code, code)).stemWord)
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
