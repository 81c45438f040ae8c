"""Where in a body something is written that was found in its HTML.

The HTML has no line numbers. What is looked for is a tag, an attribute or an address; each is found
in the order of the text, where neither code nor a comment surrounds it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from html import unescape
from urllib.parse import unquote

from anthology.problems import Position
from anthology.sources import Source

_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_ADDRESS = re.compile(
    r"""\]\(\s*(?:<(?P<pointed>[^>\n]*)>|(?P<plain>(?:[^()\s]|\([^()\s]*\))*))  # [x](address)
    | ^[ ]{0,3}\[[^\]\n]+\]:\s*<?(?P<defined>[^\s>]+)                          # [x]: address
    | \b(?:href|src|cite)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>"']+))
    | <(?P<auto>[a-z][a-z0-9+.-]*:[^\s>]*)>                                     # <address>
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)


class Places:
    """Finds what stands in the body of one source; each place is given once, the last one again and again."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._asked: dict[str, int] = {}
        self._turns: Counter[str] = Counter()

    def tag(self, name: str) -> Position:
        """Where an element of this name begins."""
        return self._next(f"<{name}", rf"<{re.escape(name)}(?![\w-])") or self.beginning

    def attribute(self, name: str) -> Position:
        """Where an attribute is given, in a tag or in an attribute list."""
        found = self._next(f"{name}=", rf"(?<![\w-]){re.escape(name)}\s*=")
        return found or self._next(name, rf"(?<![\w-]){re.escape(name)}(?![\w-])") or self.beginning

    def identity(self, name: str, again: bool = False) -> Position:
        """Where an id is given, as id="name" or {#name}; `again`: the second time."""
        pattern = rf"(?:(?<=\#)|(?<=id=)[\"']?){re.escape(name)}(?![\w-])"
        if again and pattern not in self._asked:
            self._next(f"#{name}", pattern)
        return self._next(f"#{name}", pattern) or self.beginning

    def address(self, written: str) -> Position:
        """Where a link or a picture has this address."""
        return self.address_later(written)()

    def address_later(self, written: str) -> Callable[[], Position]:
        """The same, for when it is needed: most links are good, and finding them costs time."""
        turn = self._turns[written]
        self._turns[written] += 1

        def find() -> Position:
            found = self._addresses.get(written.strip()) or self._addresses.get(unquote(written).strip())
            if found:
                return self._source.body_position(found[min(turn, len(found) - 1)])
            return self._next(written, re.escape(written)) or self.beginning

        return find

    def text(self, text: str) -> Position:
        """Where these words stand."""
        return self._next(text, re.escape(text)) or self.beginning

    @cached_property
    def bare(self) -> str:
        """The body with blanks for its code and its comments."""
        bare = self._source.body
        if "```" in bare or "~~~" in bare:
            bare = _FENCE.sub(lambda found: _blank(found[0]), bare)
        for spans in (_comments, _code):
            pieces, end = [], 0
            for start, stop in spans(bare):
                pieces += [bare[end:start], _blank(bare[start:stop])]
                end = stop
            bare = "".join([*pieces, bare[end:]])
        return bare

    @cached_property
    def _addresses(self) -> dict[str, list[int]]:
        found = defaultdict(list)
        for match in _ADDRESS.finditer(self.bare):
            if kind := match.lastgroup:
                # As a browser gets it: entities decoded, a backslash before a sign gone.
                address = re.sub(r"\\(?=[^\w\s])", "", unescape(match[kind])).strip()
                found[address].append(match.start(kind))
        return found

    @property
    def beginning(self) -> Position:
        """Where the text begins, for what stands nowhere in particular."""
        body = self._source.body
        return self._source.body_position(len(body) - len(body.lstrip()))

    def _next(self, name: str, pattern: str) -> Position | None:
        """The first place of a pattern that was not given yet; the last one if all were."""
        if not name.strip("<=#"):
            return None
        offsets = self._found(pattern)
        if not offsets:
            return None
        at = bisect_left(offsets, self._asked.get(pattern, 0))
        offset = offsets[min(at, len(offsets) - 1)]
        self._asked[pattern] = offset + 1
        return self._source.body_position(offset)

    def _found(self, pattern: str) -> list[int]:
        found = self._offsets.get(pattern)
        if found is None:
            self._offsets[pattern] = found = [
                match.start() for match in re.finditer(pattern, self.bare, re.IGNORECASE)
            ]
        return found

    @cached_property
    def _offsets(self) -> dict[str, list[int]]:
        return {}


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _comments(text: str) -> Iterator[tuple[int, int]]:
    # Not one pattern: it would run to the end of the text from every comment that is never closed.
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        yield start, end + 3
        start = text.find("<!--", end + 3)


def _code(text: str) -> Iterator[tuple[int, int]]:
    """Spans between runs of equally many backticks within one paragraph; linear for the same reason."""
    if "`" not in text:
        return
    runs = [(found.start(), found.end()) for found in re.finditer(r"(?<!\\)`+|\n[ \t]*\n", text)]
    partner: dict[int, int] = {}
    latest: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        start, end = runs[index]
        if text[start] == "\n":
            latest.clear()
        else:
            partner[index] = latest.get(end - start, -1)
            latest[end - start] = index
    index = 0
    while index < len(runs):
        other = partner.get(index, -1)
        if other > index:
            yield runs[index][0], runs[other][1]
            index = other
        index += 1
