"""`episodes/published.lock` as a file: read like any content file, compared with main, and written.

A line is an episode or an essay, so a diff shows what happened to which, and git can merge two branches that add
some. It has no host, so a show can move.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from anthology.git import published_version
from anthology.problems import FieldPath, Issue, Position, errors
from anthology.schema import Lock, Locked, LockedEssay, Override, utc
from anthology.sources import Source, parse_yaml_text, read_yaml, validate
from anthology.urls import is_external

LOCK = "episodes/published.lock"

_HEAD = """\
# By this, apps know the show and its episodes, and readers the essays. `anthology publish` writes it; do not edit it.
# If git cannot merge it, take the version of main, and run `anthology publish` again.
"""
_PLAIN = re.compile(r"(?!null$)[A-Za-z0-9](?:[\w./:-]*[A-Za-z0-9])?", re.ASCII)
"""a text that YAML reads as it is within braces"""
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")


def read_lock(root: Path) -> tuple[Lock, Source]:
    """The lock of the collection below `root` and its source, which has the problems of the file.

    What `write_lock` writes is read as it was. In place of a lock with an error, that of main is returned; without
    one, a lock is empty, like one that does not exist.
    """
    source, published = Source(LOCK, root / LOCK, parsed=False), published_version(root, LOCK)
    lock, main = Lock(), Lock()
    if os.path.lexists(root / LOCK):
        source = read_yaml(root / LOCK, LOCK)
        lock = _validated(source)
    if published:
        main_source = parse_yaml_text(published[0], LOCK)
        main = _validated(main_source)
        main = Lock() if main_source.problems else main
    if published and not source.problems:
        source.report(*_changes_since(main, lock))
    fix = f"git checkout {published[1] if published else 'HEAD'} -- {LOCK}   and then   anthology publish"
    source.problems = [replace(it, fix=fix) if it.level == "error" else it for it in source.problems]
    return (main if errors(source.problems) else lock), source


def write_lock(lock: Lock) -> str:
    """The lock as text: the same lock always gives the same text."""
    fields = lock.model_dump(exclude_defaults=True)
    entries = {name: fields.pop(name, []) for name in ("episodes", "essays")}
    lines = [f"{name}: {_flow(value)}" for name, value in fields.items()]
    for name, values in entries.items():
        lines += [f"{name}:" for _ in values[:1]] + [f"- {_flow(value)}" for value in values]
    return _HEAD + "\n".join([*lines, ""])


def changed_fields(before: Locked, after: Locked) -> dict[str, str]:
    """Return what apps would notice of a published episode: guid, date or audio, with the value before."""
    values = {
        "guid": (before.guid, after.guid, before.guid),
        "date": (before.date, after.date, before.date.date().isoformat()),
        "audio": (
            (before.sha256, before.length, before.path),
            (after.sha256, after.length, after.path),
            before.sha256[:12] if before.sha256 else before.path,
        ),
    }
    return {kind: was for kind, (old, new, was) in values.items() if old != new}


def entry_before(lock: Lock, entry: Locked) -> Locked | None:
    """The entry in an earlier lock, found by guid, because another episode may have its name now."""
    guids = (entry.guid, *entry.former_guids)
    return next((old for guid in guids for old in lock.episodes if old.guid == guid), None)


def _validated(source: Source) -> Lock:
    marks = [number for number, line in enumerate(source.lines, 1) if line.startswith(_CONFLICT)]
    if marks:
        message = "two versions of this file were merged, and git left its marks"
        source.problems = [source.problem(Issue(message, "", Position(marks[0], 1)))]
        return Lock()
    lock = validate(Lock, source).fields
    source.report(*_repeated(lock.episodes), *_repeated_essays(lock.essays))
    return lock


def _repeated(episodes: list[Locked]) -> Iterator[Issue]:
    """Guids are unique; slugs and addresses of files are, among episodes that are not withdrawn."""
    for name in ("slug", "guid", "path"):
        values: set[str] = set()
        for number, episode in enumerate(episodes):
            value: str = getattr(episode, name)
            if name != "guid" and (episode.withdrawn or is_external(value)):
                continue
            if value in values:
                yield Issue(f"{value} is in this file twice", "", ("episodes", number, name))
            values.add(value)


def _repeated_essays(essays: list[LockedEssay]) -> Iterator[Issue]:
    first = {essay.slug: number for number, essay in reversed(list(enumerate(essays)))}
    for number, essay in enumerate(essays):
        if first[essay.slug] != number:
            yield Issue(f"{essay.slug} is in this file twice", "", ("essays", number, "slug"))


def _changes_since(main: Lock, lock: Lock) -> Iterator[Issue]:
    """Changes of what is published in main: errors, or notes where `anthology publish` has recorded them."""
    after = {old.guid: number for number, new in enumerate(lock.episodes) if (old := entry_before(main, new))}
    by_slug = {new.slug: number for number, new in enumerate(lock.episodes) if number not in after.values()}
    after = {old.guid: by_slug[old.slug] for old in main.episodes if old.slug in by_slug} | after
    if main.show and main.show != lock.show:
        message = f"the guid of the show was {main.show} when it was published"
        yield _since_main(message, ("show",), _is_recorded(lock.changes, "guid", main.show))
    for old in main.episodes:
        if old.guid not in after:
            yield _since_main(f"{old.slug} was published, and its line is gone", ())
            continue
        new, at = lock.episodes[after[old.guid]], ("episodes", after[old.guid])
        added = new.changes[len(old.changes) :]
        if new.changes[: len(old.changes)] != old.changes:
            yield _since_main(f"the record of earlier changes of {old.slug} was changed", at)
        for kind, was in changed_fields(old, new).items():
            message = f"the {kind} of {old.slug} was {was} when it was published"
            recorded = _is_recorded(added, kind, was) or any(change.kind == "reuse" for change in added)
            yield _since_main(message, at, recorded)
    for essay in main.essays:
        if essay.slug not in {entry.slug for entry in lock.essays}:
            yield _since_main(f"essays/{essay.slug} was published, and its line is gone", ())
    for number, new in enumerate(lock.episodes):
        inside = is_external(new.path) or new.path.startswith(f"episodes/{new.slug}/")
        if main.episodes and not entry_before(main, new) and not inside:
            yield _since_main(f"{new.path} is not an address of {new.slug}", ("episodes", number, "path"))


def _since_main(message: str, at: FieldPath, recorded: bool = False) -> Issue:
    fix = "look whether this was meant; `anthology publish` has recorded the change"
    return Issue(message, fix, at, "note" if recorded else "error")


def _is_recorded(changes: list[Override], kind: str, was: str) -> bool:
    return any((change.kind, change.was) == (kind, was) for change in changes)


def _flow(value: Any) -> str:
    """A value as YAML on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{name}: {_flow(part)}" for name, part in value.items()) + "}"
        case list():
            return f"[{', '.join(map(_flow, value))}]"
        case datetime():
            return utc(value)
        case str() if not _PLAIN.fullmatch(value):
            return json.dumps(value, ensure_ascii=False)
        case bool():
            return str(value).lower()
    return str(value)
