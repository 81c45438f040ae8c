"""Exports of Substack, Ghost and Medium become essays: what was published, never the lists of those who read it."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from anthology.importers.documents.html_pages import medium_post, without_widgets
from anthology.importers.footnotes import markdown_with_notes
from anthology.importers.source_files import LARGEST, ImportRefusedError
from anthology.importers.writing import Choices, ImportPlan

from .essays import ImportedEssay, add_essays
from .moved_links import OldSite
from .wordpress_html import with_links_for_frames

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:00)?")
_MEDIUM_NAME = re.compile(r"(\d{4}-\d\d-\d\d|draft)_(.*?)-?-?([0-9a-f]{8,12})?")


def import_export(folder: Path, choices: Choices) -> ImportPlan | None:
    """The files of an unpacked export, or of a file of Ghost; None if it is of no program that is known here.

    Raises ImportRefusedError.
    """
    plan = ImportPlan()
    files = [folder] if folder.is_file() else sorted(folder.glob("*.json"))
    ghost = next((file for file in files if _is_ghost(file)), None)
    if ghost:
        essays, site = list(_ghost_essays(ghost, plan)), OldSite()
    elif (folder / "posts.csv").is_file():
        essays, site = list(_substack_essays(folder, plan)), OldSite()
    elif any((folder / "posts").glob("*.html")) and not any(folder.rglob("*.md")):
        essays, site = list(_medium_essays(folder / "posts")), OldSite()
    else:
        return None
    kept = [essay for essay in essays if choices.drafts or not essay.draft]
    plan.left_out += [
        "a draft, or a post that not everybody could read" for _ in range(len(essays) - len(kept))
    ]
    if not kept:
        raise ImportRefusedError("the export has no published post")
    add_essays(sorted(kept, key=lambda essay: essay.date, reverse=True)[: choices.only], site, plan, choices)
    return plan


def _substack_essays(folder: Path, plan: ImportPlan) -> Iterator[ImportedEssay]:
    try:
        with (folder / "posts.csv").open(encoding="utf-8-sig", newline="") as table:
            rows = list(csv.DictReader(table))
    except (csv.Error, UnicodeDecodeError):
        raise ImportRefusedError("posts.csv is not that of an export of Substack") from None
    for row in rows:
        if row.get("type") in {"page", "thread"}:
            plan.left_out.append(f"what is no post: {row['type']}")
            continue
        number, _, slug = (row.get("post_id") or "").partition(".")
        file = folder / "posts" / f"{number}.{slug}.html"
        if not slug or not re.fullmatch(r"[\w-]+", number + slug) or not file.is_file():
            plan.left_out.append("a post without a text")
            continue
        if row.get("podcast_url"):
            plan.left_out.append(f"{slug}: its recording; import the feed of the podcast for it")
        closed = (row.get("is_published") or "").lower() != "true" or row.get("audience") not in {
            "everyone",
            "",
        }
        yield _export_essay(
            row.get("title"), _moment_in_utc(row.get("post_date")), file.read_text("utf-8", errors="replace"), slug,
            summary=row.get("subtitle") or "", addresses=[f"/p/{slug}"], draft=closed,
        )  # fmt: skip


def _is_ghost(file: Path) -> bool:
    with file.open("rb") as content:
        return b'"db"' in content.read(1000)


def _ghost_essays(file: Path, plan: ImportPlan) -> Iterator[ImportedEssay]:
    if file.stat().st_size > LARGEST:
        raise ImportRefusedError(f"{file.name} has more than {LARGEST:,} bytes")
    try:
        data = json.loads(file.read_bytes())["db"][0]["data"]
        posts, tags = list(data["posts"]), _names_by_post(data, "tags", "posts_tags", "tag_id")
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise ImportRefusedError(f"{file.name} is not an export of Ghost") from None
    authors = _names_by_post(data, "users", "posts_authors", "author_id")
    for post in posts:
        slug = str(post.get("slug") or "")
        if post.get("type", "post") != "post" or post.get("page") in {True}:
            plan.left_out.append("what is no post: page")
            continue
        if not post.get("html"):
            plan.left_out.append(f"{slug}: it has no HTML")
            continue
        open_to_all = post.get("status") == "published" and post.get("visibility", "public") == "public"
        date, html = post.get("published_at") or post.get("created_at"), str(post["html"])
        yield _export_essay(
            post.get("title"), _moment_in_utc(date), html.replace("__GHOST_URL__", ""), slug,
            summary=post.get("custom_excerpt") or "", tags=tags.get(post.get("id"), []), draft=not open_to_all,
            authors=authors.get(post.get("id"), []), addresses=[f"/{slug}/"], language=post.get("locale") or "",
            updated=_moment_in_utc(post.get("updated_at"))[:10],
        )  # fmt: skip


def _names_by_post(data: dict[str, Any], things: str, relations: str, key: str) -> dict[Any, list[str]]:
    """The names of the tags or the people of each post by its id; tags that begin with # are for Ghost itself."""
    names = {thing["id"]: str(thing.get("name") or "") for thing in data.get(things) or []}
    result: dict[Any, list[str]] = {}
    for relation in sorted(data.get(relations) or [], key=lambda relation: relation.get("sort_order") or 0):
        name = names.get(relation.get(key), "")
        if name and not name.startswith("#") and "@" not in name:
            result.setdefault(relation.get("post_id"), []).append(name)
    return result


def _medium_essays(folder: Path) -> Iterator[ImportedEssay]:
    for file in sorted(folder.glob("*.html")):
        post = medium_post(file.read_text("utf-8", errors="replace"))
        name = _MEDIUM_NAME.fullmatch(file.stem)
        address = urlsplit(post["url"]).path
        slug = re.sub(r"-[0-9a-f]{8,12}$", "", address.rpartition("/")[2]) or (name[2] if name else file.stem)
        yield _export_essay(
            post["title"], _moment_in_utc(post["date"]), post["body"], slug, summary=post["summary"],
            authors=[post["author"]] if post["author"] else [], addresses=[address] if address else [],
            draft=file.name.startswith("draft"),
        )  # fmt: skip


def _export_essay(title: str | None, date: str, html: str, slug: str, **more: Any) -> ImportedEssay:
    """A post; widgets become links, as in posts of WordPress."""
    body = markdown_with_notes(without_widgets(with_links_for_frames(html)))
    return ImportedEssay(" ".join((title or "").split()), date, body, slug, **more)


def _moment_in_utc(value: object) -> str:
    """A moment in UTC as front matter has it; empty for anything else."""
    match = _MOMENT.fullmatch(str(value or "").strip())
    return f"{match[1]}T{match[2]}+00:00" if match else ""
