"""Page of an essay, a thread or an episode: head, text, and what follows the text."""

from anthology.collection import AnyPost, Collection, EpisodePost, EssayPost, parts_of_series, versions
from anthology.crosslinks import CrossLinks
from anthology.feeds import feeds_of_topics
from anthology.i18n import Language, copyright_notice
from anthology.schema import Post, Research, Timestamp
from anthology.urls import file_url

from .components import (
    Values,
    card,
    corrections,
    date,
    feed_values,
    html,
    in_language,
    language_of,
    license_link,
    page_language,
    person_card,
    person_link,
)
from .content_notes import content_notes
from .episode import episode_values
from .following import following_values
from .look import title_card
from .reference_list import links_elsewhere, references, without_footnotes


def post_values(collection: Collection, post: AnyPost, crosslinks: CrossLinks) -> Values:
    """Return everything that the page of a post shows."""
    language = page_language(collection, collection.language_of(post))
    values = {
        **card(collection, post, language),
        **language_of(collection, collection.language_of(post)),
        **_head_values(collection, post, language),
        **_text_values(collection, post, language),
        **_reference_values(collection, post, language),
        **following_values(collection, post, crosslinks, language),
        "feeds": feed_values(collection, feeds_of_topics(collection, post.fields.topics, language)),
        "series": _series_parts(collection, post.fields, language),
        "exit": post.fields.exit or collection.site.settings.exit.enabled,
    }
    if isinstance(post, EpisodePost):
        values |= episode_values(collection, post, language)
    return values


def withdrawn_values(collection: Collection, post: AnyPost) -> Values:
    """Return what the page of a withdrawn post shows: its title and the day, no reason."""
    return {
        "kind": "withdrawn",
        "title": post.fields.title,
        "date": date(post.fields.withdrawn, page_language(collection, collection.language_of(post))),
        **language_of(collection, collection.language_of(post)),
        "exit": collection.site.settings.exit.enabled,
    }


def source(entry: Research) -> Values:
    """Return a source: title, authors, year, note, its url, and `also`, a second one beside a DOI."""
    url = f"https://doi.org/{entry.doi}" if entry.doi else entry.url
    return {**entry.model_dump(), "url": url, "also": entry.url if entry.doi else None}


def _head_values(collection: Collection, post: AnyPost, language: Language) -> Values:
    fields = post.fields
    return {
        "standpoint": fields.standpoint,
        "updated": date(_later(fields.updated, fields.day), language),
        "content_notes": content_notes(collection, fields, post.prose, language),
        "license": license_link(collection.license_of(post), language),
        "copyright": copyright_notice(fields, language),
        "originally_published": _original(fields, language),
        "image": _lead_image(post, fields),
        "responds_to": _linked_post(collection, fields.responds_to, language),
        "translation_of": _linked_post(collection, fields.translation_of, language),
        "translations": [
            {
                **card(collection, version, language),
                "language": collection.language_of(version),
                "absolute": collection.addresses.absolute(collection.addresses.page(version.id)),
                "original": version.id == fields.translation_of,
            }
            for version in versions(collection, fields.translation_of or post.id)
        ],
    }


def _later(updated: Timestamp | None, published: Timestamp | None) -> Timestamp | None:
    """The day of the last change, if it is not the day of publication."""
    same = updated and published and updated.at.date() == published.at.date()
    return None if same else updated


def _text_values(collection: Collection, post: AnyPost, language: Language) -> Values:
    """The text of a post and, for a thread, its parts; without a number: an aside, or text before the first part.

    Footnotes and sources are one list, which is returned separately.
    """
    page = collection.addresses.page(post.id)
    body, notes = without_footnotes(post.prose.html)
    notes, sources = references(notes, [source(entry) for entry in post.fields.research], language)
    links = [link.model_dump() for link in post.fields.links]
    return {
        "body": html(collection, body, page, language, in_section=isinstance(post, EpisodePost)),
        "parts": [
            {
                "number": part.number,
                "html": html(collection, without_footnotes(part.html)[0], page, language),
            }
            for part in post.prose.parts
        ],
        "footnotes": html(collection, notes, page, language),
        "research": sources,
        "references": language.plural("post.references", notes.count('<li id="fn:') + len(sources)),
        "links": list(links_elsewhere(links, notes, sources)),
        "contents": _contents(post),
        "words": post.prose.words,
    }


def _reference_values(collection: Collection, post: AnyPost, language: Language) -> Values:
    fields = post.fields
    return {
        "corrections": corrections(post, language),
        "correction_count": language.plural("post.corrections_count", len(fields.corrections)),
        "all_corrections": collection.addresses.page("corrections"),
        "people": [
            person_card(collection, person, language)
            for name in fields.participants
            if (person := collection.people.get(f"people/{name}"))
        ],
        "cite": _citation(collection, post),
        "card": title_card(collection, post),
        "book": collection.book_of(post),
        "zine": collection.zine_of(post),
    }


def _original(fields: Post, language: Language) -> Values | None:
    original = fields.originally_published
    return {**original.model_dump(), "date": date(original.date, language)} if original else None


def _lead_image(post: AnyPost, fields: Post) -> Values | None:
    if not fields.image:
        return None
    folder = post.file.path.rpartition("/")[0].removeprefix("docs/")
    width, height = (post.image_size if isinstance(post, EssayPost) else None) or (None, None)
    return {
        "url": file_url(f"{folder}/{fields.image}"),
        "alt": fields.image_alt,
        "caption": fields.image_caption,
        "width": width,
        "height": height,
    }


def _contents(post: AnyPost) -> list[Values]:
    """The headings of the two highest levels, if there are three or more."""
    top = min((heading.level for heading in post.prose.headings), default=2)
    contents = [
        {"id": heading.id, "text": heading.text, "level": heading.level - top + 1}
        for heading in post.prose.headings
        if heading.level <= top + 1
    ]
    return contents if len(contents) >= 3 else []


def _series_parts(collection: Collection, fields: Post, language: Language) -> Values | None:
    series = collection.vocabulary.series.get(fields.series or "")
    if not series:
        return None
    title, text_language = in_language(series.title, collection.site.language, language)
    return {
        "title": title,
        "text_language": text_language,
        "url": collection.addresses.page(f"series/{fields.series}"),
        "parts": series_cards(collection, fields.series or "", language),
    }


def series_cards(collection: Collection, name: str, language: Language) -> list[Values]:
    """Return the parts of a series in their order, with the number that each has in it."""
    return [
        card(collection, post, language)
        | {
            "part": post.fields.part,
            "number": language.text("numbering.part", number=post.fields.part) if post.fields.part else "",
        }
        for post in parts_of_series(collection, name)
    ]


def _linked_post(collection: Collection, post_id: str | None, language: Language) -> Values | None:
    post = collection.posts.get(post_id or "")
    return card(collection, post, language) if post else None


def _citation(collection: Collection, post: AnyPost) -> Values:
    fields = post.fields
    credited = fields.named_in("authors") or fields.named_in("hosts")
    names = ", ".join(person_link(collection, name)["name"] for name in credited)
    if not names and collection.show:  # an episode without people
        names = collection.show.author
    year = f" ({fields.day.at.year})" if fields.day else ""
    address = collection.addresses.absolute(collection.addresses.page(post.id))
    return {"text": f"{names}{year}. {fields.title}. {collection.site.name}.", "address": address}
