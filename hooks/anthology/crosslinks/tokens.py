"""Cut text into words, with the word lists of each language (`stopwords/*.toml`)."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).with_name("stopwords")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_WEB_ADDRESSES = {
    "://": re.compile(r"https?://\S+"),
    "www.": re.compile(r"\bwww\.\S+"),
    "10.": re.compile(r"\b10\.\d{4,}/\S+"),  # a DOI
}
"""What each contains, which is faster to look for → addresses; each goes on to the next space."""


class WordLists(NamedTuple):
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


def words(text: str) -> list[str]:
    """Return the words of a text as written, without web addresses and DOIs; an apostrophe may be inside a word."""
    for part, address in _WEB_ADDRESSES.items():
        if part in text:
            text = address.sub("\0", text)  # no space: another address may be around this one
    return _WORD.findall(text.replace("_", " "))
