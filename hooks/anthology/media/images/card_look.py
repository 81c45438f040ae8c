"""The look of the picture beside a shared link, which `share_card` draws with Pillow."""

from pathlib import Path
from typing import NamedTuple

CARD_SIZE = (1200, 630)
"""pixels"""
_LETTERS = {
    *map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, *range(0x2010, 0x2027), 0x20AC, 0x2212])
}
"""those of the font of the theme"""


class CardLook(NamedTuple):
    """The colours of a card, as #rrggbb, and the file of its letters."""

    paper: str
    accent: str
    soil: str
    on_soil: str
    font: Path


def can_be_written(*texts: str) -> bool:
    """True if the font has every letter of these texts."""
    return set().union(*texts) <= _LETTERS
