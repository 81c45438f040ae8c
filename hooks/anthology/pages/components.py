"""The parts that several pages show: cards in lists, people, dates, notes.

What is shown in words is in the language of the page. A text in another one has `foreign`: its code and the
direction of its script.
"""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from anthology.collection.model import (
    AnyPost,
    Collection,
    EpisodePost,
    EssayPost,
    PersonPage,
    PracticePage,
    newest_first,
)
from anthology.i18n import Language, attributes, territory
from anthology.i18n.formatting import license_name, reading_minutes, span
from anthology.rendering.body import Heading, Part, Prose, inline
from anthology.rendering.markdown import BACK
from anthology.schema import Episode, Post, Span, When
from anthology.schema.post import ContentNote
from anthology.timecode import iso_duration

Values = dict[str, Any]

_BACK = re.compile(f'title="{BACK.format("([0-9]+)")}"')
_ADMONITION = re.compile(
    r"(<p class=\"admonition-title\">)(Note|Tip|Hint|Important|Attention|Caution|Warning|Danger)(?=</p>)"
)
"""one that its author has given no title; Markdown takes its kind"""
_END = "after-text"
"""the id of what follows a text"""


def kind_of(post: AnyPost) -> str:
    """`essay`, `thread` or `episode`."""
    return post.fields.format if isinstance(post, EssayPost) else "episode"


def frame_of(collection: Collection, code: str | None) -> Language:
    """The language that a page speaks whose text is in this one; without one, in the site's."""
    return collection.languages.frame(code or collection.site.language)


def spoken(collection: Collection, code: str | None) -> Values:
    """The language of a page's text: its code, how it is marked where the page speaks another, its locale."""
    language = code or collection.site.language
    frame = frame_of(collection, code)
    return {
        "language": language,
        "foreign": attributes(language, frame.code),
        "locale": frame.territory if frame.code == language else territory(language),
    }


def card(collection: Collection, post: AnyPost, language: Language) -> Values:
    """A post in a list: kind, kind_name, title, url, summary, date, length, topics, by, notes, draft."""
    key = (language.code, post.id)
    if key not in collection.cards:
        collection.cards[key] = _card(collection, post, language)
    return collection.cards[key]


def _card(collection: Collection, post: AnyPost, language: Language) -> Values:
    fields = post.fields
    kind = kind_of(post)
    people = [person_link(collection, name) for name in makers(post)]
    before = language.before([person["name"] for person in people])
    return {
        "id": post.id,
        "kind": kind,
        "kind_name": language.say(f"kinds.{kind}"),
        "title": fields.title,
        "url": collection.addresses.page(post.id),
        "summary": fields.summary,
        "date": date(fields.day, language),
        "length": length(post, language),
        "topics": [link for topic in fields.topics if (link := topic_link(collection, topic))],
        "by": [{**person, "before": joint} for person, joint in zip(people, before, strict=True)],
        "names": "".join(joint + person["name"] for person, joint in zip(people, before, strict=True)),
        "notes": ", ".join(note_title(collection, note) for note in fields.content_notes),
        "number": numbering(post, language),
        "language": fields.language or "",
        "foreign": attributes(fields.language or collection.site.language, language.code),
        "draft": fields.draft,
    }


def cards(collection: Collection, posts: list[AnyPost], language: Language) -> list[Values]:
    """Cards, newest first."""
    return [card(collection, post, language) for post in newest_first(posts)]


def practice_card(collection: Collection, page: PracticePage, language: Language) -> Values:
    """A practice in a list: title, url, summary, minutes, anchor, eyes, helps_with titles."""
    key = (language.code, page.id)
    if key not in collection.cards:
        collection.cards[key] = _practice_card(collection, page, language)
    return collection.cards[key]


def _practice_card(collection: Collection, page: PracticePage, language: Language) -> Values:
    fields = page.fields
    words = collection.vocabulary.helps_with
    return {
        "id": page.id,
        "kind": "practice",
        "kind_name": language.say("kinds.practice"),
        "title": fields.title,
        "url": collection.addresses.page(page.id),
        "summary": fields.summary,
        "minutes": fields.minutes,
        "length": language.count("practice.about_short", fields.minutes),
        "anchor": language.say(f"anchors.{fields.anchor}"),
        "eyes": language.say(f"practice.eyes_{fields.eyes}_short"),
        "quiet_in_public": fields.quiet_in_public,
        "helps_with": [words[word].title for word in fields.helps_with if word in words],
        "foreign": attributes(fields.language or collection.site.language, language.code),
        "draft": fields.draft,
    }


def date(when: When | None, language: Language) -> Values | None:
    """A date: iso for machines, text for people."""
    return {"iso": when.iso(), "text": language.day(when.at.date())} if when else None


def length(post: AnyPost, language: Language) -> Values | None:
    """How long it takes: text for people, iso for machines (recordings only)."""
    if isinstance(post, EpisodePost):
        recording = post.recording
        return (
            {"text": language.seconds(recording.duration_ms), "iso": iso_duration(recording.duration_ms)}
            if recording
            else None
        )
    return {"text": language.count("time.reading", reading_minutes(post.prose.words)), "iso": ""}


def numbering(post: AnyPost, language: Language) -> str:
    """`Season 1, episode 3`, `Trailer`, `Part 2`, or nothing."""
    fields = post.fields
    if isinstance(fields, Episode):
        if fields.type != "full":
            return language.say(f"numbering.{fields.type}")
        numbers = {"season": fields.season, "episode": fields.episode_display or fields.episode}
        known = {name: number for name, number in numbers.items() if number is not None}
        return language.say(f"numbering.{'_'.join(known)}", **known) if known else ""
    return (
        language.say("numbering.part", number=fields.part)
        if fields.series and fields.part is not None
        else ""
    )


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


def person_card(collection: Collection, person: PersonPage, language: Language) -> Values:
    """A person: name, pronouns, kind, bio as HTML, url, links, image."""
    fields = person.fields
    return {
        **person_link(collection, person.entry.slug),
        "kind": fields.kind,
        "synthetic": fields.kind == "synthetic-voice",
        "pronouns": fields.pronouns,
        "bio": Markup(inline(fields.bio)) if fields.bio else None,
        "foreign": attributes(fields.language or collection.site.language, language.code),
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


def notes(collection: Collection, fields: Post, prose: Prose, language: Language) -> list[Values]:
    """Content notes with the links that skip the marked parts."""
    return [
        {
            "title": note_title(collection, note),
            "detail": note.detail,
            "where": [_skip(where, prose, language) for where in note.where],
        }
        for note in fields.content_notes
    ]


def _skip(where: Span | str, prose: Prose, language: Language) -> Values:
    """A marked part: the words of the link that skips it, where it begins, and where the link leads."""
    if isinstance(where, Span):
        end = where.end // 1000
        said = language.say("post.skip", place=span(where))
        return {"text": said, "start": where.start // 1000, "end": end, "after": f"#t={end}"}
    if found := _after_heading(where[1:], prose.headings):
        said, after = language.say("post.skip_quoted", place=found[0]), found[1]
    else:
        said, after = language.say("post.skip_part", number=where[1:]), _after_part(where[1:], prose.parts)
    return {"text": said, "start": None, "end": None, "after": f"#{after}"}


def _after_heading(marked: str, headings: list[Heading]) -> tuple[str, str] | None:
    """The heading's words, and the next heading of that level, or of one above it, which ends the part."""
    for index, heading in enumerate(headings):
        if heading.id == marked:
            following = (other.id for other in headings[index + 1 :] if other.level <= heading.level)
            return heading.text, next(following, _END)
    return None


def _after_part(marked: str, parts: list[Part]) -> str:
    """The next part of a thread that has a number."""
    numbers = [part.number for part in parts if part.number]
    following = numbers[numbers.index(marked) + 1 :] if marked in numbers else []
    return next(iter(following), _END)


def license(spdx: str, language: Language) -> Values:
    """A licence: id, name, and the address of its words."""
    name, url = license_name(spdx)
    return {"id": spdx, "name": name if url else language.say("shared.reserved"), "url": url}


def html(collection: Collection, text: str, page: str, language: Language) -> Markup:
    """A body, or a part of one, as it stands on the page at this address."""
    text = collection.addresses.seen_from(text, page)
    if "footnote-backref" in text:
        text = _BACK.sub(lambda found: f'title="{language.say("markdown.back", number=found[1])}"', text)
    if "admonition-title" in text:
        text = _ADMONITION.sub(lambda found: found[1] + language.say(f"markdown.{found[2].lower()}"), text)
    return Markup(text)
