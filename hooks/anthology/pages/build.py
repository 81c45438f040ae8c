"""Every page of the site: its id, its template, the values that it shows, the file that it is written in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from markupsafe import Markup

from anthology.collection import (
    VOCABULARY,
    AnyPost,
    Collection,
    PersonPage,
    PlainPage,
    PracticePage,
    digest_without_texts,
    parts_of_series,
    posts_of_person,
    posts_on_topic,
    text_digest,
)
from anthology.crosslinks import CrossLinks
from anthology.feeds import feeds_of_topics
from anthology.reads import with_reads
from anthology.rendering import inline
from anthology.schema import Timestamp

from .components import (
    Values,
    cards,
    date,
    feed_values,
    html,
    language_of,
    license_link,
    page_language,
    person_card,
    post_kind,
    practice_card,
)
from .listings import LISTINGS
from .look import drawing
from .post import post_values, series_cards, source, withdrawn_values


@dataclass(frozen=True)
class View:
    """A page: `page` is its id, `template` a file of overrides/; `shown` returns what the template shows.

    `path` is the file that it is written in, empty for generated pages. `changed` is the day of its last
    change according to the content, as year-month-day. `decisive` is a digest of all that the values may be made from;
    `own` stands for all of it that is neither asked of the posts of the collection nor the same for all pages.
    """

    page: str
    template: str
    language: str
    shown: Callable[[], Values]
    path: str
    changed: str
    decisive: str
    own: str = ""
    is_draft: bool = False

    @property
    def values(self) -> Values:
        """All that the template shows; worked out when somebody asks for it."""
        return self._result[0]

    @property
    def questions(self) -> set[str]:
        """The questions that the values asked of the collection."""
        return self._result[1]

    @cached_property
    def _result(self) -> tuple[Values, set[str]]:
        return with_reads(self.shown)

    def forget(self) -> None:
        """Forget the values: a build shows them once."""
        self.__dict__.pop("_result", None)


def views(collection: Collection, crosslinks: CrossLinks) -> list[View]:
    """Return all pages of a collection, by id."""
    pages = [
        *(post_page(collection, post, crosslinks) for post in collection.posts.values()),
        *_withdrawn_pages(collection),
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
    own = f"{text_digest(post)} {crosslinks.decisive(post.id)}"
    return View(
        post.id,
        f"{post_kind(post)}.html",
        collection.language_of(post),
        lambda: post_values(collection, collection.posts[post.id], crosslinks),
        post.file.path,
        post.fields.last_change,
        f"{digest_without_texts(collection)} {own}",
        own,
        post.fields.draft,
    )


def _page(
    collection: Collection,
    page: str,
    template: str,
    shown: Callable[[], Values],
    path: str,
    changed: str,
    language: str | None = None,
    is_draft: bool = False,
) -> View:
    """A page that shows nothing of the texts of posts."""
    code, decisive = language or collection.site.language, digest_without_texts(collection)
    return View(page, template, code, shown, path, changed, decisive, "", is_draft)


def _withdrawn_pages(collection: Collection) -> Iterator[View]:
    for post in collection.withdrawn.values():
        values, language = partial(withdrawn_values, collection, post), collection.language_of(post)
        yield _page(
            collection, post.id, "withdrawn.html", values, post.file.path, post.fields.last_change, language
        )


def _practice_pages(collection: Collection) -> Iterator[View]:
    for page in collection.practices.values():
        values, day = partial(_practice_values, collection, page), _day_of(page.fields.updated, collection)
        fields, path = page.fields, page.file.path
        yield _page(collection, page.id, "practice.html", values, path, day, fields.language, fields.draft)


def _practice_values(collection: Collection, page: PracticePage) -> Values:
    fields, language = page.fields, page_language(collection, page.fields.language)
    address = collection.addresses.page(page.id)
    alternatives = [collection.practices.get(f"practices/{name}") for name in fields.alternatives]
    return {
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


def _person_pages(collection: Collection) -> Iterator[View]:
    for person in collection.people.values():
        posts, language = posts_of_person(collection, person.file.slug), person.fields.language
        values, day = partial(_person_values, collection, person), _last_change(posts, collection)
        yield _page(collection, person.id, "person.html", values, person.file.path, day, language)


def _person_values(collection: Collection, person: PersonPage) -> Values:
    fields, language = person.fields, page_language(collection, person.fields.language)
    return {
        **person_card(collection, person, language),
        "kind": "person",
        "title": fields.name,
        "person_kind": fields.kind,
        "body": html(collection, person.prose.html, collection.addresses.page(person.id), language),
        "posts": cards(collection, posts_of_person(collection, person.file.slug), language),
        **language_of(collection, fields.language),
        "exit": fields.exit or collection.site.settings.exit.enabled,
    }


def _topic_pages(collection: Collection) -> Iterator[View]:
    for name in collection.shown_topics:
        values = partial(_topic_values, collection, name)
        day = _last_change(posts_on_topic(collection, name), collection)
        yield _page(collection, f"topics/{name}", "topic.html", values, VOCABULARY, day)


def _topic_values(collection: Collection, name: str) -> Values:
    topic, language = collection.shown_topics[name], collection.languages.site_language
    posts = posts_on_topic(collection, name)
    feeds = feeds_of_topics(collection, [name] if posts else [], language)
    return _generated(collection, "topic", topic.title) | {
        "body": Markup(f"<p>{inline(topic.text)}</p>"),
        "posts": cards(collection, posts, language),
        "feeds": feed_values(collection, feeds),
        "drawing": drawing(collection, [name]),
    }


def _series_pages(collection: Collection) -> Iterator[View]:
    for name in collection.shown_series:
        parts = parts_of_series(collection, name)
        values, day = partial(_series_values, collection, name), _last_change(parts, collection)
        yield _page(collection, f"series/{name}", "series.html", values, VOCABULARY, day)


def _series_values(collection: Collection, name: str) -> Values:
    series = collection.shown_series[name]
    return _generated(collection, "series", series.title) | {
        "summary": series.summary or "",
        "posts": series_cards(collection, name, collection.languages.site_language),
        "book": collection.book_of_series(name),
    }


def _listing_pages(collection: Collection) -> Iterator[View]:
    """Pages that list content; a page of the same id in docs/ gives them title and text."""
    day = _last_change(list(collection.posts.values()), collection)
    for page in LISTINGS:
        if page in collection.listings:
            template, written = _TEMPLATES.get(page, page or "home"), collection.plain_pages.get(page)
            shown = partial(_listing_values, collection, page)
            about = (
                (written.file.path, day, written.fields.language, written.fields.draft)
                if written
                else ("", day)
            )
            yield _page(collection, page, f"{template}.html", shown, *about)


def _listing_values(collection: Collection, page: str) -> Values:
    kind, written = page or "home", collection.plain_pages.get(page)
    language = page_language(collection, written.fields.language if written else None)
    values = (
        _plain_values(collection, written)
        if written
        else _generated(collection, kind, language.text(f"pages.{kind}"))
    )
    values |= {"kind": kind, **LISTINGS[page](collection, language)}
    values["summary"] = values["summary"] or str(language.messages.get(f"intros.{kind}", ""))
    return values


_TEMPLATES: dict[str, str] = {"essays": "posts"}
"""Id of a page → its template, where that has another name."""


def _plain_pages(collection: Collection) -> Iterator[View]:
    for page, written in collection.plain_pages.items():
        if page not in collection.listings:
            template = "privacy.html" if page == "privacy" else "page.html"
            values, day = (
                partial(_plain_values, collection, written),
                _day_of(written.fields.updated, collection),
            )
            fields, path = written.fields, written.file.path
            yield _page(collection, page, template, values, path, day, fields.language, fields.draft)


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
    days = [day for post in posts if (day := post.fields.last_change)]
    return max(days) if days else collection.last_change()


def _day_of(when: Timestamp | None, collection: Collection) -> str:
    return when.at.date().isoformat() if when else collection.last_change()
