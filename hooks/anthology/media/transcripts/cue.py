"""One cue of a transcript."""

from __future__ import annotations

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
