"""What the command and the feeds say: dates, sizes, lists, licences, notes. What pages say is in `languages/`."""

from __future__ import annotations

from collections.abc import Sequence

from anthology.schema import Post, Span, Vocabulary, When
from anthology.timecode import timecode

from . import Language

_MONTHS = """
    January February March April May June July August September October November December
    """.split()  # not strftime, which asks the machine's locale
_LICENSES = {
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC-BY-NC-4.0": ("CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    "CC-BY-ND-4.0": ("CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
    "CC-BY-NC-SA-4.0": ("CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
    "CC-BY-NC-ND-4.0": ("CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "all-rights-reserved": ("All rights reserved", ""),
}
_WORDS_A_MINUTE = 220


def day(when: When) -> str:
    """22 November 2026."""
    return f"{when.at.day} {_MONTHS[when.at.month - 1]} {when.at.year}"


def listed(words: Sequence[str]) -> str:
    """a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def reading_minutes(words: int) -> int:
    """Whole minutes, at 220 words each."""
    return max(1, round(words / _WORDS_A_MINUTE))


def size(length: int) -> str:
    """Bytes as a reader knows them: 2.9 MB."""
    return f"{length / 1_000_000:.1f} MB" if length >= 100_000 else f"{max(1, round(length / 1000))} kB"


def license_name(spdx: str) -> tuple[str, str]:
    """A licence's usual name and the address of its words, empty where there is none."""
    return _LICENSES.get(spdx, (spdx, f"https://spdx.org/licenses/{spdx}.html"))


def span(part: Span) -> str:
    """12:30-15:00 as a reader sees it."""
    return f"{timecode(part.start).removeprefix('00:')}–{timecode(part.end).removeprefix('00:')}"


def notes_line(fields: Post, vocabulary: Vocabulary, language: Language) -> str:
    """The content notes on one plain line, in this language; empty where there are none."""
    notes = []
    for note in fields.content_notes:
        word = vocabulary.content_notes.get(note.note)
        title = word.title if word else note.note
        places = [span(where) for where in note.where if isinstance(where, Span)]
        notes.append(
            " ".join(
                [
                    title,
                    *([f"({note.detail})"] if note.detail else []),
                    *([language.listed(places)] if places else []),
                ]
            )
        )
    line = language.sentence("shared.content_notes_of")
    return f"{line.before}{'; '.join(notes)}{line.after}" if notes else ""
