"""The deploy, by the commands of its own workflow: what is merged with a date ahead is published on that day."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid5

import feedparser
import pytest
import yaml

from anthology.collection import LOCK, read_lock
from builders import HOUSE, collection, episode, essay
from lock_builders import git

SHOW = UUID("368e1282-a34d-57bd-a008-d02e0e6a2b71")
ADDRESS = "https://shore.example/"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of a collection whose main is in another repository, as on a host, with what `make` installs."""
    root = collection(tmp_path / "checkout")
    episode(root, "pier", date="2026-02-01")
    (root / "requirements.lock").touch()
    tools = {
        root / ".venv/bin/anthology": f'exec "{sys.executable}" -m anthology "$@"',
        root / ".venv/bin/python": f'exec "{sys.executable}" "$@"',
        tmp_path / "clock/date": 'echo "$DAY"',
    }
    for file, line in tools.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        file.chmod(0o755)
    (root / ".venv/.installed").touch()
    git(root, "init", "-q", "-b", "main")
    git(tmp_path, "init", "-q", "--bare", "host.git")
    git(root, "remote", "add", "origin", str(tmp_path / "host.git"))
    return root


def deploy(root: Path, day: str) -> dict[str, str]:
    """Run the jobs of deploy.yml on this day, and return what their steps tell each other."""
    jobs = yaml.safe_load((HOUSE / ".github/workflows/deploy.yml").read_text(encoding="utf-8"))["jobs"]
    outputs: dict[str, str] = {}
    for job in ("lock", "commit", "build"):
        steps = [
            step["run"] for step in jobs[job]["steps"] if "run" in step and ".installed" not in step["run"]
        ]
        assert steps
        for script in steps:
            outputs |= run(root, script, day, outputs)
    return outputs


def run(root: Path, script: str, day: str, outputs: dict[str, str]) -> dict[str, str]:
    target = root.parent / "output"
    target.write_text("", encoding="utf-8")
    environment = {
        **os.environ, "PATH": f"{root.parent / 'clock'}{os.pathsep}{os.environ['PATH']}", "DAY": day,
        "GITHUB_OUTPUT": str(target), "SITE_URL": ADDRESS, "LOCK": outputs.get("lock", ""),
        "ANTHOLOGY_TODAY": outputs.get("today", ""), "PYTHONPATH": str(HOUSE / "hooks"),
    }  # fmt: skip
    if not environment["ANTHOLOGY_TODAY"]:
        del environment["ANTHOLOGY_TODAY"]
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], cwd=root, env=environment, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    return dict(line.split("=", 1) for line in target.read_text(encoding="utf-8").splitlines())


def merge(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Merge")
    git(root, "push", "-q", "origin", "main")


def published(root: Path) -> tuple[set[str], set[str]]:
    """The titles in the feed of the podcast, and the slugs in the lock of the host's main."""
    feed = feedparser.parse((root / "site" / "podcast.xml").read_bytes())
    git(root, "fetch", "-q", "origin", "main")
    git(root, "diff", "--exit-code", "origin/main", "--", LOCK)
    return {entry.title for entry in feed.entries}, {locked.slug for locked in read_lock(root)[0].episodes}


def test_a_post_dated_tomorrow_is_merged_today_and_published_tomorrow(checkout: Path) -> None:
    merge(checkout)
    deploy(checkout, "2026-03-01")
    episode(checkout, "morrow", date="2026-03-02")
    essay(checkout, "ahead", date="2026-03-02")
    merge(checkout)

    deploy(checkout, "2026-03-01")
    assert published(checkout) == ({"Pier"}, {"pier"})
    assert not (checkout / "site/essays/ahead").exists()
    assert "morrow" not in (checkout / "site/sitemap.xml").read_text(encoding="utf-8")

    deploy(checkout, "2026-03-02")  # the run at night: nothing was pushed
    assert published(checkout) == ({"Pier", "Morrow"}, {"pier", "morrow"})
    assert (checkout / "site/essays/ahead/index.html").is_file()
    entry = feedparser.parse((checkout / "site" / "podcast.xml").read_bytes()).entries[0]
    assert (entry.title, entry.id) == ("Morrow", str(uuid5(SHOW, "morrow")))
    assert entry.published.startswith("Mon, 02 Mar 2026 12:00:00")


def test_what_waits_for_its_day_is_no_alarm_for_the_check_of_the_merge(checkout: Path) -> None:
    essay(checkout, "ahead", date="2026-03-02")

    outputs = run(checkout, ".venv/bin/anthology check --today 2026-03-01 > said; cat said", "2026-03-01", {})

    assert outputs == {}
    told = (checkout / "said").read_text(encoding="utf-8")
    assert "note: this is dated after 2026-03-01, so it is held back until that day" in told
