"""Footnotes: numbered in the order in which the text refers to them, and listed behind it.

Ids and classes are those that this site has always had, since readers link to them: `fn:label` for a footnote,
`fnref:label`, `fnref2:label` … for the places that refer to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from .markdown import normalised

BACK = "Back to the text, footnote {}"
"""The title of the link that leads back to the text; a page says it in its own language (see pages.components)."""

_PARAGRAPH_END = "</p>\n"
_NO_BREAK_SPACE = "&#160;"


@dataclass(slots=True)
class _Footnote:
    label: str
    start: int
    out: list[str] = field(default_factory=list)
    inner: list[_Room] = field(default_factory=list)
    """the references within it"""
    number: int = 0
    references: int = 0


_Room = tuple[list[str], int, str]
"""Room for a reference: the list to which it is written, the index there, the label."""


class Footnotes:
    """The footnotes of one document.

    A number is known only when all has been read: until then, each reference is an empty string.
    """

    def __init__(self) -> None:
        self._footnotes: dict[str, _Footnote] = {}
        self._references: list[_Room] = []
        self._open: list[tuple[_Footnote, list[str]]] = []
        self.repeated: list[tuple[str, int]] = []
        """the label and the first byte of each definition whose label has one already, so that it is not shown"""

    def refer(self, label: str, out: list[str]) -> None:
        """Leave room for a reference."""
        rooms = self._open[-1][0].inner if self._open else self._references
        rooms.append((out, len(out), normalised(label)))
        out.append("")

    def begin(self, label: str, start: int, out: list[str]) -> list[str]:
        """Begin a footnote whose definition is at this byte; return the list to which its text is written."""
        footnote = _Footnote(label, start)
        if self._footnotes.setdefault(normalised(label), footnote) is not footnote:
            self.repeated.append((label, start))
        self._open.append((footnote, out))
        return footnote.out

    def end(self) -> list[str]:
        """End the footnote; return the list to which the text around it is written."""
        return self._open.pop()[1]

    def unused(self) -> list[tuple[str, int]]:
        """Return the label and the first byte of each footnote to which nothing refers, once closed."""
        return [
            (footnote.label, footnote.start) for footnote in self._footnotes.values() if not footnote.number
        ]

    def close(self, out: list[str]) -> None:
        """Write every number, and the list of the footnotes at the end of the document."""
        listed: list[_Footnote] = []
        self._number(self._references, listed)
        for footnote in listed:  # grows while it is read: a footnote may refer to others
            self._number(footnote.inner, listed)
        if listed:
            items = (f'<li id="fn:{escape(note.label)}">\n{_linked_text(note)}</li>\n' for note in listed)
            out.append(f'<div class="footnote">\n<hr />\n<ol>\n{"".join(items)}</ol>\n</div>\n')

    def _number(self, rooms: list[_Room], listed: list[_Footnote]) -> None:
        for out, index, label in rooms:
            footnote = self._footnotes[label]
            if not footnote.number:
                listed.append(footnote)
                footnote.number = len(listed)
            footnote.references += 1
            html_id = _reference_id(footnote, footnote.references)
            link = f'<a class="footnote-ref" href="#fn:{escape(footnote.label)}">{footnote.number}</a>'
            out[index] = f'<sup id="{html_id}">{link}</sup>'


def _reference_id(footnote: _Footnote, reference: int) -> str:
    return f"fnref{reference if reference > 1 else ''}:{escape(footnote.label)}"


def _linked_text(footnote: _Footnote) -> str:
    """Return the text with a link to each of the references at its end."""
    title = BACK.format(footnote.number)
    links = "".join(
        f'<a class="footnote-backref" href="#{_reference_id(footnote, reference)}" title="{title}">↩</a>'
        for reference in range(1, footnote.references + 1)
    )
    html = "".join(footnote.out)
    if html.endswith(_PARAGRAPH_END):
        return f"{html.removesuffix(_PARAGRAPH_END)}{_NO_BREAK_SPACE}{links}{_PARAGRAPH_END}"
    return f"{html}<p>{links}{_PARAGRAPH_END}"
