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

    `spare` keeps the folders of the site before, and further links to its files that the site still has, for the next
    one: to make a thousand of them takes some disks a second. Raises OSError where the site cannot be replaced.
    """

    def __init__(self, site: Path, spare: Path | None = None) -> None:
        self.site, self._spare = Path(os.path.abspath(site)), spare
        if self.site.is_symlink():
            raise OSError(errno.ELOOP, "it is a link; name the folder itself", str(self.site))
        self._recover()
        self._remove_leftovers()
        self.folder = self._beside("new", f"{os.getpid()}")
        self.kept: dict[str, int] = {}
        """address → inode of each file that is in the new site from the beginning: `swap_in` removes it if it is still
        there. It is a link to the last site's, so it must never be opened to be written"""
        self._empty: list[str] = []

    def begin(self) -> None:
        """Make the folder for the new site."""
        _remove(self.folder)
        self.folder.mkdir(parents=True)  # exclusively: whatever is there now is not ours

    def take_spare(self, files: Iterable[str], with_files: bool = False) -> None:
        """Give the new site, which is still empty, the folders that are kept; `swap_in` removes what stays empty.

        None is in the place of one of its `files`. Without `with_files`, the files in them are removed.
        """
        try:
            if self._spare:
                self._spare.rename(self.folder)
        except OSError:  # there are none, or they are on another disk
            return
        try:
            self.kept, self._empty = _clear(self.folder, with_files)
        except OSError:
            self.begin()
        for address in files:
            if "." not in address.rpartition("/")[2] and (self.folder / address).is_dir():
                _remove(self.folder / address)

    def swap_in(self, outdated: Iterable[str] | None = None) -> None:
        """Replace the site by the new one.

        `outdated` are the addresses of files that the last site does not share with it; None stands for all.
        """
        self._remove_unused()
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
        self._keep(outdated)
        self._remove_leftovers()

    def discard(self) -> None:
        """Remove the files of a failed build."""
        _remove(self.folder)

    def _remove_unused(self) -> None:
        """Remove what was there from the beginning, and is of no use to the new site."""
        emptied = set(self._empty)
        for address, inode in self.kept.items():
            file = os.path.join(self.folder, address)
            with suppress(OSError):  # there is none
                if os.lstat(file).st_ino == inode:
                    os.unlink(file)
            emptied.add(os.path.dirname(file))
        for folder in sorted(emptied, key=len, reverse=True):  # what is in a folder has a longer name
            with suppress(OSError):  # there is something in it
                while folder != str(self.folder):
                    os.rmdir(folder)
                    folder = os.path.dirname(folder)

    def _keep(self, outdated: Iterable[str] | None) -> None:
        """Keep the folders of the last site, and its files but those that are outdated, which may be withdrawn."""
        with suppress(OSError):  # there was no site, or another build keeps its own
            if not self._spare:
                return
            if outdated is None:
                _clear(self.folder)
            whole = Path(os.path.realpath(self.folder))
            for address in outdated or ():
                file = whole / address
                parent = str(file.parent)
                if os.path.realpath(parent) == parent:  # no link in the site that leads elsewhere
                    file.unlink(missing_ok=True)
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


def _clear(folder: Path, keep_files: bool = False) -> tuple[dict[str, int], list[str]]:
    """Remove what is below a folder: links, folders that are named like files and, unless they are kept, files.

    Return the inode of each file that is kept, by address, and the folders that are empty. Raises OSError.
    """
    kept: dict[str, int] = {}
    empty: list[str] = []
    folders = [str(folder)]
    start = len(folders[0]) + 1
    for parent in folders:
        is_empty = True
        for entry in list(os.scandir(parent)):
            if entry.is_dir(follow_symlinks=False):
                if "." in entry.name:
                    _remove(Path(entry))
                    continue
                folders.append(entry.path)
            elif keep_files and entry.is_file(follow_symlinks=False):
                kept[entry.path[start:].replace(os.sep, "/")] = entry.inode()
            else:
                os.unlink(entry)
                continue
            is_empty = False
        if is_empty:
            empty.append(parent)
    return kept, empty


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
