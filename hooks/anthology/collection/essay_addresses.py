"""Addresses of published essays, which the lock knows: each goes on working, or was given up on purpose."""

from collections.abc import Collection as Names
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from anthology.problems import FieldPath, Issue
from anthology.schema import Lock
from anthology.sources import Source
from anthology.urls import alias_file, file_of

from .lock_check import Change
from .model import AnyPage, EssayPost, is_draft


def check_essay_addresses(
    root: Path, lock: Lock, lock_source: Source, pages: list[AnyPage], allowed: Names[Change]
) -> None:
    """Report each address of a published essay to which neither a page nor an alias answers any more."""
    essays = {page.file.slug: page for page in pages if isinstance(page, EssayPost)}
    answered = set(_answered(pages))
    for number, entry in enumerate(lock.essays):
        name = f"essays/{entry.slug}"
        if entry.withdrawn or ("gone", name) in allowed or file_of(name) in answered:
            continue
        if essay := essays.get(entry.slug):
            message = (
                "this essay was published: as a draft it would disappear, and links to it would not work"
            )
            fix = f"delete the line; or write  withdrawn: 2027-01-05; or, if it is meant:  {_allow(name)}"
            essay.source.report(Issue(message, fix, ("draft",)))
        elif not _has_a_file(root, name):
            lock_source.report(_removal(name, _new_name(entry.slug, essays, lock), ("essays", number)))


def published_essays(lock: Lock) -> frozenset[str]:
    """The ids of essays that the lock knows as published."""
    return frozenset(f"essays/{entry.slug}" for entry in lock.essays if not entry.withdrawn)


def _answered(pages: Iterable[AnyPage]) -> Iterator[str]:
    """The files of pages that are published, and those of their old addresses."""
    for page in pages:
        if not is_draft(page):
            yield file_of(page.id)
            yield from map(alias_file, page.fields.aliases)


def _new_name(slug: str, essays: Mapping[str, EssayPost], lock: Lock) -> EssayPost | None:
    """The essay that may have had this name: of those that are new, the one whose name is most alike."""
    known = {entry.slug for entry in lock.essays}
    new = [name for name, page in essays.items() if name not in known and not is_draft(page)]
    return essays[[*get_close_matches(slug, new, 1), *new][0]] if new else None


def _has_a_file(root: Path, name: str) -> bool:
    """Tell if its text is there, with a name or a place that is a mistake of its own."""
    return any((root / "docs" / f"{name}{end}").is_file() for end in (".md", "/index.md", ".markdown"))


def _removal(name: str, successor: EssayPost | None, at: FieldPath) -> Issue:
    renamed = f"if it was renamed, write in it  aliases: [/{name}/]"
    if successor:
        has_aliases = successor.fields.aliases
        alias = f"add to its aliases  /{name}/" if has_aliases else f"write there  aliases: [/{name}/]"
        renamed = f"if it is {successor.id} now, {alias}"
    fix = (
        f"{renamed}; if not, put its file back, or keep it with  withdrawn: 2027-01-05"
        f"  (no reason is asked); or, to keep nothing:  {_allow(name)}"
    )
    return Issue(f"{name} was published and has been removed: links to /{name}/ would not work", fix, at)


def _allow(name: str) -> str:
    return f"anthology publish --allow gone:{name}"
