"""Staging: a build writes to a folder beside the site and replaces the site when it is complete.

MkDocs empties its site folder before it reads a page. A failed or killed build must leave the last good site, so
MkDocs gets another folder, and both are renamed at the end. The next build recovers from a kill between the two
renames.
"""

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
        """Replace the site by the new one."""
        before = self._beside("old", os.getpid())
        shutil.rmtree(before, ignore_errors=True)
        if self.site.exists():
            self.site.rename(before)
        self.folder.rename(self.site)
        shutil.rmtree(before, ignore_errors=True)

    def clear(self) -> None:
        """Remove the files of a failed build."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _beside(self, state: str, process: int) -> Path:
        # Not in a temporary folder: renaming works only within one file system.
        return self.site.with_name(f".{self.site.name}.{state}.{process}")

    def _left(self, state: str) -> list[Path]:
        return sorted(self.site.parent.glob(f".{self.site.name}.{state}.*"))

    def _recover(self) -> None:
        """Restore a site that a killed build had moved away."""
        for before in self._left("old"):
            if not self.site.exists() and not _alive(before):
                before.rename(self.site)

    def _clear_dead(self) -> None:
        for folder in [*self._left("new"), *self._left("old")]:
            if not _alive(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _alive(folder: Path) -> bool:
    """Return True if the build that made this folder may still be running."""
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
        return True  # another user's process
    return True
