"""Archives that are made to do harm are refused with a message."""

from __future__ import annotations

import tarfile
from io import BytesIO
from pathlib import Path
from tarfile import TarInfo
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from anthology.importers import ImportRefusedError, archives
from anthology.importers.archives import is_archive, unpacked


def archive(tmp_path: Path, *members: tuple[str | ZipInfo, bytes]) -> Path:
    """A zip with these members, compressed."""
    target = tmp_path / "export.zip"
    with ZipFile(target, "w", ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content, ZIP_DEFLATED)
    return target


def refused(source: Path) -> str:
    """The message with which an archive is refused."""
    with pytest.raises(ImportRefusedError) as error, unpacked(source):
        pass
    return str(error.value)


def link(name: str) -> ZipInfo:
    """A member that is a link."""
    entry = ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    return entry


def test_what_is_in_a_zip_is_there_until_the_end(tmp_path: Path) -> None:
    with unpacked(archive(tmp_path, ("posts/a.html", b"a"), ("b.txt", b"b"))) as folder:
        assert b"a" == (folder / "posts" / "a.html").read_bytes()

    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../evil", "would be put elsewhere"),
        ("a/../../evil", "would be put elsewhere"),
        ("/etc/evil", "would be put elsewhere"),
        ("..\\evil", "would be put elsewhere"),
        ("C:\\evil", "would be put elsewhere"),
        ("d/" * 60 + "evil", "too long for disks"),
        ("e" * 256, "too long for disks"),
    ],
)
def test_a_member_with_a_way_out_is_refused(tmp_path: Path, name: str, message: str) -> None:
    assert message in refused(archive(tmp_path, (name, b"x")))
    assert ["export.zip"] == [path.name for path in tmp_path.iterdir()]


def test_a_link_is_refused(tmp_path: Path) -> None:
    assert "a link to another file, or a device: out" in refused(
        archive(tmp_path, (link("out"), b"/etc/passwd"))
    )


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    pipe = ZipInfo("out")
    pipe.external_attr = 0o010666 << 16
    assert "a link to another file, or a device: out" in refused(archive(tmp_path, (pipe, b"x")))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = archive(tmp_path, ("a", bytes(150_000_000)))

    assert bomb.stat().st_size < 200_000
    assert "would fill the disk" in refused(bomb)


def test_a_member_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_MEMBER", 10)

    assert "big.mp3 has 11 bytes; at most 10 are taken" in refused(archive(tmp_path, ("big.mp3", b"x" * 11)))


def test_a_member_that_is_more_than_it_declares_is_refused(tmp_path: Path) -> None:
    source = archive(tmp_path, ("a.txt", b"x" * 1000))
    content = source.read_bytes().replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    source.write_bytes(content)

    assert "cannot be unpacked" in refused(source)


def test_a_zip_that_is_cut_off_is_no_archive(tmp_path: Path) -> None:
    source = archive(tmp_path, ("a.txt", b"x" * 1000))
    source.write_bytes(source.read_bytes()[:60])

    assert not is_archive(source)


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    inner = BytesIO()
    with ZipFile(inner, "w") as file:
        file.writestr("../evil", b"x")

    with unpacked(archive(tmp_path, ("inner.zip", inner.getvalue()))) as folder:
        assert ["inner.zip"] == [path.name for path in folder.iterdir()]


def tar(tmp_path: Path, *members: TarInfo) -> Path:
    """A compressed tar with these members, each full of zeros."""
    target = tmp_path / "export.tar.gz"
    with tarfile.open(target, "w:gz") as file:
        for member in members:
            file.addfile(member, BytesIO(bytes(member.size)))
    return target


def tar_member(name: str, size: int = 1, **values: Any) -> TarInfo:
    member = TarInfo(name)
    member.size = size
    for field, value in values.items():
        setattr(member, field, value)
    return member


def test_what_is_in_a_tar_is_there_until_the_end(tmp_path: Path) -> None:
    source = tar(tmp_path, tar_member("blog", type=tarfile.DIRTYPE, size=0), tar_member("blog/a.md"))

    assert is_archive(source)
    with unpacked(source) as folder:
        assert b"\0" == (folder / "blog" / "a.md").read_bytes()


@pytest.mark.parametrize(
    ("member", "message"),
    [
        (tar_member("../evil"), "would be put elsewhere"),
        (tar_member("a", type=tarfile.SYMTYPE, linkname="/etc/passwd", size=0), "a link to another file"),
        (tar_member("a", type=tarfile.CHRTYPE, size=0), "a link to another file"),
        (tar_member("a", 150_000_000), "would fill the disk"),
    ],
)
def test_a_tar_that_does_harm_is_refused(tmp_path: Path, member: TarInfo, message: str) -> None:
    assert message in refused(tar(tmp_path, member))


def test_a_tar_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    source = tar(tmp_path, tar_member("a", 100_000))
    source.write_bytes(source.read_bytes()[:120])

    assert "cannot be unpacked" in refused(source)
