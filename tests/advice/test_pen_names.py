"""The pen-name guard: it warns before a push, and its fix works."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from anthology.commands.cli import main
from anthology.media.audio import Tags, write_id3
from builders import HOUSE, MEDIA, episode, essay

OTHER = ("Jane Doe", "jane.doe@hospital.example")


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, text=True, check=True, timeout=30
    )
    return done.stdout


@pytest.fixture
def repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection in a repository, with a person Kit, who is a pen name; all of it has been pushed."""
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    person = root / "docs" / "people" / "kit.md"
    person.write_text("---\nname: Kit\nkind: pen-name\n---\n", encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    identify(root, "Editors", "editors@collective.example")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Begin")
    git(root.parent, "init", "-q", "--bare", "elsewhere")
    git(root, "remote", "add", "origin", str(root.parent / "elsewhere"))
    git(root, "push", "-q", "-u", "origin", "main")
    return root


def identify(root: Path, name: str, address: str) -> None:
    git(root, "config", "user.name", name)
    git(root, "config", "user.email", address)


def commit(root: Path, subject: str = "Add a post") -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", subject)


def warning(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    code = main(["check", "--before-push", "--root", str(root)])
    out = capsys.readouterr().out
    assert code == int(bool(out))
    return out


def run_what_it_says(root: Path, out: str) -> None:
    """Run the commands of the fix, which three spaces divide."""
    commands = out.partition("run these ")[2].partition(":  ")[2].partition("\n")[0].partition("   (")[0]
    for line in commands.split("   "):
        assert line.startswith("git ")
        git(root, *shlex.split(line)[1:])


def test_a_commit_with_another_name_is_told_and_mended_before_it_is_pushed(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identify(repository, *OTHER)
    file = essay(repository, "first-post", authors="[kit]")
    commit(repository)
    file.write_text(file.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    commit(repository, "Say more")

    out = warning(repository, capsys)
    assert "a commit of this file, which is by a pen name, carries another name or address" in out
    assert "jane" not in out.lower()
    run_what_it_says(repository, out)

    assert "" == warning(repository, capsys)
    git(repository, "push", "-q")
    history = git(repository.parent / "elsewhere", "log", "--format=%an %ae %cn %ce", "main")
    assert "Jane" not in history
    assert history.count("Kit kit@users.noreply.invalid Kit kit@users.noreply.invalid") == 2


def test_the_name_of_the_next_commit_is_told_before_there_is_one(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identify(repository, *OTHER)
    essay(repository, "first-post", authors="[kit]")

    out = warning(repository, capsys)
    assert "git will put another name or address into its commit" in out
    run_what_it_says(repository, out)
    commit(repository)

    assert "" == warning(repository, capsys)


@pytest.mark.parametrize(
    "kit", [("Kit", "12+kit@users.noreply.github.com"), ("kit", "kit@users.noreply.invalid")]
)
def test_a_pen_name_with_a_stand_in_for_its_address_reveals_nothing(
    repository: Path, kit: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    identify(repository, *kit)
    essay(repository, "first-post", authors="[kit]")
    commit(repository)

    assert "" == warning(repository, capsys)


@pytest.mark.parametrize(
    "identity",
    [
        ("Kit", "jane.doe@hospital.example"),
        ("Kit", "12+janedoe@users.noreply.github.com"),
        ("Jane", "kit@users.noreply.invalid"),
    ],
)
def test_an_address_or_an_account_reveals_as_much_as_a_name(
    repository: Path, identity: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    identify(repository, *identity)
    essay(repository, "first-post", authors="[kit]")
    commit(repository)

    assert "carries another name or address" in warning(repository, capsys)


def test_editors_commit_what_somebody_sent(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = repository / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    assert "  anthology:\n" in text
    editors = "    editors: [Ada Editor, ada@collective.example]\n"
    settings.write_text(text.replace("  anthology:\n", f"  anthology:\n{editors}"), encoding="utf-8")
    identify(repository, "Ada Editor", "ada@collective.example")
    essay(repository, "first-post", authors="[kit]")
    commit(repository)

    assert "" == warning(repository, capsys)


def test_a_post_by_a_name_and_what_was_pushed_long_ago_are_left_alone(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identify(repository, *OTHER)
    essay(repository, "by-the-editors")
    essay(repository, "first-post", authors="[kit]")
    commit(repository)
    git(repository, "push", "-q")

    assert "" == warning(repository, capsys)


def test_a_recording_that_names_somebody_else_is_told_without_the_name(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identify(repository, "Kit", "kit@users.noreply.invalid")
    notes = episode(repository, "pier", hosts="[kit]")
    commit(repository)
    assert "" == warning(repository, capsys)

    write_id3(notes.parent / "audio.mp3", Tags("The pier", "Jane Doe", "A show", 1000))
    out = warning(repository, capsys)

    assert "audio.mp3 names somebody else than the people of this episode" in out
    assert "jane" not in out.lower()
    shutil.copy(MEDIA / "tone.mp3", notes.parent / "audio.mp3")
    assert "" == warning(repository, capsys)


def test_make_guard_stops_a_push_that_would_tell_a_name(repository: Path) -> None:
    shutil.copytree(HOUSE / "tools", repository / "tools")
    shutil.copy(HOUSE / "Makefile", repository)
    (repository / ".venv" / "bin").mkdir(parents=True)
    (repository / ".venv" / "bin" / "python").symlink_to(HOUSE / ".venv" / "bin" / "python")
    done = subprocess.run(
        ["make", "guard"], cwd=repository, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    identify(repository, *OTHER)
    essay(repository, "first-post", authors="[kit]")
    git(repository, "add", "docs/essays")
    git(repository, "commit", "-q", "-m", "Add a post")

    pushed = subprocess.run(
        ["git", "push", "-q"], cwd=repository, capture_output=True, text=True, check=False, timeout=60
    )

    assert pushed.returncode != 0
    assert "Nothing was pushed." in pushed.stdout + pushed.stderr
    assert "Add a post" not in git(repository.parent / "elsewhere", "log", "--format=%s", "main")
