"""Cut text into words, with the word lists of each language (`stopwords/*.toml`)."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Generic, TypeVar

_Token = TypeVar("_Token")
_FOLDER = Path(__file__).with_name("stopwords")
_LONGEST_CACHED, _MOST_CACHED = 30, 40_000  # characters of a run, and runs
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_WEB_ADDRESS = re.compile(r"https?://\S+|\b10\.\d{4,}/\S+|\bwww\.\S+")


@dataclass(frozen=True, slots=True)
class WordLists:
    """Word lists of one language, in lower case with straight apostrophes; en.toml says what each is for."""

    stopwords: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    connectors: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    clause_breaks: frozenset[str] = frozenset()


@cache
def word_lists(language: str) -> WordLists:
    """Return the lists of a language tag such as `pt-BR`; they are empty where there is no file for it."""
    file = {file.stem: file for file in _FOLDER.glob("*.toml")}.get(language.partition("-")[0].lower())
    lists = tomllib.loads(file.read_text(encoding="utf-8")) if file else {}
    return WordLists(**{name: frozenset(words.split()) for name, words in lists.items()})


class TokenCache(dict[str, tuple[_Token, ...]], Generic[_Token]):
    """Maps a run of text without spaces to its tokens; most runs occur many times, so short ones are kept."""

    def __init__(self, cut: Callable[[str], Iterable[_Token]]) -> None:
        super().__init__()
        self.cut = cut

    def __missing__(self, run: str) -> tuple[_Token, ...]:
        tokens = tuple(self.cut(run))
        if len(run) <= _LONGEST_CACHED and len(self) < _MOST_CACHED:
            self[run] = tokens
        return tokens

    def tokens(self, text: str) -> Iterator[_Token]:
        """Yield the tokens of a text in order."""
        return chain.from_iterable(map(self.__getitem__, text.split()))


def words(text: str) -> list[str]:
    """Return the words of a text as written, without web addresses and DOIs; an apostrophe may be inside a word."""
    if text.isalnum():
        return [text]
    return _WORD.findall(_WEB_ADDRESS.sub(" ", text) if "/" in text or "www." in text else text)
