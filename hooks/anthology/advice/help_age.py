"""Entries of the help directory that nobody has checked for long."""

from collections.abc import Iterator
from datetime import date

from anthology.collection import HELP, Collection
from anthology.problems import Issue, Level, Problem
from anthology.sources import read_yaml

NOTE_AFTER = 180
FAIL_AFTER = 365
"""days since an entry was checked against its source"""


def old_help_entries(collection: Collection, today: date) -> Iterator[Problem]:
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
