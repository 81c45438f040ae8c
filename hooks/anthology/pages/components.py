"""Values that several pages show: cards in lists, people, dates, content notes, licences.

Texts are in the language of the page. A text in another language has `text_language`: its code and the
direction of its script.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup

from anthology.cache import cached_per_owner
from anthology.collection import (
    AnyPost,
    Collection,
    EpisodePost,
    EssayPost,
    PersonPage,
    PracticePage,
    newest_first,
    reading_minutes,
)
from anthology.feeds import FeedLink
from anthology.i18n import (
    Attributes,
    Language,
    lang_attributes,
    license_name,
    note_title,
    open_graph_locale,
)
from anthology.rendering import BACK, inline
from anthology.schema import Episode, Term, Timestamp, version_in
from anthology.timecode import clock, iso_duration
from anthology.urls import file_url

Values = dict[str, Any]

_BACK_TITLE = re.compile(f'title="{BACK.format("([0-9]+)")}"')
_ALERT_TITLE = re.compile(r"(<p class=\"admonition-title\">)(Note|Tip|Important|Warning|Caution)(?=</p>)")
"""The type of a GitHub alert, which its rendering shows as the title."""
_HEADING_LEVEL = re.compile(r"(</?h)([2-5])(?=[ >])")


def post_kind(post: AnyPost) -> str:
    """Return `essay`, `thread` or `episode`."""
    return post.fields.format if isinstance(post, EssayPost) else "episode"


def page_language(collection: Collection, code: str | None) -> Language:
    """Return the language of a page whose text is in `code`, by default in the site's language."""
    return collection.languages.for_page(code or collection.site.language)


def language_of(collection: Collection, code: str | None) -> Values:
    """Return language, text_language and locale of a page whose text is in `code`.

    `text_language` is None if the page itself is in that language; `locale` is Open Graph's.
    """
    language = code or collection.site.language
    page = page_language(collection, code)
    return {
        "language": language,
        "text_language": lang_attributes(language, page.code),
        "locale": page.open_graph_locale if page.code == language else open_graph_locale(language),
    }


@cached_per_owner
def card(collection: Collection, post: AnyPost, language: Language) -> Values:
    """Return a post as lists show it."""
    fields, vocabulary = post.fields, collection.vocabulary
    kind = post_kind(post)
    people = [person_link(collection, name) for name in fields.byline] or list(_show_author(collection, post))
    separators = language.separators([person["name"] for person in people])
    byline = [{**person, "before": before} for person, before in zip(people, separators, strict=True)]
    return {
        "id": post.id,
        "kind": kind,
        "kind_name": language.text(f"kinds.{kind}"),
        "title": fields.title,
        "url": collection.addresses.page(post.id),
        "summary": fields.summary,
        "date": date(fields.day, language),
        "length": length(post, language),
        "topics": topic_links(collection, fields.topics, language),
        "by": byline,
        "names": "".join(person["before"] + person["name"] for person in byline),
        "notes": ", ".join(note_title(note, vocabulary, language) for note in fields.content_notes),
        "notes_language": term_language(
            collection, [vocabulary.content_notes.get(note.note) for note in fields.content_notes], language
        ),
        "number": numbering(post, language),
        "language": fields.language or "",
        "text_language": lang_attributes(collection.language_of(post), language.code),
        "draft": fields.draft,
    }


def _show_author(collection: Collection, post: AnyPost) -> Iterator[Values]:
    """Yield the author of the show, in the place of the people of an episode that names none."""
    if collection.show and isinstance(post, EpisodePost):
        yield {"id": "", "name": collection.show.author, "url": collection.addresses.page("episodes")}


def cards(collection: Collection, posts: list[AnyPost], language: Language) -> list[Values]:
    """Return posts as lists show them, newest first."""
    return [card(collection, post, language) for post in newest_first(posts)]


def corrections(post: AnyPost, language: Language) -> list[Values]:
    """Return the corrections of a post in the order of its front matter."""
    return [
        {"date": date(correction.date, language), "text": correction.text}
        for correction in post.fields.corrections
    ]


@cached_per_owner
def practice_card(collection: Collection, page: PracticePage, language: Language) -> Values:
    """Return a practice as lists show it."""
    fields = page.fields
    own = fields.language or collection.site.language
    title, summary = version_in(fields.title, language.code), version_in(fields.summary, language.code)
    is_translated = bool(title and summary)
    needs = [need for word in fields.helps_with if (need := collection.vocabulary.helps_with.get(word))]
    return {
        "id": page.id,
        "kind": "practice",
        "kind_name": language.text("kinds.practice"),
        "title": title if is_translated else fields.title,
        "url": collection.addresses.page(page.id),
        "summary": summary if is_translated else fields.summary,
        "minutes": fields.minutes,
        "length": language.plural("practice.about_short", fields.minutes),
        "anchor": language.text(f"anchors.{fields.anchor}"),
        "eyes": language.text(f"practice.eyes_{fields.eyes}_short"),
        "quiet_in_public": fields.quiet_in_public,
        "helps_with": [need.title_in(language.code) for need in needs],
        "helps_language": term_language(collection, needs, language),
        "text_language": None if is_translated else lang_attributes(own, language.code),
        "draft": fields.draft,
    }


def date(when: Timestamp | None, language: Language) -> Values | None:
    """Return a date: `iso` for machines, `text` for people."""
    return {"iso": when.iso(), "text": language.day(when.at.date())} if when else None


def length(post: AnyPost, language: Language) -> Values | None:
    """Return the listening or reading time: `text` for people, `iso` for machines (recordings only)."""
    if not isinstance(post, EpisodePost):
        return {"text": language.plural("time.reading", reading_minutes(post)), "iso": ""}
    if not post.recording or not post.recording.duration_ms:
        return None
    duration = post.recording.duration_ms
    return {"text": clock(duration), "iso": iso_duration(duration)}


def numbering(post: AnyPost, language: Language) -> str:
    """Return `Season 1, episode 3`, `Trailer`, `Part 2`, or nothing."""
    fields = post.fields
    if not isinstance(fields, Episode):
        in_series = fields.series and fields.part is not None
        return language.text("numbering.part", number=fields.part) if in_series else ""
    if fields.type != "full":
        return language.text(f"numbering.{fields.type}")
    numbers = {"season": fields.season, "episode": fields.episode_display or fields.episode}
    given = {name: number for name, number in numbers.items() if number is not None}
    return language.text(f"numbering.{'_'.join(given)}", **given) if given else ""


def person_link(collection: Collection, name: str) -> Values:
    """Return id, name and page of a person."""
    person = collection.people.get(f"people/{name}")
    return {
        "id": name,
        "name": person.fields.name if person else name,
        "url": collection.addresses.page(f"people/{name}"),
    }


def person_card(collection: Collection, person: PersonPage, language: Language) -> Values:
    """Return a person as lists show them; `bio` is HTML."""
    fields = person.fields
    bio, text_language = in_language(fields.bio or "", fields.language or collection.site.language, language)
    return {
        **person_link(collection, person.file.slug),
        "kind": fields.kind,
        "synthetic": fields.kind == "synthetic-voice",
        "pronouns": version_in(fields.pronouns, language.code) or fields.pronouns,
        "bio": Markup(inline(bio)) if bio else None,
        "text_language": text_language,
        "links": [link.model_dump() for link in fields.links],
        "image": {"url": file_url(f"people/{fields.image}"), "alt": fields.image_alt}
        if fields.image
        else None,
    }


def topic_links(collection: Collection, names: Sequence[str], language: Language) -> list[Values]:
    """Return the topics of a post, each with its page; none on a site that does without topics."""
    shown = [name for name in names if name in collection.shown_topics]
    return [link for name in shown if (link := topic_link(collection, name, language))]


def topic_link(collection: Collection, name: str, language: Language) -> Values | None:
    """Return id, title and page of a topic."""
    topic = collection.vocabulary.topics.get(name)
    if not topic:
        return None
    return {
        "id": name,
        "title": topic.title_in(language.code),
        "text_language": term_language(collection, [topic], language),
        "url": collection.addresses.page(f"topics/{name}"),
    }


def feed_values(collection: Collection, links: Iterable[FeedLink]) -> list[Values]:
    """Return feeds as pages link them, each with the address of the page that it belongs to."""
    return [
        {
            "kind": link.kind,
            "title": link.title,
            "url": link.path,
            "absolute": collection.addresses.absolute(link.path),
            "type": link.type,
            "page": collection.addresses.page(link.page),
        }
        for link in links
    ]


def term_language(
    collection: Collection, terms: Sequence[Term | None], language: Language
) -> Attributes | None:
    """Return the site's language if words of the vocabulary have no name in the language of the page."""
    if all(term and term.has_title_in(language.code) for term in terms):
        return None
    return lang_attributes(collection.site.language, language.code)


def in_language(text: str, own: str, language: Language) -> tuple[str, Attributes | None]:
    """Return a text in the language of the page if it has a version in it; else as it is, and its `own` language."""
    version = version_in(text, language.code)
    return (version, None) if version else (text, lang_attributes(own, language.code))


def license_link(spdx: str, language: Language) -> Values:
    """Return id, name and url of a licence."""
    name, url = license_name(spdx)
    return {"id": spdx, "name": name if url else language.text("shared.reserved"), "url": url}


def html(
    collection: Collection, text: str, page: str, language: Language, *, in_section: bool = False
) -> Markup:
    """Return a body, or a part of one, with links relative to this page and its generated texts translated.

    `in_section` is for a body below a heading of the page: its own headings are one level lower.
    """
    text = collection.addresses.relative_links(text, page)
    if in_section:
        text = _HEADING_LEVEL.sub(lambda match: f"{match[1]}{int(match[2]) + 1}", text)
    if "footnote-backref" in text:
        text = _BACK_TITLE.sub(
            lambda match: f'aria-label="{language.text("markdown.back", number=match[1])}"', text
        )
    if "admonition-title" in text:
        text = _ALERT_TITLE.sub(lambda match: match[1] + language.text(f"markdown.{match[2].lower()}"), text)
    return Markup(text)
