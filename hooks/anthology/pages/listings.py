"""Pages that list content: home, essays, topics, the archive, help and so on."""

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import groupby

from markupsafe import Markup

from anthology.collection import AnyPost, Collection, EssayPost, PracticePage
from anthology.crosslinks import Offer, practice_reason
from anthology.feeds import feeds_of_topics, used_topics
from anthology.i18n import Language
from anthology.rendering import inline
from anthology.schema import BODY_ANCHORS, version_in

from .components import (
    Values,
    card,
    cards,
    corrections,
    feed_values,
    in_language,
    person_card,
    practice_card,
    term_language,
    topic_link,
)
from .desk import desk_values
from .episode import cover
from .help_directory import help_values
from .look import drawing


def _home(collection: Collection, language: Language) -> Values:
    episodes = collection.episodes
    essays, translated_essays = _essays_by_language(collection)
    # The trailer introduces the show; it is the newest episode only while it is the only one.
    full = [episode for episode in episodes if episode.fields.type == "full"] or episodes
    more_episodes = [episode for episode in episodes if episode not in full[:1]]
    shown = 4 if essays and episodes else 6  # a list alone is as wide as the page
    return {
        "newest_essay": card(collection, essays[0], language) if essays else None,
        "drawing": drawing(collection, essays[0].fields.topics) if essays else "",
        "newest_episode": card(collection, full[0], language) if full else None,
        "latest_essays": [card(collection, essay, language) for essay in essays[1 : 1 + shown]],
        "translated_essays": [card(collection, essay, language) for essay in translated_essays[:4]],
        "latest_episodes": [card(collection, episode, language) for episode in more_episodes[:shown]],
        "reading_paths": _reading_paths(collection, language),
        "practices": [practice_card(collection, page, language) for page in _featured_practices(collection)],
        "show": _show_values(collection, language),
    }


def _essays_by_language(collection: Collection) -> tuple[list[EssayPost], list[EssayPost]]:
    """Return the essays in the site's language and those in others, newest first; all, if none is in its own."""
    site_language = collection.site.language.partition("-")[0]
    own: list[EssayPost] = []
    others: list[EssayPost] = []
    for essay in collection.essays:
        code = (essay.fields.language or site_language).partition("-")[0]
        (own if code == site_language else others).append(essay)
    return (own, others) if own else (others, [])


def _reading_paths(collection: Collection, language: Language) -> list[Values]:
    return [
        {
            "title": path.title,
            "posts": [
                card(collection, collection.posts[post], language)
                for post in path.posts
                if post in collection.posts
            ],
        }
        for path in collection.site.settings.start_here
    ]


def _featured_practices(collection: Collection) -> list[PracticePage]:
    """One practice of each anchor, at most three; breath, cold and movement, which suit fewer people, last."""
    by_anchor = {page.fields.anchor: page for _, page in sorted(collection.practices.items(), reverse=True)}
    return sorted(by_anchor.values(), key=lambda page: (page.fields.anchor in BODY_ANCHORS, page.id))[:3]


def _show_values(collection: Collection, language: Language) -> Values | None:
    show = collection.show
    if not show:
        return None
    trailer = collection.posts.get(show.trailer or "")
    description, text_language = in_language(show.description, show.language, language)
    return {
        "title": version_in(show.title, language.code) or show.title,
        "description": description,
        "text_language": text_language,
        "cover": cover(collection, language),
        "trailer": card(collection, trailer, language) if trailer else None,
    }


def _essay_list(collection: Collection, language: Language) -> Values:
    return {"posts": _without_repeated(cards(collection, list(collection.essays), language))}


def _episode_list(collection: Collection, language: Language) -> Values:
    """The show and its episodes, by season if there are several; each newest first."""
    show = _show_values(collection, language)
    episodes = list(collection.episodes)
    listed = _without_repeated([card(collection, episode, language) for episode in episodes])
    titles = collection.show.seasons if collection.show else {}
    by_season: dict[str, list[Values]] = {}
    for episode, values in zip(episodes, listed, strict=True):
        by_season.setdefault(_season_title(episode.fields.season, titles, language), []).append(values)
    several = len({episode.fields.season for episode in episodes} - {None}) > 1
    seasons = [{"title": title, "posts": posts} for title, posts in by_season.items()] if several else []
    return {"show": show, "posts": listed, "seasons": seasons}


def _season_title(season: int | None, titles: Mapping[str, str], language: Language) -> str:
    if season is None:
        return language.text("numbering.no_season")
    title = titles.get(str(season), "")
    return (
        version_in(title, language.code)
        or title
        or language.text("numbering.season", season=language.number(season))
    )


def _without_repeated(listed: list[Values]) -> list[Values]:
    """The cards without the kind that most of them have, and without the names that all of them have."""
    kind = Counter(values["kind"] for values in listed).most_common(1)
    same_names = len({values["names"] for values in listed}) == 1
    return [
        {
            **values,
            "kind_name": "" if [values["kind"]] == [name for name, _ in kind] else values["kind_name"],
            "names": "" if same_names else values["names"],
        }
        for values in listed
    ]


def _practice_list(collection: Collection, language: Language) -> Values:
    """The practices by what they help with, in the order of the vocabulary; each may be in several groups.

    Those in another language than the page are a group of their own.
    """
    pages = sorted(collection.practices.items())
    cards_ = {name: practice_card(collection, page, language) for name, page in pages}
    readable = [page for name, page in pages if not cards_[name]["text_language"]]
    needs = [
        {
            "id": name,
            "title": need.title_in(language.code),
            "language": term_language(collection, [need], language),
            "reason": practice_reason(collection, Offer("", need.reason), language)[0],
            "practices": [cards_[page.id] for page in readable if name in page.fields.helps_with],
        }
        for name, need in collection.vocabulary.helps_with.items()
    ]
    return {
        "practices": list(cards_.values()),
        "needs": [need for need in needs if need["practices"]],
        "in_other_languages": [values for values in cards_.values() if values["text_language"]],
    }


def _topic_list(collection: Collection, language: Language) -> Values:
    return {"topics": _topic_cards(collection, language)}


def _topic_cards(collection: Collection, language: Language) -> list[Values]:
    """Each topic with its text and the number of its posts as text, empty for none."""
    counts = Counter(topic for post in collection.posts.values() for topic in post.fields.topics)
    return [
        {
            **(topic_link(collection, name, language) or {}),
            "text": Markup(inline(topic.text)),
            "count": language.plural("topics.pieces", counts[name]) if counts[name] else "",
            "drawing": drawing(collection, [name]),
        }
        for name, topic in collection.shown_topics.items()
    ]


def _people_list(collection: Collection, language: Language) -> Values:
    ordered = sorted(collection.people.items())
    return {"people": [person_card(collection, person, language) for _, person in ordered]}


def _series_list(collection: Collection, language: Language) -> Values:
    page = collection.addresses.page
    series = [
        {
            "id": name,
            "title": version_in(series.title, language.code) or series.title,
            "summary": version_in(series.summary, language.code) or series.summary or "",
            "url": page(f"series/{name}"),
        }
        for name, series in collection.shown_series.items()
    ]
    return {"series": series}


def _archive_years(collection: Collection, language: Language) -> Values:
    def year_of(post: AnyPost) -> int:
        return post.fields.day.at.year if post.fields.day else 0

    years = [
        {
            "year": str(year or language.text("time.undated")),
            "posts": [card(collection, post, language) for post in posts],
        }
        for year, posts in groupby(collection.newest(), key=year_of)
    ]
    return {"years": years}


def _all_corrections(collection: Collection, language: Language) -> Values:
    """Return the corrections of all posts by post, the last corrected post first."""
    corrected = [post for post in collection.newest() if post.fields.corrections]
    corrected.sort(key=lambda post: max(entry.date for entry in post.fields.corrections), reverse=True)
    return {
        "corrected": [
            {"post": card(collection, post, language), "corrections": corrections(post, language)}
            for post in corrected
        ]
    }


def _subscribe(collection: Collection, language: Language) -> Values:
    feeds = feeds_of_topics(collection, used_topics(collection), language)
    return {"show": _show_values(collection, language), "feeds": feed_values(collection, feeds)}


def search_values(collection: Collection, language: Language) -> Values:
    """The kinds and topics that occur, for filters; the words of crisis in all languages, separated by commas."""
    kinds = {
        "essay": ("shared.essays", collection.essays),
        "episode": ("shared.episodes", collection.episodes),
        "practice": ("pages.practices", collection.practices),
        "person": ("pages.people", collection.people),
    }
    return {
        "kinds": [
            {"id": kind, "title": language.text(key)} for kind, (key, entries) in kinds.items() if entries
        ],
        "crisis": _crisis_words(collection) if "help" in collection.listings else "",
        "filter_topics": [topic for topic in _topic_cards(collection, language) if topic["count"]],
    }


def _crisis_words(collection: Collection) -> str:
    """The words of all languages that show the way to Help."""
    codes = sorted(collection.languages.catalogs)
    return ", ".join(collection.languages.for_page(code).text("search.crisis") for code in codes)


LISTINGS: dict[str, Callable[[Collection, Language], Values]] = {
    "": _home,
    "essays": _essay_list,
    "episodes": _episode_list,
    "practices": _practice_list,
    "people": _people_list,
    "topics": _topic_list,
    "series": _series_list,
    "archive": _archive_years,
    "corrections": _all_corrections,
    "search": search_values,
    "write": desk_values,
    "subscribe": _subscribe,
    "help": help_values,
}
"""Id of a page → the function that returns its values."""
