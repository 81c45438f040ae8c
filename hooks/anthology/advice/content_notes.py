"""Content notes that a text may need: its words are compared with those of `content_note_triggers.toml`."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from anthology.collection import AnyPost, Collection, EpisodePost
from anthology.problems import Issue, Problem

from .phrases import phrase_pattern

MIN_TRIGGERS = 2
"""occurrences in a text that suggest a content note"""
_TRIGGERS = Path(__file__).with_name("content_note_triggers.toml")


def content_note_hints(collection: Collection) -> Iterator[Problem]:
    """A note for each content note that a text suggests and its author has not given."""
    terms = {} if "content-notes" in collection.site.settings.without else collection.vocabulary.content_notes
    for _, post in sorted(collection.posts.items()):
        given = {note.note for note in post.fields.content_notes}
        for name, pattern in _trigger_patterns().items():
            term = terms.get(name)
            if term and name not in given and (issue := _hint(post, name, term.title, pattern)):
                yield post.source.problem(issue)


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
    return {name: phrase_pattern(" ".join(triggers.split()).split("; ")) for name, triggers in table.items()}
