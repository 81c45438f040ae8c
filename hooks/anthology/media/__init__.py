"""Recordings, pictures, transcripts and chapters: the files beside posts, independent of any post.

`audio` and `images` probe files and find personal data in their metadata; `audio` also measures, masters and
tags recordings. `transcripts` and `chapters` read and write the formats of podcast apps.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".avif"}
RECORDINGS = {".mp3", ".m4a", ".m4b", ".mp4", ".opus", ".ogg", ".oga", ".flac", ".wav"}
"""the suffixes of files that can be published"""


def imported_when_asked(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a `__getattr__` of a package, which imports the module of a name when somebody asks for the name.

    So the libraries that read files are loaded only where a file is read. https://peps.python.org/pep-0562/
    """

    def attribute(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f".{modules[name]}", package), name)

    return attribute
