"""The page of a post: what stands above the text, the text, and what follows it."""

from __future__ import annotations

from collections.abc import Mapping

from anthology.collection.model import AnyPost, Collection, EpisodePost, EssayPost, PracticePage
from anthology.crosslinks.build import Between
from anthology.crosslinks.practices import ANY_TIME, Offer
from anthology.crosslinks.reasons import Reason
from anthology.crosslinks.related_posts import Lists, Related
from anthology.feeds.podcast_build import TRANSCRIPTS
from anthology.i18n import Language, attributes
from anthology.media.chapters import Chapter
from anthology.media.transcripts import Cue, paragraphs
from anthology.schema import Episode, Post
from anthology.schema.podcast import Soundbite
from anthology.schema.post import Research
from anthology.timecode import timecode

from .components import (
    Values,
    card,
    cards,
    date,
    frame_of,
    html,
    length,
    license,
    notes,
    person_card,
    person_link,
    practice_card,
    spoken,
)
from .content_security_policy import policy

_SPEEDS = (0.75, 1, 1.25, 1.5, 1.75, 2)


def post_view(collection: Collection, post: AnyPost, between: Between) -> Values:
    """Everything an essay, a thread or an episode shows."""
    fields, page = post.fields, collection.addresses.page(post.id)
    language = frame_of(collection, fields.language)
    view = {
        **card(collection, post, language),
        **spoken(collection, fields.language),
        "standpoint": fields.standpoint,
        "updated": date(fields.updated, language),
        "content_notes": notes(collection, fields, post.prose, language),
        "license": license(fields.license or collection.site.settings.license, language),
        "copyright": _copyright(fields, language),
        "originally_published": _origin(fields, language),
        "image": _image(post, fields),
        "body": html(collection, post.prose.html, page, language),
        **_thread(collection, post, page, language),
        "contents": _contents(post),
        "research": [source(entry) for entry in fields.research],
        "links": [link.model_dump() for link in fields.links],
        "practices": practice_offers(collection, between.offers[post.id], language),
        "related": related_lists(collection, between.related[post.id], language),
        "series": _series(collection, fields, language),
        "responds_to": _linked(collection, fields.responds_to, language),
        "responses": [
            card(collection, collection.posts[other], language)
            for other in between.responses.get(post.id, [])
        ],
        "mentioned_in": [
            card(collection, collection.posts[other], language)
            for other in between.mentions.get(post.id, [])
            if other not in between.responses.get(post.id, [])  # these stand above
        ],
        "translation_of": _linked(collection, fields.translation_of, language),
        "corrections": [
            {"date": date(correction.date, language), "text": correction.text}
            for correction in fields.corrections
        ],
        "people": [
            person_card(collection, person, language)
            for name in _about(post)
            if (person := collection.people.get(f"people/{name}"))
        ],
        "cite": cite(collection, post),
        "exit": fields.exit or collection.site.settings.exit.enabled,
        "words": post.prose.words,
    }
    if isinstance(post, EpisodePost):
        view |= _episode(collection, post, language)
    return view


def withdrawn_view(collection: Collection, post: AnyPost) -> Values:
    """The short page that a withdrawn post leaves: its title and the day, no reason."""
    return {
        "kind": "withdrawn",
        "title": post.fields.title,
        "date": date(post.fields.withdrawn, frame_of(collection, post.fields.language)),
        **spoken(collection, post.fields.language),
        "exit": collection.site.settings.exit.enabled,
    }


def _episode(collection: Collection, post: EpisodePost, language: Language) -> Values:
    fields, folder = post.fields, f"episodes/{post.entry.slug}/"
    return {
        "season_name": _season(collection, post),
        "artwork": _artwork(collection, post, language),
        "audio": _audio(post, language),
        "policy": policy(post.audio_address),
        "show": collection.show.title if collection.show else "",
        "learn": fields.learn,
        "chapters": [_chapter(chapter) for chapter in post.chapters],
        "transcript": [
            {"speaker": speaker, "cues": [_cue(cue) for cue in cues]}
            for speaker, cues in paragraphs(post.cues)
        ],
        "transcript_files": [
            {"form": form.upper(), "type": kind, "url": f"{folder}transcript.{form}"}
            for form, kind in TRANSCRIPTS.items()
            if post.cues
        ],
        "credits": _credits(collection, post, language),
        "location": fields.location.model_dump() if fields.location else None,
        "soundbites": [_soundbite(bite, fields, language) for bite in fields.soundbites],
    }


def _chapter(chapter: Chapter) -> Values:
    return {
        "seconds": chapter.start / 1000 if chapter.start % 1000 else chapter.start // 1000,
        "time": timecode(chapter.start),
        "title": chapter.title,
        "url": chapter.url,
    }


def _cue(cue: Cue) -> Values:
    time = timecode(cue.start // 1000 * 1000)
    return {"seconds": cue.start / 1000, "end": cue.end / 1000, "time": time, "text": cue.text}


def _soundbite(bite: Soundbite, fields: Episode, language: Language) -> Values:
    return {
        "seconds": bite.start / 1000,
        "time": timecode(bite.start),
        "end": bite.start / 1000 + bite.duration,
        "text": language.say(
            "episode.soundbite",
            title=bite.title or fields.title,
            length=language.seconds(bite.duration * 1000),
        ),
    }


def _audio(post: EpisodePost, language: Language) -> Values | None:
    recording = post.recording
    if not recording:
        return None
    return {
        "url": post.audio_address,
        "remote": "://" in post.audio_address,
        "type": recording.type,
        "size": language.size(recording.length),
        "bytes": recording.length,
        "seconds": round(recording.duration_ms / 1000),
        "length": length(post, language),
        "back": language.say("player.back", number=language.number(15)),
        "forward": language.say("player.forward", number=language.number(30)),
        "speeds": [{"value": f"{speed:g}", "text": f"{_speed(speed, language)}×"} for speed in _SPEEDS],
    }


def _speed(speed: float, language: Language) -> str:
    return language.number(speed, len(f"{speed:g}".partition(".")[2]))


def _artwork(collection: Collection, post: EpisodePost, language: Language) -> Values | None:
    if post.image_address:
        return _shown(collection, post.image_address, post.fields.image_alt or "")
    if collection.show:
        cover = f"episodes/{collection.show.image}"
        return _shown(collection, cover, language.say("episode.cover", title=collection.show.title))
    return None


def _shown(collection: Collection, address: str, alt: str) -> Values:
    smaller = collection.artwork.get(address)
    return {"url": smaller.address if smaller else address, "alt": alt}


def _season(collection: Collection, post: EpisodePost) -> str:
    return collection.show.seasons.get(str(post.fields.season), "") if collection.show else ""


def _credits(collection: Collection, post: EpisodePost, language: Language) -> list[Values]:
    fields, known = post.fields, language.texts
    parts = [(name, "host") for name in fields.hosts] + [(name, "guest") for name in fields.guests]
    parts += [(person.id, person.role) for person in fields.persons]
    return [
        {**person_link(collection, name), "role": known.get(f"roles.{role.lower()}") or role.capitalize()}
        for name, role in dict.fromkeys(parts)
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


def _copyright(fields: Post, language: Language) -> str:
    if not fields.copyright:
        return ""
    key = "byline.copyright_year" if fields.copyright.year else "byline.copyright"
    return language.say(key, **fields.copyright.model_dump())


def _origin(fields: Post, language: Language) -> Values | None:
    origin = fields.originally_published
    return {**origin.model_dump(), "date": date(origin.date, language)} if origin else None


def _image(post: AnyPost, fields: Post) -> Values | None:
    if not fields.image:
        return None
    folder = post.entry.path.rpartition("/")[0].removeprefix("docs/")
    width, height = (post.image_size if isinstance(post, EssayPost) else None) or (None, None)
    return {"url": f"{folder}/{fields.image}", "alt": fields.image_alt, "width": width, "height": height}


def _thread(collection: Collection, post: AnyPost, page: str, language: Language) -> Values:
    """A thread's parts; an aside, or what stands before the first part, has no number.

    Markdown leaves the footnotes of all parts behind the last one: they are taken out of it.
    """
    parts, footnotes = [], ""
    for part in post.prose.parts:
        text, mark, notes_below = part.html.partition('<div class="footnote">')
        footnotes += mark + notes_below
        parts.append({"number": part.number, "html": html(collection, text, page, language)})
    return {"parts": parts, "footnotes": html(collection, footnotes, page, language)}


def _contents(post: AnyPost) -> list[Values]:
    """The headings of a text that has three or more."""
    top = min((heading.level for heading in post.prose.headings), default=2)
    headings = [heading for heading in post.prose.headings if heading.level <= top + 1]
    shown = [
        {"id": heading.id, "text": heading.text, "level": heading.level - top + 1} for heading in headings
    ]
    return shown if len(shown) >= 3 else []


def _series(collection: Collection, fields: Post, language: Language) -> Values | None:
    series = collection.vocabulary.series.get(fields.series or "")
    if not series:
        return None
    parts = [post for post in collection.posts.values() if post.fields.series == fields.series]
    ordered = sorted(parts, key=lambda post: (post.fields.part or 0, post.id))
    return {
        "title": series.title,
        "url": collection.addresses.page(f"series/{fields.series}"),
        "parts": [card(collection, post, language) for post in ordered],
    }


def _linked(collection: Collection, post_id: str | None, language: Language) -> Values | None:
    post = collection.posts.get(post_id or "")
    return card(collection, post, language) if post else None


def source(entry: Research) -> Values:
    """A source: title, authors, year, note, and the address where it stands."""
    url = f"https://doi.org/{entry.doi}" if entry.doi else entry.url
    return {**entry.model_dump(), "url": url, "also": entry.url if entry.doi else None}


def practice_offers(collection: Collection, offered: list[Offer], language: Language) -> list[Values]:
    """Cards of practices, each with its reason."""
    return [
        {**practice_card(collection, page, language), **_offered(collection, offer, language)}
        for offer in offered
        if isinstance(page := collection.practices.get(offer.page), PracticePage)
    ]


def _offered(collection: Collection, offer: Offer, language: Language) -> Values:
    """Why a practice is offered, as a sentence in one language: that of our words or that of the vocabulary."""
    if offer.reason == ANY_TIME:
        reason, speaks = language.say("practice.any_time"), language
    else:
        reason, speaks = offer.reason, collection.languages.own
    return {
        "reason": speaks.say("practice.useful", reason=reason),
        "reason_foreign": attributes(speaks.code, language.code),
    }


def related_lists(collection: Collection, lists: Lists, language: Language) -> Mapping[str, list[Values]]:
    """Cards of related posts by kind, each with its reasons."""

    def shown(link: Related) -> Values:
        return {
            **card(collection, collection.posts[link.page], language),
            "reasons": [_reason(reason, language) for reason in link.reasons],
        }

    return {kind: [shown(link) for link in links] for kind, links in lists.items()}


def _reason(reason: str, language: Language) -> str:
    return reason.in_language(language) if isinstance(reason, Reason) else reason


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
