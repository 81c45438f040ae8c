"""Which fields each kind of entry has, and whether an entry lies among its own kind."""

from __future__ import annotations

from anthology.problems import Issue
from anthology.schema import Episode, Essay, Model, Page, Practice, Profile

from .discovery import Entry, Kind
from .source import Source

MODELS: dict[Kind, type[Model]] = {
    "essay": Essay, "episode": Episode, "practice": Practice, "person": Profile, "page": Page,
}  # fmt: skip
_WORDS: dict[Kind, tuple[str, str]] = {
    "essay": ("an essay", "docs/essays"), "episode": ("an episode", "episodes"),
    "practice": ("a practice", "docs/practices"), "person": ("a person", "docs/people"),
    "page": ("a page", "docs"),
}  # fmt: skip


def check_kind(entry: Entry, source: Source) -> None:
    """An entry whose fields are all of another kind has lain down in the wrong folder: one message for it."""
    names = set(source.fields.values)
    if not source.readable or source.lost or _is(entry.kind, names):
        return
    # Any entry that lacks its fields could be a page, which needs only a title.
    other = next((kind for kind in MODELS if kind not in {entry.kind, "page"} and _is(kind, names)), None)
    if other:
        (here, _), (there, folder) = _WORDS[entry.kind], _WORDS[other]
        whole = "its folder" if entry.file.name == "index.md" and entry.kind != "page" else "this file"
        fix = f"move {whole} to {folder}/; its fields are all right"
        source.report(Issue(f"these are the fields of {there}, but this is where {here} lies", fix))
        source.readable = False


def _is(kind: Kind, names: set[str]) -> bool:
    fields = MODELS[kind].model_fields
    required = {name for name, field in fields.items() if field.is_required()}
    # A draft of an episode has no recording yet; without it, it is an episode all the same.
    return required <= names <= fields.keys()
