"""Changes of published episodes that listeners would notice, found by comparison with the lock.

A feed cannot be taken back. So each published episode is known by its entry in the lock, not by its folder: a
renamed folder is recognised by its audio, which stays at its address.
"""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Collection as Names
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from anthology.cache import Cache
from anthology.i18n import english
from anthology.problems import FieldPath, Issue
from anthology.schema import Lock, Locked, Show
from anthology.sources import Source
from anthology.urls import is_loopback

from .guids import guid, guid_of_feed
from .model import AnyPage, EpisodePost, published_at

NEW_FEED_URL = "itunes:new-feed-url"
SHOW_FILE = "show.yml"
"""the show, where a change names an episode"""

Change = tuple[str, str]
"""The kind of a change and the slug of the episode: ("guid", "leaving")."""


class BreakingChange(NamedTuple):
    """A change that listeners would notice; `source` is the file to which the issue belongs."""

    change: Change
    issue: Issue
    source: Source


def audio_file(episode: EpisodePost) -> Path | None:
    """The recording beside the notes, if there is one."""
    audio = episode.fields.audio
    file = episode.file.folder / audio.file if audio and audio.file else None
    return file if file and file.is_file() else None


def with_locks(pages: Iterable[AnyPage], lock: Lock, cache: Cache) -> list[AnyPage]:
    """The pages, of which each published episode has its entry in the lock."""
    pages = list(pages)
    matches = _match(lock, [page for page in pages if isinstance(page, EpisodePost)], cache)
    by_id = {episode.id: locked for locked, episode in matches}
    return [
        replace(page, locked=by_id.get(page.id)) if isinstance(page, EpisodePost) else page for page in pages
    ]


def leads_back(show: Show, feed: str) -> bool:
    """Tell if the tags of a former host send apps elsewhere than to `feed`, and no field of the show does."""
    return not show.new_feed_url and show.feed.get(NEW_FEED_URL, [feed]) != [feed]


def former_address_issue(show: Show, lock: Lock, feed: str) -> Issue:
    """The note on a show whose former host sends apps to another address."""
    address = show.feed[NEW_FEED_URL][0]
    if lock.episodes:
        message = f"the feed leaves out that apps should go to {address}: episodes are published here"
        fix = f"delete the line; if the show moves there, write  new_feed_url: {address}  instead"
    else:
        message = f"the feed sends apps to {address}, until the first episode is published here"
        fix = f"leave it until the show has moved here, then write  new_feed_url: {feed}  instead"
    return Issue(message, fix, ("feed", NEW_FEED_URL), "note")


class LockCheck(NamedTuple):
    """Compares episodes, which have their entries in the lock, with these; issues go to their sources.

    `feed` is the absolute address of the podcast feed. `allowed` changes are not reported: they were made on
    purpose, by `anthology publish`.
    """

    lock: Lock
    lock_source: Source
    show: Show
    show_source: Source
    episodes: list[EpisodePost]
    feed: str
    cache: Cache
    allowed: Names[Change] = ()

    def report(self) -> None:
        """Report every change that is not allowed, and notes about changes that listeners do not notice."""
        for breaking in [*self._show_changes(), *self._episode_changes(), *self._reused_guids()]:
            if breaking.change not in self.allowed:
                breaking.source.report(breaking.issue)
        if self._has_moved():
            message = f"the show's guid was made for another address than {self.feed}"
            fix = (
                "if the show has moved here, let the old address lead here and write"
                f"  new_feed_url: {self.feed}  so that apps follow"
            )
            self.show_source.report(Issue(message, fix, ("guid",), "note"))
        slugs = {episode.file.slug for episode in self.episodes}
        for episode in self.episodes:
            if episode.locked and not episode.fields.draft:
                episode.source.report(*_renamed(episode, episode.locked.slug, slugs))

    def _has_moved(self) -> bool:
        published_here = any(episode.locked for episode in self.episodes)
        moved = not is_loopback(self.feed) and self.show.guid != guid_of_feed(self.feed)
        return moved and published_here and self.show.new_feed_url != self.feed

    def _show_changes(self) -> Iterator[BreakingChange]:
        if self.lock.show and self.show.guid != self.lock.show:
            message = (
                f"guid is {self.show.guid}, but the show was published as {self.lock.show}:"
                " directories and apps would take it for another show"
            )
            fix = f"write  guid: {self.lock.show}{_allow_hint('guid', SHOW_FILE)}"
            issue = Issue(message, fix, ("guid",))
            yield BreakingChange(("guid", SHOW_FILE), issue, self.show_source)

    def _episode_changes(self) -> Iterator[BreakingChange]:
        slugs = {episode.file.slug for episode in self.episodes}
        by_guid = {episode.locked.guid: episode for episode in self.episodes if episode.locked}
        for number, locked in enumerate(self.lock.episodes):
            episode = by_guid.get(locked.guid)
            if episode and not episode.fields.withdrawn:
                for kind, issue in self._changes(locked, episode):
                    yield BreakingChange((kind, locked.slug), issue, episode.source)
            elif not (episode or locked.withdrawn or (locked.slug not in slugs and self._is_invalid(locked))):
                yield BreakingChange(("gone", locked.slug), _removal_issue(locked, number), self.lock_source)

    def _is_invalid(self, locked: Locked) -> bool:
        # Its notes exist, with so many errors that they are not an episode.
        notes = self.show_source.file.parent / locked.slug
        return (notes / "index.md").is_file() or notes.with_name(f"{locked.slug}.md").is_file()

    def _changes(self, locked: Locked, episode: EpisodePost) -> Iterator[tuple[str, Issue]]:
        fields, slug = episode.fields, locked.slug
        if fields.draft and locked.withdrawn:
            return
        if fields.draft:
            message = "this episode was published: as a draft it would disappear from every app that has it"
            fix = f"delete the line; or write  withdrawn: 2027-01-05{_allow_hint('gone', slug)}"
            yield "gone", Issue(message, fix, ("draft",))
            return
        if fields.guid and fields.guid != locked.guid:
            message = (
                f"guid is {fields.guid}, but listeners' apps know this episode as {locked.guid}:"
                " each would take it for a new one and download it again"
            )
            yield "guid", Issue(message, f"delete the line{_allow_hint('guid', slug)}", ("guid",))
        if published_at(episode) != locked.date:
            message = (
                f"the date was {english().day(locked.date.date())} when this was published:"
                " apps would move the episode to another place, and some would announce it again"
            )
            fix = f"write  date: {_short_date(locked.date)}{_allow_hint('date', slug)}"
            yield "date", Issue(message, fix, ("date",))
        if not _has_same_audio(locked, episode, self.cache):
            message = (
                "the recording is not the one that was published: existing subscribers keep the old file,"
                " some apps download it again, and bookmarks and clips may no longer fit"
            )
            yield (
                "audio",
                Issue(message, f"put the published file back{_allow_hint('audio', slug)}", ("audio",)),
            )

    def _reused_guids(self) -> Iterator[BreakingChange]:
        """No guid is ever given to a second episode, not even that of a withdrawn one."""
        owners = {former: locked for locked in self.lock.episodes for former in locked.former_guids}
        owners |= {locked.guid: locked for locked in self.lock.episodes}
        first: dict[str, EpisodePost] = {}
        for episode in self.episodes:
            if episode.fields.draft or episode.fields.withdrawn:
                continue
            own, slug = guid(self.show, episode), episode.file.slug
            owner, other = owners.get(own), first.setdefault(own, episode)
            path: FieldPath = ("guid",) if episode.fields.guid else ("title",)
            if other is not episode:
                message = f"the guid {own} is that of {other.file.slug} too: apps would show one of the two"
                yield BreakingChange(
                    ("twin", slug), Issue(message, "give each its own", path), episode.source
                )
            elif owner and episode.locked is not owner and not _owns_guid(episode, own):
                issue = _reused(own, owner, slug, path)
                yield BreakingChange(("reuse", slug), issue, episode.source)


def _renamed(episode: EpisodePost, slug: str, slugs: Names[str]) -> Iterator[Issue]:
    old_address = f"/episodes/{slug}/"
    if old_address in [f"/{episode.id}/", *episode.fields.aliases]:
        return
    message = f"this folder was called {slug}; the episode keeps its guid and the address of its audio"
    fix = f"the page has moved: lead old links here with  aliases: [{old_address}]"
    if slug in slugs:
        fix = f"nothing has to be done; old links to episodes/{slug}/ lead to the episode that has this name now"
    yield Issue(message, fix, ("title",), "note")


def _removal_issue(locked: Locked, number: int) -> Issue:
    message = (
        f"{locked.slug} was published and has been removed: apps would take it out of their lists,"
        " and its address would not work"
    )
    fix = (
        "put its folder back; or keep its notes with  withdrawn: 2027-01-05  (no reason is asked);"
        f" or, to keep nothing:  anthology publish --allow gone:{locked.slug}"
    )
    return Issue(message, fix, ("episodes", number))


def _reused(episode_guid: str, owner: Locked, slug: str, path: FieldPath) -> Issue:
    message = (
        f"the guid {episode_guid} was published with {owner.slug}: apps that know it would not show this one"
    )
    fix = "give the folder another name, or write a guid of its own:  guid: …"
    if owner.withdrawn:
        fix += f"  (on purpose:  anthology publish --allow reuse:{slug} --reason …)"
    return Issue(message, fix, path)


def _owns_guid(episode: EpisodePost, episode_guid: str) -> bool:
    return episode.locked is not None and episode_guid in {episode.locked.guid, *episode.locked.former_guids}


def _match(lock: Lock, episodes: list[EpisodePost], cache: Cache) -> Iterator[tuple[Locked, EpisodePost]]:
    """Each entry of the lock with its episode: by folder and audio, by audio, by guid in the notes, by folder.

    A folder may have the name that another episode has in the lock. An episode is recognised by its audio alone
    only if its date and guid are the same, or if the episode of its name has been found: otherwise a recording
    that was put into the wrong folder would look like a renamed folder.
    """
    by_slug = {episode.file.slug: episode for episode in sorted(episodes, key=lambda post: post.file.slug)}
    matched: set[str] = set()
    remaining = dict(by_slug)

    def take(locked: Locked, episode: EpisodePost | None) -> Iterator[tuple[Locked, EpisodePost]]:
        if episode and locked.guid not in matched and remaining.pop(episode.file.slug, None):
            matched.add(locked.guid)
            yield locked, episode

    def by_audio(
        locked: Locked, is_candidate: Callable[[EpisodePost], bool]
    ) -> Iterator[tuple[Locked, EpisodePost]]:
        if locked.guid in matched or locked.withdrawn:
            return
        # Several may have the same recording: first the one that has the guid, then by name.
        ordered = sorted(remaining.values(), key=lambda episode: episode.fields.guid != locked.guid)
        candidates = (each for each in ordered if each.file.slug != locked.slug and is_candidate(each))
        same = (episode for episode in candidates if _has_same_audio(locked, episode, cache))
        yield from take(locked, next(same, None))

    def is_not_expected(episode: EpisodePost) -> bool:
        return all(locked.guid in matched for locked in lock.episodes if locked.slug == episode.file.slug)

    for locked in lock.episodes:
        episode = by_slug.get(locked.slug)
        if episode and not episode.fields.withdrawn and _has_same_audio(locked, episode, cache):
            yield from take(locked, episode)
    for locked in lock.episodes:
        yield from by_audio(locked, partial(_has_same_date_and_guid, locked))
    for locked in lock.episodes:
        yield from by_audio(locked, is_not_expected)
    for locked in lock.episodes:
        named = (episode for episode in remaining.values() if episode.fields.guid == locked.guid)
        yield from take(locked, next(named, None))
    for locked in lock.episodes:
        if not locked.withdrawn:
            yield from take(locked, remaining.get(locked.slug))


def _has_same_date_and_guid(locked: Locked, episode: EpisodePost) -> bool:
    return published_at(episode) == locked.date and episode.fields.guid in {None, "", locked.guid}


def _has_same_audio(locked: Locked, episode: EpisodePost, cache: Cache) -> bool:
    audio = episode.fields.audio
    if not locked.sha256:
        return audio is not None and audio.url == locked.path and audio.length == locked.length
    if audio and audio.url:  # moved to another server, byte for byte
        return (audio.sha256, audio.length) == (locked.sha256, locked.length)
    file = audio_file(episode)
    # The size first: most other files need not be read.
    return file is not None and file.stat().st_size == locked.length and cache.sha256(file) == locked.sha256


def _allow_hint(kind: str, name: str) -> str:
    reason = "" if kind == "gone" else ' --reason "…"'
    return f"; or, if it is meant:  anthology publish --allow {kind}:{name}{reason}"


def _short_date(moment: datetime) -> str:
    noon = moment.hour == 12 and not (moment.minute or moment.second or moment.microsecond)
    return moment.date().isoformat() if noon else moment.isoformat()
