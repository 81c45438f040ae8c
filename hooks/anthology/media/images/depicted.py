"""Pictures that feeds name for apps: their addresses, their words and their shapes."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from pathlib import Path

from . import NotAPicture, probe


@dataclass(frozen=True, slots=True)
class Depicted:
    """A picture beside a post or the show: `address` is within the site, sizes are in pixels."""

    address: str
    alt: str
    purpose: str
    width: int
    height: int
    type: str

    @property
    def ratio(self) -> str:
        """Its shape as CSS writes it: 16/9."""
        shared = gcd(self.width, self.height) or 1
        return f"{self.width // shared}/{self.height // shared}"


def depicted(file: Path, address: str, alt: str, purpose: str) -> Depicted | None:
    """The picture in this file; None where it is none, which is reported elsewhere."""
    try:
        shape = probe(file)
    except NotAPicture:
        return None
    return Depicted(address, alt, purpose, shape.width, shape.height, shape.type)
