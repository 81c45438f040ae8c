"""The books of a collection: one of each piece, of each series, and of everything, as EPUB.

Pieces of which all rights are reserved are in none: they were given to this site alone.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from urllib.parse import unquote

from anthology.collection import EPOCH_DAY, AnyPost, Collection, EpisodePost, urn
from anthology.crosslinks import Offer
from anthology.feeds.entry import uuid_namespace
from anthology.feeds.whole_notes import whole_notes
from anthology.i18n import Language, content_notes_line, license_name
from anthology.media.transcripts import paragraphs
from anthology.urls import file_url

from .epub import PICTURE_TYPES, Book, BookChapter, BookHead, epub
from .xhtml import ChapterText, chapter_name

_ROLES = {
    "author": "aut", "host": "hst", "co-host": "hst", "guest": "ive", "narrator": "nrt", "editor": "edt",
    "producer": "pro", "translator": "trl",
}  # fmt: skip
"""role → MARC's code; other people of an episode are contributors"""


def books(collection: Collection, offers: Mapping[str, Sequence[Offer]]) -> dict[str, bytes]:
    """Return every book by its address; `offers` are the practices on the page of each post."""
    posts = [post for post in collection.newest() if collection.book_of(post)]
    pages = {post.id: _chapter_html(collection, post, offers.get(post.id, ())) for post in posts}
    files = {
        collection.book_of(post): _book(collection, _head(collection, post), [("", [post])], pages)
        for post in posts
    }
    for name, series in collection.vocabulary.series.items():
        parts = sorted(
            (post for post in posts if post.fields.series == name),
            key=lambda post: (post.fields.part or 0, post.id),
        )
        if parts:
            head = _head_of_several(collection, f"series/{name}", parts, series.title, series.summary or "")
            files[collection.book_of_series(name)] = _book(collection, head, [("", parts)], pages)
    if posts:
        site = collection.site
        head = _head_of_several(collection, "", posts, site.name, site.description)
        files[collection.book_of_all()] = _book(collection, head, _by_kind(collection, posts), pages)
    return files


def _by_kind(collection: Collection, posts: Sequence[AnyPost]) -> list[tuple[str, list[AnyPost]]]:
    language = collection.languages.site_language
    kinds = {"shared.essays": False, "shared.episodes": True}
    return [
        (language.text(title), [post for post in posts if isinstance(post, EpisodePost) == spoken])
        for title, spoken in kinds.items()
    ]


def _book(
    collection: Collection,
    head: BookHead,
    groups: Sequence[tuple[str, Sequence[AnyPost]]],
    pages: Mapping[str, str],
) -> bytes:
    """Return the file of a book, which is made once for each content."""
    posts = [post for _, group in groups for post in group]
    shown = [[post.id, pages[post.id], post.fields.title, collection.language_of(post)] for post in posts]
    pictures = {name: file for post in posts for name, file in post.files.items() if _is_shown(name)}
    digests = sorted((name, collection.cache.sha256(file)) for name, file in pictures.items())
    decisive = json.dumps([repr(head), [title for title, _ in groups], shown, digests], ensure_ascii=False)
    key = f"book {hashlib.sha256(decisive.encode('utf-8', 'surrogatepass')).hexdigest()}"
    stored = collection.cache.bytes_of(key)
    if stored is None:
        stored = epub(_book_of(collection, head, groups, pages))
        collection.cache.put(key, stored)
    return stored


def _book_of(
    collection: Collection,
    head: BookHead,
    groups: Sequence[tuple[str, Sequence[AnyPost]]],
    pages: Mapping[str, str],
) -> Book:
    posts = [post for _, group in groups for post in group]
    texts = {
        collection.addresses.page_url(post.id): ChapterText(
            post.id, pages[post.id], _language_for(collection, post)
        )
        for post in posts
    }
    files: dict[str, bytes] = {}
    for page, text in texts.items():
        for address in text.pictures(collection.addresses.site_url):
            file = collection.files.get(unquote(address))
            name = f"pictures/{hashlib.sha256(address.encode()).hexdigest()[:16]}.{_suffix_of(address)}"
            if file and _is_shown(address):
                files[name] = file.read_bytes()
            text.place_picture(address, name if name in files else "", collection.addresses.site_url)
        text.link(page, texts)
    chapters = {
        post.id: BookChapter(
            chapter_name(post.id),
            post.fields.title,
            collection.language_of(post),
            texts[collection.addresses.page_url(post.id)].xhtml(),
            texts[collection.addresses.page_url(post.id)].headings() if len(posts) == 1 else (),
        )
        for post in posts
    }
    return Book(head, [(title, [chapters[post.id] for post in group]) for title, group in groups], files)


def _is_shown(address: str) -> bool:
    return _suffix_of(address) in PICTURE_TYPES


def _suffix_of(address: str) -> str:
    return address.rpartition(".")[2].lower()


def _language_for(collection: Collection, post: AnyPost) -> Language:
    return collection.languages.for_page(collection.language_of(post))


def _head(collection: Collection, post: AnyPost) -> BookHead:
    fields, language = post.fields, _language_for(collection, post)
    notes = content_notes_line(fields, collection.vocabulary, language)
    topics = [
        collection.vocabulary.topics[name] for name in fields.topics if name in collection.vocabulary.topics
    ]
    rights = _rights(collection, [post])
    return BookHead(
        id=urn(uuid_namespace(collection), f"epub/{post.id}"),
        title=fields.title,
        language=collection.language_of(post),
        changed=fields.last_change or EPOCH_DAY,
        source=collection.addresses.page_url(post.id),
        publisher=collection.site.name,
        rights=rights,
        contents=language.text("post.contents"),
        people=_people(collection, [post]),
        date=fields.day.at.date().isoformat() if fields.day else "",
        description=fields.summary,
        topics=[topic.title_in(language.code) for topic in topics],
        words=[notes, language.day(fields.day.at.date()) if fields.day else "", rights],
    )


def _head_of_several(
    collection: Collection, page: str, posts: Sequence[AnyPost], title: str, description: str
) -> BookHead:
    language = collection.languages.site_language
    changed = max(post.fields.last_change or EPOCH_DAY for post in posts)
    rights = _rights(collection, posts)
    return BookHead(
        id=urn(uuid_namespace(collection), f"epub/{page}"),
        title=title,
        language=collection.site.language,
        changed=changed,
        source=collection.addresses.page_url(page),
        publisher=collection.site.name,
        rights=rights,
        contents=language.text("book.contents"),
        people=_people(collection, posts),
        date=changed,
        description=description,
        words=[rights],
    )


def _rights(collection: Collection, posts: Iterable[AnyPost]) -> str:
    return ", ".join(dict.fromkeys(license_name(collection.license_of(post))[0] for post in posts))


def _people(collection: Collection, posts: Iterable[AnyPost]) -> list[tuple[str, str]]:
    """Names and roles, each once; the show's author stands for the people of an episode that names none."""
    people: dict[tuple[str, str], None] = {}
    for post in posts:
        for credit in post.fields.people:
            person = collection.people.get(f"people/{credit.id}")
            people[(person.fields.name if person else credit.id, _ROLES.get(credit.role.lower(), "ctb"))] = (
                None
            )
        if not post.fields.people and collection.show:
            people[(collection.show.author, "aut")] = None
    return list(people)


def _chapter_html(collection: Collection, post: AnyPost, offers: Sequence[Offer]) -> str:
    """The HTML of a chapter, with absolute links: head, notes or text and what belongs to it, transcript."""
    fields, language = post.fields, _language_for(collection, post)
    separators = language.separators(names := _byline(collection, post))
    names_line = "".join(before + name for before, name in zip(separators, names, strict=True))
    facts = [names_line, language.day(fields.day.at.date()) if fields.day else ""]
    body = collection.addresses.absolute_links(post.prose.html)
    parts = [
        f"<h1>{escape(fields.title)}</h1>",
        f"<p>{' · '.join(escape(fact) for fact in facts if fact)}</p>",
        f'<p class="summary">{escape(fields.summary)}</p>',
        *_lead_picture(collection, post),
        whole_notes(collection, post, offers, body),
        *(_transcript(post, language) if isinstance(post, EpisodePost) else ()),
        *_way_to_help(collection, language),
    ]
    return "\n".join(parts)


def _byline(collection: Collection, post: AnyPost) -> list[str]:
    people = (collection.people.get(f"people/{name}") for name in post.fields.byline)
    return [person.fields.name for person in people if person]


def _lead_picture(collection: Collection, post: AnyPost) -> Iterator[str]:
    fields = post.fields
    if fields.image:
        folder = post.file.path.rpartition("/")[0].removeprefix("docs/")
        address = collection.addresses.absolute(file_url(f"{folder}/{fields.image}"))
        yield f'<figure><img src="{escape(address)}" alt="{escape(fields.image_alt or "")}"></figure>'


def _transcript(post: EpisodePost, language: Language) -> Iterator[str]:
    before = ""
    for number, (speaker, cues) in enumerate(paragraphs(post.cues)):
        if not number:
            yield f'<h2 id="x.transcript">{escape(language.text("episode.transcript"))}</h2>'
        name = f"<b>{escape(speaker)}:</b> " if speaker and speaker != before else ""
        yield f"<p>{name}{escape(' '.join(cue.text for cue in cues))}</p>"
        before = speaker


def _way_to_help(collection: Collection, language: Language) -> Iterator[str]:
    if "help" in collection.listings:
        sentence, address = language.sentence("shared.person_now"), collection.addresses.page_url("help")
        link = f'<a href="{escape(address)}">{escape(sentence.inside)}</a>'
        yield f"<p>{escape(sentence.before)}{link}{escape(sentence.after)}</p>"
