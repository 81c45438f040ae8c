"""What a page is, in schema.org's words: JSON-LD for search engines and podcast directories.

It says nothing that the page does not show. Content notes are not in it: schema.org has no word for
them, and its nearest ones are ratings. Of somebody with a pen name no other address is given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup

from anthology.collection.model import Collection, PersonPage
from anthology.i18n.formatting import license_name
from anthology.timecode import iso_duration

from . import View
from .components import Values

Data = dict[str, Any]

_LISTED = 50
"""The most entries of a list that are named; what is older stands in the sitemap."""
_LISTS = {"essays", "practices", "people", "topics", "series", "archive"}
_SECTIONS = {"essays", "episodes", "practices", "people", "topics", "series"}


def described(collection: Collection, view: View) -> Markup:
    """The content of the page's `<script type="application/ld+json">`."""
    graph = [_without_empty(entry) for entry in _Describer(collection, view).graph()]
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":")
    )
    # Within a script element only `<` can end it; the other two are for those who read it as XML.
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


class _Describer:
    """One page; addresses are whole."""

    def __init__(self, collection: Collection, view: View) -> None:
        self.collection = collection
        self.view = view
        self.values = view.values
        self.url = self._absolute(collection.addresses.page(view.page))
        self.home = self._absolute(collection.addresses.page(""))

    def graph(self) -> Iterable[Data]:
        """What the page is, and the way to it."""
        yield self._main()
        if self.view.page:
            yield self._way_here()

    def _main(self) -> Data:
        made: dict[str, Callable[[], Data]] = {
            "home.html": self._website,
            "essay.html": self._posting,
            "thread.html": self._posting,
            "episode.html": self._episode,
            "practice.html": self._practice,
            "person.html": self._profile,
            "topic.html": self._list,
            "episodes.html": self._show,
            "subscribe.html": self._show,
        }
        if self.view.template in made:
            return made[self.view.template]()
        if self.view.template == "series.html" and self.view.page != "series":
            return self._series()
        return self._list() if self.view.page in _LISTS else self._page("WebPage")

    def _website(self) -> Data:
        site = self.collection.site
        return self._site() | {
            "description": site.description,
            "inLanguage": site.language,
            "license": license_name(site.settings.license)[1],
            "publisher": {"@type": "Organization", "name": site.name, "url": self.home},
        }

    def _posting(self) -> Data:
        return self._post("BlogPosting") | {
            "headline": self.values["title"],
            "author": [self._somebody(person["id"]) for person in self.values["by"]],
            "wordCount": self.values["words"],
        }

    def _episode(self) -> Data:
        values, fields = self.values, self.collection.posts[self.view.page].fields
        season = getattr(fields, "season", None)
        return self._post("PodcastEpisode") | {
            "author": [self._somebody(person["id"]) for person in values["by"]],
            "episodeNumber": getattr(fields, "episode", None),
            "partOfSeries": self._show_itself(),
            "partOfSeason": _without_empty(
                {"@type": "PodcastSeason", "seasonNumber": season, "name": values["season_name"]}
            )
            if season is not None
            else None,
            "associatedMedia": self._recording(),
            "hasPart": self._clips(),
        }

    def _recording(self) -> Data | None:
        audio = self.values["audio"]
        if not audio:
            return None
        return {
            "@type": "AudioObject",
            "name": self.values["title"],
            "contentUrl": self._absolute(audio["url"]),
            "encodingFormat": audio["type"],
            "contentSize": str(audio["bytes"]),
            "duration": audio["length"]["iso"],
            "inLanguage": self.values["language"],
        }

    def _clips(self) -> list[Data]:
        """The chapters. Each ends where the next begins, the last with the recording."""
        audio, chapters = self.values["audio"], self.values["chapters"]
        if not audio:
            return []
        ends = [chapter["seconds"] for chapter in chapters[1:]] + [audio["seconds"]]
        return [
            {
                "@type": "Clip",
                "name": chapter["title"],
                "url": f"{self.url}#t={chapter['seconds']}",
                "startOffset": chapter["seconds"],
                "endOffset": end,
            }
            for chapter, end in zip(chapters, ends, strict=False)
        ]

    def _post(self, kind: str) -> Data:
        values = self.values
        right = self.collection.posts[self.view.page].fields.copyright
        origin = values["originally_published"] or {}
        picture = values["image"] or values.get("artwork")
        translated = values["translation_of"]
        return self._page(kind) | {
            "mainEntityOfPage": self.url,
            "datePublished": (values["date"] or {}).get("iso"),
            "dateModified": (values["updated"] or {}).get("iso"),
            "license": values["license"]["url"],
            "copyrightYear": right.year if right else None,
            "copyrightNotice": right.holder if right else None,
            "keywords": [topic["title"] for topic in values["topics"]],
            "image": self._absolute(picture["url"]) if picture else None,
            "isPartOf": [self._site(), *self._series_of(values["series"])],
            "position": self.collection.posts[self.view.page].fields.part,
            "translationOfWork": self._work(translated) if translated else None,
            "isBasedOn": origin.get("url"),
            "archivedAt": origin.get("archived"),
            "citation": [_source(entry) for entry in values["research"]],
            "correction": [correction["text"] for correction in values["corrections"]],
            "isAccessibleForFree": True,
        }

    def _practice(self) -> Data:
        values = self.values
        # Whoever shows the steps elsewhere has the cautions with them.
        cautions = " ".join(Markup(caution).striptags() for caution in values["cautions"])
        return self._page("HowTo") | {
            "description": f"{values['summary']} {cautions}".strip(),
            "totalTime": iso_duration(values["minutes"] * 60_000),
            "supply": [{"@type": "HowToSupply", "name": need} for need in values["needs"]],
            "step": [
                {"@type": "HowToStep", "position": number, "text": Markup(step).striptags()}
                for number, step in enumerate(values["steps"], 1)
            ],
            "license": values["license"]["url"],
            "dateModified": (values["updated"] or {}).get("iso"),
            "citation": [_source(entry) for entry in values["sources"]],
        }

    def _profile(self) -> Data:
        somebody = self._somebody(self.values["id"])
        if not somebody:  # a synthetic voice is nobody
            return self._page("WebPage")
        person = self.collection.people[self.view.page]
        known = somebody | {
            "description": Markup(self.values["bio"] or "").striptags(),
            "image": self._absolute(self.values["image"]["url"]) if self.values["image"] else None,
            "sameAs": [link.url for link in person.fields.links] if _may_be_found(person) else None,
        }
        return self._page("ProfilePage") | {"mainEntity": _without_empty(known)}

    def _series(self) -> Data:
        return self._page("CreativeWorkSeries") | {
            "hasPart": [self._work(card) for card in self.values["posts"]]
        }

    def _show(self) -> Data:
        show = self.collection.show
        itself = self._show_itself()
        if not show or not itself:
            return self._page("WebPage")
        return itself | {
            "description": show.description,
            "inLanguage": show.language,
            "image": self._absolute(f"episodes/{show.image}"),
            "license": license_name(show.license)[1] if show.license else None,
            "creditText": show.author,
        }

    def _list(self) -> Data:
        values = self.values
        cards: list[Values] = next(
            (values[name] for name in ("posts", "practices", "people", "topics") if name in values), []
        )
        if years := values.get("years"):
            cards = [card for year in years for card in year["posts"]]
        entries = [
            {"@type": "ListItem", "position": number, "url": self._absolute(card["url"])}
            for number, card in enumerate(cards[:_LISTED], 1)
        ]
        about = Markup(values["body"]).striptags() if self.view.template == "topic.html" else ""
        listed = {"@type": "ItemList", "numberOfItems": len(cards), "itemListElement": entries}
        return self._page("CollectionPage") | {
            "description": values["summary"] or about,
            "mainEntity": listed if entries else None,
        }

    def _page(self, kind: str) -> Data:
        return {
            "@type": kind,
            "@id": self.url,
            "url": self.url,
            "name": self.values["title"],
            "description": self.values.get("summary"),
            "inLanguage": self.values["language"],
        }

    def _way_here(self) -> Data:
        section, _, rest = self.view.page.partition("/")
        steps = [(self.collection.site.name, "")]
        if rest and section in _SECTIONS:
            spoken = self.collection.languages.frame(self.values["language"])
            steps.append((spoken.say(f"pages.{section}"), section))
        steps.append((self.values["title"], self.view.page))
        # The last step is this page, which the graph describes already.
        places = [self._absolute(self.collection.addresses.page(page)) for _, page in steps[:-1]]
        items = [{"item": {"@type": "WebPage", "@id": place}} for place in places]
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": name, **item}
                for number, ((name, _), item) in enumerate(zip(steps, [*items, {}], strict=True), 1)
            ],
        }

    def _site(self) -> Data:
        return {
            "@type": "WebSite",
            "@id": f"{self.home}#website",
            "name": self.collection.site.name,
            "url": self.home,
        }

    def _show_itself(self) -> Data | None:
        show = self.collection.show
        if not show:
            return None
        page = self._absolute(self.collection.addresses.page("episodes"))
        return {
            "@type": "PodcastSeries",
            "@id": f"{page}#show",
            "name": show.title,
            "url": show.link or page,
            "webFeed": self._absolute("podcast.xml"),
        }

    def _series_of(self, series: Values | None) -> list[Data]:
        if not series:
            return []
        url = self._absolute(series["url"])
        return [{"@type": "CreativeWorkSeries", "@id": url, "name": series["title"], "url": url}]

    def _work(self, card: Values) -> Data:
        url = self._absolute(card["url"])
        kind = "PodcastEpisode" if card["kind"] == "episode" else "BlogPosting"
        return {"@type": kind, "@id": url, "name": card["title"], "url": url}

    def _somebody(self, name: str) -> Data:
        """A person or a collective; nothing for a voice that belongs to nobody."""
        person = self.collection.people.get(f"people/{name}")
        if not person or person.fields.kind == "synthetic-voice":
            return {}
        url = self._absolute(self.collection.addresses.page(person.id))
        kind = "Organization" if person.fields.kind == "collective" else "Person"
        return {"@type": kind, "@id": f"{url}#who", "name": person.fields.name, "url": url}

    def _absolute(self, address: str) -> str:
        return self.collection.addresses.absolute(address)


def _may_be_found(person: PersonPage) -> bool:
    """Whether other addresses of theirs may be tied to the name; never of a pen name."""
    return person.fields.kind in {"name", "collective"}


def _source(entry: Values) -> Data:
    return _without_empty(
        {
            "@type": "CreativeWork",
            "name": entry["title"],
            "creditText": entry["authors"],
            "datePublished": str(entry["year"]) if entry["year"] else None,
            "url": entry["url"],
        }
    )


def _without_empty(entry: Data) -> Data:
    """Without what is not known, and without lists that hold nothing."""
    kept = {
        name: [one for one in value if one not in ({}, "", None)] if isinstance(value, list) else value
        for name, value in entry.items()
    }
    return {name: value for name, value in kept.items() if value not in (None, "", [], {})}
