"""Another machine: Python reads this file as it starts, when its folder stands in PYTHONPATH.

Every folder is listed from A to Z, or from Z to A where FOLDERS is `backwards`: no file system promises an order.
And all that a program can ask of a locale is asked of LC_ALL, which Python alone would do for letters only.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator
from operator import attrgetter
from types import TracebackType
from typing import Any

_LISTDIR, _SCANDIR = os.listdir, os.scandir
_BACKWARDS = os.environ.get("FOLDERS") == "backwards"


class _Scan:
    """The entries of `os.scandir`, in our order."""

    def __init__(self, path: Any = ".") -> None:
        with _SCANDIR(path) as entries:
            self._left = iter(sorted(entries, key=attrgetter("name"), reverse=_BACKWARDS))

    def __iter__(self) -> Iterator[os.DirEntry[Any]]:
        return self

    def __next__(self) -> os.DirEntry[Any]:
        return next(self._left)

    def __enter__(self) -> _Scan:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is open any more."""


def _listdir(path: Any = ".") -> list[Any]:
    return sorted(_LISTDIR(path), reverse=_BACKWARDS)


os.listdir, os.scandir = _listdir, _Scan  # type: ignore[assignment]
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error as error:
    # Python goes on after any other error in this file.
    raise SystemExit(f"LC_ALL={os.environ.get('LC_ALL')}: {error}") from None
