"""The terms of a text: stemmed words, and pairs of words that follow each other, with how often they stand there.

A term is known by a number made from its stem. Numbers are small to keep, quick to compare, and the same
on every machine; how a term is spelled is kept only for those that could be a reason a reader sees.
"""

from __future__ import annotations

import json
import re
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib import import_module
from importlib.metadata import version
from itertools import chain, compress, islice
from operator import itemgetter, xor
from types import ModuleType
from typing import NamedTuple, TypeAlias, cast

import snowballstemmer

STEMMER: str = version("snowballstemmer")
TITLE = 3
"""how often a word of the title counts"""

_SPELLED = 60
"""of so many terms that stand twice or more it is kept how they are written"""
_MOST = 255
_MIX, _MASK = 0x9E3779B97F4A7C15, (1 << 62) - 1
_SHORTEST_ROOT = 3
_LONG = 30
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ADDRESS = re.compile(r"https?://\S+|\b10\.\d{4,}/\S+|\bwww\.\S+")
_COMMON = frozenset(
    """
    a about above after again against all almost along already also although always am among an and another any
    anyone anything are aren't around as ask asked asks at be because become been before being below best better
    between both but by came can can't cannot come comes could couldn't did didn't do does doesn't doing don't done
    down during each either else enough even ever every everyone everything few first for from further get gets give
    given gives go goes going good got had has hasn't have haven't having he he's her here hers herself him himself
    his how however i i'd i'll i'm i've if in instead into is isn't it it's its itself just keep kind know known
    knows last later least less let like little long look lot made make makes making many may maybe me might more
    most much must my myself need needs neither never new next no nobody none nor not nothing now of off often oh
    on once one ones only or other others our ours ourselves out over own part people perhaps put quite rather
    really right said same saw say says see seem seems seen several shall she should shouldn't since so some
    someone something sometimes soon still such sure take taken takes than thank thanks that that's the their
    theirs them themselves then there there's these they they're thing things think thinks this those though
    through thus time to today together too took toward two under until up upon us use used uses using very via
    want wants was wasn't way ways we we'll we're we've well went were weren't what what's when where whether which
    while who whole whom whose why will with within without won't word work works would wouldn't yes yet you you'll
    you're you've your yours yourself yourselves
    """.split()
)


Row: TypeAlias = "array[int] | memoryview[int]"
"""whole numbers, in a list of their own or where they lie in a file"""


class Text(NamedTuple):
    """The terms of one post in the order of its text, how often each stands there, and how some are spelled.

    `numbers` and `counts` go together; a count ends at 255. `spelled` is JSON (see `spellings`).
    """

    numbers: Row
    counts: Row
    spelled: bytes | memoryview


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a term is written in a text, how often it stands there, whether in the title; its place in `Text`."""

    form: str
    count: int
    in_title: bool
    place: int


def read_terms(title: str, text: str, language: str) -> Text:
    """The terms of a post; those of its title count three times."""
    numbers = _numbers(language)
    body, head = _Said(text, numbers), _Said(title, numbers)
    counts = dict(body.counts)
    for term, number in head.counts.items():
        counts[term] = counts.get(term, 0) + TITLE * number
    forms = _forms(body, head)
    spelled = [
        (place, forms[term], body.counts.get(term, 0), term in head.counts)
        for place, term in compress(enumerate(counts), map(forms.__contains__, counts))
    ]
    return Text(
        array("q", list(counts)),
        _bounded(counts.values()),
        json.dumps(spelled, ensure_ascii=False, separators=(",", ":")).encode(),
    )


def spellings(text: Text) -> dict[int, Spelling]:
    """By number: the terms that could be a reason, those of the title and the most frequent of the text."""
    return {
        text.numbers[place]: Spelling(form, count, bool(in_title), place)
        for place, form, count, in_title in json.loads(bytes(text.spelled))
    }


def _bounded(counts: Collection[int]) -> array[int]:
    try:
        return array("B", list(counts))
    except OverflowError:
        return array("B", [min(count, _MOST) for count in counts])


class _Numbers(dict[str, int]):
    """Word as it is written → the number of its stem; 0 for a word that says nothing by itself.

    `forms` has the words of a stem by its number. Of two words that follow each other, the number is that of the
    second and `mixed` of the first, one or the other but not both (XOR), so that their order counts.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.stem = _stemmer(language)
        self.forms: dict[int, list[str]] = {}
        self.mixed: dict[int, int] = {}
        self.words = Pieces(_words)

    def __missing__(self, word: str) -> int:
        plain = word.lower().replace("’", "'").removesuffix("'s")
        if len(plain) < 2 or plain in _COMMON or plain.isdecimal():
            number = 0
        else:
            digest = blake2b(self.stem(plain).encode(), digest_size=8).digest()
            number = (int.from_bytes(digest, "big") & _MASK) or 1
            self.forms.setdefault(number, []).append(word)
            self.mixed[number] = (number * _MIX) & _MASK
        self[word] = number
        return number


@cache
def _numbers(language: str) -> _Numbers:
    return _Numbers(language)


def _stemmer(language: str) -> Callable[[str], str]:
    """The library's stemmer; a language it does not know keeps its words as they are."""
    names = {code: name for name, codes in _LANGUAGES.items() for code in codes.split()}
    name = names.get(language.partition("-")[0].lower())
    if not name:
        return str
    if compiled := _compiled():
        return cast(Callable[[str], str], compiled.Stemmer(name).stemWord)
    module = import_module(f".{name}_stemmer", snowballstemmer.__name__)
    return cast(Callable[[str], str], getattr(module, f"{name.capitalize()}Stemmer")().stemWord)


@cache
def _compiled() -> ModuleType | None:
    """PyStemmer, twenty times as quick; only if it has the same rules: `snowballstemmer` itself takes any version."""
    try:
        import Stemmer
    except ImportError:
        return None
    same: bool = version("PyStemmer").split(".")[:2] == STEMMER.split(".")[:2]
    return Stemmer if same else None


_LANGUAGES = {
    "arabic": "ar", "armenian": "hy", "basque": "eu", "catalan": "ca", "danish": "da", "dutch": "nl", "english": "en",
    "esperanto": "eo", "estonian": "et", "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hindi": "hi",
    "hungarian": "hu", "indonesian": "id", "irish": "ga", "italian": "it", "lithuanian": "lt", "nepali": "ne",
    "norwegian": "no nb nn", "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr", "spanish": "es",
    "swedish": "sv", "tamil": "ta", "turkish": "tr", "yiddish": "yi",
}  # fmt: skip


class Pieces(dict[str, tuple[str, ...]]):
    """What stands between two spaces → what it is cut into; most of it has been seen before, unless it is long."""

    def __init__(self, cut: Callable[[str], Iterable[str]]) -> None:
        super().__init__()
        self.cut = cut

    def __missing__(self, written: str) -> tuple[str, ...]:
        found = tuple(self.cut(written))
        if len(written) <= _LONG:
            self[written] = found
        return found

    def of(self, text: str) -> Iterator[str]:
        """The pieces of a text, in its order."""
        return chain.from_iterable(map(self.__getitem__, text.split()))


def _words(written: str) -> list[str]:
    if written.isalnum():
        return [written]
    return _WORD.findall(_ADDRESS.sub(" ", written) if _may_be_address(written) else written)


def _may_be_address(written: str) -> bool:
    return "/" in written or "www." in written


class _Said:
    """The words of a text that say something, and how often each stands there, and each pair of them, pairs first.

    Words that say nothing do not part a pair: "the cost of leaving" is one of "cost" and "leaving".
    """

    def __init__(self, text: str, numbers: _Numbers) -> None:
        self.forms = numbers.forms
        self.words = list(numbers.words.of(text))
        self.numbers = list(map(numbers.__getitem__, self.words))
        said = list(filter(None, self.numbers))
        self.pairs = list(map(xor, map(numbers.mixed.__getitem__, said), islice(said, 1, None)))
        self.counts: Counter[int] = Counter(chain(self.pairs, said))

    def written(self, wanted: set[int]) -> dict[int, str]:
        """How it writes these terms, mostly."""
        counts, forms = Counter(self.words), self.forms
        found: dict[int, str] = {}
        together: dict[int, Counter[str]] = {}
        for term in wanted:
            if term not in self.counts:
                continue
            if term not in forms:
                together[term] = Counter()
                continue
            known = [form for form in forms[term] if form in counts]
            found[term] = known[0] if len(known) == 1 else _commonest(known, counts)
        if together:
            places = list(compress(range(len(self.words)), self.numbers))
            for at, two in enumerate(self.pairs):
                if two in together:
                    together[two][" ".join(self.words[places[at] : places[at + 1] + 1])] += 1
            found.update({two: _commonest(counts, counts) for two, counts in together.items()})
        return found


def _forms(body: _Said, head: _Said) -> dict[int, str]:
    """How the terms that could be a reason are written: those of the title, and the most frequent."""
    often = [item for item in body.counts.items() if item[1] > 1]
    # Stable: of terms as frequent, pairs come first.
    often.sort(key=itemgetter(1), reverse=True)
    wanted = {*head.counts, *(term for term, _ in often[:_SPELLED])}
    # In a title words are often capitalised, so the text is asked first.
    return head.written(wanted) | body.written(wanted)


def _commonest(forms: Iterable[str], counts: Mapping[str, int]) -> str:
    # Of forms that are as frequent the shorter, then the one in small letters: capitals sort before them.
    return max(forms, key=lambda form: (counts[form], -len(form), form))


def roots(words: str, language: str) -> set[str]:
    """The beginnings by which a word and its relatives are known: "violen" of violence, violent.

    Of a stem that is no beginning of its word, such as "injuri" of injury, what both begin with.
    """
    stem = _numbers(language).stem
    plain = {word.lower().removesuffix("'s") for word in _WORD.findall(words)} - _COMMON
    common = {word: _both_begin(word, stem(word)) for word in plain}
    found = (root if len(root) >= _SHORTEST_ROOT else stem(word) for word, root in common.items())
    return {root[: max(6, len(root) - 2)] for root in found}


def _both_begin(one: str, other: str) -> str:
    alike = (at for at, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs)
    return one[: next(alike, min(len(one), len(other)))]
