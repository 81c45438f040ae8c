"""`anthology new` begins a file, `schema` describes its fields, `editor-config` sets up a CMS for them."""

import argparse
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from anthology.collection import load
from anthology.exporters.editor_config import editor_config
from anthology.i18n import CATALOG_FOLDER, LANGUAGE_CODE, LANGUAGE_FOLDER
from anthology.schema.json_schema import KINDS, field_reference, json_schema
from anthology.sources import KIND_FOLDERS, Kind, dump_yaml, read_post, read_site
from anthology.urls import SLUG, slugify

from . import FAILED, OK, CommandError, FindRoot, new_site

NewKind = Kind | Literal["language"]


def add_new(commands: Any, shared: argparse.ArgumentParser, find_root: FindRoot) -> None:
    """Add the commands new, schema and editor-config."""
    create = commands.add_parser(
        "new", parents=[shared], help="start a post, a practice, a person, a language or a site"
    )
    create.add_argument("kind", choices=["essay", "episode", "practice", "person", "language", "site"])
    create.add_argument("name", help="its title or name; of a language its code, of a site its folder")
    create.add_argument(
        "--from",
        dest="text",
        type=Path,
        metavar="FILE",
        help="the text, as somebody sent it: Markdown or plain text; nothing tells who that was",
    )
    create.set_defaults(run=lambda options: _run_new(options, find_root))
    schema = commands.add_parser("schema", help="print the reference of all fields, or a JSON Schema")
    schema.add_argument(
        "kind", nargs="?", choices=list(KINDS), help="the kind of file (default: the reference)"
    )
    schema.set_defaults(run=_run_schema)
    config = commands.add_parser(
        "editor-config", parents=[shared], help="print the configuration of Decap CMS or Sveltia CMS"
    )
    config.add_argument("--backend", default="git-gateway", help="the name of its backend (git-gateway)")
    config.set_defaults(run=lambda options: _run_editor_config(options, find_root))


def _run_new(options: argparse.Namespace, find_root: FindRoot) -> int:
    if options.kind == "site":
        folder = Path(options.name)
        new_site.write_site(folder, folder.resolve().name.replace("-", " ").capitalize())
        new_site.write_generator(folder)
        print(
            f"{folder} is there, and stands alone. {folder / 'README.md'} says how to build and publish it."
        )
    else:
        print(write_content_file(find_root(options), options.kind, options.name, options.text))
    return OK


def _run_schema(options: argparse.Namespace) -> int:
    print(json.dumps(json_schema(options.kind), indent=1) if options.kind else field_reference(), end="")
    return OK


def _run_editor_config(options: argparse.Namespace, find_root: FindRoot) -> int:
    collection, _ = load(find_root(options), drafts=True)
    print(dump_yaml(editor_config(collection, options.backend)), end="")
    return OK


def write_content_file(root: Path, kind: NewKind, title: str, text: Path | None = None) -> str:
    """Write a new file of a kind and return a message. Raises CommandError if its name is not free.

    The words of the file `text`, as somebody sent it, become its body; nothing else of that file is kept.
    """
    if kind == "language":
        return _write_language(root, title)
    slug = slugify(title)
    if not SLUG.fullmatch(slug):
        raise CommandError(f"no address can be made of {title!r}; use letters from a to z or digits", FAILED)
    folder = root / KIND_FOLDERS[kind]
    file = folder / slug / "index.md" if kind == "episode" else folder / f"{slug}.md"
    if file.exists() or (folder / slug).exists() or (folder / f"{slug}.md").exists():
        raise CommandError(f"{file.relative_to(root)} is there already; nothing was changed", FAILED)
    fields, body = _template(root, kind, title)
    site, *_ = read_site(root)
    schema = f"# yaml-language-server: $schema={site.url}schemas/{kind}.json\n" if site.url else ""
    body = _plain_text(text) if text else body
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{schema}{dump_yaml(fields)}---\n\n{body}\n", encoding="utf-8", newline="\n")
    problems = read_post(file, file.name).problems
    assert text or not problems, problems
    draft = " It is a draft: only the preview shows it." if "draft" in fields else ""
    return f"{file.relative_to(root)} is there.{draft}"


def _write_language(root: Path, code: str) -> str:
    if not LANGUAGE_CODE.fullmatch(code):
        raise CommandError(f"{code} is not a language code; write one such as de or pt-BR", FAILED)
    file = root / LANGUAGE_FOLDER / f"{code}.yml"
    if file.exists():
        raise CommandError(f"{file.relative_to(root)} is there already; nothing was changed", FAILED)
    ours = CATALOG_FOLDER / f"{code}.yml"
    text = (ours if ours.exists() else CATALOG_FOLDER / "en.yml").read_text(encoding="utf-8")
    if not ours.exists():
        text = re.sub(r"(?m)^locale: .*$", f"locale: {code.replace('-', '_')}", text, count=1)
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    now = "Delete what you do not change." if ours.exists() else "Its texts are in English: translate them."
    return f"{file.relative_to(root)} is there. {now}"


def _plain_text(file: Path) -> str:
    """The text of a Markdown or text file, with `\\n` at line ends. Raises CommandError if it has none."""
    try:
        text = file.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        fix = "save it as text in UTF-8; the page /write/ reads Word files"
        raise CommandError(f"{file} cannot be read as text; {fix}", FAILED) from None
    if not text or text.startswith("---\n"):
        state = "has fields of its own; put it into the collection as it is" if text else "is empty"
        raise CommandError(f"{file} {state}", FAILED)
    return text


def _template(root: Path, kind: str, title: str) -> tuple[dict[str, object], str]:
    collection, _ = load(root, drafts=True)
    today = datetime.now(UTC).date().isoformat()
    topic = next(iter(collection.vocabulary.topics), "topic")
    person = next((page.file.slug for page in collection.people.values()), "your-id")
    practices = [page.file.slug for page in collection.practices.values()]
    post = {"title": title, "date": today, "summary": "One or two plain sentences.", "topics": [topic]}
    if kind == "essay":
        return {**post, "authors": [person], "draft": True}, "The first sentence."
    if kind == "episode":
        return {**post, "hosts": [person], "draft": True}, "What the episode is about."
    if kind == "person":
        return {"name": title, "kind": "name", "bio": "Who you are, in your own words."}, ""
    return {
        "title": title,
        "summary": "What it is, in a sentence.",
        "helps_with": [next(iter(collection.vocabulary.helps_with), "word")],
        "anchor": "senses",
        "minutes": 3,
        "steps": ["The first step."],
        "cautions": ["Stop if this makes things worse; other ways are below."],
        "alternatives": practices[:1] or ["another-practice"],
        "sources": [{"title": "Where it comes from"}],
        "draft": True,
    }, "A few sentences about it."
