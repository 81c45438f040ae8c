"""The age of the help directory: judged when asked, never by a build, whose result must not age."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from anthology.problems import Issue, Problem
from anthology.sources import read_yaml

from .loader import HELP
from .model import Collection

NOTE_AFTER = 180
FAIL_AFTER = 365
"""days since an entry was checked against its source"""


def help_age(collection: Collection, today: date) -> Iterator[Problem]:
    """Entries that have not been checked for half a year (a note) or a year (an error)."""
    if not collection.help:
        return
    source = read_yaml(collection.root / HELP, HELP)
    for number, line in enumerate(collection.help.entries):
        age = (today - line.checked.at.date()).days
        if age >= NOTE_AFTER:
            place = source.position((number, "checked"))
            message = f"{line.name} was checked {age} days ago"
            fix = "read its source again, correct the entry, and write today's date"
            problem = source.problem(Issue(message, fix, place))
            yield problem if age >= FAIL_AFTER else replace(problem, level="note")
