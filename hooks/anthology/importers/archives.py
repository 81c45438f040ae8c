"""Archives of other programs (zip, tar), which may be made to do harm: unpacked only if all is what it seems to be."""

import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from stat import S_IFMT, S_ISREG
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import BadZipFile, ZipFile, is_zipfile

from .source_files import ImportRefusedError

MOST_MEMBERS = 100_000
LARGEST_MEMBER = 1_000_000_000
"""bytes; a recording of ten hours has some 600 million"""
_DEEPEST, _LONGEST_NAME = 50, 255
"""folders in folders, and bytes"""
_MOST_GROWTH = 20
"""times the size of the archive; texts shrink to a tenth, recordings and pictures not at all"""
_FREE_GROWTH = 100_000_000
"""bytes that every archive may have"""


@contextmanager
def unpacked(source: Path) -> Iterator[Path]:
    """A folder that has the files of an archive, until the end of the block; raises ImportRefusedError."""
    with TemporaryDirectory(prefix="anthology-") as name:
        folder = Path(name)
        try:
            if tarfile.is_tarfile(source):
                _unpack_tar(source, folder)
            else:
                _unpack_zip(source, folder)
        except (
            BadZipFile, NotImplementedError, OSError, EOFError, tarfile.TarError, zlib.error, LZMAError
        ) as error:  # fmt: skip
            raise ImportRefusedError(
                f"{source.name} cannot be unpacked, since it is damaged, or is something else ({error});"
                " save or export it once more"
            ) from None
        yield folder


def is_archive(source: Path) -> bool:
    """True for a zip or a tar, whatever its name, that is not a document of Word or LibreOffice."""
    if source.suffix.lower() in {".docx", ".odt"} or not source.is_file():
        return False
    return is_zipfile(source) or tarfile.is_tarfile(source)


def _unpack_zip(source: Path, folder: Path) -> None:
    with ZipFile(source) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        allowance = _Allowance(source.stat().st_size)
        for member in members:
            allowance.check(
                member.filename, member.file_size, is_link=_is_special(member.external_attr >> 16)
            )
            if member.flag_bits & 1:
                raise ImportRefusedError(f"the archive has a password: {member.filename}")
        for member in members:
            # The library reads no more bytes than a member declares, and compares the sum.
            with archive.open(member) as content:
                _write_member(content, member.filename, folder)


def _unpack_tar(source: Path, folder: Path) -> None:
    allowance = _Allowance(source.stat().st_size)
    # As a stream: what comes behind the member that is refused is never unpacked.
    with tarfile.open(source, "r|*") as archive:
        for member in archive:
            if member.isdir():
                continue
            allowance.check(member.name, member.size, is_link=not member.isreg())
            if content := archive.extractfile(member):
                _write_member(content, member.name, folder)


def _is_special(mode: int) -> bool:
    """True for a link, a device or the like; archives of some systems state no kind."""
    return S_IFMT(mode) != 0 and not S_ISREG(mode)


class _Allowance:
    """The limits of an archive of `size` bytes; each member is checked before it is written."""

    def __init__(self, size: int) -> None:
        self._size, self._count, self._bytes = size, 0, 0

    def check(self, name: str, size: int, *, is_link: bool) -> None:
        """Raise ImportRefusedError for a member that is too much, or would be put elsewhere."""
        self._count, self._bytes = self._count + 1, self._bytes + size
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if self._count > MOST_MEMBERS:
            raise ImportRefusedError(f"the archive has more than {MOST_MEMBERS:,} files")
        if not parts or ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]:
            raise ImportRefusedError(f"the archive has a file that would be put elsewhere: {name}")
        if is_link:
            raise ImportRefusedError(f"the archive has a link to another file, or a device: {name}")
        if len(parts) > _DEEPEST or any(len(part.encode(errors="replace")) > _LONGEST_NAME for part in parts):
            raise ImportRefusedError(
                f"the archive has a file whose name is too long for disks: {name[:100]}…"
            )
        if size > LARGEST_MEMBER:
            raise ImportRefusedError(f"{name} has {size:,} bytes; at most {LARGEST_MEMBER:,} are taken")
        if self._bytes > _FREE_GROWTH + _MOST_GROWTH * self._size:
            raise ImportRefusedError(
                f"the archive has {self._size:,} bytes, and would fill the disk when it is unpacked"
            )


def _write_member(content: IO[bytes], name: str, folder: Path) -> None:
    target = folder / PurePosixPath(name.replace("\\", "/"))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(content, file, 1 << 20)
