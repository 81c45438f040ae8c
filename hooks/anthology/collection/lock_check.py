"""What of the published episodes has changed, and what that would do to the people who listen.

The feed is the one thing that cannot be taken back. So each published episode is known by its lock
(see `lock`), not by its folder: a renamed folder is recognised by its audio, which stays at its address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Collection as Names
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from anthology.i18n import english
from anthology.problems import FieldPath, Issue, Position, Problem
from anthology.sources import Source

from .guids import guid, guid_of_feed, is_here_only, published
from .lockfile import LOCK, Lock, Locked, Unreadable, read_lock
from .model import Collection, ContentPage, EpisodePost

SHOW_FILE = "show.yml"
"""stands for the show where an episode's name would stand"""

Change = tuple[str, str]
"""The kind of a change and the episode: ("guid", "leaving")."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A change that listeners would feel: what kind, of which episode, and where it stands.

    `post` is None where there is none any more; then `line` is the episode's in the lock.
    """

    change: Change
    message: str
    fix: str
    post: EpisodePost | None = None
    path: FieldPath = ()
    line: int = 1


def audio_file(episode: EpisodePost) -> Path | None:
    """The recording beside the notes, where it is one."""
    audio = episode.fields.audio
    file = episode.file.folder / audio.file if audio and audio.file else None
    return file if file and file.is_file() else None


def watch(
    collection: Collection, written: Iterable[ContentPage], show: Source | None, allowed: Names[Change] = ()
) -> list[Problem]:
    """Gives the collection its lock and each published episode its line of it; what has changed since.

    What has changed in a file goes to that file's problems, the rest is returned. Changes that are
    `allowed` raise no alarm: `anthology publish` was told of them. `show` is show.yml.
    """
    file = collection.root / LOCK
    if not (collection.show and show and file.is_file()):
        return []
    text = file.read_text(encoding="utf-8", errors="replace")
    lines = text.splitlines()
    try:
        lock = collection.lock = read_lock(text)
    except Unreadable as error:
        fix = f"take the last good one back:  git checkout HEAD -- {LOCK}"
        return [Problem(error.message, fix, Position(error.line, 1), path=LOCK, text=lines[error.line - 1])]
    episodes = [post for post in written if isinstance(post, EpisodePost)]
    posts = _matched(collection, lock, episodes)
    for locked in lock.episodes:
        if post := posts.get(locked.guid):
            post.locked = locked
    alarms = [*_of_the_show(collection, lock), *_of_episodes(collection, posts, episodes)]
    left = list(_notes(collection, posts, show, {post.file.slug for post in episodes}))
    for alarm in alarms:
        source = alarm.post.source if alarm.post else show if alarm.change[1] == SHOW_FILE else None
        if alarm.change in allowed:
            continue
        if source:
            source.problems.append(source.problem(Issue(alarm.message, alarm.fix, alarm.path)))
        else:
            at, text = Position(alarm.line, 1), lines[alarm.line - 1]
            left.append(Problem(alarm.message, alarm.fix, at, path=LOCK, text=text))
    return left


def _notes(
    collection: Collection, posts: dict[str, EpisodePost], source: Source, names: Names[str]
) -> Iterator[Problem]:
    """What is no alarm, and yet worth a thought: another domain, a renamed folder."""
    show = collection.show
    assert show
    feed = collection.addresses.absolute("podcast.xml")
    moved = not is_here_only(feed) and show.guid != guid_of_feed(feed)
    if moved and posts and show.new_feed_url != feed:
        message = f"the show's guid was made for another address than {feed}"
        fix = (
            f"if the show has moved here, let the old address lead here and write  new_feed_url: {feed}"
            "  so that apps follow"
        )
        yield replace(source.problem(Issue(message, fix, ("guid",))), level="note")
    for post in posts.values():
        renamed = post.locked and f"/episodes/{post.locked.slug}/" not in [
            f"/{post.id}/",
            *post.fields.aliases,
        ]
        if post.locked and renamed and not post.fields.draft:
            yield _renamed(post, post.locked.slug, post.locked.slug in names)


def _renamed(post: EpisodePost, slug: str, given: bool) -> Problem:
    message = f"this folder was called {slug}; the episode keeps its guid and the address of its audio"
    fix = f"the page has moved: lead old links here with  aliases: [/episodes/{slug}/]"
    if given:
        fix = f"nothing has to be done; old links to episodes/{slug}/ lead to the episode of that name today"
    return replace(post.source.problem(Issue(message, fix, ("title",))), level="note")


def _matched(collection: Collection, lock: Lock, episodes: list[EpisodePost]) -> dict[str, EpisodePost]:
    """Each locked guid's episode as it is today: by folder and audio, by audio, by a written guid, by folder.

    A folder may have the name that another episode has in the lock. By its audio it is only taken for
    another one where its date and guid say the same, or where the episode of its name is found already:
    else a recording that was put into the wrong folder would look like a folder of another name.
    """
    by_slug = {post.file.slug: post for post in sorted(episodes, key=lambda post: post.file.slug)}
    found: dict[str, EpisodePost] = {}
    left = dict(by_slug)

    def take(locked: Locked, post: EpisodePost | None) -> None:
        if post and locked.guid not in found and left.pop(post.file.slug, None):
            found[locked.guid] = post

    def by_audio(locked: Locked, may_be: Callable[[EpisodePost], bool]) -> None:
        if locked.guid in found or locked.withdrawn:
            return
        # Several may hold the same recording: the one that names the guid, then the first by name.
        others = sorted(left.values(), key=lambda post: post.fields.guid != locked.guid)
        others = [post for post in others if post.file.slug != locked.slug and may_be(post)]
        take(locked, next((post for post in others if _same_audio(collection, locked, post)), None))

    def not_awaited(post: EpisodePost) -> bool:
        return all(one.guid in found for one in lock.episodes if one.slug == post.file.slug)

    for locked in lock.episodes:
        post = by_slug.get(locked.slug)
        if post and not post.fields.withdrawn and _same_audio(collection, locked, post):
            take(locked, post)
    for locked in lock.episodes:
        by_audio(locked, partial(_says_the_same, locked))
    for locked in lock.episodes:
        by_audio(locked, not_awaited)
    for locked in lock.episodes:
        take(locked, next((post for post in left.values() if post.fields.guid == locked.guid), None))
    for locked in lock.episodes:
        if not locked.withdrawn:
            take(locked, left.get(locked.slug))
    return found


def _says_the_same(locked: Locked, post: EpisodePost) -> bool:
    return published(post) == locked.date and post.fields.guid in {None, "", locked.guid}


def _same_audio(collection: Collection, locked: Locked, post: EpisodePost) -> bool:
    audio = post.fields.audio
    if not locked.sha256:
        return bool(audio) and audio.url == locked.path and audio.length == locked.length  # type: ignore[union-attr]
    file = audio_file(post)
    # The size is asked first: most files that are others need not be read to be known for it.
    return (
        file is not None
        and file.stat().st_size == locked.length
        and collection.digests.sha256(file) == locked.sha256
    )


def _of_the_show(collection: Collection, lock: Lock) -> Iterator[Alarm]:
    show = collection.show
    assert show
    if lock.show and show.guid != lock.show:
        message = (
            f"guid is {show.guid}, but the show was published as {lock.show}:"
            " directories and apps would take it for another show"
        )
        fix = f"write  guid: {lock.show}{_on_purpose('guid', SHOW_FILE)}"
        yield Alarm(("guid", SHOW_FILE), message, fix, path=("guid",))


def _of_episodes(
    collection: Collection, posts: dict[str, EpisodePost], episodes: list[EpisodePost]
) -> Iterator[Alarm]:
    read = {post.file.slug for post in episodes}
    for locked in collection.lock.episodes:
        post = posts.get(locked.guid)
        there = locked.slug not in read and _unread(collection, locked)
        if post is None and not locked.withdrawn and not there:
            yield _gone(locked)
        elif post and not post.fields.withdrawn:
            yield from _changed(collection, locked, post)
    yield from _reused(collection, episodes)


def _unread(collection: Collection, locked: Locked) -> bool:
    """Whether its notes are there, and so full of mistakes that they are no episode yet."""
    notes = collection.root / "episodes" / locked.slug
    return (notes / "index.md").is_file() or notes.with_name(f"{locked.slug}.md").is_file()


def _gone(locked: Locked) -> Alarm:
    message = (
        f"{locked.slug} was published, and is gone: apps would take it out of their lists,"
        " and its address would lead nowhere"
    )
    fix = (
        "put its folder back; or keep its notes with  withdrawn: 2027-01-05  (no reason is asked);"
        f" or, if nothing of it shall stay:  anthology publish --allow gone:{locked.slug}"
    )
    return Alarm(("gone", locked.slug), message, fix, line=locked.line)


def _changed(collection: Collection, locked: Locked, post: EpisodePost) -> Iterator[Alarm]:
    fields, slug = post.fields, locked.slug
    if fields.draft and locked.withdrawn:
        return
    if fields.draft:
        message = "this episode was published: as a draft it would disappear from every app that has it"
        fix = f"delete the line; or write  withdrawn: 2027-01-05{_on_purpose('gone', slug)}"
        yield Alarm(("gone", slug), message, fix, post, ("draft",))
        return
    if fields.guid and fields.guid != locked.guid:
        message = (
            f"guid is {fields.guid}, but listeners' apps know this episode as {locked.guid}:"
            " each would take it for a new one and download it again"
        )
        yield Alarm(("guid", slug), message, f"delete the line{_on_purpose('guid', slug)}", post, ("guid",))
    if published(post) != locked.date:
        message = (
            f"the date was {english().day(locked.date.date())} when this was published:"
            " apps would move the episode to another place, and some would announce it again"
        )
        fix = f"write  date: {_date(locked.date)}{_on_purpose('date', slug)}"
        yield Alarm(("date", slug), message, fix, post, ("date",))
    if not _same_audio(collection, locked, post):
        message = (
            "the recording is not the one that was published: who has it keeps the old one,"
            " some apps download it again, and kept places and clips may no longer fit"
        )
        fix = f"put the published file back{_on_purpose('audio', slug)}"
        yield Alarm(("audio", slug), message, fix, post, ("audio",))


def _reused(collection: Collection, episodes: list[EpisodePost]) -> Iterator[Alarm]:
    """No guid is ever given to a second episode, not even one of an episode that was withdrawn."""
    show = collection.show
    assert show
    owners = {guid: locked for locked in collection.lock.episodes for guid in locked.former_guids}
    owners |= {locked.guid: locked for locked in collection.lock.episodes}
    seen: dict[str, EpisodePost] = {}
    for post in episodes:
        if post.fields.draft or post.fields.withdrawn:
            continue
        own = guid(show, post)
        owner, twin = owners.get(own), seen.setdefault(own, post)
        path: FieldPath = ("guid",) if post.fields.guid else ("title",)
        if twin is not post:
            message = f"the guid {own} is that of {twin.file.slug} too: apps would show one of the two"
            yield Alarm(("twin", post.file.slug), message, "give each its own", post, path)
        elif owner and post.locked is not owner and not _its_own(post, own):
            message = (
                f"the guid {own} was published with {owner.slug}: apps that know it would not show this one"
            )
            fix = "give the folder another name, or write a guid of its own:  guid: …"
            if owner.withdrawn:
                fix += f"  (on purpose:  anthology publish --allow reuse:{post.file.slug} --reason …)"
            yield Alarm(("reuse", post.file.slug), message, fix, post, path)


def _its_own(post: EpisodePost, own: str) -> bool:
    return post.locked is not None and own in {post.locked.guid, *post.locked.former_guids}


def _on_purpose(kind: str, name: str) -> str:
    reason = "" if kind == "gone" else ' --reason "…"'
    return f"; or, if it is meant:  anthology publish --allow {kind}:{name}{reason}"


def _date(moment: datetime) -> str:
    noon = moment.hour == 12 and not (moment.minute or moment.second or moment.microsecond)
    return moment.date().isoformat() if noon else moment.isoformat()
