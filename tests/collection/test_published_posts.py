"""Addresses of published essays go on working: real edits, the lock, real builds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anthology.collection import LOCK, load, read_lock
from anthology.commands.cli import main
from anthology.output.publication import build_publication
from anthology.problems import Problem, errors
from builders import build, built, collection, episode, essay, nonempty
from lock_builders import MAIN, commit, git, lock, publish

MISSING = "essays/walls was published and has been removed: links to /essays/walls/ would not work"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A blog in git, with two published essays and no podcast."""
    root = collection(tmp_path / "collection")
    essay(root, "doors")
    essay(root, "walls")
    git(root, "init", "-q", "-b", MAIN)
    publish(root)
    return root


def essays(root: Path) -> dict[str, bool]:
    """The essays of the lock that are not of the small collection, and if they are withdrawn."""
    entries = {entry.slug: entry.withdrawn for entry in read_lock(root)[0].essays}
    return {slug: entries[slug] for slug in entries if slug not in {"first"}}


def alarms(root: Path) -> list[Problem]:
    """The errors; check and build agree."""
    problems = errors(load(root)[1])
    assert problems == errors(build_publication(root)[1])
    return problems


def file(root: Path, slug: str) -> Path:
    return root / "docs" / "essays" / f"{slug}.md"


def test_the_lock_has_a_line_for_each_essay_by_name_and_a_blog_alone_has_one_too(root: Path) -> None:
    lines = lock(root).splitlines()

    assert "- {slug: doors}" in lines
    assert lines[2:] == ["essays:", *sorted(nonempty(line for line in lines if line.startswith("- ")))]
    assert not (root / "episodes" / "show.yml").exists()
    assert alarms(root) == []


def test_a_removed_essay_stops_check_and_build_with_one_message(root: Path) -> None:
    file(root, "walls").unlink()

    (problem,) = alarms(root)

    assert (problem.path, problem.message) == (LOCK, MISSING)
    assert "{slug: walls}" in lock(root).splitlines()[problem.line - 1]
    assert MISSING in build(root).stderr
    assert main(["check", "--root", str(root)]) == 1


def test_what_the_message_says_of_a_renamed_essay_works_as_it_is_written(root: Path) -> None:
    file(root, "walls").rename(file(root, "old-walls"))

    (problem,) = alarms(root)
    match = re.search(r"if it is (\S+) now, write there {2}(aliases: \[\S+\]);", problem.fix)
    assert match
    named = root / "docs" / f"{match[1]}.md"
    named.write_text(
        named.read_text(encoding="utf-8").replace("---\n", f"---\n{match[2]}\n", 1), encoding="utf-8"
    )

    assert alarms(root) == []
    assert '"https://example.org/essays/old-walls/"' in (
        built(root) / "essays" / "walls" / "index.html"
    ).read_text(encoding="utf-8")
    publish(root)
    assert {"old-walls", "walls"} <= essays(root).keys()
    assert alarms(root) == []


def test_an_essay_that_has_aliases_gets_one_more(root: Path) -> None:
    file(root, "walls").unlink()
    essay(root, "old-walls", aliases="[/w/]")

    (problem,) = alarms(root)

    assert problem.fix.startswith("if it is essays/old-walls now, add to its aliases  /essays/walls/;")


def test_the_alias_of_a_published_essay_cannot_be_deleted_either(root: Path) -> None:
    file(root, "walls").unlink()
    essay(root, "old-walls", aliases="[/essays/walls/]")
    publish(root)

    essay(root, "old-walls")

    (problem,) = alarms(root)
    assert problem.message == MISSING


def test_the_command_that_the_message_names_ends_the_alarm(root: Path) -> None:
    file(root, "walls").unlink()
    (problem,) = alarms(root)
    command = problem.fix.rpartition("anthology ")[2].split()

    assert main([*command, "--root", str(root)]) == 0
    commit(root)

    assert essays(root)["walls"] is True
    assert alarms(root) == []


def test_a_reason_is_kept_where_one_is_given_and_it_is_needless(root: Path) -> None:
    file(root, "walls").unlink()

    publish(root, "--allow", "gone:essays/walls", "--reason", "Two people asked for it.")

    assert '- {slug: walls, withdrawn: true, reason: "Two people asked for it."}' in lock(root)
    publish(root)
    assert '- {slug: walls, withdrawn: true, reason: "Two people asked for it."}' in lock(root)


def test_an_allowed_removal_that_did_not_happen_is_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", "--allow", "gone:essays/walls", "--root", str(root)]) != 0

    assert "There was no such change: gone:essays/walls" in capsys.readouterr().err


def test_a_published_essay_that_becomes_a_draft_stops_the_build(root: Path) -> None:
    essay(root, "walls", draft="true")

    (problem,) = alarms(root)

    assert problem.path == "docs/essays/walls.md"
    assert problem.message.startswith("this essay was published: as a draft it would disappear")
    essay(root, "walls", withdrawn="2027-01-05")
    assert alarms(root) == []


def test_a_withdrawn_essay_keeps_its_page_and_may_then_be_removed_and_come_back(root: Path) -> None:
    essay(root, "walls", withdrawn="2027-01-05")
    publish(root)
    assert essays(root)["walls"] is True

    file(root, "walls").unlink()
    assert alarms(root) == []

    essay(root, "walls")
    publish(root)
    assert essays(root)["walls"] is False


def test_what_is_a_draft_or_waits_for_its_day_is_not_recorded_and_may_go(root: Path) -> None:
    essay(root, "later", date="2026-03-02")
    essay(root, "unfinished", draft="true")

    publish(root, "--today", "2026-03-01")

    assert essays(root).keys() == {"doors", "walls"}
    publish(root, "--today", "2026-03-02")
    assert essays(root).keys() == {"doors", "walls", "later"}


def test_a_published_essay_with_a_date_ahead_stays_where_it_is(root: Path) -> None:
    essay(root, "walls", date="2026-05-01")

    publish(root, "--today", "2026-03-01")

    site = built(root, ANTHOLOGY_TODAY="2026-03-01")
    assert (site / "essays" / "walls" / "index.html").is_file()


def test_an_alias_that_waits_with_its_essay_for_its_day_answers_nobody_yet(root: Path) -> None:
    file(root, "walls").unlink()
    essay(root, "old-walls", date="2026-05-01", aliases="[/essays/walls/]")

    assert main(["check", "--today", "2026-03-01", "--root", str(root)]) == 1
    assert main(["check", "--today", "2026-05-01", "--root", str(root)]) == 0


def test_a_translation_is_an_essay_with_an_address_of_its_own(root: Path) -> None:
    essay(root, "muros", translation_of="essays/walls", language="es")
    publish(root)
    file(root, "muros").unlink()

    (problem,) = alarms(root)

    assert problem.message.startswith("essays/muros was published and has been removed")


def test_an_essay_whose_name_is_a_mistake_has_one_message(root: Path) -> None:
    file(root, "walls").rename(root / "docs" / "essays" / "walls.markdown")

    (problem,) = alarms(root)

    assert problem.path == "docs/essays/walls.markdown"


def test_a_lock_without_essays_is_completed_by_the_next_publish(root: Path) -> None:
    episode(root, "pier")
    git(root, "rm", "-q", "--cached", LOCK)
    (root / LOCK).unlink()
    commit(root)
    publish(root)
    lines = lock(root).splitlines()
    older = [line for line in lines if line != "essays:" and not re.fullmatch(r"- \{slug: [a-z-]+\}", line)]
    (root / LOCK).write_text("\n".join([*older, ""]), encoding="utf-8")
    commit(root)
    assert alarms(root) == []

    publish(root)

    assert lock(root).splitlines() == lines


def test_a_line_that_is_gone_since_main_is_told(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "branch")
    (root / LOCK).write_text(lock(root).replace("- {slug: walls}\n", ""), encoding="utf-8")

    (problem,) = alarms(root)

    assert problem.message == "essays/walls was published, and its line is gone"


def test_a_line_that_a_merge_doubled_is_told(root: Path) -> None:
    (root / LOCK).write_text(lock(root) + "- {slug: walls}\n", encoding="utf-8")

    (problem,) = alarms(root)

    assert problem.message == "walls is in this file twice"


def switch_off(root: Path, part: str) -> None:
    config = root / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}    without: [{part}]\n", encoding="utf-8")


def test_a_published_podcast_that_is_switched_off_is_told_once_with_the_command_that_gives_it_up(
    root: Path,
) -> None:
    episode(root, "pier")
    episode(root, "quay", date="2026-02-02", guid="another")
    publish(root)
    switch_off(root, "podcast")

    (problem,) = alarms(root)

    assert problem.message == "the podcast was published and is gone: apps would lose its feed and 2 episodes"
    command = problem.fix.rpartition("anthology ")[2].split()
    assert main([*command, "--root", str(root)]) == 0
    commit(root)
    assert alarms(root) == []
    assert [entry.withdrawn for entry in read_lock(root)[0].episodes] == [True, True]


def test_a_published_thread_on_a_site_that_does_without_threads_is_told(root: Path) -> None:
    essay(root, "waves", "1/ One.\n\n2/ Two.", format="thread")
    publish(root)
    switch_off(root, "threads")

    (problem,) = alarms(root)

    assert problem.message.startswith("essays/waves was published, and the site does without threads now")
    command = problem.fix.rpartition("anthology ")[2].split()
    assert main([*command, "--root", str(root)]) == 0
    commit(root)
    assert alarms(root) == []
