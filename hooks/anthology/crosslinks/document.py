"""Posts as they are compared with each other, and the links that result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from anthology.cache import digest_of_text
from anthology.i18n import Language

POST_KINDS = ("essays", "episodes")


class LazyText(NamedTuple):
    """A text that is read only where its words are needed; `digest` stands for it."""

    digest: str
    read: Callable[[], str]

    def __str__(self) -> str:
        return self.read()


def text_key(text: str | LazyText) -> str:
    """Return a digest that stands for a text."""
    return text.digest if isinstance(text, LazyText) else digest_of_text(text)


class Document(NamedTuple):
    """A post as related posts see it. `links` are the ids of posts that its text links to.

    `day` counts days from any one day; `language` is a language tag.
    """

    id: str
    title: str
    text: str | LazyText
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

    def author_link(self, post: Document) -> int:
        """Return how clearly the authors connect two posts: 3 response, 2 link, 1 series, 0 not at all."""
        if self.responds_to == post.id or post.responds_to == self.id:
            return 3
        if post.id in self.links or self.id in post.links:
            return 2
        return 1 if self.series and self.series == post.series else 0

    def days_from(self, post: Document) -> int | None:
        """Return the number of days between two posts; None if one has no day."""
        return None if self.day is None or post.day is None else abs(self.day - post.day)


class Reason(str):
    """A reason in the language of the site, with the catalog key and values that repeat it in another language."""

    __slots__ = ("key", "values")
    key: str
    values: Mapping[str, Sequence[str]]

    def __new__(cls, text: str, key: str, values: Mapping[str, Sequence[str]]) -> Reason:
        """`key` is that of the sentence in `text`; each of its values is a text, or a list of texts."""
        reason = super().__new__(cls, text)
        reason.key, reason.values = key, values
        return reason

    def __repr__(self) -> str:
        return f"Reason({str(self)!r}, {self.key!r}, {self.values!r})"

    @classmethod
    def of(cls, language: Language, key: str, values: Mapping[str, Sequence[str]]) -> Reason:
        """Return the sentence of the catalog in this language."""
        texts = {
            name: text if isinstance(text, str) else language.listed(text) for name, text in values.items()
        }
        return cls(language.text(key, **texts), key, values)


class RelatedPost(NamedTuple):
    """A candidate for the related posts of a page: its reasons, and its score (a usual neighbour has 100)."""

    page: str
    reasons: tuple[str, ...]
    points: int = 0


RelatedLists = dict[str, list[RelatedPost]]
"""`essays` and `episodes`, the best first"""
