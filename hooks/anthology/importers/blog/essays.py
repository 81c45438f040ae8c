"""Posts of a blog, wherever they come from, become essays: with people, topics, old addresses and links."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from pathlib import Path
from typing import Literal, TypedDict
from urllib.parse import quote, unquote

from anthology.collection import is_own_address
from anthology.importers.markdown import plain
from anthology.importers.personal_addresses import REMOVED_ADDRESS, without_any_address
from anthology.importers.podcast.feed_values import first_sentences
from anthology.importers.writing import Choices, ImportPlan, post_text
from anthology.rendering import render_raw
from anthology.schema.addresses import site_path
from anthology.schema.validators import FieldError
from anthology.unicode import NOT_TEXT, replace_open_directions
from anthology.urls import slugify

from .headings import with_known_headings
from .moved_links import MovedLinks, OldSite, address_key
from .settling import settled

_HINTS: dict[Literal["summary", "topics", "authors"], str] = {
    "summary": "--first-sentences", "topics": "--topic TITLE", "authors": "--author NAME",
}  # fmt: skip
_PART_MARK, _NOTHING = re.compile(r"(?m)^(?:\d{1,3}|aside)/ "), re.compile(r"(?!)")


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
    license: str = ""
    """an SPDX id; empty where the source states none, so that all rights are reserved"""
    before: dict[str, str] = field(default_factory=dict)
    """where it was published before, as `originally_published` has it"""
    pictures: Callable[[str], Path | None] = lambda _: None
    headings: Mapping[str, str] = field(default_factory=dict)
    """names by which links lead to headings, each with the name that the heading has here"""


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
    facts = [_facts(essay, site, choices) for essay in essays]
    _name_essays(essays)
    for essay, stated in zip(essays, facts, strict=True):
        essay.draft = essay.draft or not all(stated.values())
    places = {address_key(path): essay.slug for essay in essays for path in [*essay.files, *essay.addresses]}
    drafts = {essay.slug for essay in essays if essay.draft}
    public = {key: slug for key, slug in places.items() if slug not in drafts}
    texts, headings = dict[str, str](), dict[str, dict[str, str]]()
    for essay in essays:
        near = places if essay.draft else public
        links = MovedLinks(essay.slug, essay.pictures, site, near, plan, choices.downloads)
        text = links.settled_in(_body_without_addresses(essay, plan))
        texts[essay.slug], names = settled(text, essay.slug, plan, thread=essay.format == "thread")
        headings[essay.slug] = dict(essay.headings) | {name: name for name in names}
    taken = Counter(key for essay in essays for key in {address_key(address) for address in essay.addresses})
    for essay, stated in zip(essays, facts, strict=True):
        own = {address_key(address): address for address in essay.addresses}
        aliases = sorted(address for key, address in own.items() if taken[key] == 1)
        body = with_known_headings(texts[essay.slug], essay.slug, headings, plan)
        _EssayWriter(essay, stated, plan).write(body, aliases)
    lacking = [hint for name, hint in _HINTS.items() if not all(stated[name] for stated in facts)]
    if lacking:
        plan.to_decide.append(
            f"what all drafts lack can be said at once, in an import elsewhere: {', '.join(lacking)}"
        )
    plan.taken += ["a draft" if essay.draft else "an essay" for essay in essays]


def _name_essays(essays: list[ImportedEssay]) -> None:
    """Give each post a slug that no other has."""
    slugs: set[str] = set()
    for essay in essays:
        slug = slugify(essay.slug or essay.title)[:80].strip("-") or "essay"
        names = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
        essay.slug = next(name for name in names if name not in slugs)
        slugs.add(essay.slug)


def _body_without_addresses(essay: ImportedEssay, plan: ImportPlan) -> str:
    text = _clean(essay.body, REMOVED_ADDRESS)
    plan.left_out += [f"{essay.slug}: an e-mail or IP address"] * text.count(REMOVED_ADDRESS)
    return re.sub(f"<?(mailto:)?{REMOVED_ADDRESS}>?", r"\1…", text)


def _facts(essay: ImportedEssay, site: OldSite, choices: Choices) -> _Facts:
    summary = _words(_clean(essay.summary))
    if not summary and choices.first_sentences:
        marks = _PART_MARK if essay.format == "thread" else _NOTHING
        summary = _words(render_raw(marks.sub("", _clean(essay.body))))
    authors = essay.authors or [site.author or choices.author]
    return {
        "title": " ".join(unescape(_clean(essay.title)).split()),
        "date": essay.date,
        "summary": first_sentences(summary),
        "topics": [tag for tag in essay.tags if slugify(tag)] or [choices.topic][: bool(choices.topic)],
        "authors": [name for name in map(_clean, authors) if slugify(name)],
    }


class _EssayWriter:
    """Writes one post."""

    def __init__(self, essay: ImportedEssay, facts: _Facts, plan: ImportPlan) -> None:
        self._essay, self._facts, self._plan = essay, facts, plan

    def write(self, body: str, addresses: list[str]) -> None:
        essay, path = self._essay, f"docs/essays/{self._essay.slug}/index.md"
        missing = [name for name, fact in {"text": body.strip(), **self._facts}.items() if not fact]
        if missing:
            self._plan.to_decide.append(f"{path}: a draft that lacks {', '.join(missing)}")
        fields: dict[str, object] = {
            "title": self._facts["title"] or "Untitled",
            "date": essay.date,
            "summary": self._facts["summary"],
            "topics": self._topics(),
            "authors": self._people(),
            "license": essay.license or "all-rights-reserved",
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
                    f"{path}: say who this is:  kind: name  or  pen-name  or  collective  or  synthetic-voice"
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


def _words(html: str) -> str:
    """The words of HTML; where a program escaped it twice, those that it means."""
    return " ".join(unescape(unescape(plain(html))).split())


def _clean(text: str, mark: str = "…") -> str:
    """The text without characters that are none, and with a mark in the place of each personal address."""
    text = replace_open_directions(text.replace("\r\n", "\n").replace("\xa0", " "), "")
    return NOT_TEXT.sub("", without_any_address(text, mark))


def _is_site_path(address: str) -> bool:
    try:
        site_path(address)
    except FieldError:
        return False
    return True
