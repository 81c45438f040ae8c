"""Words that are put on other people: the rules of `words.toml`, each with its reason and source."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from anthology.collection import Collection
from anthology.problems import Issue, Problem

from .phrases import phrase_pattern

_WORDS = Path(__file__).with_name("words.toml")


def word_notes(collection: Collection) -> Iterator[Problem]:
    """A note for each rule of `words.toml` that meets a word which somebody puts on others.

    Quotations, examples in italics or code, sources, names, and sentences in the first person are left alone.
    """
    for _, post in sorted(collection.posts.items()):
        rules = _word_rules().get(collection.language_of(post).partition("-")[0], ())
        text = _own_words(post.source.body) if rules else ""
        for rule in rules:
            if matches := [match for match in rule.pattern.finditer(text) if not _is_a_name(match[0])]:
                times = f" and {len(matches) - 1} more like it" if matches[1:] else ""
                message = f"“{matches[0][0]}”{times}: a word that is put on others"
                yield post.source.problem(
                    Issue(message, rule.fix, post.source.body_position(matches[0].start()), "note")
                )


def _is_a_name(words: str) -> bool:
    """True of `Mental Patients`, which is most likely the name of an organisation or the title of a work."""
    return " " in words and all(word[:1].isupper() for word in words.split())


class _WordRule(NamedTuple):
    pattern: re.Pattern[str]
    fix: str


@cache
def _word_rules() -> dict[str, list[_WordRule]]:
    """The rules of each language."""
    table = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    sources = table.pop("sources")
    return {
        language: [
            _WordRule(phrase_pattern(rule["words"].split("; ")), _word_fix(rule, sources)) for rule in rules
        ]
        for language, rules in table.items()
    }


def _word_fix(rule: dict[str, str], sources: dict[str, str]) -> str:
    reason = f"since {rule['reason']} ({sources[rule['source']]})"
    return f"perhaps  {rule['instead']}   {reason}. If it is right here, leave it."


# Each has an end within its paragraph or line, so that a mark that is never closed hides no more than that.
_NOT_OWN = re.compile(
    r"^[ \t]*>.*$|^\[[^\]\n]+\]:.*$|“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"\n]*\"|(?<!\w)‘(?:[^’]|’(?=\w))*’|`[^`\n]*`"
    r"|\]\([^)\n]*\)|<[^>\n]*>|(?<![\w*])\*[^*\n]+\*(?![\w*])|(?<!\w)_[^_\n]+_(?!\w)",
    re.MULTILINE,
)
_SENTENCE = re.compile(r"[^.!?…]+(?:[.!?…]+|\Z)|[.!?…]+")
_FIRST_PERSON = re.compile(
    r"(?<!\w)(?:I|I['’]\w+|me|my|mine|myself|we|us|our|ours|ourselves"
    r"|yo|mí|mis?|conmigo|soy|estoy|fui|nos|nosotr[oa]s|nuestr[oa]s?|somos)(?!\w)",
    re.IGNORECASE,
)


def _own_words(body: str) -> str:
    """The text with spaces in the place of what is exempt: every character keeps its offset."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    def blank_if_first_person(match: re.Match[str]) -> str:
        return blank(match) if _FIRST_PERSON.search(match[0]) else match[0]

    return _SENTENCE.sub(blank_if_first_person, _NOT_OWN.sub(blank, body))
