"""Published posts, which the lock knows, are still there: the addresses of essays, and the podcast as a whole."""

from collections.abc import Collection as Names
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from anthology.problems import FieldPath, Issue
from anthology.schema import Lock
from anthology.sources import Source
from anthology.urls import alias_file, file_of

from .lock_check import Change
from .model import AnyPage, Collection, EssayPost, is_draft


def check_published_posts(
    collection: Collection, lock_source: Source, pages: list[AnyPage], allowed: Names[Change]
) -> None:
    """Report published essays whose address neither a page nor an alias answers, and episodes without a show."""
    lock, root = collection.lock, collection.root
    essays = {page.file.slug: page for page in pages if isinstance(page, EssayPost)}
    answered = set(_answered(pages))
    for number, entry in enumerate(lock.essays):
        name, at = f"essays/{entry.slug}", ("essays", number)
        if entry.withdrawn or ("gone", name) in allowed or file_of(name) in answered:
            continue
        if essay := essays.get(entry.slug):
            message = (
                "this essay was published: as a draft it would disappear, and links to it would not work"
            )
            fix = f"delete the line; or write  withdrawn: 2027-01-05; or, if it is meant:  {_allow(name)}"
            essay.source.report(Issue(message, fix, ("draft",)))
        elif not _has_a_file(root, name):
            lock_source.report(_removal(name, _new_name(entry.slug, essays, lock), at))
        elif "threads" in collection.site.settings.without:
            message = (
                f"{name} was published, and the site does without threads now: links to it would not work"
            )
            fix = f"take threads out of `without` in mkdocs.yml; or, if it is meant:  {_allow(name)}"
            lock_source.report(Issue(message, fix, at))
    if not collection.show:
        lock_source.report(*_lost_podcast(lock, allowed))


def _lost_podcast(lock: Lock, allowed: Names[Change]) -> Iterator[Issue]:
    """Published episodes, where there is no show any more: it was removed, or the podcast is switched off."""
    slugs = [entry.slug for entry in lock.episodes if not entry.withdrawn]
    lost = [slug for slug in slugs if ("gone", slug) not in allowed]
    if lost:
        message = f"the podcast was published and is gone: apps would lose its feed and {len(lost)} episodes"
        fix = (
            "put episodes/show.yml back, or take podcast out of `without` in mkdocs.yml; or, to give it up:  "
            f"anthology publish {' '.join(f'--allow gone:{slug}' for slug in lost)}"
        )
        yield Issue(message, fix, ("episodes",))


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
