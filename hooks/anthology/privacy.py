"""Personal data in text: e-mail addresses, local paths and GPS positions."""

import re
from collections.abc import Iterator


def private_text(text: str) -> Iterator[str]:
    """The kinds of personal data that a text contains, in words for a message."""
    for kind, pattern in _PRIVATE.items():
        if pattern.search(text):
            yield kind


GPS = "a GPS position"
# One sign before the @ is enough, and every repetition has an end: the time grows with the length of the text alone.
_PRIVATE = {
    "an e-mail address": re.compile(r"[\w.+-]@[\w-]{1,63}\.\w"),
    "a file path on somebody's computer": re.compile(
        r"\b[A-Za-z]:\\|\\\\[\w.-]{1,255}\\|(?<![\w.:/])/(?:home|Users|Volumes|root|mnt|media|var|tmp)/|file://"
    ),
    GPS: re.compile(r"[+-]\d{2,3}\.\d{2,15}[+-]\d{2,3}\.\d{2}|\bgeo:-?\d"),
}
