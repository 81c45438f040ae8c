"""What is said at one time."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cue:
    """What one person says at one time, from `start` to `end` in milliseconds.

    `speaker` is '' where nobody is named. `text` is plain: no markup, no entities; it may have line
    breaks but no empty lines. `line` is the line of its times in the file, or 0.
    """

    start: int
    end: int
    speaker: str
    text: str
    line: int = field(default=0, compare=False)
