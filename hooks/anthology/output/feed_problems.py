"""Feeds that break a rule, reported before a build and at the line that each value comes from.

The build reads its feeds back and stops where one is wrong; `anthology check` looks at the same feeds without
writing a site, so both refuse the same.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from anthology.collection import AnyPost, Collection, EpisodePost, guid, guid_of_feed
from anthology.feeds.checks import FeedFinding, check_site
from anthology.problems import Issue, Problem, counted
from anthology.schema import XML_TAGS
from anthology.sources import Source, read_yaml
from anthology.urls import file_of

from .publication import publication_of

_FIELDS = {
    "itunes:image": "image", "podcast:image": "image", "podcast:images": "image", "podcast:person": "hosts",
    "enclosure": "audio", "podcast:alternateEnclosure": "alternates", "podcast:transcript": "transcript",
    "podcast:chapters": "chapters", "podcast:soundbite": "soundbites", "podcast:guid": "guid", "guid": "guid",
    "pubDate": "date", "itunes:author": "author", "itunes:category": "category", "language": "language",
    "link": "link", "description": "description", "itunes:summary": "summary", "podcast:location": "location",
    "podcast:txt": "txt", "podcast:license": "license", "podcast:funding": "funding", "itunes:season": "season",
    "itunes:episode": "episode", "podcast:season": "seasons", "podcast:podroll": "podroll",
}  # fmt: skip
"""tag → the field that its value comes from, where the name is another one"""


def check_feeds(collection: Collection) -> list[Problem]:
    """Return the problems of all feeds of a collection without errors; no site is written."""
    publication = publication_of(collection)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        contents = {**{file_of(page): b"" for page in publication.pages}, **publication.generated}
        for address, content in contents.items():
            (folder / address).parent.mkdir(parents=True, exist_ok=True)
            (folder / address).write_bytes(content)
        findings = check_site(folder, collection.site.url, files=publication.files, store=collection.cache)
    collection.cache.save()
    return sorted(feed_problems(collection, findings))


def _names(given: Mapping[str, list[str]]) -> set[str]:
    """The tags that are given by name or as XML, or of which an attribute is given."""
    names = {name.partition("@")[0] for name in given}
    return {*names, *re.findall(r"<([A-Za-z][\w:-]*)", "".join(given.get(XML_TAGS, ())))}


def _posts_by_name(collection: Collection) -> dict[str, list[AnyPost]]:
    """The posts by the name that a finding has for their item: its title, which several may share, or its guid."""
    posts: dict[str, list[AnyPost]] = {}
    for post in collection.newest():
        names = {post.fields.title}
        if isinstance(post, EpisodePost) and collection.show:
            names |= {*post.fields.feed.get("title", []), *post.fields.feed.get("guid", [])}
            names.add(guid(collection.show, post))
        for name in names:
            posts.setdefault(" ".join(name.split()), []).append(post)
    return posts


def feed_problems(collection: Collection, findings: Iterable[FeedFinding]) -> Iterator[Problem]:
    """Yield each finding as a problem of the file and the field that it comes from.

    A tag that the show gives as it is (`feed`) is as listeners have had it: what is wrong with it is a note.
    """
    fields = collection.show
    show_tags = {**fields.feed, **fields.episode_feed} if fields else {}
    show = read_yaml(collection.root / "episodes" / "show.yml", "episodes/show.yml")
    new_guid = guid_of_feed(collection.addresses.absolute("podcast.xml"))
    # The one that is found may be the other episode, which the guid belongs to.
    shared = any("guid" in episode.fields.feed for episode in collection.episodes)
    by_name = _posts_by_name(collection)
    notes: dict[tuple[str, str, str], list[tuple[Source, Issue]]] = {}
    for finding in findings:
        posts = by_name.get(" ".join(finding.episode.split()), []) if finding.episode else []
        post = next(iter(posts), None)
        source = post.source if post else show
        field = _FIELDS.get(finding.tag, finding.tag.rpartition(":")[2])
        at = source.position((field,)) or source.position(("title",))
        message = f"in {finding.path}, <{finding.tag}> {finding.message} ({finding.source})"
        fix = f"write  guid: {new_guid}" if finding.tag == "podcast:guid" and not post else finding.fix
        given = _names(show_tags).union(
            *(_names(post.fields.feed) for post in posts if isinstance(post, EpisodePost))
        )
        if finding.tag in given | ({"guid"} if shared else set()):
            kind = (finding.path, finding.tag, finding.fix)
            notes.setdefault(kind, []).append((source, Issue(message, fix, at, "note")))
        else:
            yield source.problem(Issue(message, fix, at))
    # A former host wrote a tag alike in all its items.
    for (source, issue), *others in notes.values():
        more = f"; the same in {counted(len(others), 'more item')}" if others else ""
        yield source.problem(replace(issue, message=f"{issue.message}{more}"))
