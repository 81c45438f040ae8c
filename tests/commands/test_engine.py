"""Builds of a preview, in copies of one process."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from anthology.commands import engine as engine_module
from anthology.commands.engine import WarmEngine, engine_environment
from builders import essay


@pytest.fixture
def engine(root: Path) -> Iterator[WarmEngine]:
    warm = WarmEngine(root, ("-d", str(root / "out")), engine_environment())
    yield warm
    warm.close()


def process_of(engine: WarmEngine) -> int:
    assert engine._process
    return engine._process.pid


def pages(root: Path) -> dict[str, bytes]:
    site = root / "out"
    return {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*.html")}


def test_the_second_build_sees_a_change_and_needs_no_other_process(engine: WarmEngine, root: Path) -> None:
    status, output = engine.build()
    process = process_of(engine)
    essay(root, "second", title="A second essay")

    assert (0, 0) == (status, engine.build()[0]), output
    assert process == process_of(engine)
    assert b"A second essay" in pages(root)["essays/second/index.html"]


def test_a_build_that_fails_says_why_and_the_next_one_is_well(engine: WarmEngine, root: Path) -> None:
    file = essay(root, "wrong", updated="yesterday")
    status, output = engine.build()
    file.unlink()

    assert (1, True) == (status, "docs/essays/wrong.md:7:10: " in output)
    assert 0 == engine.build()[0]


def test_a_process_that_was_killed_is_started_again(engine: WarmEngine, root: Path) -> None:
    engine.build()
    killed = process_of(engine)
    os.kill(killed, signal.SIGKILL)
    essay(root, "second", title="A second essay")

    assert [0, 0] == [engine.build()[0], engine.build()[0]]
    assert killed != process_of(engine)
    assert "essays/second/index.html" in pages(root)


def test_the_page_of_an_edited_post_comes_before_the_build_and_is_the_one_that_it_writes(
    engine: WarmEngine, root: Path
) -> None:
    engine.build()
    before = pages(root)
    essay(root, "first", body="Other words about the same.")

    assert engine.write_edited(["docs/essays/first.md"])
    edited = pages(root)
    assert {"essays/first/index.html"} == {name for name in edited if edited[name] != before[name]}
    assert b"Other words about the same." in edited["essays/first/index.html"]
    assert 0 == engine.build()[0]
    assert edited["essays/first/index.html"] == pages(root)["essays/first/index.html"]


def test_what_is_more_than_an_edit_of_a_text_waits_for_the_build(engine: WarmEngine, root: Path) -> None:
    assert not engine.write_edited(["docs/essays/first.md"])  # nothing was built yet
    engine.build()
    before = pages(root)
    essay(root, "second", title="A second essay")
    new = engine.write_edited(["docs/essays/second.md"])
    (root / "docs/essays/second.md").unlink()
    settings = engine.write_edited(["mkdocs.yml"])
    file = essay(root, "first", updated="yesterday")
    wrong = engine.write_edited(["docs/essays/first.md"])
    failed, _ = engine.build()
    file.write_text(file.read_text(encoding="utf-8").replace("updated: yesterday\n", ""), encoding="utf-8")

    assert (False, False, False, 1) == (new, settings, wrong, failed)
    assert before == pages(root)
    assert engine.write_edited(["docs/essays/first.md"])  # by the copy that made the last good site


def test_a_copy_writes_what_a_process_of_its_own_writes(
    engine: WarmEngine, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.build()
    copied = pages(root)
    engine.close()
    monkeypatch.setattr(engine_module, "_CAN_COPY", False)
    (root / "docs" / "essays" / "first.md").touch()

    assert 0 == engine.build()[0]
    assert engine._process is None
    assert copied == pages(root)
