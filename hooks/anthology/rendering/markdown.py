"""The Markdown engine: pulldown-cmark, a parser of CommonMark and GitHub's extensions, through pyromark.

The engine reports the document as a flat series of events, each with the bytes of the source from which it
comes. Nothing else in this project parses Markdown; ARCHITECTURE says why this engine was chosen.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pyromark
from pyromark import Options

GITHUB = (
    Options.ENABLE_TABLES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_GFM  # alerts
    | Options.ENABLE_DEFINITION_LIST
)
COMMONMARK = Options(0)

Events = Iterator[tuple[Any, Any]]
"""Pairs of an event and its span. An event is a name or a dict of one name and its value; a span is a dict with
`start` and `end`, offsets in the UTF-8 bytes of the text. `pyromark.event` lists them."""

_LABEL_AND_SPACE = re.compile(rb"\s*\[(?:\\.|[^\\\[\]])*\]:\s*<?", re.DOTALL)


def events(text: str, options: Options = GITHUB, unresolved: Callable[[Any], None] | None = None) -> Events:
    """Parse a text. `unresolved` is called with each reference that the text does not define."""
    return pyromark.events_with_range(text, options=options, broken_link_callback=unresolved)


def code_blocks(text: str) -> list[tuple[int, int]]:
    """Return the first and the last byte (exclusive) of each code block, in order."""
    return [
        (span["start"], span["end"])
        for event, span in events(text)
        if type(event) is dict and type(start := event.get("Start")) is dict and "CodeBlock" in start
    ]


def definitions(text: str) -> dict[str, int]:
    """Return the byte offset of the address of each link reference definition, by its normalised label."""
    found = pyromark.reference_definitions(text, options=GITHUB)
    data = text.encode()
    offsets = {}
    for label, definition in found.items():
        start, end = definition["span"]["start"], definition["span"]["end"]
        match = _LABEL_AND_SPACE.match(data, start, end)
        offsets[normalised(label)] = match.end() if match else start
    return offsets


def normalised(label: str) -> str:
    """Return a label in the form in which labels are compared (CommonMark 0.31.2, section 4.7)."""
    return " ".join(label.casefold().split())
