"""Every page of the site: its id, its template, the values that it shows, the file that it is written in."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from anthology.collection import AnyPost, Collection, PlainPage
from anthology.crosslinks import CrossLinks
from anthology.rendering import inline
from anthology.schema import Timestamp

from .components import (
    Values,
    cards,
    date,
    html,
    language_of,
    license_link,
    page_language,
    person_card,
    practice_card,
)
from .listings import LISTINGS
from .look import drawing
from .post import post_values, series_cards, source, withdrawn_values


@dataclass(frozen=True, slots=True)
class View:
    """A page: `page` is its id, `template` a file of overrides/, `values` what the template shows.

    `path` is the file that it is written in, empty for generated pages. `changed` is the day of its last
    change according to the content, as year-month-day.
    """

    page: str
    template: str
    values: Values
    path: str = ""
    changed: str = ""


def views(collection: Collection, crosslinks: CrossLinks) -> list[View]:
    """Return all pages of a collection, by id."""
    pages = [
        *_post_pages(collection, crosslinks),
        *_practice_pages(collection),
        *_person_pages(collection),
        *_topic_pages(collection),
        *_series_pages(collection),
        *_listing_pages(collection),
        *_plain_pages(collection),
    ]
    return sorted(pages, key=lambda view: view.page)


def post_page(collection: Collection, post: AnyPost, crosslinks: CrossLinks) -> View:
    """Return the page of an essay or episode."""
    values = post_values(collection, post, crosslinks)
    return View(post.id, f"{values['kind']}.html", values, post.file.path, post.fields.last_change)


def _post_pages(collection: Collection, crosslinks: CrossLinks) -> Iterator[View]:
    for post in collection.posts.values():
        yield post_page(collection, post, crosslinks)
    for post in collection.withdrawn.values():
        values = withdrawn_values(collection, post)
        yield View(post.id, "withdrawn.html", values, post.file.path, post.fields.last_change)


def _practice_pages(collection: Collection) -> Iterator[View]:
    for page in collection.practices.values():
        fields, language = page.fields, page_language(collection, page.fields.language)
        address = collection.addresses.page(page.id)
        alternatives = [collection.practices.get(f"practices/{name}") for name in fields.alternatives]
        values = {
            **practice_card(collection, page, language),
            "about": language.plural("practice.about", fields.minutes),
            "eyes": language.text(f"practice.eyes_{fields.eyes}"),
            "timer": language.plural("practice.timer_start", fields.minutes),
            "needs": fields.needs,
            "steps": [Markup(inline(step)) for step in fields.steps],
            "cautions": [Markup(inline(caution)) for caution in fields.cautions],
            "alternatives": [
                practice_card(collection, practice, language) for practice in alternatives if practice
            ],
            "sources": [source(entry) for entry in fields.sources],
            "body": html(collection, page.prose.html, address, language, in_section=True),
            "updated": date(fields.updated, language),
            "license": license_link(fields.license or collection.site.settings.license, language),
            **language_of(collection, fields.language),
            "exit": fields.exit or collection.site.settings.exit.enabled,
        }
        yield View(page.id, "practice.html", values, page.file.path, _day_of(fields.updated, collection))


def _person_pages(collection: Collection) -> Iterator[View]:
    posts_of = defaultdict(list)
    for post in collection.posts.values():
        for name in post.fields.participants:
            posts_of[name].append(post)
    for person in collection.people.values():
        fields, language = person.fields, page_language(collection, person.fields.language)
        posts = posts_of.get(person.file.slug, [])
        values = {
            **person_card(collection, person, language),
            "kind": "person",
            "title": fields.name,
            "person_kind": fields.kind,
            "body": html(collection, person.prose.html, collection.addresses.page(person.id), language),
            "posts": cards(collection, posts, language),
            **language_of(collection, fields.language),
            "exit": fields.exit or collection.site.settings.exit.enabled,
        }
        yield View(person.id, "person.html", values, person.file.path, _last_change(posts, collection))


def _topic_pages(collection: Collection) -> Iterator[View]:
    for name, topic in collection.shown_topics.items():
        posts = [post for post in collection.posts.values() if name in post.fields.topics]
        values = _generated(collection, "topic", topic.title) | {
            "body": Markup(f"<p>{inline(topic.text)}</p>"),
            "posts": cards(collection, posts, collection.languages.site_language),
            "drawing": drawing(collection, [name]),
        }
        yield View(
            f"topics/{name}", "topic.html", values, "docs/vocabulary.yml", _last_change(posts, collection)
        )


def _series_pages(collection: Collection) -> Iterator[View]:
    for name, series in collection.shown_series.items():
        parts = [post for post in collection.posts.values() if post.fields.series == name]
        values = _generated(collection, "series", series.title) | {
            "summary": series.summary or "",
            "posts": series_cards(collection, name, collection.languages.site_language),
            "book": collection.book_of_series(name),
        }
        yield View(
            f"series/{name}", "series.html", values, "docs/vocabulary.yml", _last_change(parts, collection)
        )


def _listing_pages(collection: Collection) -> Iterator[View]:
    """Pages that list content; a page of the same id in docs/ gives them title and text."""
    posts = list(collection.posts.values())
    for page, listing in LISTINGS.items():
        kind, written = page or "home", collection.plain_pages.get(page)
        if page not in collection.listings:
            continue
        language = page_language(collection, written.fields.language if written else None)
        values = (
            _plain_values(collection, written)
            if written
            else _generated(collection, kind, language.text(f"pages.{kind}"))
        )
        values |= {"kind": kind, **listing(collection, language)}
        values["summary"] = values["summary"] or str(language.messages.get(f"intros.{kind}", ""))
        path = written.file.path if written else ""
        yield View(page, f"{_TEMPLATES.get(page, kind)}.html", values, path, _last_change(posts, collection))


_TEMPLATES: dict[str, str] = {"essays": "posts"}
"""Id of a page → its template, where that has another name."""


def _plain_pages(collection: Collection) -> Iterator[View]:
    for page, written in collection.plain_pages.items():
        if page not in collection.listings:
            template = "privacy.html" if page == "privacy" else "page.html"
            values = _plain_values(collection, written)
            yield View(page, template, values, written.file.path, _day_of(written.fields.updated, collection))


def _generated(collection: Collection, kind: str, title: str) -> Values:
    """The values of a page that no file describes."""
    return {
        "kind": kind,
        "title": title,
        "summary": "",
        "body": Markup(""),
        **language_of(collection, None),
        "exit": collection.site.settings.exit.enabled,
    }


def _plain_values(collection: Collection, page: PlainPage) -> Values:
    language = page_language(collection, page.fields.language)
    return _generated(collection, "page", page.fields.title) | {
        "summary": page.fields.summary or "",
        "body": html(collection, page.prose.html, collection.addresses.page(page.id), language),
        "updated": date(page.fields.updated, language),
        **language_of(collection, page.fields.language),
        "exit": page.fields.exit or collection.site.settings.exit.enabled,
        "draft": page.fields.draft,
    }


def _last_change(posts: list[AnyPost], collection: Collection) -> str:
    return max((day for post in posts if (day := post.fields.last_change)), default=collection.last_change())


def _day_of(when: Timestamp | None, collection: Collection) -> str:
    return when.at.date().isoformat() if when else collection.last_change()
