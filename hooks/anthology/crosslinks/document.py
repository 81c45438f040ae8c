"""What a post is to its relatives."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

KINDS = ("essays", "episodes")


@dataclass(frozen=True, slots=True)
class Document:
    """A post as its relatives see it. `links` are the ids of posts that its text links to.

    `day` counts days from any one day; `language` is a code such as en.
    """

    id: str
    title: str
    text: str
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    series: str = ""
    links: tuple[str, ...] = ()
    responds_to: str = ""
    pins: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    day: int | None = None
    language: str = "en"

    @property
    def kind(self) -> str:
        """`essays` or `episodes`."""
        return self.id.partition("/")[0]

    @property
    def key(self) -> str:
        """Changes with what is read for terms, and with nothing else."""
        written = "\0".join((self.language, self.title, self.text))
        return blake2b(written.encode(), digest_size=16).hexdigest()

    def told(self, other: Document) -> int:
        """How plainly the authors say that two posts belong together; nothing where they do not."""
        if self.responds_to == other.id or other.responds_to == self.id:
            return 3
        if other.id in self.links or self.id in other.links:
            return 2
        return 1 if self.series and self.series == other.series else 0

    def days_from(self, other: Document) -> int | None:
        """How many days lie between two posts, where both days are known."""
        return None if self.day is None or other.day is None else abs(self.day - other.day)
