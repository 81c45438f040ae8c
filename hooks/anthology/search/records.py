"""What can be found by searching: a small page for each essay, episode, practice and person.

They are made for the index alone and never published. A cue of a transcript stands behind its second
(`<span id="t=90.5">`), so that a result can open the episode there. Drafts are never among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from anthology.collection.model import AnyPost, Collection, EpisodePost, PersonPage, PracticePage
from anthology.pages import card, practice_card
from anthology.rendering.body import inline
from anthology.urls import SITE_PLACEHOLDER

_NOISE = re.compile(r'<img\b[^>]*>|<sup id="fnref.*?</sup>|<div class="footnote">.*?</div>', re.DOTALL)
"""Pictures, and footnotes with their numbers: in a result they would be noise."""
_KIND_ALIASES = {"thread": "essay"}
"""Kinds that readers look for under another's name."""


@dataclass(frozen=True, slots=True)
class Record:
    """A page of the index: the address that its result leads to, and its HTML."""

    url: str
    html: str


def records(collection: Collection) -> list[Record]:
    """Everything that can be found, newest posts first; always in the same order."""
    return [
        *(_post_record(collection, post) for post in collection.newest() if not post.fields.draft),
        *(
            _practice_record(collection, page)
            for _, page in sorted(collection.practices.items())
            if not page.fields.draft
        ),
        *(_person_record(collection, person) for _, person in sorted(collection.people.items())),
    ]


def _post_record(collection: Collection, post: AnyPost) -> Record:
    shown = card(collection, post, collection.languages.site_language)
    meta = {
        "kind": shown["kind"],
        "what": shown["kind_name"],
        "number": shown["number"],
        "by": shown["names"],
        "date": shown["date"]["text"] if shown["date"] else "",
        "length": shown["length"]["text"] if shown["length"] else "",
        "notes": shown["notes"],
        "lang": shown["language"],
        "summary": shown["summary"],
    }
    byline = ", ".join([meta["by"], *(topic["title"] for topic in shown["topics"])])
    text = [f"<p>{escape(shown['summary'])}</p>", _body(post)]
    if isinstance(post, EpisodePost):
        text += _transcript(post)
    filters = [_kind_filter(shown["kind"]), *(f"topic:{topic}" for topic in post.fields.topics)]
    return _record(shown["url"], shown["title"], byline, meta, filters, text)


def _transcript(episode: EpisodePost) -> Iterator[str]:
    speaker = ""
    for cue in episode.cues:
        name = f"{escape(cue.speaker)}: " if cue.speaker != speaker and cue.speaker else ""
        speaker = cue.speaker
        yield f'<p><span id="t={cue.start / 1000:g}">{name}{escape(cue.text)}</span></p>'


def _practice_record(collection: Collection, page: PracticePage) -> Record:
    shown, fields = practice_card(collection, page, collection.languages.site_language), page.fields
    meta = {
        "kind": "practice",
        "what": shown["kind_name"],
        "length": shown["length"],
        "lang": fields.language or "",
        "summary": shown["summary"],
    }
    helps = ", ".join(shown["helps_with"])
    lines = [*(inline(step) for step in fields.steps), *(inline(caution) for caution in fields.cautions)]
    text = [f"<p>{escape(shown['summary'])}</p>"]
    text += [*(f"<p>{line}</p>" for line in lines), page.prose.html]
    return _record(shown["url"], shown["title"], helps, meta, [_kind_filter("practice")], text)


def _person_record(collection: Collection, person: PersonPage) -> Record:
    fields = person.fields
    bio = inline(fields.bio) if fields.bio else ""
    what = collection.languages.site_language.text("kinds.person")
    meta = {"kind": "person", "what": what, "lang": fields.language or ""}
    address = collection.addresses.page(person.id)
    return _record(
        address, fields.name, "", meta, [_kind_filter("person")], [f"<p>{bio}</p>", person.prose.html]
    )


def _kind_filter(kind: str) -> str:
    return f"kind:{_KIND_ALIASES.get(kind, kind)}"


def _body(post: AnyPost) -> str:
    return post.prose.html or "".join(part.html for part in post.prose.parts)


def _record(
    url: str, title: str, byline: str, meta: dict[str, str], filters: Iterable[str], text: Iterable[str]
) -> Record:
    """`byline` are searched but never quoted; what stands outside the body is kept with a result."""
    kept = "".join(
        f'<p data-pagefind-meta="{name}">{escape(value)}</p>' for name, value in meta.items() if value
    )
    kept += "".join(f'<p data-pagefind-filter="is">{escape(mark)}</p>' for mark in filters)
    body = _NOISE.sub("", "".join(text).replace(SITE_PLACEHOLDER, ""))
    head = f'<h1 data-pagefind-meta="title">{escape(title)}</h1><p>{escape(byline)}</p>'
    main = f'<main data-pagefind-body>{head}<div id="text">{body}</div></main>'
    return Record(f"/{url}", f"<!doctype html><html><body><div>{kept}</div>{main}</body></html>")
