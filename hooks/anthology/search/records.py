"""Search records: a small page for each essay, episode, practice and person, without drafts.

They are only indexed, never published. Each cue of a transcript has its second as id (`<span id="t=90.5">`), with
which a result opens the episode at that time.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import NamedTuple

from anthology.collection import AnyPost, Collection, EpisodePost, PersonPage, PracticePage
from anthology.pages import card, practice_card
from anthology.rendering import inline
from anthology.urls import SITE_PLACEHOLDER

_NOISE = re.compile(r'<img\b[^>]*>|<sup id="fnref.*?</sup>|<div class="footnote">.*?</div>', re.DOTALL)
"""Pictures, and footnotes with their numbers, which would be noise in an excerpt."""
_LONG_WORD = re.compile(r"[^\W\d_]{4,24}")
_MOST_WORDS = 6000  # some 20 kB compressed, fetched only when a search finds nothing
_KIND_ALIASES = {"thread": "essay"}
"""Kinds that readers search for under another name."""


class Record(NamedTuple):
    """A page of the index: the address of its result, and its HTML."""

    url: str
    html: str


def search_records(collection: Collection) -> list[Record]:
    """Return all records: posts from the newest on, then practices and people by id."""
    return [
        *(_post_record(collection, post) for post in collection.newest() if not post.fields.draft),
        *(
            _practice_record(collection, page)
            for _, page in sorted(collection.practices.items())
            if not page.fields.draft
        ),
        *(_person_record(collection, person) for _, person in sorted(collection.people.items())),
    ]


def known_words(records: Iterable[Record]) -> str:
    """Return the words of the collection, one a line, the most frequent first; a search proposes the nearest."""
    texts = (re.sub(r"<[^>]+>", " ", record.html) for record in records)
    counts = Counter(word.lower() for text in texts for word in _LONG_WORD.findall(unescape(text)))
    return "\n".join(
        word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_WORDS]
    )


def _post_record(collection: Collection, post: AnyPost) -> Record:
    values = card(collection, post, collection.languages.site_language)
    meta = {
        "kind": values["kind"],
        "what": values["kind_name"],
        "number": values["number"],
        "by": values["names"],
        "date": values["date"]["text"] if values["date"] else "",
        "length": values["length"]["text"] if values["length"] else "",
        "notes": values["notes"],
        "lang": values["language"],
        "summary": values["summary"],
    }
    keywords = ", ".join([meta["by"], *(topic["title"] for topic in values["topics"])])
    text = [
        f"<p>{escape(values['summary'])}</p>",
        post.prose.html or "".join(part.html for part in post.prose.parts),
    ]
    if isinstance(post, EpisodePost):
        text += _transcript_lines(post)
    filters = [_kind_filter(values["kind"]), *(f"topic:{topic}" for topic in post.fields.topics)]
    return _record(values["url"], values["title"], keywords, meta, filters, text)


def _transcript_lines(episode: EpisodePost) -> Iterator[str]:
    speaker = ""
    for cue in episode.cues:
        name = f"{escape(cue.speaker)}: " if cue.speaker != speaker and cue.speaker else ""
        speaker = cue.speaker
        yield f'<p><span id="t={cue.start / 1000:g}">{name}{escape(cue.text)}</span></p>'


def _practice_record(collection: Collection, page: PracticePage) -> Record:
    values, fields = practice_card(collection, page, collection.languages.site_language), page.fields
    meta = {
        "kind": "practice",
        "what": values["kind_name"],
        "length": values["length"],
        "lang": fields.language or "",
        "summary": values["summary"],
    }
    helps = ", ".join(values["helps_with"])
    lines = [*(inline(step) for step in fields.steps), *(inline(caution) for caution in fields.cautions)]
    text = [f"<p>{escape(values['summary'])}</p>"]
    text += [*(f"<p>{line}</p>" for line in lines), page.prose.html]
    return _record(values["url"], values["title"], helps, meta, [_kind_filter("practice")], text)


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


def _record(
    url: str, title: str, keywords: str, meta: dict[str, str], filters: Iterable[str], text: Iterable[str]
) -> Record:
    """`keywords` are searched but never quoted; metadata outside the body is stored with a result."""
    metadata = "".join(
        f'<p data-pagefind-meta="{name}">{escape(value)}</p>' for name, value in meta.items() if value
    )
    metadata += "".join(f'<p data-pagefind-filter="is">{escape(value)}</p>' for value in filters)
    body = _NOISE.sub("", "".join(text).replace(SITE_PLACEHOLDER, ""))
    head = f'<h1 data-pagefind-meta="title">{escape(title)}</h1><p>{escape(keywords)}</p>'
    main = f'<main data-pagefind-body>{head}<div id="text">{body}</div></main>'
    return Record(f"/{url}", f"<!doctype html><html><body><div>{metadata}</div>{main}</body></html>")
