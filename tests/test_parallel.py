"""Work that is shared among copies of a process."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from anthology import parallel
from anthology.cache import Cache
from anthology.parallel import Share, pack, shared_out, unpack
from builders import collection, digests, essay
from test_rebuilds import built_here, prepared

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.fixture
def four(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "processors", lambda: 4)


def slow(items: Sequence[int]) -> bytes:
    time.sleep(60)
    return b""


def doubled(items: Sequence[int]) -> bytes:
    return pack((str(item), bytes([2 * item])) for item in items)


@needs_fork
@pytest.mark.usefixtures("four")
def test_the_parts_of_copies_are_all_items() -> None:
    own, shares = shared_out(range(250), lambda part: pack((str(item), b"x" * item) for item in part))

    told = [row for share in shares for row in unpack(share.result())]

    assert (0, 4) == (len(own), len(shares))
    assert sorted(int(name) for name, _ in told) == list(range(250))
    assert all(len(row) == int(name) for name, row in told)


@needs_fork
@pytest.mark.usefixtures("four")
def test_beside_other_work_copies_take_half_of_the_processors() -> None:
    shares = [shared_out(range(number), doubled, beside=True)[1] for number in (49, 50, 120)]

    assert [0, 1, 2] == [len(part) for part in shares]
    assert all(share.result() for part in shares for share in part)


@needs_fork
@pytest.mark.usefixtures("four")
def test_a_copy_that_fails_returns_nothing() -> None:
    def failing(part: Sequence[int]) -> bytes:
        raise ValueError(part)

    _, shares = shared_out(range(200), failing)

    assert [None] * 4 == [share.result() for share in shares]
    assert [] == [row for share in shares for row in unpack(None)]


@needs_fork
@pytest.mark.usefixtures("four")
def test_what_copies_keep_is_taken_over_and_nothing_of_one_that_fails(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("before", b"1")

    def work(item: int) -> None:
        cache.put(f"row {item}", bytes([item]))
        cache.table("doubles").remember(str(item), [2 * item])
        assert item != 199, "the last copy fails"

    cache.work_ahead(range(200), work)

    kept = [item for item in range(200) if cache.has(f"row {item}")]
    assert kept == [item for item in range(200) if item % 4 != 3]
    assert [bytes([item]) for item in kept] == [cache.bytes_of(f"row {item}") for item in kept]
    assert cache.table("doubles") == {str(item): [2 * item] for item in kept}
    assert cache.bytes_of("before") == b"1"


@needs_fork
def test_a_copy_that_nobody_waits_for_is_ended() -> None:
    answer, of_copy = os.pipe()
    share = Share([0], slow)
    os.close(of_copy)

    share.abandon()
    share.abandon()

    assert b"" == os.read(answer, 1)  # the copy had the other end
    os.close(answer)


@needs_fork
def test_a_build_that_fails_leaves_no_copy_that_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = prepared(tmp_path)
    for post in range(120):
        essay(root, f"post-{post}")
    template = root / "overrides/essay.html"
    fault = "{% if view.title == 'Post-0' %}{{ 1 // 0 }}{% endif %}"
    template.write_text(f"{template.read_text(encoding='utf-8')}{{% block scripts %}}{fault}{{% endblock %}}")
    monkeypatch.setattr(parallel, "processors", lambda: 2)

    with pytest.raises(ZeroDivisionError):
        built_here(root)

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert [] == list(root.glob(".site*"))


def test_few_items_are_left_to_the_process_itself() -> None:
    own, shares = shared_out(range(20), doubled)

    assert [(list(own), shares)] == [(list(range(20)), [])]


@needs_fork
@pytest.mark.usefixtures("four")
def test_where_the_system_allows_no_copy_all_is_left_to_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise OSError("no more processes")

    monkeypatch.setattr(os, "fork", refused)

    assert (range(200), []) == shared_out(range(200), doubled)


@needs_fork
def test_a_site_is_the_same_whatever_the_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = []
    for number in (1, 3):
        root = collection(tmp_path / str(number))
        for post in range(210):
            words = " ".join(f"word-{(post * step) % 61}" for step in range(1, 40))
            essay(root, f"post-{post}", f"## Part\n\n{words}\n", date=f"2026-01-{post % 28 + 1:02}")
        monkeypatch.setattr(parallel, "processors", lambda number=number: number)
        assert built_here(root)
        sites.append(digests(root / "site"))

    assert sites[0] == sites[1]
