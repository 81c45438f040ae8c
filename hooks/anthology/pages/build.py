"""Every page of the site: its id, its template, what it shows, and where it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from anthology.collection.model import AnyPost, Collection, PlainPage, changed
from anthology.crosslinks.build import Between
from anthology.rendering.body import inline

from .components import Values, card, cards, date, frame_of, html, license, person_card, practice_card, spoken
from .listings import LISTS
from .post import post_view, source, withdrawn_view


@dataclass(frozen=True, slots=True)
class View:
    """A page: `page` is its id, `template` a file of overrides/, `values` what the template shows.

    `path` is the file it is written in, empty for pages that are made. `changed` is the day of its
    last change, as the content says.
    """

    page: str
    template: str
    values: Values
    path: str = ""
    changed: str = ""


def views(collection: Collection, between: Between) -> list[View]:
    """All pages of a collection, by id."""
    made = [*_posts(collection, between), *_practices(collection), *_people(collection), *_topics(collection),
            *_series(collection), *_lists(collection), *_plain(collection)]  # fmt: skip
    return sorted(made, key=lambda view: view.page)


def _posts(collection: Collection, between: Between) -> Iterator[View]:
    for post in collection.posts.values():
        values = post_view(collection, post, between)
        yield View(post.id, f"{values['kind']}.html", values, post.entry.path, collection.changed(post))
    for post in collection.withdrawn.values():
        yield View(
            post.id, "withdrawn.html", withdrawn_view(collection, post), post.entry.path, changed(post.fields)
        )


def _practices(collection: Collection) -> Iterator[View]:
    for page in collection.practices.values():
        fields, language = page.fields, frame_of(collection, page.fields.language)
        address = collection.addresses.page(page.id)
        others = [collection.practices.get(f"practices/{name}") for name in fields.alternatives]
        values = {
            **practice_card(collection, page, language),
            "about": language.count("practice.about", fields.minutes),
            "eyes": language.say(f"practice.eyes_{fields.eyes}"),
            "timer": language.count("practice.timer_start", fields.minutes),
            "needs": fields.needs,
            "steps": [Markup(inline(step)) for step in fields.steps],
            "cautions": [Markup(inline(caution)) for caution in fields.cautions],
            "alternatives": [practice_card(collection, other, language) for other in others if other],
            "sources": [source(entry) for entry in fields.sources],
            "body": html(collection, page.prose.html, address, language),
            "updated": date(fields.updated, language),
            "license": license(fields.license or collection.site.settings.license, language),
            **spoken(collection, fields.language),
            "exit": fields.exit or collection.site.settings.exit.enabled,
        }
        yield View(page.id, "practice.html", values, page.entry.path, _day(fields.updated, collection))


def _people(collection: Collection) -> Iterator[View]:
    involved = defaultdict(list)
    for post in collection.posts.values():
        for somebody in _everybody(post):
            involved[somebody].append(post)
    for person in collection.people.values():
        name, language = person.entry.slug, frame_of(collection, person.fields.language)
        theirs = involved.get(name, [])
        values = {
            **person_card(collection, person, language),
            "kind": "person",
            "title": person.fields.name,
            "person_kind": person.fields.kind,
            "body": html(collection, person.prose.html, collection.addresses.page(person.id), language),
            "posts": cards(collection, theirs, language),
            **spoken(collection, person.fields.language),
            "exit": person.fields.exit or collection.site.settings.exit.enabled,
        }
        yield View(person.id, "person.html", values, person.entry.path, _newest(theirs, collection))


def _topics(collection: Collection) -> Iterator[View]:
    for name, topic in collection.vocabulary.topics.items():
        about = [post for post in collection.posts.values() if name in post.fields.topics]
        values = _made(collection, "topic", topic.title) | {
            "summary": "",
            "body": Markup(f"<p>{inline(topic.text)}</p>"),
            "posts": cards(collection, about, collection.languages.own),
        }
        yield View(f"topics/{name}", "topic.html", values, "docs/vocabulary.yml", _newest(about, collection))


def _series(collection: Collection) -> Iterator[View]:
    for name, series in collection.vocabulary.series.items():
        parts = [post for post in collection.posts.values() if post.fields.series == name]
        ordered = sorted(parts, key=lambda post: (post.fields.part or 0, post.id))
        values = _made(collection, "series", series.title) | {
            "summary": series.summary or "",
            "posts": [card(collection, post, collection.languages.own) for post in ordered],
        }
        yield View(f"series/{name}", "series.html", values, "docs/vocabulary.yml", _newest(parts, collection))


def _lists(collection: Collection) -> Iterator[View]:
    """The pages that list a kind; a page of the same name in docs/ gives them their words."""
    everything = list(collection.posts.values())
    for page, shown in LISTS.items():
        if page == "search" and not collection.site.settings.search:
            continue
        written = collection.pages.get(page)
        language = frame_of(collection, written.fields.language if written else None)
        title = language.say(f"pages.{page or 'home'}")
        named = _written(collection, written) if written else _made(collection, page or "home", title)
        values = {**named, "kind": page or "home", **shown(collection, language)}
        path = written.entry.path if written else ""
        yield View(page, f"{page or 'home'}.html", values, path, _newest(everything, collection))


def _plain(collection: Collection) -> Iterator[View]:
    for page, written in collection.pages.items():
        if page not in LISTS:
            yield View(
                page,
                "privacy.html" if page == "privacy" else "page.html",
                _written(collection, written),
                written.entry.path,
                _day(written.fields.updated, collection),
            )


def _made(collection: Collection, kind: str, title: str) -> Values:
    return {
        "kind": kind,
        "title": title,
        "summary": "",
        "body": Markup(""),
        **spoken(collection, None),
        "exit": collection.site.settings.exit.enabled,
    }


def _written(collection: Collection, page: PlainPage) -> Values:
    language = frame_of(collection, page.fields.language)
    return _made(collection, "page", page.fields.title) | {
        "summary": page.fields.summary or "",
        "body": html(collection, page.prose.html, collection.addresses.page(page.id), language),
        "updated": date(page.fields.updated, language),
        **spoken(collection, page.fields.language),
        "exit": page.fields.exit or collection.site.settings.exit.enabled,
        "draft": page.fields.draft,
    }


def _everybody(post: AnyPost) -> set[str]:
    fields = post.fields
    named = [*getattr(fields, "authors", []), *getattr(fields, "hosts", []), *getattr(fields, "guests", [])]
    return {*named, *(person.id for person in getattr(fields, "persons", []))}


def _newest(posts: list[AnyPost], collection: Collection) -> str:
    return max((day for post in posts if (day := collection.changed(post))), default=collection.latest_date())


def _day(when: object, collection: Collection) -> str:
    return when.at.date().isoformat() if when else collection.latest_date()  # type: ignore[attr-defined]
