"""Posts for the tests of related posts."""

from __future__ import annotations

from collections.abc import Mapping

from anthology.crosslinks import RelatedLists
from anthology.crosslinks.document import Document
from anthology.crosslinks.reasons import Labels
from anthology.crosslinks.related_posts import related_posts

TOPICS = {"sea": "The sea", "bread": "Bread"}


def essay(slug: str, text: str = "", **fields: object) -> Document:
    return Document(f"essays/{slug}", slug, text, **fields)  # type: ignore[arg-type]


def lists(documents: list[Document]) -> Mapping[str, RelatedLists]:
    return related_posts(documents, Labels(TOPICS)).lists
