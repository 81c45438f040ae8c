"""Signs of other dialects of Markdown, and slips of the pen, that would be printed as they are typed.

A sign is looked for in the text that the engine found, block by block: never in code, in HTML or in an address, and
never where its first character is escaped. The patterns are in `dialect_signs`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .dialect_signs import SIGNS, Sign
from .flat_text import FlatText

_COMMON = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-\n()"
Needs = list[tuple[bytes, Sign]]
"""What has to be in a text for a sign to be in it, in the order of the signs; a sign may need one of several."""
_NEEDS: Needs = [(need, sign) for sign in SIGNS for need in sign.needs]
# The same with the first rare character of each.
_KEYS = [(need.strip(_COMMON)[0], need, sign) for need, sign in _NEEDS]
_EMOJI = re.compile(rb":[a-z+-][a-z0-9_+-]*:")
_MOST = 50
_LONGEST_SHOWN = 60


class Finding(NamedTuple):
    """A sign that begins at this byte of the source."""

    offset: int
    message: str
    fix: str


def active_signs(source: bytes) -> Needs:
    """Return the signs that a document can have: most have a character that few documents have."""
    characters = set(source.translate(None, _COMMON))
    needs = [(need, sign) for key, need, sign in _KEYS if key in characters and need in source]
    if not _EMOJI.search(source):  # a colon is in every document
        needs = [(need, sign) for need, sign in needs if need != b":"]
    return needs


def find_signs(needs: Needs, run: FlatText, source: bytes, end: int) -> Iterator[Finding]:
    """Find signs in the text of a block that ends at a byte; of two at one place, the first in `SIGNS`."""
    written = source[max(0, run.starts[0] - 1) : end]
    signs = [sign for need, sign in needs if need in written]
    if not signs:
        return
    text = run.with_escapes(source) if b"\\" in written or b"&" in written else run.text
    taken: list[tuple[int, int]] = []
    for sign in signs:
        for match in sign.pattern.finditer(text):
            start, end = match.span()
            if any(start < taken_end and taken_start < end for taken_start, taken_end in taken):
                continue
            taken.append((start, end))
            yield _finding(sign, match, run, source)
            if sign.first_only or len(taken) >= _MOST:
                break


def _finding(sign: Sign, match: re.Match[str], run: FlatText, source: bytes) -> Finding:
    """Fill in the words of a sign with what stands in the source."""

    def written(group: str | int) -> str:
        start, end = match.span(group)
        return source[run.offset(start) : run.offset(end)].decode().strip() if start >= 0 else ""

    words = {name: written(name) for name in match.groupdict()}
    whole = " ".join(written(0).split())
    shown = whole if len(whole) <= _LONGEST_SHOWN else f"{whole[: _LONGEST_SHOWN - 1]}…"
    return Finding(
        run.offset(match.start()), sign.message.format(shown, **words), sign.fix.format(shown, **words)
    )
