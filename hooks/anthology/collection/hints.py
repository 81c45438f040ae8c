"""Findings that no build gives: content notes that a text may need, words put on people, the age of the help.

Only `anthology check` shows them; an entry of the directory that is a year old is an error there. Nothing is ever
published from them: people decide whether a note is needed, and a build does not depend on the day on which it runs.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from anthology.problems import Issue, Level, Problem
from anthology.sources import read_yaml

from .loader import HELP
from .model import AnyPost, Collection, EpisodePost

NOTE_AFTER = 180
FAIL_AFTER = 365
"""days since an entry was checked against its source"""
MIN_TRIGGERS = 2
"""occurrences in a text that suggest a content note"""
_WORDS = Path(__file__).with_name("words.toml")
_TRIGGERS = Path(__file__).with_name("content_note_triggers.toml")


def content_note_hints(collection: Collection) -> Iterator[Problem]:
    """A note for each content note that a text suggests and its author has not given."""
    for _, post in sorted(collection.posts.items()):
        given = {note.note for note in post.fields.content_notes}
        for name, pattern in _trigger_patterns().items():
            term = collection.vocabulary.content_notes.get(name)
            if term and name not in given and (issue := _hint(post, name, term.title, pattern)):
                yield post.source.problem(issue)


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
            _WordRule(_trigger_pattern(rule["words"].split("; ")), _word_fix(rule, sources)) for rule in rules
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


def help_age(collection: Collection, today: date) -> Iterator[Problem]:
    """Entries that have not been checked for half a year (a note) or a year (an error)."""
    if not collection.help:
        return
    source = read_yaml(collection.root / HELP, HELP, list)
    for number, entry in enumerate(collection.help.entries):
        age = (today - entry.checked.at.date()).days
        if age >= NOTE_AFTER:
            fix = "read its source again, correct the entry, and write today's date"
            level: Level = "error" if age >= FAIL_AFTER else "note"
            yield source.problem(
                Issue(f"{entry.name} was checked {age} days ago", fix, (number, "checked"), level)
            )


def _hint(post: AnyPost, name: str, title: str, pattern: re.Pattern[str]) -> Issue | None:
    speech = "\n".join(cue.text for cue in post.cues) if isinstance(post, EpisodePost) else ""
    in_text = list(pattern.finditer(post.source.body))
    words = [match[0] for match in [*in_text, *pattern.finditer(speech)]]
    if len(words) < MIN_TRIGGERS:
        return None
    at = post.source.body_position(in_text[0].start()) if in_text else ("title",)
    place = "" if in_text else ", in the transcript"
    message = f"“{words[0]}” and {len(words) - 1} more{place}: there is no content note for this ({title})"
    fix = f"if it may weigh on readers, add  content_notes: [{name}]   If not, leave it as it is."
    return Issue(message, fix, at, "note")


@cache
def _trigger_patterns() -> dict[str, re.Pattern[str]]:
    """Patterns by the id of a content note."""
    table = tomllib.loads(_TRIGGERS.read_text(encoding="utf-8"))
    return {
        name: _trigger_pattern(" ".join(triggers.split()).split("; ")) for name, triggers in table.items()
    }


def _trigger_pattern(triggers: list[str]) -> re.Pattern[str]:
    alternatives = [re.escape(trigger).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for trigger in triggers]
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(alternatives)})(?![\w-])", re.IGNORECASE)
