"""Content notes as plain text, for feeds and pages."""

from anthology.schema import ContentNote, Post, Span, Vocabulary
from anthology.timecode import clock

from .language import Language


def content_notes_line(fields: Post, vocabulary: Vocabulary, language: Language) -> str:
    """Return the content notes of a post on one line, in this language; empty if it has none."""
    line = language.sentence("shared.content_notes_of")
    notes = [_note_text(note, vocabulary, language) for note in fields.content_notes]
    return f"{line.before}{'; '.join(notes)}{line.after}" if notes else ""


def note_title(note: ContentNote, vocabulary: Vocabulary, language: Language) -> str:
    """Return the title of a content note, or its id if the vocabulary lacks it."""
    term = vocabulary.content_notes.get(note.note)
    return term.title_in(language.code) if term else note.note


def time_range(span: Span) -> str:
    """Format a part of a recording: 12:30–15:00."""
    return f"{clock(span.start)}–{clock(span.end)}"


def _note_text(note: ContentNote, vocabulary: Vocabulary, language: Language) -> str:
    detail = f"({note.detail})" if note.detail else ""
    times = language.listed([time_range(where) for where in note.where if isinstance(where, Span)])
    return " ".join(filter(None, (note_title(note, vocabulary, language), detail, times)))
