"""A build goes to a folder beside the site and takes its place only when it is whole.

MkDocs empties its site folder before it has looked at a page. So that a build which fails, or is
killed, leaves the last good site as it was, MkDocs is given another folder, and the two change
places by renaming. A build that was killed between the two renames is put right by the next.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path


class Staging:
    """The folder that a build fills (`folder`) and the one that visitors see (`site`)."""

    def __init__(self, site: Path) -> None:
        self.site = Path(os.path.abspath(site))
        self.folder = self._beside("new", os.getpid())
        self._recover()
        self._clear_dead()
        shutil.rmtree(self.folder, ignore_errors=True)

    def swap_in(self) -> None:
        """Puts what was built in the place of the site."""
        before = self._beside("old", os.getpid())
        shutil.rmtree(before, ignore_errors=True)
        if self.site.exists():
            self.site.rename(before)
        self.folder.rename(self.site)
        shutil.rmtree(before, ignore_errors=True)

    def clear(self) -> None:
        """Removes what a failed build has left."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _beside(self, state: str, process: int) -> Path:
        # Beside, not in a temporary folder: renaming works only within one file system.
        return self.site.with_name(f".{self.site.name}.{state}.{process}")

    def _left(self, state: str) -> list[Path]:
        return sorted(self.site.parent.glob(f".{self.site.name}.{state}.*"))

    def _recover(self) -> None:
        """A site that was moved away by a build that died before it put its own there."""
        for before in self._left("old"):
            if not self.site.exists() and not _alive(before):
                before.rename(self.site)

    def _clear_dead(self) -> None:
        for folder in [*self._left("new"), *self._left("old")]:
            if not _alive(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _alive(folder: Path) -> bool:
    """Whether the build that made this folder may still be running."""
    number = folder.name.rpartition(".")[2]
    if not number.isdigit():
        return False
    if int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's process
    return True
