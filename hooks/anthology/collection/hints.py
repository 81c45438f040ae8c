"""Findings that no build gives: content notes that a text may need, and the age of the help directory.

Only `anthology check` shows them; an entry of the directory that is a year old is an error there. Nothing is ever
published from them: people decide whether a note is needed, and a
build does not depend on the day on which it runs.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from anthology.problems import Issue, Level, Problem
from anthology.sources import read_yaml

from .loader import HELP
from .model import AnyPost, Collection, EpisodePost

NOTE_AFTER = 180
FAIL_AFTER = 365
"""days since an entry was checked against its source"""
MIN_TRIGGERS = 2
"""occurrences in a text that suggest a content note"""
_TRIGGERS = Path(__file__).with_name("content_note_triggers.toml")


def content_note_hints(collection: Collection) -> Iterator[Problem]:
    """A note for each content note that a text suggests and its author has not given."""
    for _, post in sorted(collection.posts.items()):
        given = {note.note for note in post.fields.content_notes}
        for name, pattern in _trigger_patterns().items():
            term = collection.vocabulary.content_notes.get(name)
            if term and name not in given and (issue := _hint(post, name, term.title, pattern)):
                yield post.source.problem(issue)


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
