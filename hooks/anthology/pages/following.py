"""The end of a post, below its text: practices and related posts, each with a reason, and responses."""

from collections.abc import Mapping, Sequence
from itertools import chain

from anthology.cache import cached_per_owner
from anthology.collection import (
    AnyPost,
    Collection,
    EpisodePost,
    PracticePage,
    episodes_around,
    parts_of_series,
    versions,
)
from anthology.crosslinks import CrossLinks, Offer, Reason, RelatedPost, practice_reason
from anthology.i18n import Language, lang_attributes

from .components import Values, card, practice_card, topic_links
from .reference_list import without_footnotes

_MOST_RELATED = 3
_EMPTY_REASONS = frozenset(f"reasons.{key}" for key in ("near", "same_time", "elsewhere"))
"""reasons that name nothing which two posts share"""
_AUTHOR_REASONS = frozenset(f"reasons.{key}" for key in ("chosen", "response", "answered", "linked", "links"))


def following_values(
    collection: Collection, post: AnyPost, crosslinks: CrossLinks, language: Language
) -> Values:
    """Return the practices, related posts and responses of a post, and where there are more posts."""
    responses = crosslinks.responses.get(post.id, [])
    topics = topic_links(collection, post.fields.topics, language)
    return {
        "practices": _practice_offers(collection, crosslinks.offers[post.id], language),
        "related": _related_cards(collection, post, crosslinks, language),
        "more": topics[0] if topics else None,
        "responses": [card(collection, collection.posts[page], language) for page in responses],
    }


def _related_cards(
    collection: Collection, post: AnyPost, crosslinks: CrossLinks, language: Language
) -> list[Values]:
    """At most three posts of all kinds, each with a reason that says something, that the page does not link to yet.

    First those that its author pinned, in their order, then what other authors decided, then the highest scores.
    Every post has two links to it in any case: in the list of its kind and in the archive.
    """
    topics = _topic_titles(collection, language.code)
    shown = _linked_on_page(collection, post, crosslinks)
    links = [
        link
        for link in chain.from_iterable(crosslinks.related[post.id].values())
        if link.page not in shown and any(_is_telling(reason) for reason in link.reasons)
    ]
    pins = {
        page: place for place, page in enumerate(post.fields.related.pin, start=-len(post.fields.related.pin))
    }
    links.sort(key=lambda link: (pins.get(link.page, 0), not _is_by_author(link), -link.points, link.page))
    best, others = links[:_MOST_RELATED], links[_MOST_RELATED:]
    kinds = {_kind(link.page) for link in best}
    if len(kinds) == 1 and not _is_by_author(best[-1]):
        best[-1:] = [next((link for link in others if _kind(link.page) not in kinds), best[-1])]
    return [
        {
            **card(collection, collection.posts[link.page], language),
            "reasons": [_reason(reason, topics, language) for reason in _shared(link.reasons)],
        }
        for link in best
    ]


@cached_per_owner
def _topic_titles(collection: Collection, code: str) -> dict[str, str]:
    """Return the titles of topics in a language by those in the site's."""
    return {topic.title: topic.title_in(code) for topic in collection.vocabulary.topics.values()}


def _linked_on_page(collection: Collection, post: AnyPost, crosslinks: CrossLinks) -> set[str]:
    """Posts that the page links to apart from related ones.

    What the author chose is related all the same, even if the text links to it, but not if a footnote does: footnotes
    and related posts are both below the text.
    """
    fields = post.fields
    original = fields.translation_of or post.id
    linked = {post.id, fields.responds_to or "", *crosslinks.responses.get(post.id, ())}
    linked |= {version.id for version in versions(collection, original)}
    linked |= {target.page for target, _ in post.prose.links if target.page}
    if isinstance(post, EpisodePost):
        linked |= {episode.id for episode in episodes_around(collection, post.id)}
    if fields.series:
        linked |= {part.id for part in parts_of_series(collection, fields.series)}
    if not fields.related.pin:
        return linked
    notes = without_footnotes(post.prose.html)[1]
    return linked - {page for page in fields.related.pin if page not in notes}


def _kind(page: str) -> str:
    return page.partition("/")[0]


def _is_telling(reason: str) -> bool:
    return not isinstance(reason, Reason) or reason.key not in _EMPTY_REASONS


def _shared(reasons: Sequence[str]) -> Sequence[str]:
    """The reasons that name what both posts share, if there are any; otherwise all."""
    naming = [reason for reason in reasons if isinstance(reason, Reason) and reason.values]
    return naming or reasons


def _is_by_author(link: RelatedPost) -> bool:
    return any(isinstance(reason, Reason) and reason.key in _AUTHOR_REASONS for reason in link.reasons)


def _reason(reason: str, topics: Mapping[str, str], language: Language) -> str:
    """The reason in the language of the page; `topics` has their names in it by their titles."""
    if not isinstance(reason, Reason):
        return reason
    named = {"topics": [topics.get(title, title) for title in reason.values.get("topics", ())]}
    values = {**reason.values, **named} if named["topics"] else reason.values
    return Reason.of(language, reason.key, values)


def _practice_offers(collection: Collection, offers: list[Offer], language: Language) -> list[Values]:
    return [
        {**practice_card(collection, page, language), **_offer_reason(collection, offer, language)}
        for offer in offers
        if isinstance(page := collection.practices.get(offer.page), PracticePage)
    ]


def _offer_reason(collection: Collection, offer: Offer, language: Language) -> Values:
    """The reason as a sentence in one language: the page's, or the site's if the vocabulary has no other."""
    reason, sentence_language = practice_reason(collection, offer, language)
    return {
        "reason": sentence_language.text("practice.useful", reason=reason),
        "reason_language": lang_attributes(sentence_language.code, language.code),
    }
