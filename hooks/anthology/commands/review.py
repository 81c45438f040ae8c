"""`anthology review`: what a pull request changes, as JSON, and the comment that is made of it.

The JSON is written by a job that runs a stranger's branch, and the comment by another one that trusts none of it:
it reads a part of limited size, keeps texts of limited length, and shows them as text.
"""

import argparse
import json
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from anthology.crosslinks import CrossLinks
from anthology.output.publication import Publication, build_publication
from anthology.problems import counted

from . import FAILED, OK, CommandError, FindRoot
from .report_formats import SCHEMA_VERSION, problem_values

REVIEW_FILE = "review.json"
MARKER = "<!-- anthology review -->"
"""The first line of the comment, by which the next run finds it again."""

_MAX_FILE_BYTES = 1 << 20
_LONGEST = 500
_MOST_POSTS = 30
_LINKED = 5
_LONGEST_COMMENT = 60_000  # GitHub takes 65,536 characters


def add_review(commands: Any, shared: argparse.ArgumentParser, find_root: FindRoot) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "review", parents=[shared], help="say what is wrong with changed files, or how their posts will look"
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="the changed files")
    parser.add_argument(
        "--comment", metavar="FILE", help="write a comment from the JSON of another run (or a .zip of it)"
    )
    parser.add_argument("--lines", metavar="URL", default="", help="with --comment: where files are shown")
    parser.add_argument("--preview", metavar="URL", default="", help="with --comment: where the preview is")
    parser.set_defaults(run=lambda options: _run(options, find_root))


def _run(options: argparse.Namespace, find_root: FindRoot) -> int:
    if options.comment:
        sys.stdout.write(comment(read_review(Path(options.comment)), options.lines, options.preview))
        return OK
    result = review(find_root(options), options.paths)
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    return FAILED if any(problem["level"] == "error" for problem in result["problems"]) else OK


def review(root: Path, paths: list[str]) -> dict[str, Any]:
    """Return every error, the notes on these files (relative to `root`), and a summary of each post in them."""
    publication, problems = build_publication(root, drafts=True)
    changed = {PurePosixPath(path).as_posix() for path in paths}
    reported = [problem for problem in problems if problem.level == "error" or problem.path in changed]
    posts: list[dict[str, Any]] = []
    if links := publication.crosslinks:
        posts = [
            _post_summary(publication, links, page)
            for page, view in sorted(publication.pages.items())
            if view.path in changed and page in publication.collection.posts
        ]
    return {
        "version": SCHEMA_VERSION,
        "problems": [problem_values(problem) for problem in sorted(set(reported))],
        "posts": posts,
    }


def _post_summary(publication: Publication, links: CrossLinks, page: str) -> dict[str, Any]:
    view, collection = publication.pages[page], publication.collection
    related = [link for lists in links.related.get(page, {}).values() for link in lists]
    return {
        "path": view.path,
        **{name: view.values[name] for name in ("title", "summary", "url", "names")},
        "length": view.values["length"]["text"],
        "content_notes": [note["title"] for note in view.values["content_notes"]],
        "practices": [collection.practices[offer.page].fields.title for offer in links.offers.get(page, [])],
        "related": [
            {"title": collection.posts[link.page].fields.title, "reason": "; ".join(link.reasons)}
            for link in sorted(related, key=lambda link: (-link.points, link.page))[:_LINKED]
        ],
    }


def read_review(file: Path) -> dict[str, Any]:
    """Read the JSON of another run, which may hold anything.

    Raises CommandError for a file that is too large, or is no review.
    """
    try:
        data = _bytes_of(file)
        value = json.loads(data)
    except (OSError, ValueError, KeyError, RecursionError, NotImplementedError, RuntimeError) as error:
        raise CommandError(f"{file.name} holds no review: {type(error).__name__}", FAILED) from None
    if not isinstance(value, dict) or value.get("version") != SCHEMA_VERSION:
        raise CommandError(f"{file.name} holds no review of version {SCHEMA_VERSION}", FAILED)
    return value


def _bytes_of(file: Path) -> bytes:
    if not zipfile.is_zipfile(file):
        with file.open("rb") as stream:
            return _limited(stream.read(_MAX_FILE_BYTES + 1), file)
    with zipfile.ZipFile(file) as archive, archive.open(REVIEW_FILE) as stream:  # never extracted
        return _limited(stream.read(_MAX_FILE_BYTES + 1), file)


def _limited(data: bytes, file: Path) -> bytes:
    if len(data) > _MAX_FILE_BYTES:
        raise CommandError(f"{file.name} holds more than {_MAX_FILE_BYTES:,} bytes of review", FAILED)
    return data


def comment(value: dict[str, Any], lines_url: str = "", preview_url: str = "") -> str:
    """Return the comment on a review, in Markdown. Both URLs come from the workflow, never from the review.

    `lines_url` is what precedes the path of a file, such as `https://example.org/who/what/blob/3f2a`.
    """
    problems, posts = _dicts(value, "problems"), _dicts(value, "posts")
    blocking = [problem for problem in problems if _text_of(problem, "level") != "note"]
    notes = [problem for problem in problems if _text_of(problem, "level") == "note"]
    parts = [MARKER]
    if blocking:
        parts += [
            f"### {counted(len(blocking), 'thing')} to put right",
            "Nothing is lost: change the file in this pull request, and the check runs again by itself.",
            _listed(blocking, lambda problem: _problem_line(problem, lines_url)),
        ]
    elif posts:
        parts.append("### The check passed. This is how it will look")
    else:
        parts.append("### The check passed")
    if notes:
        parts += [
            "**To think about** (nothing has to change):",
            _listed(notes, lambda note: _problem_line(note, lines_url)),
        ]
    parts += [_post_text(post) for post in posts[:_MOST_POSTS]]
    if preview_url and not blocking:
        parts.append(
            f"The whole site with this change is kept for two weeks as [the preview]({preview_url}). To look at it, "
            "unpack it, and in its folder run `python3 -m http.server`."
        )
    return "\n\n".join(parts)[:_LONGEST_COMMENT] + "\n"


def _problem_line(problem: dict[str, Any], lines_url: str) -> str:
    path, line = _text_of(problem, "path"), problem.get("line")
    number = line if isinstance(line, int) and 0 < line < 10**9 else 1
    place = f"{_quoted(path)}, line {number}"
    if lines_url and not (path.startswith("/") or ".." in PurePosixPath(path).parts):
        place = f"[{place}]({lines_url}/{quote(path, errors='replace')}?plain=1#L{number})"
    return f"- {place}: {_quoted(_text_of(problem, 'message'))}  \n  **Fix:** {_quoted(_text_of(problem, 'fix'))}"


def _post_text(post: dict[str, Any]) -> str:
    facts = [
        _text_of(post, "names"),
        _text_of(post, "length"),
        f"address: {_text_of(post, 'url')}",
    ]
    rows = [
        f"**{_quoted(_text_of(post, 'title'))}**",
        _quoted(_text_of(post, "summary")),
        _quoted(" · ".join(fact for fact in facts if fact)),
        f"Content notes: {_quoted(', '.join(_text_list(post, 'content_notes'))) or 'none'}  ",
        f"Practices offered: {_quoted(', '.join(_text_list(post, 'practices'))) or 'none'}  ",
    ]
    related = [
        f"- {_quoted(_text_of(link, 'title'))} ({_quoted(_text_of(link, 'reason'))})"
        for link in _dicts(post, "related")[:_LINKED]
    ]
    return "\n\n".join(
        [*rows[:3], "\n".join(rows[3:]), *(["Related posts:\n" + "\n".join(related)] if related else [])]
    )


def _listed(problems: list[dict[str, Any]], line: Callable[[dict[str, Any]], str]) -> str:
    lines = [line(problem) for problem in problems[:_MOST_POSTS]]
    if len(problems) > _MOST_POSTS:
        lines.append(f"- and {len(problems) - _MOST_POSTS} more, in the log of the check")
    return "\n".join(lines)


def _dicts(value: dict[str, Any], name: str) -> list[dict[str, Any]]:
    items = value.get(name)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _text_list(value: dict[str, Any], name: str) -> list[str]:
    items = value.get(name)
    texts = items if isinstance(items, list) else []
    return [item[:_LONGEST] for item in texts[:_MOST_POSTS] if isinstance(item, str)]


def _text_of(value: dict[str, Any], name: str) -> str:
    item = value.get(name)
    return item[:_LONGEST] if isinstance(item, str) else ""


def _quoted(text: str) -> str:
    """Show a text as text: no markup, no link, no mention of a person, no reference to an issue."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    # @name, #12 and GH-12 call or refer even where they are escaped; an address with a backslash is no link.
    text = re.sub(r"(@(?=\w)|#(?=\d)|(?<=\bGH)-(?=\d))", "\\1\u200b", text, flags=re.IGNORECASE)
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~&:/$^=\"'])", r"\\\1", text)
