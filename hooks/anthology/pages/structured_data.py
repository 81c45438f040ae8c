"""JSON-LD: a page in schema.org's vocabulary, for search engines and podcast directories.

It contains only what the page shows. Content notes are not in it: schema.org has no term for them, and its
nearest ones are ratings. Of a person with a pen name no other address is given.
"""

import json
from collections.abc import Callable

from markupsafe import Markup

from anthology.collection import Collection, EpisodePost
from anthology.i18n import license_name
from anthology.timecode import iso_duration

from .build import View
from .components import Values
from .schema_org import Data, cited, reference, without_unknown

_MOST_LISTED = 50
"""Entries of a list that are named; older ones are in the sitemap."""
_COLLECTION_PAGES = {"essays", "practices", "people", "topics", "series", "archive"}
_BREADCRUMB_SECTIONS = {"essays", "episodes", "practices", "people", "topics", "series"}


def json_ld(collection: Collection, view: View) -> Markup:
    """Return the content of the page's `<script type="application/ld+json">`."""
    return _JsonLd(collection, view).script()


class _JsonLd:
    """The graph of one page; all addresses are absolute."""

    def __init__(self, collection: Collection, view: View) -> None:
        self.collection = collection
        self.view = view
        self.values = view.values
        self.url = self._absolute(collection.addresses.page(view.page))
        self.home = self._absolute(collection.addresses.page(""))

    def script(self) -> Markup:
        """The page, then its breadcrumbs."""
        entries = [self._main_entity(), *([self._breadcrumbs()] if self.view.page else ())]
        graph = {"@context": "https://schema.org", "@graph": [without_unknown(entry) for entry in entries]}
        text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
        # Only `<` can end a script element; the other two are escaped for XML parsers.
        return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))

    def _main_entity(self) -> Data:
        by_template: dict[str, Callable[[], Data]] = {
            "home.html": self._website,
            "essay.html": self._essay,
            "thread.html": self._essay,
            "episode.html": self._episode,
            "practice.html": self._practice,
            "person.html": self._profile,
            "topic.html": self._listing,
            "subscribe.html": self._show,
        }
        page, template = self.view.page, self.view.template
        if template in by_template:
            return by_template[template]()
        if page == "episodes":
            return self._show()
        if template == "series.html" and page != "series":
            return self._series()
        return self._listing() if page in _COLLECTION_PAGES else self._page("WebPage")

    def _website(self) -> Data:
        site = self.collection.site
        return self._site() | {
            "description": site.description,
            "inLanguage": site.language,
            "license": license_name(site.settings.license)[1],
            "publisher": self._publisher(),
        }

    def _essay(self) -> Data:
        return self._post("BlogPosting") | {
            "headline": self.values["title"],
            "author": [self._person(person["id"]) for person in self.values["by"]],
            "wordCount": self.values["words"],
            "publisher": self._publisher(),
        }

    def _episode(self) -> Data:
        post = self.collection.posts[self.view.page]
        assert isinstance(post, EpisodePost)
        season = {"seasonNumber": post.fields.season, "name": self.values["season_name"]}
        return self._post("PodcastEpisode") | {
            "author": [self._person(person["id"]) for person in self.values["by"]],
            "episodeNumber": post.fields.episode,
            "partOfSeries": self._show_reference(),
            "partOfSeason": without_unknown({"@type": "PodcastSeason", **season})
            if post.fields.season is not None
            else None,
            "associatedMedia": self._recording(),
            "hasPart": self._clips(),
        }

    def _recording(self) -> Data | None:
        audio = self.values["audio"]
        if not audio:
            return None
        recording = {
            "@type": "AudioObject",
            "name": self.values["title"],
            "contentUrl": self._absolute(audio["url"]),
            "encodingFormat": audio["type"],
            "contentSize": str(audio["bytes"]) if audio["bytes"] else None,
            "duration": audio["length"]["iso"] if audio["length"] else None,
            "inLanguage": self.values["language"],
        }
        return without_unknown(recording)

    def _clips(self) -> list[Data]:
        """The chapters; each ends where the next begins, the last with the recording."""
        audio, chapters = self.values["audio"], self.values["chapters"]
        if not audio:
            return []
        ends = [chapter["seconds"] for chapter in chapters[1:]] + [audio["seconds"] or None]
        return [
            without_unknown(
                {
                    "@type": "Clip",
                    "name": chapter["title"],
                    "url": f"{self.url}#t={chapter['seconds']}",
                    "startOffset": chapter["seconds"],
                    "endOffset": end,
                }
            )
            for chapter, end in zip(chapters, ends, strict=False)
        ]

    def _post(self, kind: str) -> Data:
        values, fields = self.values, self.collection.posts[self.view.page].fields
        original, series = values["originally_published"] or {}, values["series"]
        image = values["image"] or values.get("artwork")
        translated = values["translation_of"]
        return self._page(kind) | {
            "mainEntityOfPage": self.url,
            "datePublished": (values["date"] or {}).get("iso"),
            "dateModified": (values["updated"] or {}).get("iso"),
            "license": values["license"]["url"],
            "copyrightYear": fields.copyright.year if fields.copyright else None,
            "copyrightNotice": fields.copyright.holder if fields.copyright else None,
            "keywords": [topic["title"] for topic in values["topics"]],
            "image": self._absolute(image["url"]) if image else None,
            "isPartOf": [
                self._site(),
                reference("CreativeWorkSeries", self._absolute(series["url"]), series["title"])
                if series
                else None,
            ],
            "position": fields.part,
            "translationOfWork": self._work(translated) if translated else None,
            "isBasedOn": original.get("url"),
            "archivedAt": original.get("archived"),
            "citation": [cited(entry) for entry in values["research"]],
            "correction": [correction["text"] for correction in values["corrections"]],
            "isAccessibleForFree": True,
        }

    def _practice(self) -> Data:
        values = self.values
        # In the description, so that a service that shows the steps shows the cautions too.
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
            "citation": [cited(entry) for entry in values["sources"]],
        }

    def _profile(self) -> Data:
        identity = self._person(self.values["id"])
        if not identity:
            return self._page("WebPage")
        person, image = self.collection.people[self.view.page], self.values["image"]
        # Other addresses are never linked to a pen name.
        is_known = person.fields.kind in {"name", "collective"}
        profile = identity | {
            "description": Markup(self.values["bio"] or "").striptags(),
            "image": self._absolute(image["url"]) if image else None,
            "sameAs": [link.url for link in person.fields.links] if is_known else None,
        }
        return self._page("ProfilePage") | {"mainEntity": without_unknown(profile)}

    def _series(self) -> Data:
        return self._page("CreativeWorkSeries") | {
            "hasPart": [self._work(card) for card in self.values["posts"]]
        }

    def _show(self) -> Data:
        show, identity = self.collection.show, self._show_reference()
        if not show or not identity:
            return self._page("WebPage")
        return identity | {
            "description": show.description,
            "inLanguage": show.language,
            "image": self.collection.addresses.absolute_file(f"episodes/{show.image}")
            if show.image
            else None,
            "license": license_name(show.license or self.collection.site.settings.license)[1],
            "creditText": show.author,
        }

    def _listing(self) -> Data:
        values = self.values
        cards: list[Values] = next(
            (values[name] for name in ("posts", "practices", "people", "topics") if name in values), []
        )
        if years := values.get("years"):
            cards = [card for year in years for card in year["posts"]]
        entries = [
            {"@type": "ListItem", "position": number, "url": self._absolute(card["url"])}
            for number, card in enumerate(cards[:_MOST_LISTED], 1)
        ]
        text = Markup(values["body"]).striptags() if self.view.template == "topic.html" else ""
        item_list = {"@type": "ItemList", "numberOfItems": len(cards), "itemListElement": entries}
        return self._page("CollectionPage") | {
            "description": values["summary"] or text,
            "mainEntity": item_list if entries else None,
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

    def _breadcrumbs(self) -> Data:
        section, _, rest = self.view.page.partition("/")
        steps = [(self.collection.site.name, "")]
        if rest and section in _BREADCRUMB_SECTIONS:
            language = self.collection.languages.for_page(self.values["language"])
            steps.append((language.text(f"pages.{section}"), section))
        steps.append((self.values["title"], self.view.page))
        # The last step has no address: it is this page, which the graph describes already.
        addresses = [self._absolute(self.collection.addresses.page(page)) for _, page in steps[:-1]]
        items = [{"item": {"@type": "WebPage", "@id": address}} for address in addresses]
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": name, **item}
                for number, ((name, _), item) in enumerate(zip(steps, [*items, {}], strict=True), 1)
            ],
        }

    def _site(self) -> Data:
        return reference("WebSite", self.home, self.collection.site.name, f"{self.home}#website")

    def _publisher(self) -> Data:
        return {"@type": "Organization", "name": self.collection.site.name, "url": self.home}

    def _show_reference(self) -> Data | None:
        show = self.collection.show
        if not show:
            return None
        page = self._absolute(self.collection.addresses.page("episodes"))
        series = reference("PodcastSeries", show.link or page, show.title, f"{page}#show")
        return series | {"webFeed": self._absolute("podcast.xml")}

    def _work(self, card: Values) -> Data:
        kind = "PodcastEpisode" if card["kind"] == "episode" else "BlogPosting"
        return reference(kind, self._absolute(card["url"]), card["title"])

    def _person(self, name: str) -> Data:
        """A person or a collective; empty for a synthetic voice."""
        person = self.collection.people.get(f"people/{name}")
        if not person or person.fields.kind == "synthetic-voice":
            return {}
        url = self._absolute(self.collection.addresses.page(person.id))
        kind = "Organization" if person.fields.kind == "collective" else "Person"
        return reference(kind, url, person.fields.name, f"{url}#who")

    def _absolute(self, address: str) -> str:
        return self.collection.addresses.absolute(address)
