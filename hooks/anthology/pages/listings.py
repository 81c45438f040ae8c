"""What the pages show that gather things of a kind: home, essays, topics, the archive, help and the like."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from markupsafe import Markup

from anthology.collection.model import AnyPost, Collection, PracticePage
from anthology.i18n import Language
from anthology.rendering.body import inline
from anthology.schema.site import HelpLine

from .components import Values, card, cards, date, person_card, practice_card, topic_link


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


LISTS: dict[str, Callable[[Collection, Language], Values]] = {
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
"""by the id of the page; one of the same id in docs/ gives it its words"""
