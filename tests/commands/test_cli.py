from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from anthology.commands.cli import _command_parser, main
from anthology.commands.help_texts import examples
from anthology.output.feed_problems import check_feeds
from anthology.output.publication import build_publication
from anthology.problems import errors
from builders import build, episode, essay, nonempty

AUDIO = 'audio: {{url: "https://cdn.example/{1}", length: 5, type: {0}, duration: "00:10"}}'


def test_check_of_a_good_collection_prints_no_problem(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()

    assert main(["check", "--root", str(root)]) == 0
    assert capsys.readouterr().out == ""


def test_check_reports_every_file_and_fails(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    essay(root, "one", title="A: b")
    essay(root, "two", date="Feb 7, 2021")

    assert main(["check", "--root", str(root)]) == 1
    out = capsys.readouterr().out
    assert "docs/essays/one.md:2:9: " in out
    assert "docs/essays/two.md:3:7: " in out
    assert "2 problems in 2 files." in out


def test_check_of_a_path_shows_only_its_problems(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = essay(root, "one", title="A: b")
    essay(root, "two", date="Feb 7, 2021")

    assert main(["check", str(one), "--root", str(root)]) == 1
    assert "two.md" not in capsys.readouterr().out
    assert main(["check", "docs/practices", "--root", str(root)]) == 0


def test_the_collection_is_found_from_a_folder_inside_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "docs" / "essays")

    assert main(["check"]) == 0


def test_a_folder_without_a_collection_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(tmp_path)]) == 2
    assert "mkdocs.yml" in capsys.readouterr().err


def test_related_prints_reasons_and_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    essay(root, "second")
    capsys.readouterr()

    assert main(["related", "essays/second", "--root", str(root)]) == 0
    assert "essays: essays/first  (both about Beginnings)" in capsys.readouterr().out
    assert main(["related", "--json", "--root", str(root)]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"essays/first", "essays/second"}
    assert main(["related", "essays/nothing", "--root", str(root)]) == 2


@pytest.mark.parametrize(
    "name", ["essays/second/", "/essays/second", "docs/essays/second.md", "essays/second/index.md"]
)
def test_related_takes_a_post_by_its_file_too(
    root: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    essay(root, "second")
    capsys.readouterr()

    assert main(["related", name, "--root", str(root)]) == 0
    assert capsys.readouterr().out.startswith("essays/second\n")


def test_related_suggests_the_post_whose_name_is_nearest(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    essay(root, "second")

    assert main(["related", "essays/secnd", "--root", str(root)]) == 2
    assert "there is no post essays/secnd; did you mean essays/second?" in capsys.readouterr().err


def test_related_as_json_tells_all_that_the_text_tells(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    essay(root, "answer", "See [the first](first.md).", responds_to="essays/first")
    essay(root, "link", "See [the first](first.md).")
    essay(root, "unwanted", related="{exclude: [essays/first]}")
    capsys.readouterr()

    assert main(["related", "essays/first", "--json", "--root", str(root)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "essays/first" == told["page"]
    assert [{"page": "essays/answer"}] == told["responses"]
    assert [{"page": "essays/answer"}, {"page": "essays/link"}] == told["mentions"]
    assert {"essays/unwanted": "its author excludes this post"}.items() <= {
        each["page"]: each["why"] for each in told["left_out"]
    }.items()

    assert main(["related", "essays/link", "--json", "--root", str(root)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert ([], []) == (told["responses"], told["mentions"])


def test_related_says_what_was_left_out_and_why(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sixth = [essay(root, f"pin-{number}").stem for number in range(6)][-1]
    pins = ", ".join(f"essays/pin-{number}" for number in range(6))
    essay(root, "unwanted", "A harbour.")
    for slug in ("other", "window"):
        (root / "docs" / "practices" / f"{slug}.md").write_text(
            (root / "docs" / "practices" / "look-around.md").read_text(encoding="utf-8"), encoding="utf-8"
        )
    refused = root / "docs" / "practices" / "other.md"
    refused.write_text(
        refused.read_text(encoding="utf-8").replace("anchor:", "not_for: [unease]\nanchor:"), encoding="utf-8"
    )
    essay(
        root,
        "post",
        related=f"{{pin: [{pins}], exclude: [essays/unwanted]}}",
        practices="[look-around, window, other]",
    )
    capsys.readouterr()

    assert main(["related", "essays/post", "--root", str(root)]) == 0
    out = capsys.readouterr().out
    assert f"left out: essays/{sixth}  (chosen by the author, but a list has only 5)" in out
    assert "left out: essays/unwanted  (excluded here)" in out
    assert (
        "left out: practices/window  (chosen by the author, but practices/look-around has the same anchor)\n"
        in out
    )
    assert (
        "left out: practices/other  (chosen by the author, but it is not for what this post speaks of)\n"
        in out
    )


def test_related_says_why_a_chosen_practice_is_one_too_many(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = (root / "docs" / "practices" / "look-around.md").read_text(encoding="utf-8")
    for anchor in ("senses", "mental", "cold"):
        (root / "docs" / "practices" / f"{anchor}.md").write_text(
            known.replace("anchor: orienting", f"anchor: {anchor}"), encoding="utf-8"
        )
    essay(root, "post", practices="[senses, mental, cold]")
    capsys.readouterr()

    assert main(["related", "essays/post", "--root", str(root)]) == 0
    assert (
        "left out: practices/cold  (chosen by the author, but at most 3 are offered"
        in capsys.readouterr().out
    )


def test_check_of_a_built_site_reads_its_feeds(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    episode(root, "pier")
    (tmp_path / "podcast.xml").write_text("<rss", encoding="utf-8")

    assert main(["check", "--site", str(tmp_path)]) == 1
    assert "podcast.xml" in capsys.readouterr().out


def test_a_folder_without_a_feed_is_not_called_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sitemap.xml").write_text("<urlset/>", encoding="utf-8")

    assert main(["check", "--site", str(tmp_path)]) == 1
    assert f"there is no feed in {tmp_path}: nothing was checked\n" == capsys.readouterr().err


@pytest.mark.parametrize("feed", [f"<!--{'x' * 1100}--><rss/>".encode(), "<rss/>".encode("utf-16")])
def test_a_feed_is_known_however_it_begins(
    tmp_path: Path, feed: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "feed.xml").write_bytes(feed)

    assert main(["check", "--site", str(tmp_path)]) == 1
    assert "feed.xml" in capsys.readouterr().out


def test_the_module_runs_as_the_command_does(root: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "anthology", "check", "--root", str(root)], check=False)

    assert done.returncode == 0


def _cover(mode: str, form: str) -> Callable[[Path], None]:
    return lambda root: Image.new(mode, (1400, 1400)).save(root / "episodes" / "cover.jpg", form)


def _replaced(file: str, right: str, wrong: str) -> Callable[[Path], None]:
    def replace(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert right in text
        (root / file).write_text(text.replace(right, wrong), encoding="utf-8")

    return replace


@pytest.mark.parametrize(
    ("harm", "place"),
    [
        (_cover("CMYK", "JPEG"), "episodes/show.yml:6:8: "),
        (_cover("L", "JPEG"), "episodes/show.yml:6:8: "),
        (_cover("RGB", "PNG"), "episodes/show.yml:6:8: "),
        (_replaced("episodes/show.yml", "368e1282-a34d-57bd-a008", "368e1282-a34d-47bd-a008"), "none"),
        (_replaced("docs/people/editors.md", "name: ", f"name: {'x' * 175} "), ""),
        (_replaced("episodes/pier/index.md", "title: Pier", f"title: {'x ' * 2000}"), "none"),
        (_replaced("episodes/show.yml", "title: A show", f"title: {'x ' * 2000}"), "none"),
        (_replaced("episodes/pier/index.md", "audio: audio.mp3", AUDIO.format("text/html", "a.mp3")), ""),
        (
            _replaced("episodes/pier/index.md", "audio: audio.mp3", AUDIO.format("audio/mpeg", "a.pdf")),
            "none",
        ),
        (_replaced("episodes/pier/index.md", "title:", 'guid: "https://x.example/a b"\ntitle:'), "none"),
    ],
    ids="cmyk grey png guid name title show-title type suffix guid-with-space".split(),
)
def test_check_tells_what_would_stop_the_build(
    harm: Callable[[Path], None], place: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    episode(root, "pier")
    harm(root)

    code = main(["check", "--root", str(root)])

    printed = capsys.readouterr().out
    result, problems = build_publication(root)
    accepted = not errors(problems) and not errors(check_feeds(result.collection))
    assert code == int(not accepted)
    if place != "none":
        assert code == 1
        assert re.match(r"(docs|episodes)/[^:]+:\d+:\d+: ", printed)
        assert printed.startswith(place)


def test_check_and_build_agree_on_a_picture_whose_name_is_no_address(root: Path) -> None:
    for name in ("Photo #1.jpg", "why?.jpg", "art 100%.jpg"):
        Image.new("RGB", (40, 40)).save(root / "docs" / "essays" / name)
        essay(root, "pictured", image=f'"{name}"', image_alt="A square")

        told = main(["check", "--root", str(root)])

        assert told == build(root).returncode, name


def test_every_example_in_the_help_is_a_command_that_can_be_parsed() -> None:
    assert all(
        _command_parser("").parse_args(shlex.split(example)).run for example in nonempty(examples())
    )  # each command has a text, or this fails
    for example in nonempty(examples()):
        words = shlex.split(example)
        assert _command_parser(words[0]).parse_args(words).run


def test_every_command_describes_itself_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    for name in nonempty(sorted({shlex.split(example)[0] for example in examples()})):
        with pytest.raises(SystemExit):
            main([name, "--help"])
        printed = capsys.readouterr().out
        assert f"examples:\n  anthology {name}" in printed, name
        assert max(map(len, printed.splitlines())) <= 110
