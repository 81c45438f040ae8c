"""The lock as a file: what `anthology publish` writes, and what is reported where it cannot be read."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from html import escape
from pathlib import Path

import pytest
from PIL import Image

from anthology.collection import LOCK, load, read_lock, write_lock
from anthology.commands.cli import main
from anthology.output.publication import build_publication
from anthology.problems import errors, format_report
from anthology.whole_files import write_whole
from builders import HOUSE, MEDIA, collection, episode, essay, full_disk
from lock_builders import (
    GUID,
    MAIN,
    change,
    commit,
    git,
    lock,
    other_audio,
    publish,
    published_collection,
    two_published,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return published_collection(tmp_path / "collection")


def line(**fields: str) -> str:
    """A line of the lock; the values are YAML."""
    known = {
        "slug": "pier", "guid": GUID, "date": "2026-01-03T12:00:00Z", "sha256": sha256(),
        "length": "6347", "path": "episodes/pier/pier.mp3",
    } | fields  # fmt: skip
    return f"- {{{', '.join(f'{name}: {value}' for name, value in known.items())}}}"


def sha256() -> str:
    return hashlib.sha256((MEDIA / "tone.mp3").read_bytes()).hexdigest()


def write(root: Path, text: str) -> None:
    (root / LOCK).write_text(text, encoding="utf-8")


def complaints(root: Path) -> list[str]:
    """The errors in the lock, as `line: message`; whatever is wrong with it, check and build agree."""
    problems = errors(load(root)[1])
    assert {LOCK} >= {problem.path for problem in problems}
    assert bool(problems) == bool(errors(build_publication(root)[1]))
    return [f"{problem.line}: {problem.message}" for problem in problems]


def test_the_lock_is_one_line_an_episode_and_names_no_host(root: Path) -> None:
    assert lock(root).splitlines()[2:] == [
        "show: 368e1282-a34d-57bd-a008-d02e0e6a2b71",
        "episodes:",
        line(),
        "essays:",
        "- {slug: first}",
    ]
    assert "example.org" not in lock(root)


@pytest.mark.parametrize(
    "guid", ["an old  guid", "a: b, {c}", "null", "émile/ñ", '"', "https://x.example/?p=1#2", "0x1F", "- a"]
)
def test_a_guid_is_kept_byte_for_byte_from_the_notes_to_the_feed(root: Path, guid: str) -> None:
    change(root, "title: Pier", f"title: Pier\nguid: {json.dumps(guid)}")
    publish(root, "--allow", "guid:pier", "--reason", "It came from another host: see the letter")

    assert write_lock(read_lock(root)[0]) == lock(root)
    assert guid == read_lock(root)[0].episodes[0].guid
    feed = build_publication(root)[0].generated["podcast.xml"].decode()
    assert f">{escape(guid, quote=False)}</guid>" in feed


@pytest.mark.parametrize(
    ("guid", "message"),
    [
        ('" an-old-guid"', "begins or ends with a space"),
        ('"an-old-guid\\t"', "begins or ends with a space"),
        ('"an\\nold-guid"', "contains an invisible character (U+000A)"),
        ('"an\\u00a0old-guid"', "contains an invisible character (U+00A0, no-break space)"),
        ('"an\\u200bold-guid"', "contains an invisible character (U+200B"),
        ("x" * 1001, "has 1,001 characters"),
        ("an old\n  guid", "is written on two lines"),
        (">-\n  an old\n  guid", "is written on two lines"),
    ],
)
def test_a_guid_that_would_not_stay_as_it_is_written_is_refused(root: Path, guid: str, message: str) -> None:
    episode(root, "quay", guid=guid)

    (problem,) = errors(load(root)[1])
    assert f"guid {message}" in problem.message


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"path": "../../etc/x.mp3"}, "path is ../../etc/x.mp3, not the address of a recording"),
        ({"path": "/tmp/x.mp3"}, "path is /tmp/x.mp3, not the address"),
        ({"path": '"episodes/%2e%2e/x.mp3"'}, "not the address"),
        ({"path": '"episodes/pier/..\\\\x.mp3"'}, "not the address"),
        ({"path": '"file:///etc/passwd"'}, "not an address on the web"),
        ({"path": "essays/first/index.html"}, "not the address"),
        ({"path": "episodes/pier/index.html/x.mp3"}, "not the address"),
        ({"slug": "../../x"}, "slug is ../../x, which is not an id"),
        ({"slug": "x" * 5000}, "slug has 5000 characters"),
        ({"slug": "[pier]"}, "slug is a list"),
        ({"date": "2026-01-03T12:00:00"}, "a time without an offset"),
        ({"date": "yesterday"}, "date is yesterday, not a date"),
        ({"sha256": "zz"}, "sha256 is zz, not a sha256"),
        ({"length": "-1"}, "length is -1, not a whole number"),
        ({"length": "9" * 400}, "not a whole number"),
        ({"guid": '" "'}, "guid begins or ends with a space"),
        ({"withdrawn": "perhaps"}, "not true or false"),
        ({"wat": "x"}, "there is no field called wat"),
        ({"changes": "[{kind: title}]"}, "kind is title, which is not one of the allowed values"),
    ],
)
def test_a_line_that_leads_elsewhere_or_means_nothing_is_reported_at_its_place(
    root: Path, changes: dict[str, str], message: str
) -> None:
    write(root, lock(root).replace(line(), line(**changes)))

    (complaint,) = complaints(root)
    assert complaint.startswith("5: ")
    assert message in complaint
    assert [GUID] == [entry.guid for entry in read_lock(root)[0].episodes], "that of main"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<<<<<<< HEAD\nshow: x\n=======\n>>>>>>> branch\n", "1: two versions of this file were merged"),
        ("", "1: the file is empty"),
        ("\0\1\2", "1: there is a NUL byte here"),
        ("- a\n- b\n", "1: this is a list, not fields"),
        ("show: &a b\nepisodes: *a\n", "1: a text that starts with & is read as a command"),
        ("show: [[[[[[[[[[[[[[[[[[[[1\n", "1: "),
        ("pier  guid  2026  -  1  x\n", "1: "),
    ],
)
def test_a_file_that_is_no_lock_is_reported(root: Path, text: str, message: str) -> None:
    write(root, text)

    assert message in complaints(root)[0]


def test_an_episode_that_is_there_twice_is_reported(root: Path) -> None:
    write(root, lock(root).replace("essays:", f"{line()}\nessays:"))

    assert ["6: pier is in this file twice", f"6: {GUID} is in this file twice"] == complaints(root)[:2]


def test_a_lock_that_is_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("password: x", encoding="utf-8")
    (root / LOCK).unlink()
    (root / LOCK).symlink_to(secret)

    assert ["1: this is a link to another file"] == complaints(root)
    assert "password" not in format_report(load(root)[1])
    # And what publishes replaces it.
    assert main(["publish", "--root", str(root)]) == 1
    assert secret.read_text(encoding="utf-8") == "password: x"


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        (GUID, "another", f"5: the guid of pier was {GUID} when it was published"),
        ("2026-01-03", "2026-01-04", "5: the date of pier was 2026-01-03 when it was published"),
        ("length: 6347", "length: 6348", "5: the audio of pier was "),
        ("pier/pier.mp3", "pier/other.mp3", "5: the audio of pier was "),
        ("show: 3", "show: 4", "3: the guid of the show was 368e1282-a34d-57bd-a008-d02e0e6a2b71 when"),
    ],
)
def test_a_pull_request_that_changes_what_is_published_is_told(
    root: Path, right: str, wrong: str, message: str
) -> None:
    git(root, "checkout", "-q", "-b", "of-a-stranger")
    assert right in lock(root)
    write(root, lock(root).replace(right, wrong))
    commit(root)

    assert message in complaints(root)[0]


def test_a_pull_request_that_removes_a_line_or_the_lock_is_told(root: Path) -> None:
    two_published(root)
    git(root, "checkout", "-q", "-b", "of-a-stranger")
    kept = lock(root)
    write(root, "\n".join(row for row in kept.splitlines() if "slug: pier" not in row))
    assert "1: pier was published, and its line is gone" in complaints(root)

    (root / LOCK).unlink()
    gone = [complaint for complaint in complaints(root) if "line is gone" in complaint]
    assert gone == [
        f"1: {name} was published, and its line is gone" for name in ("essays/first", "pier", "quay")
    ]
    # The fix, applied literally.
    git(root, "checkout", MAIN, "--", LOCK)
    assert lock(root) == kept
    assert complaints(root) == []


def test_a_pull_request_cannot_claim_the_address_of_another_episode(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "of-a-stranger")
    episode(root, "quay")
    other_audio(root, "quay")
    publish(root)
    write(root, lock(root).replace("quay/quay.mp3", "wharf/wharf.mp3"))

    assert ["6: episodes/wharf/wharf.mp3 is not an address of quay"] == complaints(root)


def test_a_change_that_was_made_on_purpose_is_a_note_for_those_who_review_it(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "of-a-stranger")
    change(root, "title: Pier", "guid: another\ntitle: Pier")
    publish(root, "--allow", "guid:pier", "--reason", "It moved in")

    assert complaints(root) == []
    notes = [note for note in load(root)[1] if note.path == LOCK]
    assert [f"the guid of pier was {GUID} when it was published"] == [note.message for note in notes]


def test_a_branch_that_is_behind_main_is_not_accused(root: Path) -> None:
    git(root, "branch", "of-a-friend")
    two_published(root)
    git(root, "checkout", "-q", "of-a-friend")

    assert complaints(root) == []


def test_two_branches_that_add_episodes_are_merged_without_a_conflict(root: Path) -> None:
    write_attributes = (HOUSE / ".gitattributes").read_text(encoding="utf-8")
    (root / ".gitattributes").write_text(write_attributes, encoding="utf-8")
    commit(root)
    for number, slug in enumerate(("quay", "wharf")):
        git(root, "checkout", "-q", "-b", slug, MAIN)
        episode(root, slug)
        for _ in range(number + 1):
            other_audio(root, slug)
        publish(root)
    git(root, "merge", "-q", "quay")

    assert complaints(root) == []
    assert {"pier", "quay", "wharf"} == {entry.slug for entry in read_lock(root)[0].episodes}


def test_two_episodes_with_one_remote_recording_are_published_and_read_back(root: Path) -> None:
    there = '{url: "https://cdn.example/a.mp3", length: 5, type: audio/mpeg, duration: "00:10"}'
    episode(root, "one", audio=there)
    episode(root, "one-again", audio=there)

    publish(root)

    assert complaints(root) == []
    assert ["pier", "one", "one-again"] == [entry.slug for entry in read_lock(root)[0].episodes]
    assert main(["check", "--root", str(root)]) == 0


def test_what_no_feed_may_contain_is_not_locked(root: Path) -> None:
    before = lock(root)
    episode(root, "quay")
    other_audio(root, "quay")
    Image.new("CMYK", (1400, 1400)).save(root / "episodes" / "cover.jpg")

    assert main(["publish", "--root", str(root)]) == 1
    assert lock(root) == before


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    write_whole(file, b"before")
    with full_disk(), pytest.raises(OSError, match="File too large"):
        write_whole(file, b"after")

    assert [b"before"] == [each.read_bytes() for each in tmp_path.iterdir()]


def test_a_lock_that_cannot_be_written_is_left_as_it_was(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = lock(root)
    episode(root, "quay")
    other_audio(root, "quay")
    load(root)  # the cache is written before the disk is full
    with full_disk():
        assert main(["publish", "--root", str(root)]) == 1

    assert lock(root) == before
    assert "written (File too large)" in capsys.readouterr().err
    assert [LOCK] == [f"episodes/{file.name}" for file in root.glob("episodes/*.lock*")]


def test_publishing_twice_changes_nothing(root: Path) -> None:
    before = lock(root)

    publish(root)

    assert lock(root) == before


def test_a_new_episode_is_added_below_the_others(root: Path) -> None:
    before = lock(root)
    episode(root, "waves", date="2025-12-31")
    other_audio(root, "waves")

    publish(root)

    assert lock(root).startswith(before.partition("essays:")[0])
    assert [entry.slug for entry in read_lock(root)[0].episodes] == ["pier", "waves"]


def test_a_draft_is_not_locked(root: Path) -> None:
    before = lock(root)
    episode(root, "later", draft="true")

    publish(root)

    assert lock(root) == before


def test_an_episode_dated_ahead_is_held_back_told_and_not_locked_until_its_day(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = lock(root)
    episode(root, "later", date="2026-12-24")
    other_audio(root, "later")

    assert main(["check", "--root", str(root), "--today", "2026-12-23"]) == 0
    assert "episodes/later/index.md:3:7: note: this is dated after 2026-12-23" in capsys.readouterr().out
    publish(root, "--today", "2026-12-23")
    assert lock(root) == before
    result, _ = build_publication(root, today=date(2026, 12, 23))
    assert "episodes/later" not in result.pages
    assert b"later" not in result.generated["podcast.xml"]

    publish(root, "--today", "2026-12-24")
    assert "slug: later" in lock(root)
    result, _ = build_publication(root, today=date(2026, 12, 24))
    assert b"later" in result.generated["podcast.xml"]


def test_without_a_day_what_is_dated_after_the_clock_is_not_locked(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANTHOLOGY_TODAY")
    before = lock(root)
    episode(root, "later", date="2199-12-31")
    other_audio(root, "later")

    publish(root)
    assert lock(root) == before
    monkeypatch.setenv("ANTHOLOGY_TODAY", "2199-12-31")
    publish(root)
    assert "slug: later" in lock(root)


def test_what_is_locked_is_not_held_back_and_an_essay_dated_ahead_is(root: Path) -> None:
    essay(root, "later", date="2026-01-02T12:00:00+00:00")

    result, problems = build_publication(root, today=date(2026, 1, 1))

    assert not errors(problems)
    assert "episodes/pier" in result.pages
    assert "essays/later" not in result.pages


def test_a_post_that_leads_to_one_that_is_held_back_is_told(root: Path) -> None:
    essay(root, "later", date="2027-01-02")
    essay(root, "now", "[what comes](later.md)", date="2026-01-01")

    (problem,) = errors(load(root, today=date(2026, 1, 3))[1])

    assert "/essays/later/ is a draft, which readers cannot open" in problem.message


def test_a_collection_with_mistakes_is_not_locked(root: Path) -> None:
    before = lock(root)
    episode(root, "waves", date="soon")

    assert main(["publish", "--root", str(root)]) == 1
    assert lock(root) == before


def test_a_collection_without_a_show_or_an_essay_has_nothing_to_lock(tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    (root / "docs" / "essays" / "first.md").unlink()

    assert main(["publish", "--root", str(root)]) == 0
    assert not (root / LOCK).exists()
