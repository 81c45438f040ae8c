"""Posts of a blog, wherever they come from, become essays: with people, topics, old addresses and links."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote, unquote, urljoin, urlsplit

from anthology.collection import is_own_address
from anthology.importers.downloads import Downloads
from anthology.importers.markdown import plain
from anthology.importers.personal_addresses import without_addresses
from anthology.importers.podcast.feed_values import first_sentences
from anthology.importers.writing import Choices, ImportPlan, post_text
from anthology.rendering import render_raw
from anthology.schema.addresses import site_path
from anthology.schema.validators import FieldError
from anthology.unicode import NOT_TEXT
from anthology.urls import slugify

from .link_definitions import with_inline_pictures
from .settling import settled
from .shortcodes import outside_code

_LINK = re.compile(
    r"(!?)\[((?:\\.|[^\[\]\\]|!?\[[^\[\]]*\](?:\([^()]*\))?)*)\]"
    r"\(\s*<?([^\s()<>]*(?:\([^\s()]*\))?[^\s()<>]*)>?((?:\s+[\"'(][^\n]*?[\"')])?)\s*\)"
)
_REFERENCE = re.compile(r"(?m)^( {0,3}\[(?!\^)[^\]\n]+\]:\s*)<?([^\s<>]+)>?")
_LINK_IN_HTML = re.compile(r"(?i)(<a\b[^<>]*?\bhref\s*=\s*[\"'])([^\"'<>]*)([\"'])")
_PICTURE_IN_HTML = re.compile(r"(?i)<img\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_VALUE = re.compile(r"(?is)\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


@dataclass(slots=True)
class ImportedEssay:
    """One post. `body` is Markdown, `date` is empty if it is not known.

    `addresses` are those at which it was, as paths from the site's root.

    `files` are further addresses by which other posts of the source link to it, at which it never was. `pictures`
    leads from an address in the body to the file of a picture on this machine.
    """

    title: str
    date: str
    body: str
    slug: str = ""
    summary: str = ""
    tags: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    language: str = ""
    updated: str = ""
    draft: bool = False
    format: str = ""
    before: dict[str, str] = field(default_factory=dict)
    """where it was published before, as `originally_published` has it"""
    pictures: Callable[[str], Path | None] = lambda _: None


@dataclass(frozen=True, slots=True)
class OldSite:
    """The site that posts come from: its address, and the author that it states for what has none; empty if unknown."""

    url: str = ""
    author: str = ""

    def path_of(self, address: str) -> str:
        """The path of an address on the site, decoded; empty for one of another site, or a place in the page."""
        try:
            parts, own = urlsplit(address), urlsplit(self.url)
        except ValueError:
            return ""
        if parts.netloc and parts.netloc.removeprefix("www.") != own.netloc.removeprefix("www."):
            return ""
        return unquote(parts.path) + (f"?{parts.query}" if parts.query and parts.path in {"", "/"} else "")


class _Facts(TypedDict):
    """The facts without which a post cannot be published; empty where neither source nor editor states them."""

    title: str
    date: str
    summary: str
    topics: list[str]
    authors: list[str]


def add_essays(essays: list[ImportedEssay], site: OldSite, plan: ImportPlan, choices: Choices) -> None:
    """Add the files of these posts, their people and their topics to a plan.

    A post that lacks a fact is a draft, to which only drafts link.
    """
    slugs: Counter[str] = Counter()
    facts = [_facts(essay, site, choices) for essay in essays]
    for essay, stated in zip(essays, facts, strict=True):
        slug = slugify(essay.slug or essay.title)[:80].strip("-") or "essay"
        slugs[slug] += 1
        essay.slug = slug if slugs[slug] == 1 else f"{slug}-{slugs[slug]}"
        essay.draft = essay.draft or not all(stated.values())
    places = {_key(address): essay.slug for essay in essays for address in [*essay.files, *essay.addresses]}
    drafts = {essay.slug for essay in essays if essay.draft}
    public = {key: slug for key, slug in places.items() if slug not in drafts}
    taken = Counter(key for essay in essays for key in {_key(address) for address in essay.addresses})
    for essay, stated in zip(essays, facts, strict=True):
        own = {_key(address): address for address in essay.addresses if taken[_key(address)] == 1}
        writer = _EssayWriter(essay, stated, site, places if essay.draft else public, plan, choices.downloads)
        writer.write(sorted(own.values()))
    plan.taken += ["a draft" if essay.draft else "an essay" for essay in essays]


def _facts(essay: ImportedEssay, site: OldSite, choices: Choices) -> _Facts:
    summary = " ".join(plain(_clean(essay.summary)).split())
    if not summary and choices.first_sentences:
        summary = plain(render_raw(_clean(essay.body)))
    authors = essay.authors or [site.author or choices.author]
    return {
        "title": " ".join(_clean(essay.title).split()),
        "date": essay.date,
        "summary": first_sentences(summary),
        "topics": [tag for tag in essay.tags if slugify(tag)] or [choices.topic][: bool(choices.topic)],
        "authors": [name for name in map(without_addresses, authors) if slugify(name)],
    }


class _EssayWriter:
    """Writes one post; `places` leads from an old address to the slug of the essay that is there now."""

    def __init__(
        self,
        essay: ImportedEssay,
        facts: _Facts,
        site: OldSite,
        places: Mapping[str, str],
        plan: ImportPlan,
        downloads: Downloads | None,
    ) -> None:
        self._essay, self._facts, self._site = essay, facts, site
        self._places, self._plan, self._downloads = places, plan, downloads

    def write(self, addresses: list[str]) -> None:
        essay, path = self._essay, f"docs/essays/{self._essay.slug}/index.md"
        body = settled(self._with_new_links(_clean(essay.body)), essay.slug, self._plan)
        missing = [name for name, fact in self._facts.items() if not fact]
        if missing:
            self._plan.to_decide.append(f"{path}: a draft that lacks {', '.join(missing)}")
        fields: dict[str, object] = {
            "title": self._facts["title"] or "Untitled",
            "date": essay.date,
            "summary": self._facts["summary"],
            "topics": self._topics(),
            "authors": self._people(),
            "license": "all-rights-reserved",
            "updated": essay.updated,
            "language": essay.language,
            "format": essay.format,
            "originally_published": essay.before,
            "aliases": self._aliases(addresses),
            "draft": essay.draft,
        }
        self._plan.files[path] = post_text({name: value for name, value in fields.items() if value}, body)

    def _topics(self) -> list[str]:
        topics = {slugify(tag): tag for tag in self._facts["topics"]}
        for name, title in topics.items():
            self._plan.topics.setdefault(name, title)
        return list(topics)

    def _people(self) -> list[str]:
        people = {slugify(name): name for name in self._facts["authors"]}
        for person, name in people.items():
            path = f"docs/people/{person}.md"
            if path not in self._plan.files:
                self._plan.to_decide.append(
                    f"{path}: say if this is a name, a pen name or a collective:  kind:"
                )
                self._plan.files[path] = post_text({"name": name, "kind": "unknown"}, "")
        return list(people)

    def _aliases(self, addresses: list[str]) -> list[str]:
        """Old addresses that a page or a line of redirects can have; others are named in the report."""
        aliases = []
        for address in addresses:
            path, mark, query = address.partition("?")
            path = unquote(path)
            name = path.strip("/")
            if not mark and name in {"", f"essays/{self._essay.slug}"}:
                continue
            alias = quote(path) + mark + query
            if (is_own_address(name) and not mark) or "?" in path or not _is_site_path(alias):
                self._plan.left_out.append(f"the old address {address}, which this site cannot have")
            else:
                aliases.append(alias)
        return aliases

    def _with_new_links(self, body: str) -> str:
        """The body with its links to other posts, and with its pictures, where they are now."""
        body = outside_code(body, lambda text: with_inline_pictures(text, self._leads_nowhere))
        body = outside_code(body, lambda text: _LINK.sub(self._new_link, text))
        body = outside_code(
            body, lambda text: _REFERENCE.sub(lambda m: m[1] + (self._new_address(m[2]) or "#"), text)
        )
        body = outside_code(body, lambda text: _PICTURE_IN_HTML.sub(self._new_picture, text))
        return outside_code(
            body,
            lambda text: _LINK_IN_HTML.sub(lambda m: m[1] + (self._new_address(m[2]) or "#") + m[3], text),
        )

    def _leads_nowhere(self, address: str) -> bool:
        told = len(self._plan.to_decide)
        new = self._new_address(address)
        del self._plan.to_decide[told:]  # it is told where the link itself is written
        return not new

    def _new_picture(self, match: re.Match[str]) -> str:
        """A picture in HTML, beside the post; without its file or its description, a link."""
        values = {name.lower(): a or b or c for name, a, b, c in _VALUE.findall(match[1])}
        address, words = values.get("src", "").strip(), " ".join(values.get("alt", "").split())
        name = self._picture_beside(address)
        if name and words:
            return f'<img src="{name}" alt="{escape(words)}">'
        new = name or self._new_address(address)
        words = words or address.rpartition("/")[2]
        return f'<a href="{escape(new)}">{escape(words)}</a>' if new else escape(words)

    def _picture_beside(self, address: str) -> str:
        """The name of a picture that is put beside the post; empty, and reported, for one that is not."""
        file = self._essay.pictures(unquote(address)) or self._downloaded(address)
        name = self._plan.add_picture(file, f"docs/essays/{self._essay.slug}") if file else ""
        if not name:
            self._plan.left_out.append(f"{self._essay.slug}: the picture {address}, to which a link leads")
        return name

    def _downloaded(self, address: str) -> Path | None:
        """The picture from its address, if the editor asked for that."""
        if self._downloads is None:
            return None
        whole = urljoin(self._site.url, address) if self._site.url else address
        file = self._downloads.fetch(whole)
        if reason := self._downloads.failed.get(whole):
            self._plan.left_out.append(f"{whole}: {reason}")
        return file

    def _new_link(self, match: re.Match[str]) -> str:
        mark, words, address, title = match.groups()
        if not mark:
            words = _LINK.sub(self._new_link, words) if "![" in words else words
            new = self._new_address(address)
            return f"[{words}]({new}{title})" if new and "](" not in words else words
        if address.startswith("#"):
            return words  # a place in the page is no picture
        if name := self._picture_beside(address):
            if words.strip():
                return f"![{words}]({name}{title})"
            self._plan.to_decide.append(
                f"{self._essay.slug}: a picture without a description, so it is a link"
            )
            return f"[{name}]({name})"
        new = self._new_address(address)
        return f"[{words.strip() or address.rpartition('/')[2]}]({new})" if new else words

    def _new_address(self, address: str) -> str:
        """The address as it is now; empty for one that leads nowhere any more."""
        if re.match(r"(?i)mailto:|#|tel:|//", address):
            return f"https:{address}" if address.startswith("//") else address
        path = self._site.path_of(address)
        if not path:
            return address
        if slug := self._places.get(_key(path)):
            fragment = address.partition("#")[2]
            return f"/essays/{slug}/" + (f"#{fragment}" if fragment else "")
        if address.startswith(("http://", "https://")):
            return address
        self._plan.to_decide.append(f"{self._essay.slug}: a link to {address}, which did not move in")
        base = self._site.url.rstrip("/")
        return f"{base}/{address.lstrip('/')}" if base.startswith("http") else ""


def _clean(text: str) -> str:
    return NOT_TEXT.sub("", without_addresses(text.replace("\r\n", "\n").replace("\xa0", " ")))


def _key(address: str) -> str:
    """An address as it is compared: decoded, without its end."""
    path = unquote(address).lower()
    return path if "?" in path else re.sub(r"(/index)?(\.html?|\.md)?/*$", "", path).strip("/")


def _is_site_path(address: str) -> bool:
    try:
        site_path(address)
    except FieldError:
        return False
    return True
