"""Staging: a build writes to a folder beside the site and replaces the site when it is complete.

MkDocs empties its site folder before it reads a page. A failed or killed build must leave the last good site, so
MkDocs gets another folder. At the end the two exchange their names, in one step where the system can do that:
there is a whole site at every moment, also between two builds that end at once.
"""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from anthology.cache import digest_of_text
from anthology.store import FOLDER

_AT_FDCWD, _EXCHANGE = -100, 2
"""of Linux's renameat2; macOS has the same flag in renamex_np"""
_SYNCHRONIZE = 0x100000
"""the least right to a process of Windows"""
_ATTEMPTS = 1000


class Staging:
    """The folder that a build fills (`folder`) and the one that visitors see (`site`).

    `spare` keeps the empty folders of the site before, for the next one: to make a thousand takes some disks a second.
    Raises OSError where the site cannot be replaced.
    """

    def __init__(self, site: Path, spare: Path | None = None) -> None:
        self.site, self._spare = Path(os.path.abspath(site)), spare
        if self.site.is_symlink():
            raise OSError(errno.ELOOP, "it is a link; name the folder itself", str(self.site))
        self._recover()
        self._remove_leftovers()
        self.folder = self._beside("new", f"{os.getpid()}")
        self._emptied: list[str] = []

    def begin(self) -> None:
        """Make the folder for the new site."""
        _remove(self.folder)
        self.folder.mkdir(parents=True)  # exclusively: whatever is there now is not ours

    def take_spare_folders(self, files: Iterable[str]) -> None:
        """Give the new site, which is still empty, the folders that are kept; `swap_in` removes what stays empty.

        None is in the place of one of its `files`.
        """
        with suppress(OSError):  # there are none, or they are on another disk
            if self._spare:
                self._spare.rename(self.folder)
                self._emptied = _remove_files(self.folder)
        for address in files:
            if "." not in address.rpartition("/")[2] and (self.folder / address).is_dir():
                _remove(self.folder / address)

    def swap_in(self) -> None:
        """Replace the site by the new one."""
        for folder in reversed(self._emptied):  # what is in a folder stands behind it
            try:
                os.rmdir(folder)
            except OSError:  # there is something in it
                continue
        for attempt in range(_ATTEMPTS):
            try:
                if not (self.site.exists() and _exchange(self.folder, self.site)):
                    self._move_aside()
                    self.folder.rename(self.site)
                break
            except OSError as error:
                # Another build has put its site there, or taken it away, in the same moment.
                if (
                    error.errno not in {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT}
                    or attempt == _ATTEMPTS - 1
                ):
                    raise
        self._keep_folders()
        self._remove_leftovers()

    def discard(self) -> None:
        """Remove the files of a failed build."""
        _remove(self.folder)

    def _keep_folders(self) -> None:
        """Keep the folders of the last site; none of its files, which may have been withdrawn."""
        with suppress(OSError):  # there was no site, or another build keeps its own
            if self._spare:
                _remove_files(self.folder)
                self.folder.rename(self._spare)

    def _move_aside(self) -> None:
        # The inode in the name: only the folder itself is ever taken for the last good site, not one put there.
        if self.site.exists():
            aside = self._beside("old", f"{self.site.stat().st_ino}.{os.getpid()}")
            _remove(aside)  # of an earlier attempt, when another build was faster
            self.site.rename(aside)

    def _beside(self, state: str, number: str) -> Path:
        # Not in a temporary folder: renaming works only within one file system.
        return self.site.with_name(f".{self.site.name}.{state}.{number}")

    def _left(self, state: str) -> list[Path]:
        return sorted(self.site.parent.glob(f".{self.site.name}.{state}.*"))

    def _recover(self) -> None:
        """Restore a site that a killed build had moved away."""
        for before in self._left("old"):
            with suppress(OSError):
                is_itself = before.name.split(".")[-2] == str(before.lstat().st_ino)
                if is_itself and not self.site.exists() and not _alive(before):
                    before.rename(self.site)

    def _remove_leftovers(self) -> None:
        """Remove the folders of builds that have ended; those of this process are older ones of its own."""
        for folder in [*self._left("new"), *self._left("old")]:
            if not _alive(folder):
                _remove(folder)


def staging_of(root: Path, site: Path) -> Staging:
    """The staging of a site of the collection in `root`, which keeps empty folders in its cache."""
    return Staging(site, root / FOLDER / f"folders-{digest_of_text(str(site))[:16]}")


def _exchange(first: Path, second: Path) -> bool:
    """Exchange the names of two folders in one step; False where the system has no such call. Raises OSError."""
    if os.name == "nt":
        return False  # there is no library of the process itself there, and no such call
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(first), os.fsencode(second)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(*names, _EXCHANGE)
    elif hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE)
    else:
        return False
    number = ctypes.get_errno()
    if failed and number not in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        raise OSError(number, os.strerror(number), str(second))
    return not failed


def _remove(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_files(folder: str | Path) -> list[str]:
    """Remove all that is below a folder but folders whose names are not those of files, and return these.

    Raises OSError.
    """
    folders: list[str] = []
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False):
            if "." in entry.name:
                _remove(Path(entry))
            else:
                folders += [entry.path, *_remove_files(entry.path)]
        else:
            os.unlink(entry)
    return folders


def _alive(folder: Path) -> bool:
    """Return True if another build, which made this folder, may still be running."""
    number = folder.name.rpartition(".")[2]
    if not number.isdecimal() or int(number) == os.getpid():
        return False
    if os.name == "nt":
        return _runs_on_windows(int(number))  # where signal 0 is Ctrl+C
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # another user's process
    return True


def _runs_on_windows(number: int) -> bool:
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
    handle = kernel.OpenProcess(_SYNCHRONIZE, False, number)
    return bool(handle and kernel.CloseHandle(handle))
