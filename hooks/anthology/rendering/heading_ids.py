"""The ids of headings, from their words."""

import re
from html import unescape

# Ids that the templates use themselves, or may.
_RESERVED = frozenset(
    """
    after-text apps author cautions chapters cite content contents contribute corrections credits device download
    episodes essays exit feeds footer help latest latest-episodes latest-essays learn links listen main menu
    nav newest notes other-languages people player practice practices related related-episodes related-essays
    responses search series soundbites sources start steps subscribe top transcript
    """.split()
)
# What ends in -text is the posts' own, however often a heading stands in one.
_RESERVED_SHAPE = re.compile(r"(?!.+-text(?:_[0-9]+)?$)(?:.+-title|desk|(?:search|desk)-.+|t=.*|[0-9]+)")
_ANY_TAG = re.compile(r"<[^>]*>")
_NO_SLUG = re.compile(r"[^\w\s-]")
_COUNTED = re.compile(r"(.*)_([0-9]+)")


def reserved(html_id: str) -> bool:
    """Return whether the templates use this id."""
    return html_id in _RESERVED or _RESERVED_SHAPE.fullmatch(html_id) is not None


def slug(text: str) -> str:
    """Return the id of a heading of this text, if no other has it."""
    words = re.sub(r"[-\s]+", "-", _NO_SLUG.sub("", text).strip().lower()) or "section"
    return f"{words}-text" if reserved(words) else words


def heading_id(html: str) -> str:
    """Return the id of a heading from its inner HTML, if no other has it."""
    return slug(" ".join(unescape(_ANY_TAG.sub("", html)).split()))


class HeadingIds:
    """The ids of one document. Readers link to them: how they are made must not change."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}
        """base → the highest n for which base_1 … base_n are taken"""

    def of(self, html: str) -> str:
        """Return the id of the next heading, from its inner HTML; of the same, the second ends in `_1`."""
        html_id = heading_id(html)
        if html_id in self._taken:
            counted = _COUNTED.fullmatch(html_id)
            base, count = (counted[1], int(counted[2])) if counted else (html_id, 0)
            first = count <= self._counts.get(base, 0)
            count = max(count, self._counts.get(base, 0) if first else count) + 1
            while f"{base}_{count}" in self._taken:
                count += 1
            if first:
                self._counts[base] = count
            html_id = f"{base}_{count}"
        self._taken.add(html_id)
        return html_id
