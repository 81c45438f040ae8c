"""Real builds: what is published, and what a build that fails leaves behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from builders import HOUSE, build, built, digests, elsewhere, episode, essay, full_disk
from fuzz.kills import kill_builds
from mkdocs_anthology.theme_files import notes_on_overrides


def links(page: Path) -> set[str]:
    found = LexborHTMLParser(page.read_text(encoding="utf-8")).css("a[href]")
    return {link.attributes["href"] or "" for link in found}


def leftovers(root: Path) -> list[str]:
    return [file.name for file in root.iterdir() if file.name.startswith(".site")]


def test_a_new_site_in_another_folder_builds_with_this_house(root: Path) -> None:
    site = built(root, "--strict")

    assert "A first essay" in (site / "essays" / "first" / "index.html").read_text(encoding="utf-8")
    assert "Look around the room" in (site / "practices" / "look-around" / "index.html").read_text(
        encoding="utf-8"
    )


def test_a_bad_post_leaves_the_last_good_site_byte_for_byte(root: Path) -> None:
    before = digests(built(root))
    essay(root, "wrong", title="One: two")

    done = build(root)

    assert done.returncode != 0
    assert "docs/essays/wrong.md:2:11: " in done.stdout + done.stderr
    assert digests(root / "site") == before
    assert leftovers(root) == []


def test_a_strict_build_that_warns_leaves_the_last_good_site(root: Path) -> None:
    before = digests(built(root))
    essay(root, "second")
    config = root / "mkdocs.yml"
    warning = root / "warn.py"
    warning.write_text(
        "import logging\ndef on_env(env, config, files):\n"
        "    logging.getLogger('mkdocs.hooks.warn').warning('no')\n",
        encoding="utf-8",
    )
    config.write_text(
        config.read_text(encoding="utf-8").replace("hooks:\n", "hooks:\n  - warn.py\n"), encoding="utf-8"
    )

    done = build(root, "--strict")

    assert done.returncode != 0
    assert digests(root / "site") == before
    assert leftovers(root) == []


def test_a_template_that_breaks_late_leaves_the_last_good_site(root: Path) -> None:
    before = digests(built(root))
    broken = root / "broken.py"
    broken.write_text(
        "def on_post_page(output, page, config):\n    raise RuntimeError('late')\n", encoding="utf-8"
    )
    config = root / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("hooks:\n", "hooks:\n  - broken.py\n"), encoding="utf-8"
    )

    assert build(root).returncode != 0
    assert digests(root / "site") == before
    assert leftovers(root) == []


@pytest.mark.parametrize("stage", ["on_pre_build", "on_env", "on_post_page", "on_post_build"])
def test_a_build_that_is_killed_leaves_the_last_good_site_and_the_next_one_cleans_up(
    root: Path, stage: str
) -> None:
    before = digests(built(root))
    essay(root, "second")
    config = root / "mkdocs.yml"
    good = config.read_text(encoding="utf-8")
    (root / "kill.py").write_text(
        f"import os, signal\ndef {stage}(*words, **named):\n    os.kill(os.getpid(), signal.SIGKILL)\n",
        encoding="utf-8",
    )
    config.write_text(good.replace("hooks:\n", "hooks:\n  - kill.py\n"), encoding="utf-8")

    assert build(root).returncode == -signal.SIGKILL
    assert digests(root / "site") == before

    config.write_text(good, encoding="utf-8")
    assert "essays/second/index.html" in digests(built(root))
    assert leftovers(root) == []


def test_a_build_that_is_killed_at_a_random_moment_leaves_a_whole_site() -> None:
    # A few moments; `python -m fuzz kills --number 200` tries as many as wanted.
    assert 3 == sum(kill_builds(3))


def test_two_builds_at_once_both_succeed_and_leave_a_whole_site(root: Path) -> None:
    site = digests(built(root))
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    processes = [subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL) for _ in range(3)]

    assert [0, 0, 0] == [process.wait() for process in processes]
    assert site == digests(root / "site")
    assert leftovers(root) == []


def test_a_full_disk_leaves_the_last_good_site_and_is_told(root: Path) -> None:
    before = digests(built(root))
    essay(root, "second", "A long text. " * 5000)

    with full_disk(room=20_000):
        done = build(root)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "the site cannot be written (File too large)" in done.stderr
    assert digests(root / "site") == before
    assert leftovers(root) == []


def test_a_place_in_which_no_site_can_be_is_told(root: Path) -> None:
    (root / "a-file").touch()
    (root / "a-link").symlink_to(root / "docs", target_is_directory=True)

    for place, reason in (("a-file/site", "Not a directory"), ("a-link", "it is a link")):
        done = build(root, "-d", str(root / place))
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert f"the site cannot be written ({reason}" in done.stderr


def test_a_build_that_died_between_its_two_renames_is_put_right(root: Path) -> None:
    before = digests(built(root))
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    inode = (root / "site").stat().st_ino
    (root / "site").rename(root / f".site.old.{inode}.{dead.pid}")
    essay(root, "wrong", title="One: two")

    assert build(root).returncode != 0

    assert digests(root / "site") == before


def test_the_same_content_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    first = _copy_of_the_collection(tmp_path / "one", 1_700_000_000)
    other = _copy_of_the_collection(tmp_path / "other", 1_000_000_000)

    here = digests(built(first, "--strict", TZ="UTC", PYTHONHASHSEED="1", **elsewhere("forwards", "C")))

    assert len(here) > 40
    for spoken in [name for name in ("tr_TR.UTF-8", "ar_EG.UTF-8") if _is_spoken(name)] or ["POSIX"]:
        away = {"TZ": "Asia/Kolkata", "PYTHONHASHSEED": "4242", **elsewhere("backwards", spoken)}
        assert here == digests(built(other, "--strict", **away)), spoken


def _is_spoken(name: str) -> bool:
    """Return if this machine has a locale; a bare machine has only English month names and capitals."""
    env = {**os.environ, **elsewhere(spoken=name)}
    return (
        subprocess.run([sys.executable, "-c", ""], env=env, capture_output=True, check=False).returncode == 0
    )


def _copy_of_the_collection(target: Path, moment: int) -> Path:
    """The real collection, all of its files of another time."""
    for part in ("mkdocs.yml", "docs", "episodes", "hooks", "overrides"):
        for file in [HOUSE / part, *(HOUSE / part).rglob("*")]:
            if file.is_file() and "__pycache__" not in file.parts:
                copy = target / file.relative_to(HOUSE)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, copy)
                os.utime(copy, (moment, moment))
    return target


def test_a_site_below_a_path_keeps_its_links(root: Path) -> None:
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("https://example.org/", "https://user.github.io/repo/"), encoding="utf-8")
    episode(root, "pier")

    site = built(root)

    assert "https://user.github.io/repo/episodes/pier/pier.mp3" in (site / "podcast.xml").read_text(
        encoding="utf-8"
    )
    assert not any(link.startswith("/") for link in links(site / "essays" / "first" / "index.html"))
    assert "/repo/essays/" in links(site / "404.html")


def test_without_directory_urls_every_link_names_its_file(root: Path) -> None:
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + "use_directory_urls: false\n", encoding="utf-8")
    essay(root, "second", "[First](first.md).")

    site = built(root)

    page = site / "essays" / "second" / "index.html"
    inside = {link for link in links(page) if not link.startswith(("http", "#", "mailto"))}
    assert "../../essays/first/index.html" in inside
    assert all((page.parent / link.partition("#")[0]).resolve().is_file() for link in inside)


def test_every_link_within_the_site_leads_to_a_file(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert build(HOUSE, "--strict", "-d", str(site)).returncode == 0

    for page in site.rglob("*.html"):
        if page.name == "404.html":
            continue  # its links are absolute, for any address that it stands for
        for link in links(page):
            if "://" in link or link.startswith(("mailto:", "tel:", "sms:", "#")):
                continue
            target = (page.parent / link.partition("#")[0]).resolve()
            assert target.is_file() or (target / "index.html").is_file(), f"{link} on {page}"


def test_drafts_are_published_nowhere(root: Path) -> None:
    picture = HOUSE / "tests" / "media" / "tone.mp3"
    episode(root, "secret", "Hidden words.", draft="true")
    essay(root, "hidden", "Hidden words.", draft="true")

    site = built(root)

    assert picture.is_file()
    texts = [file for file in site.rglob("*") if file.suffix in {".html", ".xml", ".json"}]
    assert not [
        file
        for file in texts
        if "hidden" in file.read_text(encoding="utf-8").lower()
        and "essays/hidden" in file.read_text(encoding="utf-8")
    ]
    assert not [name for name in digests(site) if "secret" in name or "hidden" in name]


def test_the_preview_shows_drafts_but_no_feed_does(root: Path) -> None:
    episode(root, "secret", "Hidden words.", draft="true")

    site = built(root, ANTHOLOGY_PREVIEW="1")

    assert "Hidden words." in (site / "episodes" / "secret" / "index.html").read_text(encoding="utf-8")
    assert "secret" not in (site / "podcast.xml").read_text(encoding="utf-8")
    assert "secret" not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_a_withdrawn_post_leaves_a_short_page_and_no_trace_in_lists(root: Path) -> None:
    essay(root, "gone", "Words that must not stay.", withdrawn="2026-02-01")

    site = built(root)

    page = (site / "essays" / "gone" / "index.html").read_text(encoding="utf-8")
    assert "Words that must not stay." not in page
    assert "Gone" in page
    assert "essays/gone" not in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "essays/gone" not in (site / "related.json").read_text(encoding="utf-8")
    assert "../essays/gone/" not in links(site / "archive" / "index.html")


def test_an_old_address_leads_to_the_post(root: Path) -> None:
    essay(root, "moved", aliases="[/2014/old-name/]")

    site = built(root)

    page = (site / "2014" / "old-name" / "index.html").read_text(encoding="utf-8")
    assert 'url=https://example.org/essays/moved/"' in page


def test_pages_link_to_the_file_they_are_written_in(root: Path) -> None:
    episode(root, "pier")

    site = built(root, REPO_URL="https://example.org/code/")

    assert "https://example.org/code/edit/main/episodes/pier/index.md" in links(
        site / "episodes" / "pier" / "index.html"
    )
    assert "https://example.org/code/edit/main/docs/essays/first.md" in links(
        site / "essays" / "first" / "index.html"
    )


def test_only_files_that_a_page_refers_to_are_published(root: Path) -> None:
    episode(root, "pier")
    (root / "episodes" / "pier" / "master.wav").write_bytes(b"RIFF")
    (root / "docs" / "evil.html").write_text("<script>alert(1)</script>", encoding="utf-8")
    (root / "docs" / "evil.js").write_text("alert(1)", encoding="utf-8")

    names = digests(built(root))

    assert "episodes/pier/pier.mp3" in names
    assert not [name for name in names if "evil" in name or "master" in name or name.endswith(".yml")]


def test_the_audio_served_is_the_committed_file(root: Path) -> None:
    episode(root, "pier")

    site = built(root)

    committed = (root / "episodes" / "pier" / "audio.mp3").read_bytes()
    assert (site / "episodes" / "pier" / "pier.mp3").read_bytes() == committed
    assert f'length="{len(committed)}"' in (site / "podcast.xml").read_text(encoding="utf-8")


def test_the_sitemap_has_every_page_with_the_date_of_its_content(root: Path) -> None:
    essay(root, "second", date="2025-05-05", updated="2025-06-06")

    sitemap = (built(root) / "sitemap.xml").read_text(encoding="utf-8")

    assert "https://example.org/essays/second/" in sitemap
    assert "2025-06-06" in sitemap
    assert time.strftime("%Y-%m-%d") not in sitemap


def test_the_compressed_sitemap_is_dated_by_the_content(root: Path) -> None:
    essay(root, "second", date="2025-05-05", updated="2025-06-06")

    header = (built(root) / "sitemap.xml.gz").read_bytes()[:8]  # RFC 1952, section 2.3: MTIME

    assert datetime(2026, 1, 1, tzinfo=UTC).timestamp() == int.from_bytes(header[4:], "little")


def test_related_json_names_a_page_and_its_reasons(root: Path) -> None:
    essay(root, "second", related="{pin: [essays/first]}")

    told = json.loads((built(root) / "related.json").read_text(encoding="utf-8"))

    first = told["essays/second"]["essays"][0]
    assert first["page"] == "essays/first"
    assert first["reasons"][:2] == ["chosen by the author", "both about Beginnings"]
    assert {offer["page"] for offer in told["essays/second"]["practices"]} == {
        "practices/call-somebody",
        "practices/look-around",
    }


def test_links_in_hidden_folders_are_not_followed_and_hide_no_file_of_the_site(root: Path) -> None:
    for name in ("docs/.a", "docs/_b"):
        (root / name).mkdir()
        for link in ("x", "y", "z"):
            (root / name / link).symlink_to(root / "docs", target_is_directory=True)
    (root / "docs" / "assets").mkdir()
    (root / "docs" / "assets" / "boot.js").write_text("// not ours", encoding="utf-8")

    site = built(root)

    assert (HOUSE / "overrides/assets/boot.js").read_bytes() == (site / "assets/boot.js").read_bytes()


def test_a_file_that_takes_the_place_of_the_theme_s_own_is_told(tmp_path: Path) -> None:
    own, theme, engine = (tmp_path / name for name in ("overrides", "theme", "mkdocs"))
    for file in (
        own / "assets/boot.js",
        theme / "assets/boot.js",
        own / "assets/own.css",
        theme / "main.html",
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    config: Any = SimpleNamespace(
        theme=SimpleNamespace(custom_dir=str(own), dirs=[str(own), str(theme), str(engine)])
    )

    notes = list(notes_on_overrides(config))

    assert ["overrides/assets/boot.js: note: this takes the place of the theme's own file"] == notes
