"""The files of an import, and how they come into a collection: whole, in order, and never over another file."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent

from anthology.sources import dump_yaml


@dataclass(slots=True)
class ImportPlan:
    """Texts by path within the collection, and the lines of the report."""

    files: dict[str, str] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    """id → title of the topics that posts name"""
    taken: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    to_decide: list[str] = field(default_factory=list)

    def report(self) -> str:
        """The report as text: each part with its lines, those that repeat once with their number."""
        parts = {
            "Taken": self.taken, "Repaired": self.repaired, "Left out": self.left_out, "To decide": self.to_decide,
        }  # fmt: skip
        lines = []
        for name, entries in parts.items():
            lines += [f"{name}:", *(f"  {_counted_line(entry, entries)}" for entry in dict.fromkeys(entries))]
            lines += [] if entries else ["  nothing"]
        return "\n".join(lines)


def post_text(fields: Mapping[str, object], body: str) -> str:
    """A post as a file: front matter and body."""
    return f"---\n{dump_yaml(dict(fields))}---\n\n{body}\n"


def write_plan(plan: ImportPlan, root: Path) -> list[str]:
    """Write every file that is not there yet; return the paths of those that are there and were left alone.

    A file appears whole or not at all, so an import that was killed goes on where it stopped.
    """
    kept = []
    for path, text in plan.files.items():
        file = root / path
        if file.exists():
            kept.append(path)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f".{file.name}.unfinished")
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        os.replace(unfinished, file)
    return kept


def add_topics(plan: ImportPlan, root: Path) -> None:
    """Add the topics of the plan to the vocabulary of a new site."""
    file = root / "docs" / "vocabulary.yml"
    topics = {name: {"title": title, "text": f"Posts about {title}."} for name, title in plan.topics.items()}
    lines = indent(dump_yaml(dict(topics)), "  ")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("topics:\n", f"topics:\n{lines}", 1), encoding="utf-8", newline="\n")


def _counted_line(entry: str, entries: list[str]) -> str:
    number = entries.count(entry)
    return f"{entry} ({number} times)" if number > 1 else entry
