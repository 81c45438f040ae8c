"""The files of an import, and how they come into a collection: whole, in order, and never over another file."""

import os
import shutil
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from textwrap import indent
from typing import TextIO, TypeVar

from anthology.media.images import clean_picture, probe_image
from anthology.problems import IssueError
from anthology.sources import dump_yaml, read_yaml
from anthology.urls import slugify
from anthology.whole_files import write_whole

from .downloads import Downloads

_T = TypeVar("_T")
_TOLD_EVERY = 250
_MANY = 4
"""places of which the same is said, and from which on it is said once"""
_ReportLine = tuple[str, list[str]]
LARGEST_PICTURE = 30_000_000
"""bytes"""


@dataclass(frozen=True, slots=True)
class Choices:
    """Decisions of an editor about an import; by default nothing is decided for them.

    `only` so many posts, the newest of a blog; `drafts` come along. `first_sentences` of a post, `topic` and `author`
    stand where a post has no summary, topic or author. `downloads` fetches pictures; without them links lead there.
    `progress` is told how far long work is.
    """

    only: int | None = None
    drafts: bool = False
    first_sentences: bool = False
    topic: str = ""
    author: str = ""
    downloads: Downloads | None = None
    progress: TextIO | None = None


NO_CHOICES = Choices()


@dataclass(slots=True)
class ImportPlan:
    """Texts by path within the collection, and the lines of the report."""

    files: dict[str, str] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    """id → title of the topics that posts name"""
    pictures: dict[str, bytes] = field(default_factory=dict)
    """pictures by path, without personal data"""
    copies: dict[str, Path] = field(default_factory=dict)
    """files of the source by path, as they are"""
    site: str = ""
    """the text of mkdocs.yml, for a collection that is new"""
    taken: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    to_decide: list[str] = field(default_factory=list)

    def add_picture(self, file: Path, folder: str) -> str:
        """Add a picture beside a post and return its name; empty, and reported, for one that cannot be published."""
        name = f"{slugify(file.stem) or 'picture'}{file.suffix.lower()}"
        try:
            content = file.read_bytes() if file.stat().st_size <= LARGEST_PICTURE else b""
            cleaned = clean_picture(content, file.name)
            probe_image(file)
        except (OSError, IssueError) as error:
            self.left_out.append(f"the picture {file.name}: {error}")
            return ""
        if cleaned != content:
            self.repaired.append("a picture, from which personal data was removed")
        while self.pictures.setdefault(f"{folder}/{name}", cleaned) != cleaned:
            name = f"also-{name}"
        return name

    def report(self) -> str:
        """The report as text: each part with its lines, those that repeat once with their number."""
        lines = []
        for name, entries in self._parts():
            lines.append(f"{name}:")
            for line, places in entries or [("nothing", [])]:
                lines += [f"  {line}", *(f"    {place}" for place in places)]
        return "\n".join(lines)

    def html_report(self) -> str:
        """The same as a page of its own."""
        parts = "".join(
            f"<h2>{escape(name)}</h2>\n<ul>\n{''.join(map(_html_line, entries or [('nothing', [])]))}</ul>\n"
            for name, entries in self._parts()
        )
        head = '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Import</title>\n<h1>Import</h1>\n'
        return f"{head}{parts}</html>\n"

    def _parts(self) -> list[tuple[str, list[_ReportLine]]]:
        parts = {
            "Taken": self.taken,
            "Repaired, so that it can be published": self.repaired,
            "Left out, with the reason": self.left_out,
            "To decide, by you": self.to_decide,
        }
        return [(name, _report_lines(entries)) for name, entries in parts.items()]


def post_text(fields: Mapping[str, object], body: str) -> str:
    """A post as a file: front matter and body."""
    return f"---\n{dump_yaml(dict(fields))}---\n\n{body}\n"


def counting(things: Collection[_T], words: str, progress: TextIO | None) -> Iterator[_T]:
    """Yield the things; `progress` is told every _TOLD_EVERY in `words`, with their number and that of all."""
    for number, thing in enumerate(things, 1):
        if progress and number % _TOLD_EVERY == 0:
            print(words.format(number, len(things)), file=progress)
        yield thing


def write_plan(plan: ImportPlan, root: Path, progress: TextIO | None = None) -> list[str]:
    """Write every file that is not there yet; return the paths of those that are there and were left alone.

    A file appears whole or not at all, so an import that was killed goes on where it stopped. Files are not synced one
    by one, which takes longer than all else of a large import.
    """
    kept = []
    texts = {path: text.encode() for path, text in plan.files.items()}
    contents: dict[str, bytes | Path] = {**plan.copies, **plan.pictures, **texts}
    for path, content in counting(contents.items(), "written {:,} of {:,} files", progress):
        file = root / path
        if file.exists():
            kept.append(path)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f".{file.name[:100]}.unfinished")
        if isinstance(content, Path):
            shutil.copyfile(content, unfinished)
        else:
            unfinished.write_bytes(content)
        os.replace(unfinished, file)
    return kept


def add_topics(plan: ImportPlan, root: Path) -> None:
    """Add the topics of the plan that the vocabulary lacks."""
    if not plan.topics:
        return
    file = root / "docs" / "vocabulary.yml"
    text = file.read_text(encoding="utf-8")
    terms = read_yaml(file, "docs/vocabulary.yml").fields.values.get("topics")
    topics: dict[str, object] = {
        name: {"title": title, "text": f"Posts about {title}."}
        for name, title in plan.topics.items()
        if not isinstance(terms, dict) or name not in terms
    }
    if topics:
        plan.to_decide.append("docs/vocabulary.yml: say in a sentence what each new topic is about")
        text = text.replace("topics:\n", f"topics:\n{indent(dump_yaml(topics), '  ')}", 1)
        write_whole(file, text.encode())


def _report_lines(entries: list[str]) -> list[_ReportLine]:
    """Lines in the order of their first entry; what is said of many places is one, with these below it."""
    counts = Counter(entries)
    words = Counter(entry.partition(": ")[2] for entry in counts)
    lines: dict[str, list[str]] = {}
    for entry, number in counts.items():
        place, _, said = entry.partition(": ")
        if said and words[said] >= _MANY:
            lines.setdefault(f"{said} ({words[said]} places):", []).append(_counted_line(place, number))
        else:
            lines[_counted_line(entry, number)] = []
    return [*lines.items()]


def _html_line(line: _ReportLine) -> str:
    text, places = line
    if not places:
        return f"<li>{escape(text)}</li>\n"
    inner = "".join(f"<li>{escape(place)}</li>" for place in places)
    return f"<li><details><summary>{escape(text)}</summary><ul>{inner}</ul></details></li>\n"


def _counted_line(entry: str, number: int) -> str:
    return f"{entry} ({number} times)" if number > 1 else entry
