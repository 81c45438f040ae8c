"""Published episodes stay as listeners' apps know them: real edits, real `git mv`, real builds."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from anthology.collection import LOCK, load, read_lock
from anthology.commands.cli import main
from anthology.problems import errors
from builders import MEDIA, built, digests, episode
from feed_builders import picture
from lock_builders import (
    GUID,
    change,
    commit,
    feed,
    git,
    known,
    known_as,
    lock,
    other_audio,
    publish,
    published_collection,
    refused,
    swap,
    two_published,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return published_collection(tmp_path / "collection")


# --- Alarms -----------------------------------------------------------------------------------------


def test_a_published_episode_that_is_gone_stops_the_build(root: Path) -> None:
    git(root, "rm", "-rq", "episodes/pier")

    said = refused(root)

    assert (
        f"{LOCK}:5:3: pier was published and has been removed: apps would take it out of their lists" in said
    )
    assert "anthology publish --allow gone:pier" in said


def test_a_published_episode_that_becomes_a_draft_stops_the_build(root: Path) -> None:
    change(root, "title: Pier", "title: Pier\ndraft: true")

    assert "episodes/pier/index.md:3:8: this episode was published: as a draft it would disappear" in refused(
        root
    )


def test_another_guid_stops_the_build(root: Path) -> None:
    change(root, "title: Pier", "title: Pier\nguid: another")

    said = refused(root)

    assert f"guid is another, but listeners' apps know this episode as {GUID}" in said
    assert "each would take it for a new one and download it again" in said
    assert 'anthology publish --allow guid:pier --reason "…"' in said


def test_another_date_stops_the_build(root: Path) -> None:
    change(root, "2026-01-03", "2026-01-04")

    said = refused(root)

    assert "episodes/pier/index.md:3:7: the date was 3 January 2026 when this was published" in said
    assert "write  date: 2026-01-03; or, if it is meant:  anthology publish --allow date:pier" in said


def test_another_recording_stops_the_build(root: Path) -> None:
    other_audio(root)

    said = refused(root)

    assert "the recording is not the one that was published: existing subscribers keep the old file" in said
    assert "anthology publish --allow audio:pier" in said


def test_a_recording_of_the_same_length_is_still_another(root: Path) -> None:
    file = root / "episodes" / "pier" / "audio.mp3"
    sound = bytearray(file.read_bytes())
    sound[-200] ^= 1
    file.write_bytes(sound)

    assert "the recording is not the one that was published" in refused(root)


def test_another_guid_of_the_show_stops_the_build(root: Path) -> None:
    show = root / "episodes" / "show.yml"
    text = show.read_text(encoding="utf-8")
    show.write_text(
        text.replace("368e1282-a34d-57bd-a008-d02e0e6a2b71", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        encoding="utf-8",
    )

    assert "directories and apps would take it for another show" in refused(root)


def test_a_guid_that_belongs_to_another_episode_stops_the_build(root: Path) -> None:
    episode(root, "waves", guid=GUID)
    other_audio(root, "waves")

    assert f"the guid {GUID} is that of pier too" in refused(root)


def test_the_guid_of_a_withdrawn_episode_is_never_given_away(root: Path) -> None:
    change(root, "title: Pier", "title: Pier\nwithdrawn: 2027-01-05")
    publish(root)
    shutil.rmtree(root / "episodes" / "pier")
    episode(root, "pier", title="Something new")
    other_audio(root)

    said = refused(root)

    assert f"the guid {GUID} was published with pier: apps that know it would not show this" in said
    assert "--allow reuse:pier" in said


def test_remote_audio_that_moves_stops_the_build(root: Path) -> None:
    there = '{url: "https://cdn.example/a.mp3", length: 5, type: audio/mpeg, duration: "00:10"}'
    episode(root, "far", audio=there)
    publish(root)
    assert feed(root)

    change(root, "a.mp3", "b.mp3", "far")

    assert "the recording is not the one that was published" in refused(root)


# --- No alarms --------------------------------------------------------------------------------------


def test_another_title_summary_and_text_are_no_alarm(root: Path) -> None:
    change(root, "title: Pier", "title: A better title")
    change(root, "Notes.", "Better notes.")

    assert f">{GUID}</guid>" in feed(root)


def test_another_order_is_no_alarm(root: Path) -> None:
    change(root, "title: Pier", "season: 2\nepisode: 7\ntitle: Pier")

    assert "<itunes:episode>7</itunes:episode>" in feed(root)


def test_the_same_moment_written_otherwise_is_no_alarm(root: Path) -> None:
    change(root, "2026-01-03", "2026-01-03T13:00:00+01:00")

    assert "Sat, 03 Jan 2026 12:00:00 +0000" in feed(root)


def test_another_domain_is_no_alarm_but_a_new_address_is_suggested(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("https://example.org/", "https://new.example/"), encoding="utf-8")

    assert '<enclosure url="https://new.example/episodes/pier/pier.mp3"' in feed(root)
    assert main(["check", "--root", str(root)]) == 0
    assert "write  new_feed_url: https://new.example/podcast.xml" in capsys.readouterr().out

    show = root / "episodes" / "show.yml"
    told = "new_feed_url: https://new.example/podcast.xml\n"
    show.write_text(show.read_text(encoding="utf-8") + told, encoding="utf-8")
    assert main(["check", "--root", str(root)]) == 0
    assert "new_feed_url" not in capsys.readouterr().out
    assert "<itunes:new-feed-url>https://new.example/podcast.xml<" in feed(root)


def test_a_preview_on_this_machine_suggests_no_new_address(root: Path) -> None:
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("https://example.org/", "http://127.0.0.1:8000/"), encoding="utf-8")

    assert load(root)[1] == []


def test_a_renamed_folder_keeps_its_guid_and_the_address_of_its_audio(root: Path) -> None:
    git(root, "mv", "episodes/pier", "episodes/the-long-pier")
    change(root, "title: Pier", "title: The long pier", "the-long-pier")

    site = built(root)

    told = (site / "podcast.xml").read_text(encoding="utf-8")
    assert f">{GUID}</guid>" in told
    assert '<enclosure url="https://example.org/episodes/pier/pier.mp3"' in told
    assert "<link>https://example.org/episodes/the-long-pier/</link>" in told
    assert (site / "episodes/pier/pier.mp3").read_bytes() == (MEDIA / "tone.mp3").read_bytes()
    assert "../../episodes/pier/pier.mp3" in (site / "episodes/the-long-pier/index.html").read_text(
        encoding="utf-8"
    )


def test_a_folder_may_take_the_name_that_another_gave_up(root: Path) -> None:
    two_published(root)
    git(root, "mv", "episodes/quay", "episodes/jetty")
    git(root, "mv", "episodes/pier", "episodes/quay")

    assert errors(load(root)[1]) == []
    assert known(root) == {"jetty": known_as(root, "quay"), "quay": known_as(root, "pier")}
    told = feed(root)
    assert '<enclosure url="https://example.org/episodes/pier/pier.mp3" length="6347"' in told
    assert f">{GUID}</guid>" in told

    publish(root)
    assert known(root) == {"jetty": known_as(root, "jetty"), "quay": known_as(root, "quay")}
    assert feed(root) == told


def test_two_folders_may_change_names(root: Path) -> None:
    two_published(root)
    swap(root)

    assert errors(load(root)[1]) == []
    assert known(root) == {"pier": known_as(root, "quay"), "quay": known_as(root, "pier")}
    publish(root)
    assert known(root) == {"pier": known_as(root, "pier"), "quay": known_as(root, "quay")}


def test_a_name_that_another_page_has_is_not_suggested_as_an_alias(root: Path) -> None:
    two_published(root)
    swap(root)

    assert "aliases" not in " ".join(problem.fix for problem in load(root)[1])


def test_a_changed_date_in_a_renamed_folder_is_told_at_that_folder(root: Path) -> None:
    two_published(root)
    git(root, "mv", "episodes/quay", "episodes/jetty")
    git(root, "mv", "episodes/pier", "episodes/quay")
    change(root, "2026-01-03", "2026-01-04", "quay")

    (alarm,) = errors(load(root)[1])
    assert alarm.path == "episodes/quay/index.md"
    assert "the date was 3 January 2026 when this was published" in alarm.message


def test_recordings_in_each_other_s_folders_are_other_recordings(root: Path) -> None:
    two_published(root)
    here, there = (root / "episodes" / slug / "audio.mp3" for slug in ("pier", "quay"))
    passing = here.rename(root / "passing")
    there.rename(here)
    passing.rename(there)

    alarms = errors(load(root)[1])
    assert ["episodes/pier/index.md", "episodes/quay/index.md"] == [alarm.path for alarm in alarms]
    assert all("the recording is not the one that was published" in alarm.message for alarm in alarms)


def test_a_folder_may_take_the_name_of_an_episode_that_was_withdrawn(root: Path) -> None:
    two_published(root)
    git(root, "rm", "-rq", "episodes/quay")
    publish(root, "--allow", "gone:quay")
    quay, pier = known_as(root, "quay"), known_as(root, "pier")
    git(root, "mv", "episodes/pier", "episodes/quay")

    for _ in range(2):
        assert errors(load(root)[1]) == []
        assert known(root) == {"quay": pier}
        publish(root)
    assert [(one.guid, one.withdrawn) for one in read_lock(root)[0].episodes] == [
        (pier[0], False),
        (quay[0], True),
    ]


def test_a_change_is_allowed_by_the_name_that_the_folder_had(root: Path) -> None:
    git(root, "mv", "episodes/pier", "episodes/jetty")
    change(root, "2026-01-03", "2026-01-04", "jetty")

    publish(root, "--allow", "date:pier", "--reason", "A typo")

    assert "slug: jetty," in lock(root)
    assert '{kind: date, was: 2026-01-03, reason: "A typo"}' in lock(root)


def test_an_episode_is_gone_although_another_has_its_name(root: Path) -> None:
    two_published(root)
    git(root, "rm", "-rq", "episodes/quay")
    git(root, "mv", "episodes/pier", "episodes/quay")

    assert ["quay was published and has been removed"] == [
        alarm.message.partition(":")[0] for alarm in errors(load(root)[1])
    ]


@pytest.mark.parametrize(
    ("date", "a", "b"),
    [("2026-01-10", "quay", "pier"), ("2026-01-03", "pier", "quay")],
    ids=["by their dates", "of one date by their order"],
)
def test_episodes_of_the_same_recording_are_told_apart(root: Path, date: str, a: str, b: str) -> None:
    episode(root, "quay", date=date)
    publish(root)
    git(root, "mv", "episodes/quay", "episodes/a")
    git(root, "mv", "episodes/pier", "episodes/b")

    assert errors(load(root)[1]) == []
    assert known(root) == {"a": known_as(root, a), "b": known_as(root, b)}


def test_publishing_a_renamed_folder_changes_its_name_alone(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = lock(root)
    git(root, "mv", "episodes/pier", "episodes/the-long-pier")

    publish(root)

    assert lock(root) == before.replace("{slug: pier,", "{slug: the-long-pier,")
    out = capsys.readouterr().out
    assert "note: this folder was called pier" in out
    assert "aliases: [/episodes/pier/]" in out
    assert '<enclosure url="https://example.org/episodes/pier/pier.mp3"' in feed(root)


def test_a_new_episode_in_a_folder_of_an_old_name_takes_neither_its_guid_nor_its_address(root: Path) -> None:
    git(root, "mv", "episodes/pier", "episodes/the-long-pier")
    episode(root, "pier", title="Another pier")
    other_audio(root)
    assert f"the guid {GUID} is that of pier too" in refused(root)

    change(root, "title: Another", "guid: 7c1c4d6e-0a0f-4a57-9d6c-1f2b3c4d5e6f\ntitle: Another")
    told = feed(root)

    assert '<enclosure url="https://example.org/episodes/pier/pier.mp3" length="6347"' in told
    assert "https://example.org/episodes/pier/pier-audio.mp3" in told


def test_another_name_for_the_file_of_the_recording_is_no_alarm(root: Path) -> None:
    git(root, "mv", "episodes/pier/audio.mp3", "episodes/pier/pier-final.mp3")
    change(root, "audio: audio.mp3", "audio: pier-final.mp3")

    assert '<enclosure url="https://example.org/episodes/pier/pier.mp3"' in feed(root)


def test_a_withdrawn_episode_is_no_alarm_and_needs_no_reason(root: Path) -> None:
    before = lock(root)
    change(root, "title: Pier", "title: Pier\nwithdrawn: 2027-01-05")
    assert GUID not in feed(root)

    publish(root)

    assert lock(root) == before.replace("pier.mp3}", "pier.mp3, withdrawn: true}")
    shutil.rmtree(root / "episodes" / "pier")
    assert GUID not in feed(root)


def test_a_withdrawn_episode_may_come_back_as_it_was(root: Path) -> None:
    before = lock(root)
    change(root, "title: Pier", "title: Pier\nwithdrawn: 2027-01-05")
    publish(root)
    change(root, "withdrawn: 2027-01-05\n", "")

    assert f">{GUID}</guid>" in feed(root)
    publish(root)
    assert lock(root) == before


def test_a_clone_is_no_alarm_and_gives_the_same_bytes(root: Path) -> None:
    episode(
        root, "waves", alternates="[{file: audio.opus, title: Small}]", image="wave.png", image_alt="A wave"
    )
    other_audio(root, "waves")
    shutil.copy(MEDIA / "tone.opus", root / "episodes" / "waves" / "audio.opus")
    (root / "episodes" / "waves" / "wave.png").write_bytes(picture(1400, 1400))
    commit(root)
    clone = root.with_name("clone")
    git(root, "clone", "-q", str(root), str(clone))

    here = digests(built(root, TZ="UTC", PYTHONHASHSEED="1"))
    there = digests(built(clone, TZ="Asia/Kolkata", LC_ALL="C", PYTHONHASHSEED="2"))

    assert {"podcast.xml", "essays.xml", "feed.json", "feeds.opml"} <= here.keys()
    assert here == there


def test_an_episode_with_mistakes_is_not_called_gone(root: Path) -> None:
    change(root, "topics: [beginnings]", "topic: [beginnings]")

    said = refused(root)

    assert "topic" in said
    assert "is gone" not in said


# --- On purpose -------------------------------------------------------------------------------------


def test_each_change_can_be_made_on_purpose_with_a_reason_that_is_kept(root: Path) -> None:
    change(root, "2026-01-03", "2026-01-04")
    other_audio(root)
    assert main(["publish", "--root", str(root), "--allow", "date:pier", "--reason", "A typo"]) == 1

    words = ["--allow", "date:pier", "--allow", "audio:episodes/pier", "--reason", "The wrong file lay there"]
    publish(root, *words)

    assert '{kind: date, was: 2026-01-03, reason: "The wrong file lay there"}' in lock(root)
    assert "{kind: audio, was: " in lock(root)
    assert "Sun, 04 Jan 2026 12:00:00 +0000" in feed(root)


def test_a_guid_that_was_given_up_on_purpose_is_not_given_away(root: Path) -> None:
    change(root, "title: Pier", "guid: another\ntitle: Pier")
    publish(root, "--allow", "guid:pier", "--reason", "It moved in")
    assert ">another</guid>" in feed(root)
    episode(root, "waves", guid=GUID)
    other_audio(root, "waves")

    assert f"the guid {GUID} was published with pier" in refused(root)


def test_the_guid_of_a_show_can_be_changed_on_purpose(root: Path) -> None:
    show = root / "episodes" / "show.yml"
    new = "9b024349-ccf0-5f69-a609-6b82873eab3c"
    show.write_text(
        show.read_text(encoding="utf-8").replace("368e1282-a34d-57bd-a008-d02e0e6a2b71", new), "utf-8"
    )

    publish(root, "--allow", "guid:show.yml", "--reason", "It was copied from an example")

    assert f"show: {new}\nchanges: [{{kind: guid, was: 368e1282" in lock(root)
    assert f">{GUID}</guid>" in feed(root), "an episode's guid outlives the show's"


def test_an_episode_can_be_deleted_on_purpose_without_a_reason(root: Path) -> None:
    before = lock(root)
    git(root, "rm", "-rq", "episodes/pier")

    publish(root, "--allow", "gone:pier")

    assert lock(root) == before.replace("pier.mp3}", "pier.mp3, withdrawn: true}")
    assert built(root)


def test_a_guid_can_be_used_again_on_purpose(root: Path) -> None:
    git(root, "rm", "-rq", "episodes/pier")
    publish(root, "--allow", "gone:pier")
    episode(root, "pier")
    other_audio(root)

    publish(root, "--allow", "reuse:pier", "--reason", "The same talk, recorded anew")

    (locked,) = read_lock(root)[0].episodes
    assert (locked.slug, locked.withdrawn) == ("pier", False)
    assert feed(root)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--allow", "title:pier"], "cannot be read"),
        (["--allow", "pier"], "cannot be read"),
        (["--allow", "date:pier"], "say why"),
        (["--allow", "date:pier", "--reason", "two\nlines"], "one line"),
        (["--allow", "date:pier", "--reason", "No such change"], "There was no such change: date:pier"),
    ],
)
def test_words_that_make_no_sense_change_nothing(
    root: Path, words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = lock(root)

    assert main(["publish", "--root", str(root), *words]) == 2
    assert complaint in capsys.readouterr().err
    assert lock(root) == before


# --- Digests ----------------------------------------------------------------------------------------


def test_other_bytes_of_the_same_size_and_date_are_another_recording(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / "episodes" / "pier" / "audio.mp3"
    os.utime(file, (1_700_000_000, 1_700_000_000))  # long ago, so that it is believed unchanged
    built(root)
    before = file.stat()
    sound = bytearray(file.read_bytes())
    sound[-1] ^= 1
    file.write_bytes(sound)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert main(["check", "--root", str(root)]) == 1
    assert "the recording is not the one that was published" in capsys.readouterr().out


def test_nothing_that_is_remembered_lies_where_git_would_see_it(root: Path) -> None:
    (root / ".gitignore").unlink(missing_ok=True)
    os.utime(root / "episodes" / "pier" / "audio.mp3", (1_700_000_000, 1_700_000_000))
    load(root)
    git(root, "add", "-A")

    tracked = subprocess.run(["git", "ls-files", ".cache"], cwd=root, check=True, capture_output=True)
    assert tracked.stdout == b""


def test_a_memory_that_is_broken_or_cannot_be_kept_changes_nothing(root: Path) -> None:
    cache = root / ".cache"
    shutil.rmtree(cache, ignore_errors=True)
    (cache / "anthology").mkdir(parents=True)
    (cache / "anthology" / "found.json").write_text("[1", encoding="utf-8")
    assert errors(load(root)[1]) == []

    shutil.rmtree(cache)
    cache.write_text("a file where a folder should be", encoding="utf-8")
    assert errors(load(root)[1]) == []
