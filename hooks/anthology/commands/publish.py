"""`anthology publish`: writes down what listeners' apps will know, and what was changed on purpose."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from anthology.collection.guids import guid, published
from anthology.collection.loader import load
from anthology.collection.lock_check import SHOW_FILE, Change, audio_file
from anthology.collection.lockfile import LOCK, Allowed, Lock, Locked, write_lock
from anthology.collection.model import Collection, EpisodePost
from anthology.problems import errors, report

ALLOWED_CHANGES = ("gone", "guid", "date", "audio", "reuse")
"""The changes that can be allowed."""


def publish(root: Path, allow: list[str], reason: str) -> int:
    """Brings the lock up to date; 0 if it is, 1 if something stands in the way, 2 if a word is wrong."""
    allowed = [_parse_change(word) for word in allow]
    if complaint := _usage_error(allow, allowed, reason):
        print(complaint, file=sys.stderr)
        return 2
    changes = {change for change in allowed if change}
    collection, problems = load(root, allowed=changes)
    if found := errors(problems):
        print(report(found))
        print(f"\n{LOCK} was not changed.", file=sys.stderr)
        return 1
    if not collection.show:
        print("There is no show (episodes/show.yml), so there is nothing to lock.", file=sys.stderr)
        return 0
    for note in problems:
        print(note)
    lock = update_lock(collection, changes, reason)
    for line in summary(collection.lock, lock):
        print(line)
    if unused := sorted(changes - _applied_changes(collection.lock, lock)):
        names = ", ".join(f"{kind}:{name}" for kind, name in unused)
        print(f"There was no such change: {names}. {LOCK} was not changed.", file=sys.stderr)
        return 2
    if lock == collection.lock and (root / LOCK).is_file():
        print(f"{LOCK} is up to date.", file=sys.stderr)
        return 0
    (root / LOCK).write_text(write_lock(lock), encoding="utf-8", newline="\n")
    print(f"{LOCK} is written. Commit it.", file=sys.stderr)
    return 0


def update_lock(collection: Collection, changes: set[Change], reason: str) -> Lock:
    """The lock of a collection without alarms: what was in it as it is now, and what is new at its end."""
    show = collection.show
    assert show
    before = collection.lock
    today = {post.locked.guid: post for post in _all_episodes(collection) if post.locked}
    kept = [_update_entry(collection, one, today.get(one.guid), changes, reason) for one in before.episodes]
    new = [post for post in collection.episodes if post.recording and not post.locked]
    added = [
        _lock_entry(collection, post) for post in sorted(new, key=lambda post: (published(post), post.id))
    ]
    reused = {one.guid for one in added}
    kept = [one for one in kept if one.guid not in reused]
    added = [
        replace(one, allowed=(Allowed("reuse", reason=reason),)) if ("reuse", one.slug) in changes else one
        for one in added
    ]
    notes = before.allowed
    if before.show and before.show != show.guid:
        notes = (*notes, Allowed("guid", before.show, reason))
    return Lock(show.guid, (*kept, *added), notes)


def summary(before: Lock, after: Lock) -> Iterator[str]:
    """What has changed from one lock to the next, in a line each."""
    if before.show and before.show != after.show:
        yield f"the show: now {after.show}, was {before.show}"
    for locked in after.episodes:
        old = _entry_before(before, locked)
        if old is None or (old.withdrawn and not locked.withdrawn):
            yield f"{locked.slug}: published{'' if old is None else ' again'}"
        elif locked.withdrawn and not old.withdrawn:
            yield f"{locked.slug}: withdrawn"
        elif old.slug != locked.slug:
            yield f"{locked.slug}: was called {old.slug}; its audio stays at {locked.path}"
        elif old != locked:
            yield f"{locked.slug}: changed on purpose"


def _parse_change(word: str) -> Change | None:
    kind, colon, name = word.partition(":")
    name = name.strip("/").removeprefix("episodes/")
    return (kind, name) if colon and name and kind in ALLOWED_CHANGES else None


def _usage_error(allow: list[str], allowed: list[Change | None], reason: str) -> str:
    for word, change in zip(allow, allowed, strict=True):
        if change is None:
            kinds = ", ".join(ALLOWED_CHANGES)
            return f"--allow {word} cannot be read; write a kind ({kinds}), a colon and the episode"
    if "\n" in reason or not reason.isprintable():
        return "the reason has to be one line of text"
    if not reason and any(change and change[0] != "gone" for change in allowed):
        # Of what is withdrawn, nobody asks why.
        return 'say why, for those who read the lock later:  --reason "…"'
    return ""


def _applied_changes(before: Lock, after: Lock) -> set[Change]:
    """The changes that were allowed and made."""
    used = {("guid", SHOW_FILE)} if before.show != after.show else set()
    for locked in after.episodes:
        was = _entry_before(before, locked)
        made = {note.kind for note in locked.allowed if not was or note not in was.allowed}
        if was and locked.withdrawn and not was.withdrawn:
            made.add("gone")
        # A renamed folder's changes were allowed by the name that it has in the lock.
        used |= {(kind, name) for kind in made for name in (locked.slug, was.slug if was else locked.slug)}
    return used


def _entry_before(lock: Lock, locked: Locked) -> Locked | None:
    """A locked episode as an earlier lock has it: by its guid, since a name may be another's today."""
    guids = (locked.guid, *locked.former_guids)
    return next((one for guid in guids for one in lock.episodes if one.guid == guid), None)


def _all_episodes(collection: Collection) -> Iterator[EpisodePost]:
    for post in [*collection.posts.values(), *collection.withdrawn.values()]:
        if isinstance(post, EpisodePost):
            yield post


def _update_entry(
    collection: Collection, locked: Locked, post: EpisodePost | None, changes: set[Change], reason: str
) -> Locked:
    if post is None or post.fields.withdrawn:
        note = Allowed("gone", reason=reason)
        noted = reason and ("gone", locked.slug) in changes and not locked.withdrawn
        return replace(locked, withdrawn=True, allowed=(*locked.allowed, *((note,) if noted else ())))
    now = _lock_entry(collection, post)
    was = {"guid": locked.guid, "date": locked.date.date().isoformat(), "audio": locked.sha256[:12]}
    differ = {
        "guid": now.guid != locked.guid,
        "date": now.date != locked.date,
        "audio": (now.sha256, now.length) != (locked.sha256, locked.length),
    }
    allowed = [Allowed(kind, was[kind], reason) for kind, changed in differ.items() if changed]
    return replace(now, allowed=(*locked.allowed, *allowed))


def _lock_entry(collection: Collection, post: EpisodePost) -> Locked:
    show, recording = collection.show, post.recording
    assert show
    assert recording
    file = audio_file(post)
    return Locked(
        post.file.slug,
        guid(show, post),
        published(post),
        collection.digests.sha256(file) if file else "",
        recording.length,
        post.audio_address,
    )
