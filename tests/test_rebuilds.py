"""Builds one after the other: after any changes the site is, byte for byte, that of a build that knows nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from PIL import Image

from anthology.commands.build import build_without_engine
from anthology.commands.cli import main
from anthology.output.last_build import LastBuild
from builders import HOUSE, MEDIA, collection, digests, episode, essay, nonempty

SEQUENCES = int(os.environ.get("ANTHOLOGY_SEQUENCES", "2"))
"""`ANTHOLOGY_SEQUENCES=300 python -m pytest tests/test_rebuilds.py` takes half an hour."""
TRANSCRIPT = "WEBVTT\n\n00:00.000 --> 00:00.800\n<v Ann>Hello, and welcome.\n"
HELP = """\
- {name: A line, country: GB, who_answers: people, hours: always, languages: [en], url: "https://example.org/help",
   phone: "116 123", police: no, source: {title: Its site, url: "https://example.org", date: 2026-01-01},
   checked: 2026-01-01}
"""


def replaced(file: Path, before: str, after: str) -> None:
    """Put one text in the place of another, or the other way round where it is there already."""
    if not file.exists():  # another change has deleted it
        return
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace(before, after) if before in text else text.replace(after, before), encoding="utf-8"
    )


def of_same_size_and_time(root: Path) -> None:
    file = root / "docs/essays/tides.md"
    times = file.stat()
    replaced(file, "dusk", "dawn")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def toggled(file: Path, make: Callable[[], object]) -> None:
    if file.exists():
        file.unlink()
    else:
        make()


def with_transcript(root: Path) -> None:
    (root / "episodes/pier/talk.vtt").write_text(TRANSCRIPT, encoding="utf-8")
    replaced(
        root / "episodes/pier/index.md", "audio: audio.mp3\n", "audio: audio.mp3\ntranscript: talk.vtt\n"
    )


def with_picture(root: Path) -> None:
    size = (30, 20) if not (root / "docs/essays/sea.png").exists() else (20, 30)
    Image.new("RGB", size, "navy").save(root / "docs/essays/sea.png")
    replaced(root / "docs/essays/tides.md", "A slow tide", "![The sea](sea.png) tide")


def with_cover(root: Path) -> None:
    cover = Image.open(root / "episodes/cover.jpg").getpixel((5, 5))
    Image.new("RGB", (1400, 1400), "navy" if cover != (0, 0, 128) else "teal").save(
        root / "episodes/cover.jpg"
    )


def renamed(root: Path) -> None:
    files = [root / "docs/essays/bread.md", root / "docs/essays/loaf.md"]
    source, target = files if files[0].exists() else files[::-1]
    if source.exists():
        source.rename(target)


def exchanged(root: Path) -> None:
    """Give two essays the text of each other."""
    files = [file for name in ("tides", "first") if (file := root / f"docs/essays/{name}.md").exists()]
    parts = [file.read_text(encoding="utf-8").rpartition("\n---\n") for file in files]
    for file, (head, mark, _), (_, _, text) in zip(files, parts, reversed(parts), strict=True):
        file.write_text(f"{head}{mark}{text}", encoding="utf-8")


def of_other_line_ends(root: Path) -> None:
    file = root / "docs/essays/tides.md"
    content = file.read_bytes()
    other = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    file.write_bytes(other if other != content else b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))


def field_toggled(root: Path, line: str) -> None:
    replaced(root / "docs/essays/tides.md", f"{line}\nauthors:", "authors:")


def locked(root: Path) -> None:
    main(["publish", "--root", str(root)])


CHANGES: dict[str, Callable[[Path], object]] = {
    "text": lambda root: replaced(
        root / "docs/essays/tides.md", "at dusk", "in the evening, when it is quiet"
    ),
    "heading": lambda root: replaced(root / "docs/essays/tides.md", "## Low water", "## High water"),
    "link": lambda root: replaced(
        root / "docs/essays/tides.md", "The tide goes", "The [tide](first.md) goes"
    ),
    "title": lambda root: replaced(root / "docs/essays/tides.md", "title: Tides", "title: Springs"),
    "date": lambda root: replaced(root / "docs/essays/tides.md", "2026-01-02", "2026-03-04"),
    "topic": lambda root: replaced(root / "docs/essays/tides.md", "topics: [beginnings]", "topics: []"),
    "invalid": lambda root: replaced(root / "docs/essays/bread.md", "summary:", "sumary:"),
    "draft": lambda root: replaced(root / "docs/essays/tides.md", "draft: true\nauthors:", "authors:"),
    "person": lambda root: replaced(root / "docs/people/editors.md", "name: The editors", "name: We"),
    "vocabulary": lambda root: replaced(root / "docs/vocabulary.yml", "title: Beginnings", "title: Starts"),
    "practice": lambda root: replaced(root / "docs/practices/look-around.md", "title: ", "title: Now "),
    "help": lambda root: toggled(
        root / "docs/help.yml", lambda: (root / "docs/help.yml").write_text(HELP, encoding="utf-8")
    ),
    "template": lambda root: replaced(root / "overrides/essay.html", "{% extends", "{# another #}{% extends"),
    "part of templates": lambda root: replaced(
        root / "overrides/partials/footer.html", "<footer", "<hr><footer"
    ),
    "style": lambda root: replaced(root / "overrides/assets/style.css", "body {", "body { /* here */"),
    "show": lambda root: replaced(root / "episodes/show.yml", "What it is about.", "What is heard in it."),
    "texts exchanged": exchanged,
    "line ends": of_other_line_ends,
    "response": lambda root: field_toggled(root, "responds_to: essays/first"),
    "translation": lambda root: field_toggled(root, "translation_of: essays/first\nlanguage: de"),
    "old address": lambda root: field_toggled(root, "aliases: [/old/]"),
    "withdrawn": lambda root: field_toggled(root, "withdrawn: 2027-01-05"),
    "pinned": lambda root: field_toggled(root, "related: {pin: [essays/first]}"),
    "own page": lambda root: toggled(
        root / "docs/about.md",
        lambda: (root / "docs/about.md").write_text("---\ntitle: Us\n---\n\nWe.\n", encoding="utf-8"),
    ),
    "folded sheets": lambda root: replaced(root / "mkdocs.yml", "zine: false", "zine: true"),
    "books": lambda root: replaced(root / "mkdocs.yml", "epub: false", "epub: true"),
    "store deleted": lambda root: shutil.rmtree(root / ".cache", ignore_errors=True),
    "audio": lambda root: toggled(
        root / "episodes/pier/audio.mp3",
        lambda: shutil.copy(MEDIA / "tone.mp3", root / "episodes/pier/audio.mp3"),
    ),
    "transcript": with_transcript,
    "picture": with_picture,
    "cover": with_cover,
    "lock": locked,
    "language": lambda root: replaced(root / "languages/en.yml", "All essays", "Every essay"),
    "settings": lambda root: replaced(root / "mkdocs.yml", "license: CC-BY-4.0", "license: CC0-1.0"),
    "site": lambda root: replaced(root / "mkdocs.yml", "site_name: A new", "site_name: An old"),
    "deleted and restored": lambda root: toggled(
        root / "docs/essays/bread.md", lambda: essay(root, "bread", "A warm oven.")
    ),
    "added": lambda root: toggled(
        root / "docs/essays/new.md", lambda: essay(root, "new", "At dusk, the sea.")
    ),
    "renamed": renamed,
    "touched": lambda root: os.utime(root / "docs/essays/tides.md"),
    "same size and time": of_same_size_and_time,
    "nothing": lambda _: None,
    "page of the site overwritten": lambda root: (root / "site/essays/tides/index.html").write_text("mine"),
    "page of the site deleted": lambda root: (root / "site/index.html").unlink(missing_ok=True),
    "file put into the site": lambda root: (root / "site/more.txt").write_text("mine"),
}


@contextmanager
def variables(**values: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def built_here(root: Path) -> bool:
    """Build in this process, which is faster than in another; False for a build that fails."""
    try:
        config = load_config(str(root / "mkdocs.yml"), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
    except (Abort, PluginError, ConfigurationError):
        return False
    return True


def built_again(root: Path) -> bool:
    """As `anthology build` does it."""
    with variables(ANTHOLOGY_TARGET=""):
        return bool(build_without_engine(root)) or built_here(root)


def built_from_nothing(root: Path) -> dict[str, str] | None:
    with tempfile.TemporaryDirectory() as folder:
        clean = Path(folder) / "clean"
        shutil.copytree(root, clean, symlinks=True, ignore=shutil.ignore_patterns(".cache", "site"))
        return digests(clean / "site") if built_here(clean) else None


def assert_rebuilt(root: Path, changes: list[str]) -> None:
    """Build after each change, and compare with a build from nothing; after a failed build, with the last site."""
    assert built_again(root)
    for change in changes:
        before = digests(root / "site")
        CHANGES[change](root)
        touched = digests(root / "site") != before

        succeeded, clean = built_again(root), built_from_nothing(root)

        assert succeeded == (clean is not None), change
        if clean is not None or not touched:
            assert digests(root / "site") == (before if clean is None else clean), change


def prepared(folder: Path) -> Path:
    root = collection(folder / "collection")
    config = root / "mkdocs.yml"
    shutil.rmtree(root / "overrides", ignore_errors=True)
    shutil.copytree(HOUSE / "overrides", root / "overrides")
    replaced(config, str(HOUSE / "overrides"), "overrides")
    (root / "languages").mkdir()
    (root / "languages/en.yml").write_text("shared:\n  essays: All essays\n", encoding="utf-8")
    essay(root, "tides", "A slow tide comes in at dusk.\n\n## Low water\n\nThe tide goes out at dusk, too.")
    essay(root, "bread", "A warm oven, and bread at dusk. The [tide](tides.md) is out.")
    episode(root, "pier", "Notes on the tide at the pier.")
    return root


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
@given(changes=st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=4))
def test_after_any_changes_the_site_is_that_of_a_clean_build(changes: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_rebuilt(prepared(Path(folder)), changes)


REFUSED = {"invalid", "audio", "topic", "draft", "deleted and restored", "renamed"}
"""changes that a build refuses, some because the post has been published"""


def test_every_kind_of_change_is_tried_once() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = prepared(Path(folder))
        assert built_again(root)
        for change in CHANGES:
            CHANGES[change](root)
            succeeded = built_again(root)
            if change in REFUSED:  # taken back, so that the next one is built
                CHANGES[change](root)
            else:
                assert succeeded, change
        assert built_again(root)
        assert digests(root / "site") == built_from_nothing(root)


def test_a_build_with_nothing_changed_writes_nothing(root: Path) -> None:
    time.sleep(0.06)  # so that the files were not changed a moment ago
    with variables(ANTHOLOGY_TARGET=""):
        assert built_here(root)
    assert LastBuild(root, "").is_current()

    (root / "docs/essays/first.md").touch()

    assert not LastBuild(root, "").is_current()


@pytest.mark.parametrize("name", ["SITE_URL", "ANTHOLOGY_TODAY"])
def test_a_variable_of_the_environment_that_changes_is_seen(root: Path, name: str) -> None:
    with variables(ANTHOLOGY_TARGET=""):
        assert built_here(root)

    with variables(**{name: "2026-01-01"}):
        assert not LastBuild(root, "").is_current()


@pytest.mark.parametrize("beside", ["post-3.pdf", ".post-3.md.swp", "post-3.md~"])
def test_an_edit_writes_the_pages_that_show_it_and_no_others(root: Path, beside: str) -> None:
    for number in range(8):
        essay(root, f"post-{number}", f"Number {number} is about itself.", date=f"2026-01-1{number}")
    assert built_here(root)
    before = {file: file.stat().st_ino for file in (root / "site").rglob("index.html")}
    replaced(root / "docs/essays/post-3.md", "about itself", "about something else")
    (root / "docs/essays" / beside).write_text("Number 3 is", encoding="utf-8")

    assert built_here(root)

    written = {file.parent.name for file, inode in before.items() if file.stat().st_ino != inode}
    assert {"post-3", "post-7"} == written  # and the post with the latest date


def test_after_a_new_title_the_pages_that_show_it_are_written_and_no_others(root: Path) -> None:
    for number in range(8):
        essay(
            root, f"post-{number}", f"Number {number} is about {number * 'sea '}.", date=f"2026-01-1{number}"
        )
    assert built_here(root)
    before = {file: file.stat().st_ino for file in (root / "site").rglob("index.html")}
    replaced(root / "docs/essays/post-3.md", "title: Post-3", "title: Another")

    assert built_here(root)

    kept = {file.parent.name for file, inode in before.items() if file.stat().st_ino == inode}
    assert {"practices", "look-around", "subscribe"} <= kept
    assert kept.isdisjoint({"post-3", "essays", "archive"})


def test_without_its_cache_a_build_keeps_the_files_that_come_out_the_same(root: Path) -> None:
    essay(root, "pier", "About the pier.", date="2026-01-10")
    essay(root, "bread", "A warm oven.", date="2026-01-11")
    assert built_here(root)
    before = {file: file.stat().st_ino for file in (root / "site").rglob("*.html")}
    shutil.rmtree(root / ".cache")
    (root / ".cache/anthology").mkdir(parents=True)
    replaced(root / "docs/essays/bread.md", "A warm oven", "A cold oven")

    assert built_here(root)

    written = {file.parent.name for file, inode in before.items() if file.stat().st_ino != inode}
    assert "bread" in written
    assert "pier" not in written
    assert digests(root / "site") == built_from_nothing(root)
    (kept,) = (root / ".cache/anthology").glob("folders-*")
    shared = nonempty(file for file in kept.rglob("*") if file.is_file())
    assert all(file.samefile(root / "site" / file.relative_to(kept)) for file in shared)


def test_the_seed_of_hashes_does_not_decide_which_pages_are_written(root: Path) -> None:
    for number in range(8):
        essay(root, f"post-{number}", f"Number {number} is about itself.", date=f"2026-01-1{number}")
    command = [sys.executable, "-m", "anthology", "build"]
    subprocess.run(command, cwd=root, env={**os.environ, "PYTHONHASHSEED": "1"}, check=True)
    before = {file: file.stat().st_ino for file in (root / "site").rglob("index.html")}
    replaced(root / "docs/essays/post-3.md", "about itself", "about something else")

    subprocess.run(command, cwd=root, env={**os.environ, "PYTHONHASHSEED": "2"}, check=True)

    kept = [file for file, inode in before.items() if file.stat().st_ino == inode]
    assert len(kept) > len(before) / 2


def test_the_last_site_is_not_written_through_links(root: Path) -> None:
    assert built_here(root)
    last = root / "kept"
    subprocess.run(["cp", "-al", str(root / "site"), str(last)], check=True)
    before = digests(last)
    essay(root, "first", "Another text, of another length.", date="2027-01-01")

    assert built_here(root)

    assert digests(last) == before != digests(root / "site")


def test_hooks_of_others_may_change_any_page_so_nothing_is_taken_over(root: Path) -> None:
    hook = root / "count.py"
    hook.write_text(
        "def on_post_page(output, page, config):\n    return output + '<!-- 1 -->'\n", encoding="utf-8"
    )
    replaced(root / "mkdocs.yml", "hooks:\n", "hooks:\n  - count.py\n")
    with variables(ANTHOLOGY_TARGET=""):
        assert built_here(root)
    assert not LastBuild(root, "").is_current()
