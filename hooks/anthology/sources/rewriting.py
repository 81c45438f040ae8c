"""Changes of fields in a file of a writer, of which everything else stays as it is."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from anthology.problems import IssueError
from anthology.whole_files import write_whole

from .front_matter import dump_yaml
from .post_file import read_post
from .source import Source

_CONTINUED = (" ", "\t", "- ")


def rewrite_fields(source: Source, values: Mapping[str, object]) -> None:
    """Replace fields in the front matter of a post, each of which it has; None deletes one.

    Raises IssueError, and writes nothing, if anything else would then be read otherwise than before.
    """
    text = source.file.read_bytes().decode()
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    for name in sorted(values, key=lambda name: source.fields.keys[(name,)].line, reverse=True):
        first = source.fields.keys[(name,)].line - 1
        last = first + 1
        while last < len(lines) and lines[last].startswith(_CONTINUED):
            last += 1
        written = dump_yaml({name: values[name]}).rstrip("\n").split("\n")
        lines[first:last] = [] if values[name] is None else written
    content = end.join(lines).encode()
    wanted = {name: value for name, value in {**source.fields.values, **values}.items() if value is not None}
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / source.file.name
        trial.write_bytes(content)
        changed = read_post(trial, source.path)
    if changed.fields.values != _as_read(wanted) or changed.body != source.body:
        kept = dump_yaml({name: value for name, value in values.items() if value is not None})
        fix = "write  " + "  ".join(kept.split("\n")).rstrip()
        raise IssueError("these fields cannot be changed by a command", fix)
    write_whole(source.file, content)


def _as_read(value: object) -> object:
    """Return a value as a file has it: every scalar is a text."""
    if isinstance(value, dict):
        return {name: _as_read(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_as_read(part) for part in value]
    return value if value is None else str(value)
