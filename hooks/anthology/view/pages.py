"""Every page of the site: its id, its template, what it shows, and where it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from ..collection import AnyPost, Collection, PlainPage, PracticePage, changed
from ..languages import Language
from ..links_between import Between
from ..model.site import HelpLine
from ..prose import inline
from .parts import (
    Values,
    card,
    cards,
    date,
    frame_of,
    html,
    license,
    person_card,
    practice_card,
    spoken,
    topic_link,
)
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
        yield View(post.id, f"{values['kind']}.html", values, post.entry.path, changed(post.fields))
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
    for page, shown in _LISTS.items():
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
        if page not in _LISTS:
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


def _home(collection: Collection, language: Language) -> Values:
    essays, episodes = collection.essays, collection.episodes
    # The trailer introduces the show; it is the newest episode only while there is no other.
    full = [episode for episode in episodes if episode.fields.type == "full"] or episodes
    return {
        "newest_essay": card(collection, essays[0], language) if essays else None,
        "newest_episode": card(collection, full[0], language) if full else None,
        "latest_essays": [card(collection, essay, language) for essay in essays[1:5]],
        "latest_episodes": [
            card(collection, episode, language) for episode in episodes if episode not in full[:1]
        ][:4],
        "start_here": [
            {
                "title": way.title,
                "posts": [
                    card(collection, collection.posts[post], language)
                    for post in way.posts
                    if post in collection.posts
                ],
            }
            for way in collection.site.settings.start_here
        ],
        "practices": [practice_card(collection, page, language) for page in _three(collection)],
        "show": _show(collection),
    }


def _three(collection: Collection) -> list[PracticePage]:
    """One practice of each anchor, at most three."""
    by_anchor = {page.fields.anchor: page for _, page in sorted(collection.practices.items(), reverse=True)}
    gentle = sorted(
        by_anchor.values(), key=lambda page: (page.fields.anchor in {"breath", "cold", "movement"}, page.id)
    )
    return gentle[:3]


def _show(collection: Collection) -> Values | None:
    show = collection.show
    if not show:
        return None
    return {
        "title": show.title,
        "description": show.description,
        "image": f"episodes/{show.image}",
        "author": show.author,
    }


def _essays(collection: Collection, language: Language) -> Values:
    return {"posts": cards(collection, list(collection.essays), language)}


def _episodes(collection: Collection, language: Language) -> Values:
    return {"posts": cards(collection, list(collection.episodes), language)}


def _every_practice(collection: Collection, language: Language) -> Values:
    ordered = sorted(collection.practices.items())
    return {"practices": [practice_card(collection, page, language) for _, page in ordered]}


def _every_topic(collection: Collection, language: Language) -> Values:
    return {"topics": _topic_list(collection, language)}


def _topic_list(collection: Collection, language: Language) -> list[Values]:
    counted = []
    for name, topic in collection.vocabulary.topics.items():
        number = sum(name in post.fields.topics for post in collection.posts.values())
        counted.append(
            {
                **(topic_link(collection, name) or {}),
                "text": Markup(inline(topic.text)),
                "count": language.count("topics.pieces", number) if number else "",
            }
        )
    return counted


def _everyone(collection: Collection, language: Language) -> Values:
    ordered = sorted(collection.people.items())
    return {"people": [person_card(collection, person, language) for _, person in ordered]}


def _every_series(collection: Collection, _: Language) -> Values:
    page = collection.addresses.page
    listed = [
        {"id": name, "title": series.title, "summary": series.summary or "", "url": page(f"series/{name}")}
        for name, series in collection.vocabulary.series.items()
    ]
    return {"series": listed}


def _years(collection: Collection, language: Language) -> Values:
    def year(post: AnyPost) -> int:
        return post.fields.day.at.year if post.fields.day else 0

    years = [
        {
            "year": str(number or language.say("time.undated")),
            "posts": [card(collection, post, language) for post in posts],
        }
        for number, posts in groupby(collection.newest(), key=year)
    ]
    return {"years": years}


def _search(collection: Collection, language: Language) -> Values:
    """What the reader can narrow a search to; only what there is."""
    kinds = {
        "essay": ("shared.essays", collection.essays),
        "episode": ("shared.episodes", collection.episodes),
        "practice": ("pages.practices", collection.practices),
        "person": ("pages.people", collection.people),
    }
    return {
        "finds": [{"id": kind, "title": language.say(key)} for kind, (key, there) in kinds.items() if there],
        "finds_topics": [topic for topic in _topic_list(collection, language) if topic["count"]],
    }


def _help(collection: Collection, language: Language) -> Values:
    """Lines by country; within one, what peers run comes first."""
    lines = [
        {
            **line.model_dump(),
            "police": _police(line, language),
            "checked": date(line.checked, language),
            "source": {**line.source.model_dump(), "date": date(line.source.date, language)},
        }
        for line in (collection.help.entries if collection.help else ())
    ]
    ordered = sorted(lines, key=lambda line: (line["country"], not line["peer_run"], line["name"]))
    countries = [
        {"country": country, "lines": list(found)}
        for country, found in groupby(ordered, key=lambda line: line["country"])
    ]
    return {"countries": countries}


def _police(line: HelpLine, language: Language) -> Values:
    return {"answer": language.say(f"help.police_{line.police}"), "detail": line.police_detail}


def _everybody(post: AnyPost) -> set[str]:
    fields = post.fields
    named = [*getattr(fields, "authors", []), *getattr(fields, "hosts", []), *getattr(fields, "guests", [])]
    return {*named, *(person.id for person in getattr(fields, "persons", []))}


def _newest(posts: list[AnyPost], collection: Collection) -> str:
    return max((day for post in posts if (day := changed(post.fields))), default=collection.latest_date())


def _day(when: object, collection: Collection) -> str:
    return when.at.date().isoformat() if when else collection.latest_date()  # type: ignore[attr-defined]


_LISTS: dict[str, Callable[[Collection, Language], Values]] = {
    "": _home,
    "essays": _essays,
    "episodes": _episodes,
    "practices": _every_practice,
    "people": _everyone,
    "topics": _every_topic,
    "series": _every_series,
    "archive": _years,
    "search": _search,
    "subscribe": lambda *_: {},
    "help": _help,
}
