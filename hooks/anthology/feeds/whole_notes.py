"""The notes of a post as every feed has them: its body, and around it what its page shows besides.

Apps show the notes and often nothing else: no title of a source, no practice, no licence from a tag.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from anthology.cache import cached_per_owner
from anthology.collection import AnyPost, Collection, EpisodePost, versions
from anthology.crosslinks import Offer, practice_reason
from anthology.i18n import Language, content_notes_line, copyright_notice, direction, license_name
from anthology.schema import Link, OriginallyPublished, Research

from .feed_html import reduce_to_feed_tags


def whole_notes(
    collection: Collection, post: AnyPost, offers: Sequence[Offer] = (), body: str | None = None
) -> str:
    """Return the notes as clean HTML with absolute links; `offers` are the practices on the page of the post.

    A `body` takes the place of the one that feeds have.
    """
    fields = post.fields
    language = collection.languages.for_page(collection.language_of(post))
    learn = post.fields.learn if isinstance(post, EpisodePost) else []
    corrections = (f"{language.day(entry.date.at.date())}: {entry.text}" for entry in fields.corrections)
    sections: list[tuple[str, Iterable[str]]] = [
        ("", _belongs_to(collection, post, language)),
        (language.text("episode.learn"), map(escape, learn)),
        ("", [clean_body(collection, post.id) if body is None else body]),
        (language.text("shared.sources"), _sources(post, language)),
        (language.text("shared.links"), map(_note_link, fields.links)),
        (language.text("shared.take_a_moment"), _practices(collection, offers, language)),
        (language.text("post.corrections"), map(escape, corrections)),
    ]
    parts = [part for heading, entries in sections if (part := _note_section(heading, entries))]
    notes = content_notes_line(fields, collection.vocabulary, language)
    return prepend_content_notes("\n".join([*parts, *_last_lines(collection, post, language)]), notes)


@cached_per_owner
def clean_body(collection: Collection, post_id: str) -> str:
    """The body as clean HTML with absolute links; an episode's is in the podcast and in the JSON feed.

    A body that is read from right to left says so itself, as on its page: readers set feeds from the left.
    """
    post = collection.posts[post_id]
    html = reduce_to_feed_tags(collection.addresses.absolute_links(post.prose.html))
    language = collection.language_of(post)
    if html and direction(language) == "rtl":
        return f'<div lang="{escape(language)}" dir="rtl">{html}</div>'
    return html


def prepend_content_notes(body: str, notes: str) -> str:
    """The body with its content notes before it."""
    name, _, words = notes.partition(": ")
    return f"<p><strong>{escape(name)}:</strong> {escape(words)}</p>\n{body}" if notes else body


def _note_section(heading: str, entries: Iterable[str]) -> str:
    """A list under its heading; an entry without a heading is no list."""
    if not heading:
        return "\n".join(entries)
    listed = "\n".join(f"<li>{entry}</li>" for entry in entries)
    return f"<h2>{escape(heading)}</h2>\n<ul>\n{listed}\n</ul>" if listed else ""


def _belongs_to(collection: Collection, post: AnyPost, language: Language) -> Iterator[str]:
    """The post to which this one responds, that which it translates, its translations, and its series."""
    fields, url = post.fields, collection.addresses.page_url
    if answered := collection.posts.get(fields.responds_to or ""):
        link = _html_link(answered.fields.title, url(answered.id))
        yield _linked_sentence(language, "post.response_to", link)
    for version in versions(collection, fields.translation_of or post.id):
        if version.id != post.id:
            key = "translation_of" if version.id == fields.translation_of else "translation"
            yield _linked_sentence(language, f"post.{key}", _html_link(version.fields.title, url(version.id)))
    if series := collection.vocabulary.series.get(fields.series or ""):
        link = _html_link(series.title, url(f"series/{fields.series}"))
        yield _linked_sentence(language, "post.series", link)


def _sources(post: AnyPost, language: Language) -> Iterator[str]:
    """Every source but those of which the text, in a footnote for example, says as much."""
    for entry in post.fields.research:
        if entry.note or not entry.url or f'href="{escape(entry.url)}"' not in post.prose.html:
            yield _source_item(entry, language)


def _source_item(entry: Research, language: Language) -> str:
    address = f"https://doi.org/{entry.doi}" if entry.doi else entry.url
    year = f"({entry.year})" if entry.year else ""
    by = " ".join(filter(None, [escape(entry.authors or ""), year]))
    also = f" ({_html_link(language.text('post.source_also'), entry.url)})" if entry.doi and entry.url else ""
    note = f". {escape(entry.note)}" if entry.note else ""
    return f"{by}{'. ' if by else ''}{_html_link(entry.title, address)}{also}{note}"


def _note_link(link: Link) -> str:
    return f"{_html_link(link.title, link.url)}{f'. {escape(link.note)}' if link.note else ''}"


def _practices(collection: Collection, offers: Iterable[Offer], language: Language) -> Iterator[str]:
    for offer in offers:
        title = collection.practices[offer.page].fields.title
        reason = escape(practice_reason(collection, offer, language)[0])
        yield f"{_html_link(title, collection.addresses.page_url(offer.page))}: {reason}"


def _last_lines(collection: Collection, post: AnyPost, language: Language) -> Iterator[str]:
    """The speakers, topics, and the terms of use, with the address of the editors if there is one."""
    fields, url = post.fields, collection.addresses.page_url
    if fields.standpoint:
        yield f"<p>{escape(fields.standpoint)}</p>"
    topics = [
        _html_link(topic.title_in(language.code), url(f"topics/{name}"))
        for name in fields.topics
        if (topic := collection.shown_topics.get(name))
    ]
    if topics:
        yield f"<p>{escape(language.text('pages.topics'))}: {', '.join(topics)}</p>"
    if original := fields.originally_published:
        yield _first_publication(original, language)
    name, address = license_name(collection.license_of(post))
    holder = f"{escape(notice)}, " if (notice := copyright_notice(fields, language)) else ""
    terms = holder + _html_link(name if address else language.text("shared.reserved"), address)
    contact = collection.site.settings.contact
    editors = f" · {_html_link(language.text('post.editors'), f'mailto:{contact}')}" if contact else ""
    yield f"<p>{terms}{editors}</p>"


def _first_publication(original: OriginallyPublished, language: Language) -> str:
    day = f", {language.day(original.date.at.date())}" if original.date else ""
    archived = (
        f" ({_html_link(language.text('byline.archived'), original.archived)})" if original.archived else ""
    )
    return _linked_sentence(
        language, "byline.first", _html_link(original.name, original.url), f"{day}{archived}"
    )


def _linked_sentence(language: Language, key: str, link: str, end: str = "") -> str:
    """A paragraph: a sentence of the catalog, with a link in its marked place."""
    sentence = language.sentence(key)
    return f"<p>{escape(sentence.before)}{link}{escape(sentence.after)}{end}</p>"


def _html_link(text: str, address: str | None) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>' if address else escape(text)
