"""The page of a post: what stands above the text, the text, and what follows it."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from ..collection import AnyPost, Collection, EpisodePost, EssayPost, PracticePage
from ..content_policy import policy
from ..links_between import Between
from ..model import Post
from ..model.post import Research
from ..practices import Offer
from ..related import Lists, Related
from ..show_feed import TRANSCRIPTS
from ..timecode import timecode
from ..transcript import paragraphs
from ..wording import size
from .parts import (
    Values,
    card,
    cards,
    date,
    html,
    length,
    license,
    notes,
    person_card,
    person_link,
    practice_card,
)


def post_view(collection: Collection, post: AnyPost, between: Between) -> Values:
    """Everything an essay, a thread or an episode shows."""
    fields, page = post.fields, collection.addresses.page(post.id)
    view = {
        **card(collection, post),
        "standpoint": fields.standpoint,
        "updated": date(fields.updated),
        "content_notes": notes(collection, fields, post.prose),
        "language": fields.language or collection.site.language,
        "license": license(fields.license or collection.site.settings.license),
        "copyright": fields.copyright.model_dump() if fields.copyright else None,
        "originally_published": _origin(fields),
        "image": _image(post, fields),
        "body": html(collection, post.prose, page),
        **_thread(collection, post, page),
        "contents": _contents(post),
        "research": [source(entry) for entry in fields.research],
        "links": [link.model_dump() for link in fields.links],
        "practices": practice_offers(collection, between.offers[post.id]),
        "related": related_lists(collection, between.related[post.id]),
        "series": _series(collection, fields),
        "responds_to": _linked(collection, fields.responds_to),
        "responses": [
            card(collection, collection.posts[other]) for other in between.responses.get(post.id, [])
        ],
        "mentioned_in": [
            card(collection, collection.posts[other])
            for other in between.mentions.get(post.id, [])
            if other not in between.responses.get(post.id, [])  # these stand above
        ],
        "translation_of": _linked(collection, fields.translation_of),
        "corrections": [
            {"date": date(correction.date), "text": correction.text} for correction in fields.corrections
        ],
        "people": [
            person_card(collection, person)
            for name in _about(post)
            if (person := collection.people.get(f"people/{name}"))
        ],
        "cite": cite(collection, post),
        "exit": fields.exit or collection.site.settings.exit.enabled,
        "words": post.prose.words,
    }
    if isinstance(post, EpisodePost):
        view |= _episode(collection, post)
    return view


def withdrawn_view(collection: Collection, post: AnyPost) -> Values:
    """The short page that a withdrawn post leaves: its title and the day, no reason."""
    return {
        "kind": "withdrawn",
        "title": post.fields.title,
        "date": date(post.fields.withdrawn),
        "language": post.fields.language or collection.site.language,
        "exit": collection.site.settings.exit.enabled,
    }


def _episode(collection: Collection, post: EpisodePost) -> Values:
    fields, folder = post.fields, f"episodes/{post.entry.slug}/"
    return {
        "season_name": _season(collection, post),
        "artwork": _artwork(collection, post),
        "audio": _audio(post),
        "policy": policy(post.audio_address),
        "show": collection.show.title if collection.show else "",
        "learn": fields.learn,
        "chapters": [
            {
                "seconds": chapter.start / 1000 if chapter.start % 1000 else chapter.start // 1000,
                "time": timecode(chapter.start),
                "title": chapter.title,
                "url": chapter.url,
            }
            for chapter in post.chapters
        ],
        "transcript": [
            {
                "speaker": speaker,
                "cues": [
                    {
                        "seconds": cue.start / 1000,
                        "end": cue.end / 1000,
                        "time": timecode(cue.start // 1000 * 1000),
                        "text": cue.text,
                    }
                    for cue in cues
                ],
            }
            for speaker, cues in paragraphs(post.cues)
        ],
        "transcript_files": [
            {"form": form.upper(), "type": kind, "url": f"{folder}transcript.{form}"}
            for form, kind in TRANSCRIPTS.items()
            if post.cues
        ],
        "credits": _credits(collection, post),
        "location": fields.location.model_dump() if fields.location else None,
        "soundbites": [
            {
                "seconds": bite.start / 1000,
                "time": timecode(bite.start),
                "duration": bite.duration,
                "title": bite.title,
            }
            for bite in fields.soundbites
        ],
    }


def _audio(post: EpisodePost) -> Values | None:
    recording = post.recording
    if not recording:
        return None
    return {
        "url": post.audio_address,
        "remote": "://" in post.audio_address,
        "type": recording.type,
        "size": size(recording.length),
        "bytes": recording.length,
        "seconds": round(recording.duration_ms / 1000),
        "length": length(post),
    }


def _artwork(collection: Collection, post: EpisodePost) -> Values | None:
    if post.image_address:
        return _shown(collection, post.image_address, post.fields.image_alt or "")
    if collection.show:
        cover = f"episodes/{collection.show.image}"
        return _shown(collection, cover, f"Cover of {collection.show.title}")
    return None


def _shown(collection: Collection, address: str, alt: str) -> Values:
    smaller = collection.artwork.get(address)
    return {"url": smaller.address if smaller else address, "alt": alt}


def _season(collection: Collection, post: EpisodePost) -> str:
    return collection.show.seasons.get(str(post.fields.season), "") if collection.show else ""


def _credits(collection: Collection, post: EpisodePost) -> list[Values]:
    fields = post.fields
    parts = [(name, "host") for name in fields.hosts] + [(name, "guest") for name in fields.guests]
    parts += [(person.id, person.role) for person in fields.persons]
    return [
        {**person_link(collection, name), "role": role.capitalize()} for name, role in dict.fromkeys(parts)
    ]


def _about(post: AnyPost) -> list[str]:
    fields = post.fields
    if isinstance(post, EpisodePost):
        return list(
            dict.fromkeys(
                [
                    *post.fields.authors,
                    *post.fields.hosts,
                    *post.fields.guests,
                    *(p.id for p in post.fields.persons),
                ]
            )
        )
    assert isinstance(post, EssayPost)
    return list(dict.fromkeys(post.fields.authors if fields else []))


def _origin(fields: Post) -> Values | None:
    origin = fields.originally_published
    return {**origin.model_dump(), "date": date(origin.date)} if origin else None


def _image(post: AnyPost, fields: Post) -> Values | None:
    if not fields.image:
        return None
    folder = post.entry.path.rpartition("/")[0].removeprefix("docs/")
    return {"url": f"{folder}/{fields.image}", "alt": fields.image_alt}


def _thread(collection: Collection, post: AnyPost, page: str) -> Values:
    """A thread's parts; an aside, or what stands before the first part, has no number.

    Markdown leaves the footnotes of all parts behind the last one: they are taken out of it.
    """
    parts, footnotes = [], ""
    for part in post.prose.parts:
        text, mark, notes_below = part.html.partition('<div class="footnote">')
        footnotes += mark + notes_below
        parts.append({"number": part.number, "html": Markup(collection.addresses.seen_from(text, page))})
    return {"parts": parts, "footnotes": Markup(collection.addresses.seen_from(footnotes, page))}


def _contents(post: AnyPost) -> list[Values]:
    """The headings of a text that has three or more."""
    top = min((heading.level for heading in post.prose.headings), default=2)
    headings = [heading for heading in post.prose.headings if heading.level <= top + 1]
    shown = [
        {"id": heading.id, "text": heading.text, "level": heading.level - top + 1} for heading in headings
    ]
    return shown if len(shown) >= 3 else []


def _series(collection: Collection, fields: Post) -> Values | None:
    series = collection.vocabulary.series.get(fields.series or "")
    if not series:
        return None
    parts = [post for post in collection.posts.values() if post.fields.series == fields.series]
    ordered = sorted(parts, key=lambda post: (post.fields.part or 0, post.id))
    return {
        "title": series.title,
        "url": collection.addresses.page(f"series/{fields.series}"),
        "parts": [card(collection, post) for post in ordered],
    }


def _linked(collection: Collection, post_id: str | None) -> Values | None:
    post = collection.posts.get(post_id or "")
    return card(collection, post) if post else None


def source(entry: Research) -> Values:
    """A source: title, authors, year, note, and the address where it stands."""
    url = f"https://doi.org/{entry.doi}" if entry.doi else entry.url
    return {**entry.model_dump(), "url": url, "also": entry.url if entry.doi else None}


def practice_offers(collection: Collection, offered: list[Offer]) -> list[Values]:
    """Cards of practices, each with its reason."""
    return [
        {**practice_card(collection, collection.practices[offer.page]), "reason": offer.reason}
        for offer in offered
        if isinstance(collection.practices.get(offer.page), PracticePage)
    ]


def related_lists(collection: Collection, lists: Lists) -> Mapping[str, list[Values]]:
    """Cards of related posts by kind, each with its reasons."""

    def shown(link: Related) -> Values:
        return {**card(collection, collection.posts[link.page]), "reasons": list(link.reasons)}

    return {kind: [shown(link) for link in links] for kind, links in lists.items()}


def cite(collection: Collection, post: AnyPost) -> str:
    """How to name this piece in another text."""
    fields = post.fields
    names = [
        person_link(collection, name)["name"]
        for name in (post.fields.authors or getattr(post.fields, "hosts", []))
    ]
    year = f" ({fields.day.at.year})" if fields.day else ""
    address = collection.addresses.absolute(collection.addresses.page(post.id))
    return f"{', '.join(names)}{year}. {fields.title}. {collection.site.name}. {address}"


__all__ = ["cards", "post_view", "practice_offers", "related_lists", "withdrawn_view"]
