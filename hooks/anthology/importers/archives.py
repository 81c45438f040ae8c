"""Zip files of other programs, which may be made to do harm: unpacked only if every member is what it seems to be."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from stat import S_ISLNK
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from .source_files import ImportRefusedError

MOST_MEMBERS = 100_000
LARGEST_MEMBER = 1_000_000_000
"""bytes; a recording of ten hours has some 600 million"""
_MOST_GROWTH = 20
"""times the size of the archive; texts shrink to a tenth, recordings and pictures not at all"""
_FREE_GROWTH = 100_000_000
"""bytes that every archive may have"""


@contextmanager
def unpacked(source: Path) -> Iterator[Path]:
    """A folder that has the files of a zip, until the end of the block; raises ImportRefusedError."""
    with TemporaryDirectory(prefix="anthology-") as name:
        folder = Path(name)
        try:
            with ZipFile(source) as archive:
                members = [member for member in archive.infolist() if not member.is_dir()]
                _check(members, source.stat().st_size)
                for member in members:
                    _unpack_member(archive, member, folder)
        except (BadZipFile, NotImplementedError, OSError, EOFError) as error:
            raise ImportRefusedError(f"{source.name} cannot be unpacked: {error}") from None
        yield folder


def is_archive(source: Path) -> bool:
    """True for a zip, whatever its name, that is not a document of Word or LibreOffice."""
    if source.suffix.lower() in {".docx", ".odt"} or not source.is_file():
        return False
    return is_zipfile(source)


def _check(members: list[ZipInfo], size: int) -> None:
    if len(members) > MOST_MEMBERS:
        raise ImportRefusedError(f"the archive has more than {MOST_MEMBERS:,} files")
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/")).parts
        if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0]:
            raise ImportRefusedError(f"the archive has a file that would be put elsewhere: {member.filename}")
        if S_ISLNK(member.external_attr >> 16):
            raise ImportRefusedError(f"the archive has a link to another file: {member.filename}")
        if member.flag_bits & 1:
            raise ImportRefusedError(f"the archive has a password: {member.filename}")
        if member.file_size > LARGEST_MEMBER:
            raise ImportRefusedError(
                f"{member.filename} has {member.file_size:,} bytes; at most {LARGEST_MEMBER:,} are taken"
            )
    if sum(member.file_size for member in members) > _FREE_GROWTH + _MOST_GROWTH * size:
        raise ImportRefusedError(
            f"the archive has {size:,} bytes, and would fill the disk when it is unpacked"
        )


def _unpack_member(archive: ZipFile, member: ZipInfo, folder: Path) -> None:
    """Write one member; the library reads no more bytes than it declares, and compares the sum."""
    target = folder / PurePosixPath(member.filename.replace("\\", "/"))
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as content, target.open("wb") as file:
        shutil.copyfileobj(content, file, 1 << 20)
