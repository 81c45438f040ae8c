"""Every page of the site: its id, its template, what it shows, and where it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from ..collection import AnyPost, Collection, PlainPage, PracticePage, changed
from ..links_between import Between
from ..prose import inline
from .parts import Values, card, cards, date, html, license, person_card, practice_card, topic_link
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
        fields = page.fields
        address = collection.addresses.page(page.id)
        others = [collection.practices.get(f"practices/{name}") for name in fields.alternatives]
        values = {
            **practice_card(collection, page),
            "needs": fields.needs,
            "steps": [Markup(inline(step)) for step in fields.steps],
            "cautions": [Markup(inline(caution)) for caution in fields.cautions],
            "alternatives": [practice_card(collection, other) for other in others if other],
            "sources": [source(entry) for entry in fields.sources],
            "body": html(collection, page.prose, address),
            "updated": date(fields.updated),
            "license": license(fields.license or collection.site.settings.license),
            "language": fields.language or collection.site.language,
            "exit": fields.exit or collection.site.settings.exit.enabled,
        }
        yield View(page.id, "practice.html", values, page.entry.path, _day(fields.updated, collection))


def _people(collection: Collection) -> Iterator[View]:
    involved = defaultdict(list)
    for post in collection.posts.values():
        for somebody in _everybody(post):
            involved[somebody].append(post)
    for person in collection.people.values():
        name = person.entry.slug
        theirs = involved.get(name, [])
        values = {
            **person_card(collection, person),
            "kind": "person",
            "title": person.fields.name,
            "person_kind": person.fields.kind,
            "body": html(collection, person.prose, collection.addresses.page(person.id)),
            "posts": cards(collection, theirs),
            "language": person.fields.language or collection.site.language,
            "exit": person.fields.exit or collection.site.settings.exit.enabled,
        }
        yield View(person.id, "person.html", values, person.entry.path, _newest(theirs, collection))


def _topics(collection: Collection) -> Iterator[View]:
    for name, topic in collection.vocabulary.topics.items():
        about = [post for post in collection.posts.values() if name in post.fields.topics]
        values = _made(collection, "topic", topic.title) | {
            "summary": "",
            "body": Markup(f"<p>{inline(topic.text)}</p>"),
            "posts": cards(collection, about),
        }
        yield View(f"topics/{name}", "topic.html", values, "docs/vocabulary.yml", _newest(about, collection))


def _series(collection: Collection) -> Iterator[View]:
    for name, series in collection.vocabulary.series.items():
        parts = [post for post in collection.posts.values() if post.fields.series == name]
        ordered = sorted(parts, key=lambda post: (post.fields.part or 0, post.id))
        values = _made(collection, "series", series.title) | {
            "summary": series.summary or "",
            "posts": [card(collection, post) for post in ordered],
        }
        yield View(f"series/{name}", "series.html", values, "docs/vocabulary.yml", _newest(parts, collection))


def _lists(collection: Collection) -> Iterator[View]:
    """The pages that list a kind; a page of the same name in docs/ gives them their words."""
    everything = list(collection.posts.values())
    lists: dict[str, tuple[str, Values]] = {
        "": ("Home", _home(collection)),
        "essays": ("Essays", {"posts": cards(collection, list(collection.essays))}),
        "episodes": ("Podcast", {"posts": cards(collection, list(collection.episodes))}),
        "practices": ("Practices", {"practices": _by_anchor(collection)}),
        "people": ("People", {"people": _everyone(collection)}),
        "topics": ("Topics", {"topics": _topic_list(collection)}),
        "series": ("Series", {"series": _every_series(collection)}),
        "archive": ("Archive", {"years": _years(collection)}),
        "search": ("Search", _search(collection)),
        "subscribe": ("Subscribe", {}),
        "help": ("Help", {"countries": _help(collection)}),
    }  # fmt: skip
    if not collection.site.settings.search:
        del lists["search"]
    for page, (title, values) in lists.items():
        written = collection.pages.get(page)
        named = _written(collection, written) if written else _made(collection, page or "home", title)
        named["kind"] = page or "home"
        path = written.entry.path if written else ""
        yield View(page, f"{page or 'home'}.html", {**named, **values}, path, _newest(everything, collection))


def _plain(collection: Collection) -> Iterator[View]:
    listed = {
        "",
        "essays",
        "episodes",
        "practices",
        "people",
        "topics",
        "series",
        "archive",
        "search",
        "subscribe",
        "help",
    }
    for page, written in collection.pages.items():
        if page not in listed:
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
        "language": collection.site.language,
        "exit": collection.site.settings.exit.enabled,
    }


def _written(collection: Collection, page: PlainPage) -> Values:
    return _made(collection, "page", page.fields.title) | {
        "summary": page.fields.summary or "",
        "body": html(collection, page.prose, collection.addresses.page(page.id)),
        "updated": date(page.fields.updated),
        "language": page.fields.language or collection.site.language,
        "exit": page.fields.exit or collection.site.settings.exit.enabled,
        "draft": page.fields.draft,
    }


def _home(collection: Collection) -> Values:
    essays, episodes = collection.essays, collection.episodes
    # The trailer introduces the show; it is the newest episode only while there is no other.
    full = [episode for episode in episodes if episode.fields.type == "full"] or episodes
    return {
        "newest_essay": card(collection, essays[0]) if essays else None,
        "newest_episode": card(collection, full[0]) if full else None,
        "latest_essays": [card(collection, essay) for essay in essays[1:5]],
        "latest_episodes": [card(collection, episode) for episode in episodes if episode not in full[:1]][:4],
        "start_here": [
            {
                "title": way.title,
                "posts": [
                    card(collection, collection.posts[post]) for post in way.posts if post in collection.posts
                ],
            }
            for way in collection.site.settings.start_here
        ],
        "practices": [practice_card(collection, page) for page in _three(collection)],
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


def _by_anchor(collection: Collection) -> list[Values]:
    return [practice_card(collection, page) for _, page in sorted(collection.practices.items())]


def _topic_list(collection: Collection) -> list[Values]:
    counted = []
    for name, topic in collection.vocabulary.topics.items():
        number = sum(name in post.fields.topics for post in collection.posts.values())
        counted.append(
            {**(topic_link(collection, name) or {}), "text": Markup(inline(topic.text)), "count": number}
        )
    return counted


def _everyone(collection: Collection) -> list[Values]:
    return [person_card(collection, person) for _, person in sorted(collection.people.items())]


def _every_series(collection: Collection) -> list[Values]:
    page = collection.addresses.page
    return [
        {"id": name, "title": series.title, "summary": series.summary or "", "url": page(f"series/{name}")}
        for name, series in collection.vocabulary.series.items()
    ]


def _years(collection: Collection) -> list[Values]:
    def year(post: AnyPost) -> int:
        return post.fields.day.at.year if post.fields.day else 0

    return [
        {"year": number or "Without a date", "posts": [card(collection, post) for post in posts]}
        for number, posts in groupby(collection.newest(), key=year)
    ]


def _search(collection: Collection) -> Values:
    """What the reader can narrow a search to; only what there is."""
    kinds = {
        "essay": ("Essays", collection.essays),
        "episode": ("Episodes", collection.episodes),
        "practice": ("Practices", collection.practices),
        "person": ("People", collection.people),
    }
    return {
        "finds": [{"id": kind, "title": title} for kind, (title, there) in kinds.items() if there],
        "finds_topics": [topic for topic in _topic_list(collection) if topic["count"]],
    }


def _help(collection: Collection) -> list[Values]:
    """Lines by country; within one, what peers run comes first."""
    if not collection.help:
        return []
    lines = [
        {
            **line.model_dump(),
            "checked": date(line.checked),
            "source": {**line.source.model_dump(), "date": date(line.source.date)},
        }
        for line in collection.help.entries
    ]
    ordered = sorted(lines, key=lambda line: (line["country"], not line["peer_run"], line["name"]))
    return [
        {"country": country, "lines": list(found)}
        for country, found in groupby(ordered, key=lambda line: line["country"])
    ]


def _everybody(post: AnyPost) -> set[str]:
    fields = post.fields
    named = [*getattr(fields, "authors", []), *getattr(fields, "hosts", []), *getattr(fields, "guests", [])]
    return {*named, *(person.id for person in getattr(fields, "persons", []))}


def _newest(posts: list[AnyPost], collection: Collection) -> str:
    return max((day for post in posts if (day := changed(post.fields))), default=collection.latest_date())


def _day(when: object, collection: Collection) -> str:
    return when.at.date().isoformat() if when else collection.latest_date()  # type: ignore[attr-defined]
