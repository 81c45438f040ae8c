"""`anthology publish`: records in the lock what podcast apps know of episodes, addresses of essays, and changes."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from anthology.collection import (
    LOCK,
    SHOW_FILE,
    Change,
    Collection,
    EpisodePost,
    EssayPost,
    audio_file,
    changed_fields,
    entry_before,
    guid,
    load,
    published_at,
    published_essays,
    write_lock,
)
from anthology.output.feed_problems import check_feeds
from anthology.problems import errors, format_report
from anthology.schema import ALLOWED_CHANGES, Lock, Locked, LockedEssay, Override
from anthology.whole_files import write_whole

from . import FAILED, OK, CommandError

LONGEST_REASON = 500
"""characters; it is read in a diff"""


def publish(root: Path, allow: list[str], reason: str, today: date | None = None) -> int:
    """Update the lock and return an exit status. Raises CommandError for a wrong `allow` or `reason`."""
    changes = {_parse_change(word) for word in allow}
    reason = reason.strip()
    _check_reason(changes, reason)
    collection, problems = load(root, allowed=changes, today=today)
    if not errors(problems):
        problems += check_feeds(collection)  # what cannot be published is not locked
    if errors(problems):
        print(format_report(errors(problems)))
        raise CommandError(f"\n{LOCK} was not changed.", FAILED)
    for note in problems:
        print(note)
    lock = update_lock(collection, changes, reason)
    for line in lock_changes(collection.lock, lock):
        print(line)
    if unused := sorted(changes - _applied_changes(collection.lock, lock)):
        names = ", ".join(f"{kind}:{name}" for kind, name in unused)
        raise CommandError(f"There was no such change: {names}. {LOCK} was not changed.")
    if lock == collection.lock and ((root / LOCK).is_file() or lock == Lock()):
        print(f"{LOCK} is up to date.", file=sys.stderr)
        return OK
    try:
        (root / LOCK).parent.mkdir(exist_ok=True)
        write_whole(root / LOCK, write_lock(lock).encode())
    except OSError as error:
        raise CommandError(
            f"{LOCK} cannot be written ({error.strerror}); it was not changed.", FAILED
        ) from None
    print(f"{LOCK} is written. Commit it.", file=sys.stderr)
    return OK


def update_lock(collection: Collection, changes: set[Change], reason: str) -> Lock:
    """Return the lock of a valid collection: its entries brought up to date, then the new episodes by date."""
    essays = list(_essay_entries(collection, changes, reason))
    if not collection.show:
        given_up = [
            _update_entry(collection, entry, None, changes, reason)
            if ("gone", entry.slug) in changes
            else entry
            for entry in collection.lock.episodes
        ]
        return collection.lock.model_copy(update={"episodes": given_up, "essays": essays})
    show, before = collection.show, collection.lock
    locked_posts = {post.locked.guid: post for post in _all_episodes(collection) if post.locked}
    new_posts = [post for post in collection.episodes if post.recording and not post.locked]
    new = [
        _new_entry(collection, post, changes, reason)
        for post in sorted(new_posts, key=lambda post: (published_at(post), post.id))
    ]
    reused = {entry.guid for entry in new}
    old = [
        _update_entry(collection, entry, locked_posts.get(entry.guid), changes, reason)
        for entry in before.episodes
        if entry.guid not in reused
    ]
    is_new_guid = before.show and before.show != show.guid
    changes_of_show = [Override(kind="guid", was=before.show, reason=reason or None)] if is_new_guid else []
    changes_of_show = [*before.changes, *changes_of_show]
    return Lock(show=show.guid, changes=changes_of_show, episodes=[*old, *new], essays=essays)


def lock_changes(before: Lock, after: Lock) -> Iterator[str]:
    """Yield a line for each change from one lock to the next."""
    if before.show and before.show != after.show:
        yield f"the show: now {after.show}, was {before.show}"
    for entry in after.episodes:
        old = entry_before(before, entry)
        if old is None or (old.withdrawn and not entry.withdrawn):
            yield f"{entry.slug}: published{'' if old is None else ' again'}"
        elif entry.withdrawn and not old.withdrawn:
            yield f"{entry.slug}: withdrawn"
        elif old.slug != entry.slug:
            yield f"{entry.slug}: was called {old.slug}; its audio stays at {entry.path}"
        elif old != entry:
            yield f"{entry.slug}: changed on purpose"
    essays = {entry.slug: entry for entry in before.essays}
    for essay in after.essays:
        if essays.get(essay.slug) != essay:
            yield f"essays/{essay.slug}: {'withdrawn' if essay.withdrawn else 'published'}"


def _parse_change(word: str) -> Change:
    kind, colon, name = word.partition(":")
    name = name.strip("/").removeprefix("episodes/")
    if colon and name and kind in ALLOWED_CHANGES:
        return kind, name
    kinds = ", ".join(ALLOWED_CHANGES)
    raise CommandError(
        f"--allow {word} cannot be read; write a kind ({kinds}), a colon and the episode, or gone:essays/name"
    )


def _check_reason(changes: set[Change], reason: str) -> None:
    if not reason.isprintable() or len(reason) > LONGEST_REASON:
        raise CommandError(f"the reason has to be one line of at most {LONGEST_REASON} characters")
    # A withdrawal needs no reason.
    if not reason and any(kind != "gone" for kind, _ in changes):
        raise CommandError('say why, for those who read the lock later:  --reason "…"')


def _applied_changes(before: Lock, after: Lock) -> set[Change]:
    """Return the allowed changes that were made."""
    applied = {("guid", SHOW_FILE)} if before.show != after.show else set()
    for entry in after.episodes:
        old = entry_before(before, entry)
        kinds = {override.kind for override in entry.changes if not old or override not in old.changes}
        if old and entry.withdrawn and not old.withdrawn:
            kinds.add("gone")
        # Changes of a renamed folder were allowed by its name in the lock.
        applied |= {(kind, name) for kind in kinds for name in (entry.slug, old.slug if old else entry.slug)}
    gone = published_essays(before) - published_essays(after)
    return applied | {("gone", essay) for essay in gone}


def _essay_entries(collection: Collection, changes: set[Change], reason: str) -> Iterator[LockedEssay]:
    """Yield the essays of the lock and the new ones, by name; one that was given up on purpose is withdrawn."""
    known = {entry.slug: entry for entry in collection.lock.essays}
    published = {post.file.slug for post in collection.essays}
    withdrawn = {post.file.slug for post in collection.withdrawn.values() if isinstance(post, EssayPost)}
    for slug in sorted(published | known.keys()):
        entry = known.get(slug, LockedEssay(slug=slug))
        given_up = ("gone", f"essays/{slug}") in changes
        if slug in published:
            yield LockedEssay(slug=slug)
        elif (given_up or slug in withdrawn) and not entry.withdrawn:
            yield LockedEssay(slug=slug, withdrawn=True, reason=(reason if given_up else "") or None)
        else:
            yield entry


def _all_episodes(collection: Collection) -> Iterator[EpisodePost]:
    for post in [*collection.posts.values(), *collection.withdrawn.values()]:
        if isinstance(post, EpisodePost):
            yield post


def _update_entry(
    collection: Collection, locked: Locked, post: EpisodePost | None, changes: set[Change], reason: str
) -> Locked:
    if post is None or post.fields.withdrawn:
        is_told = reason and ("gone", locked.slug) in changes and not locked.withdrawn
        added = [Override(kind="gone", reason=reason)] if is_told else []
        return locked.model_copy(update={"withdrawn": True, "changes": [*locked.changes, *added]})
    now = _lock_entry(collection, post)
    differences = changed_fields(locked, now).items()
    added = [Override(kind=kind, was=was, reason=reason or None) for kind, was in differences]
    return now.model_copy(update={"changes": [*locked.changes, *added]})


def _new_entry(collection: Collection, post: EpisodePost, changes: set[Change], reason: str) -> Locked:
    entry = _lock_entry(collection, post)
    if ("reuse", entry.slug) not in changes:
        return entry
    before = entry_before(collection.lock, entry)
    earlier = before.changes if before else []
    return entry.model_copy(update={"changes": [*earlier, Override(kind="reuse", reason=reason)]})


def _lock_entry(collection: Collection, post: EpisodePost) -> Locked:
    show, recording = collection.show, post.recording
    assert show
    assert recording
    file = audio_file(post)
    return Locked(
        slug=post.file.slug,
        guid=guid(show, post),
        date=published_at(post),
        sha256=collection.cache.sha256(file) if file else post.fields.audio and post.fields.audio.sha256,
        length=recording.length,
        path=post.audio_address,
    )
