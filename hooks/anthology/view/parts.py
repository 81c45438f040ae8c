"""The parts that several pages show: cards in lists, people, dates, notes."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from ..collection import AnyPost, Collection, EpisodePost, EssayPost, PersonPage, PracticePage, newest_first
from ..model import Post, Span, When
from ..model.post import ContentNote
from ..prose import Heading, Part, Prose, inline
from ..timecode import iso_duration, spoken_length
from ..wording import day, license_name, reading_time, span

Values = dict[str, Any]

KINDS = {"essay": "Essay", "thread": "Thread", "episode": "Episode", "practice": "Practice"}
"""The words for kinds, shown beside their colours."""

_END = "after-text"
"""the id of what follows a text"""


def kind_of(post: AnyPost) -> str:
    """`essay`, `thread` or `episode`."""
    return post.fields.format if isinstance(post, EssayPost) else "episode"


def card(collection: Collection, post: AnyPost) -> Values:
    """A post in a list: kind, kind_name, title, url, summary, date, length, topics, by, notes, draft."""
    if post.id not in collection.cards:
        collection.cards[post.id] = _card(collection, post)
    return collection.cards[post.id]


def _card(collection: Collection, post: AnyPost) -> Values:
    fields = post.fields
    kind = kind_of(post)
    return {
        "id": post.id,
        "kind": kind,
        "kind_name": KINDS[kind],
        "title": fields.title,
        "url": collection.addresses.page(post.id),
        "summary": fields.summary,
        "date": date(fields.day),
        "length": length(post),
        "topics": [link for topic in fields.topics if (link := topic_link(collection, topic))],
        "by": [person_link(collection, name) for name in makers(post)],
        "notes": [note_title(collection, note) for note in fields.content_notes],
        "number": numbering(post),
        "language": fields.language or "",
        "draft": fields.draft,
    }


def cards(collection: Collection, posts: list[AnyPost]) -> list[Values]:
    """Cards, newest first."""
    return [card(collection, post) for post in newest_first(posts)]


def practice_card(collection: Collection, page: PracticePage) -> Values:
    """A practice in a list: title, url, summary, minutes, anchor, eyes, helps_with titles."""
    fields = page.fields
    words = collection.vocabulary.helps_with
    return {
        "id": page.id,
        "kind": "practice",
        "kind_name": KINDS["practice"],
        "title": fields.title,
        "url": collection.addresses.page(page.id),
        "summary": fields.summary,
        "minutes": fields.minutes,
        "anchor": fields.anchor,
        "eyes": fields.eyes,
        "quiet_in_public": fields.quiet_in_public,
        "helps_with": [words[word].title for word in fields.helps_with if word in words],
        "draft": fields.draft,
    }


def date(when: When | None) -> Values | None:
    """A date: iso for machines, text for people."""
    return {"iso": when.iso(), "text": day(when)} if when else None


def length(post: AnyPost) -> Values | None:
    """How long it takes: text for people, iso for machines (recordings only)."""
    if isinstance(post, EpisodePost):
        recording = post.recording
        return (
            {"text": spoken_length(recording.duration_ms), "iso": iso_duration(recording.duration_ms)}
            if recording
            else None
        )
    return {"text": reading_time(post.prose.words), "iso": ""}


def numbering(post: AnyPost) -> str:
    """`Season 1, episode 3`, `Trailer`, `Part 2`, or nothing."""
    fields = post.fields
    if isinstance(post, EpisodePost):
        if post.fields.type != "full":
            return post.fields.type.capitalize()
        number = post.fields.episode_display or post.fields.episode
        season = f"Season {post.fields.season}" if post.fields.season is not None else ""
        episode = f"episode {number}" if number is not None else ""
        return ", ".join(part for part in (season, episode) if part).capitalize()
    return f"Part {fields.part}" if fields.series and fields.part is not None else ""


def makers(post: AnyPost) -> list[str]:
    """Ids of the people whose names stand under the title."""
    if isinstance(post, EpisodePost):
        return list(dict.fromkeys([*post.fields.authors, *post.fields.hosts, *post.fields.guests]))
    return post.fields.authors


def person_link(collection: Collection, name: str) -> Values:
    """A person's name and page."""
    person = collection.people.get(f"people/{name}")
    return {
        "id": name,
        "name": person.fields.name if person else name,
        "url": collection.addresses.page(f"people/{name}"),
    }


def person_card(collection: Collection, person: PersonPage) -> Values:
    """A person: name, pronouns, kind, bio as HTML, url, links, image."""
    fields = person.fields
    return {
        **person_link(collection, person.entry.slug),
        "kind": fields.kind,
        "synthetic": fields.kind == "synthetic-voice",
        "pronouns": fields.pronouns,
        "bio": Markup(inline(fields.bio)) if fields.bio else None,
        "links": [link.model_dump() for link in fields.links],
        "image": {"url": f"people/{fields.image}", "alt": fields.image_alt} if fields.image else None,
    }


def topic_link(collection: Collection, topic: str) -> Values | None:
    """A topic's title and page."""
    found = collection.vocabulary.topics.get(topic)
    return (
        {"id": topic, "title": found.title, "url": collection.addresses.page(f"topics/{topic}")}
        if found
        else None
    )


def note_title(collection: Collection, note: ContentNote) -> str:
    """A content note's name."""
    word = collection.vocabulary.content_notes.get(note.note)
    return word.title if word else note.note


def notes(collection: Collection, fields: Post, prose: Prose) -> list[Values]:
    """Content notes with the links that skip the marked parts."""
    return [
        {
            "title": note_title(collection, note),
            "detail": note.detail,
            "where": [_skip(where, prose) for where in note.where],
        }
        for note in fields.content_notes
    ]


def _skip(where: Span | str, prose: Prose) -> Values:
    """A marked part: its name, where it begins, and where the link that skips it leads."""
    if isinstance(where, Span):
        end = where.end // 1000
        return {"text": span(where), "start": where.start // 1000, "end": end, "after": f"#t={end}"}
    name, after = _after_heading(where[1:], prose.headings) or _after_part(where[1:], prose.parts)
    return {"text": name, "start": None, "end": None, "after": f"#{after}"}


def _after_heading(marked: str, headings: list[Heading]) -> tuple[str, str] | None:
    """The heading's words, and the next heading of that level, or of one above it, which ends the part."""
    for index, heading in enumerate(headings):
        if heading.id == marked:
            following = (other.id for other in headings[index + 1 :] if other.level <= heading.level)
            return heading.text, next(following, _END)
    return None


def _after_part(marked: str, parts: list[Part]) -> tuple[str, str]:
    """A thread's part, and the next one that has a number."""
    numbers = [part.number for part in parts if part.number]
    following = numbers[numbers.index(marked) + 1 :] if marked in numbers else []
    return f"part {marked}", next(iter(following), _END)


def license(spdx: str) -> Values:
    """A licence: id, name, and the address of its words."""
    name, url = license_name(spdx)
    return {"id": spdx, "name": name, "url": url}


def html(collection: Collection, prose: Prose, page: str) -> Markup:
    """A body as it stands on the page at this address."""
    return Markup(collection.addresses.seen_from(prose.html, page))
