import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from random import Random

import pytest

from anthology.output import staging as module
from anthology.output.last_site import in_new_place, write_file
from anthology.output.staging import Staging


def site(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


def dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in tmp_path.iterdir())


def test_what_was_built_takes_the_place_of_the_site(tmp_path: Path) -> None:
    folder = site(tmp_path, "before")
    staging = Staging(folder)
    staging.begin()
    (staging.folder / "index.html").write_text("after", encoding="utf-8")

    staging.swap_in()

    assert (folder / "index.html").read_text(encoding="utf-8") == "after"
    assert names(tmp_path) == ["site"]


def test_the_next_site_begins_with_the_folders_of_the_last_one_and_none_of_its_files(tmp_path: Path) -> None:
    folder, spare = site(tmp_path, "before"), tmp_path / "spare"
    for name in ("kept", "gone"):
        (folder / name).mkdir()
        (folder / name / "index.html").touch()
    for _ in range(2):
        staging = Staging(folder, spare)
        staging.begin()
        staging.take_spare([])
        begun = sorted(path.relative_to(staging.folder).as_posix() for path in staging.folder.rglob("*"))
        (staging.folder / "kept").mkdir(exist_ok=True)
        (staging.folder / "kept/index.html").write_text("after", encoding="utf-8")
        staging.swap_in()

    assert begun == ["gone", "kept"]
    assert ["kept", "kept/index.html"] == sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*")
    )
    assert not [path for path in spare.rglob("*") if path.is_file()]
    assert names(tmp_path) == ["site", "spare"]


def built_with_links(folder: Path, spare: Path, texts: dict[str, str]) -> list[str]:
    """Build a site that takes over what the last one has too; return the addresses that nobody had to link."""
    staging = Staging(folder, spare)
    staging.begin()
    staging.take_spare([], with_files=True)
    there = sorted(staging.kept)
    for address, text in texts.items():
        source, target = folder / address, staging.folder / address
        if source.exists() and source.read_text(encoding="utf-8") == text:
            if staging.kept.get(address) != source.stat().st_ino:
                in_new_place(str(target), partial(os.link, source, target))
        else:
            write_file(staging.folder, address, text.encode())
        staging.kept.pop(address, None)
    before = texts_in(folder)
    staging.swap_in([address for address, text in before.items() if texts.get(address) != text])
    return there


def texts_in(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_what_two_sites_share_waits_for_the_third_and_takes_no_room(tmp_path: Path) -> None:
    folder, spare = tmp_path / "site", tmp_path / "spare"
    kept = {"index.html": "same", "essays/a/index.html": "same"}
    for number in range(4):
        there = built_with_links(folder, spare, {**kept, "essays/b/index.html": f"{number}"})

    assert sorted(kept) == there
    assert {**kept, "essays/b/index.html": "3"} == texts_in(folder)
    assert kept == texts_in(spare)
    assert all((spare / address).samefile(folder / address) for address in kept)


def test_a_page_that_is_gone_is_in_no_later_site_and_is_not_kept(tmp_path: Path) -> None:
    folder, spare = tmp_path / "site", tmp_path / "spare"
    for texts in ({"a/index.html": "1", "b/index.html": "1"},) * 3:
        built_with_links(folder, spare, texts)

    built_with_links(folder, spare, {"b/index.html": "1"})

    assert {"b/index.html": "1"} == texts_in(folder)
    assert {"b/index.html": "1"} == texts_in(spare)
    assert not (folder / "a").exists()


def test_a_new_page_is_never_written_into_the_last_site(tmp_path: Path) -> None:
    folder, spare = tmp_path / "site", tmp_path / "spare"
    for _ in range(3):
        built_with_links(folder, spare, {"a/index.html": "before"})
    last = (folder / "a/index.html").open(encoding="utf-8")

    built_with_links(folder, spare, {"a/index.html": "after"})

    assert (last.read(), texts_in(folder)) == ("before", {"a/index.html": "after"})
    last.close()


def test_what_somebody_puts_among_the_kept_files_is_in_no_site(tmp_path: Path) -> None:
    folder, spare = tmp_path / "site", tmp_path / "spare"
    precious = tmp_path / "precious"
    precious.write_text("precious", encoding="utf-8")
    for _ in range(3):
        built_with_links(folder, spare, {"a/index.html": "same"})
    (spare / "b.html").write_text("foreign", encoding="utf-8")
    (spare / "link").symlink_to(tmp_path, target_is_directory=True)
    (spare / "a/index.html").unlink()
    (spare / "a/index.html").symlink_to(precious)

    built_with_links(folder, spare, {"a/index.html": "same", "link/precious": "new"})

    assert {"a/index.html": "same", "link/precious": "new"} == texts_in(folder)
    assert precious.read_text(encoding="utf-8") == "precious"
    assert not (folder / "link").is_symlink()


def test_an_outdated_page_is_not_removed_through_a_link_in_the_last_site(tmp_path: Path) -> None:
    folder, spare = tmp_path / "site", tmp_path / "spare"
    built_with_links(folder, spare, {"a/index.html": "before", "b.html": "same"})
    (folder / "a").rename(tmp_path / "moved")
    (folder / "a").symlink_to(tmp_path / "moved", target_is_directory=True)

    staging = Staging(folder, spare)
    staging.begin()
    write_file(staging.folder, "a/index.html", b"after")

    staging.swap_in(["a/index.html"])

    assert {"index.html": "before"} == texts_in(tmp_path / "moved")
    assert {"a/index.html": "after"} == texts_in(folder)


def test_a_link_among_the_spare_folders_is_not_followed(tmp_path: Path) -> None:
    folder, spare = site(tmp_path, "before"), tmp_path / "spare"
    spare.mkdir()
    (spare / "inside").symlink_to(folder, target_is_directory=True)
    staging = Staging(folder, spare)
    staging.begin()

    staging.take_spare([])

    assert [] == list(staging.folder.iterdir())
    assert (folder / "index.html").read_text(encoding="utf-8") == "before"


def test_a_first_build_needs_no_site(tmp_path: Path) -> None:
    staging = Staging(tmp_path / "site")
    staging.begin()

    staging.swap_in()

    assert names(tmp_path) == ["site"]


def test_a_build_that_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    staging = Staging(site(tmp_path, "before"))
    staging.begin()

    staging.discard()

    assert names(tmp_path) == ["site"]


def test_folders_of_dead_builds_are_cleared_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    folder = site(tmp_path, "before")
    (tmp_path / f".site.new.{dead_process()}").mkdir()
    living = tmp_path / f".site.new.{os.getppid()}"
    living.mkdir()

    Staging(folder)

    assert names(tmp_path) == sorted([living.name, "site"])


def test_a_site_that_a_dead_build_moved_away_comes_back(tmp_path: Path) -> None:
    folder = site(tmp_path, "before")
    folder.rename(tmp_path / f".site.old.{folder.stat().st_ino}.{dead_process()}")

    Staging(folder)

    assert (folder / "index.html").read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize("name", [".site.old.1.{}", ".site.old.{}", ".site.old.x.{}", ".site.new.{}"])
def test_a_folder_that_somebody_has_put_there_never_becomes_the_site(name: str, tmp_path: Path) -> None:
    (tmp_path / name.format(dead_process())).mkdir()

    Staging(tmp_path / "site")

    assert names(tmp_path) == []


def test_a_link_in_the_place_of_the_new_site_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").touch()
    staging = Staging(tmp_path / "site")
    staging.folder.symlink_to(tmp_path / "precious", target_is_directory=True)

    staging.begin()

    assert not staging.folder.is_symlink()
    assert (tmp_path / "precious" / "file").exists()


def test_a_site_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to(tmp_path, target_is_directory=True)

    with pytest.raises(OSError, match="it is a link"):
        Staging(tmp_path / "site")


def swap_for_ever(folder: Path, seed: int) -> None:
    """Put one site after the other in place: two files, whose texts are the same in a whole one."""
    for number in range(1_000_000):
        staging = Staging(folder)
        staging.begin()
        for name in ("a", "b"):
            (staging.folder / name).write_text(f"{seed} {number}", encoding="utf-8")
        staging.swap_in()


def start(folder: Path, seed: int) -> int:
    child = os.fork()
    if not child:
        try:
            swap_for_ever(folder, seed)
        except BaseException:
            os._exit(1)
    return child


def is_whole(folder: Path) -> bool:
    number = os.open(folder, os.O_DIRECTORY)  # one site, although others take its place meanwhile
    try:
        texts = []
        for name in ("a", "b"):
            with open(os.open(name, os.O_RDONLY, dir_fd=number), encoding="utf-8") as file:
                texts.append(file.read())
        return texts[0] == texts[1]
    finally:
        os.close(number)


def test_a_build_that_is_killed_at_any_of_200_moments_leaves_a_whole_site(tmp_path: Path) -> None:
    random, folder = Random(1), tmp_path / "site"
    staging = Staging(folder)
    staging.begin()
    for name in ("a", "b"):
        (staging.folder / name).write_text("first", encoding="utf-8")
    staging.swap_in()

    for seed in range(200):
        child = start(folder, seed)
        time.sleep(random.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert is_whole(folder), seed

    Staging(folder)
    assert names(tmp_path) == ["site"]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_builds_that_end_at_once_all_succeed(
    tmp_path: Path, can_exchange: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    if not can_exchange:
        monkeypatch.setattr(module, "_exchange", lambda *_: False)
    children = [start(folder, seed) for seed in range(4)]
    time.sleep(1)
    ended = [os.waitpid(child, os.WNOHANG) for child in children]
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    assert [(0, 0)] * 4 == ended
    Staging(folder)
    assert is_whole(folder)
    assert names(tmp_path) == ["site"]
