"""One cue of a transcript, and the pace of many."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of one speaker, from `start` to `end` in milliseconds.

    `speaker` is empty if nobody is named. `text` is plain: no markup, no entities, no empty lines. `line` is
    the line of the cue's times in the file, or 0.
    """

    start: int
    end: int
    speaker: str
    text: str
    line: int = field(default=0, compare=False)


def words_a_minute(cues: Iterable[Cue]) -> float:
    """Return the words a minute inside cues, 0 if they last no time: silence between cues is not counted."""
    spoken = list(cues)
    minutes = sum(cue.end - cue.start for cue in spoken) / 60_000
    return sum(len(cue.text.split()) for cue in spoken) / minutes if minutes else 0.0
