"""The review of a pull request: the JSON of a stranger's branch, and the comment made of it."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from anthology.commands import CommandError
from anthology.commands.cli import main
from anthology.commands.review import MARKER, comment, read_review, review
from anthology.rendering import render_raw
from builders import collection, essay, nonempty

LINES = "https://example.org/house/site/blob/3f2a"


def hostile(text: str) -> dict[str, Any]:
    return {
        "version": 1,
        "problems": [{"path": text, "line": 1, "level": "error", "message": text, "fix": text}],
        "posts": [
            {
                "title": text, "summary": text, "url": text, "names": text, "length": text,
                "content_notes": [text], "practices": [text], "related": [{"title": text, "reason": text}],
            }
        ],
    }  # fmt: skip


def test_five_mistakes_become_one_comment_with_a_link_to_each_line(tmp_path: Path) -> None:
    root = collection(tmp_path / "site")
    essay(root, "tides", topics="[teh]", date="02.01.2026", authors="[nobody]", summary="")
    essay(root, "shore", "Read [this](gone.md).")
    result = review(root, ["docs/essays/tides.md", "docs/essays/shore.md"])

    assert comment(result, LINES) == (Path(__file__).parent / "review-comment.md").read_text(encoding="utf-8")


def test_a_post_without_mistakes_is_shown_as_it_will_look(tmp_path: Path) -> None:
    root = collection(tmp_path / "site")
    essay(root, "tides", "The sea comes and goes.", title="Tides & *stars*")
    essay(root, "shore", "Read [this](tides.md).")
    text = comment(review(root, ["docs/essays/tides.md"]), LINES, "https://example.org/p")

    assert r"**Tides \& \*stars\***" in text
    assert "linked" in text or "links to this" in text
    assert "shore" not in text.lower().split("related posts:")[0]
    assert "[the preview](https://example.org/p)" in text


def test_errors_elsewhere_are_told_and_notes_elsewhere_are_not(tmp_path: Path) -> None:
    root = collection(tmp_path / "site")
    essay(root, "tides")
    essay(root, "shore", topics="[teh]")

    assert [problem["path"] for problem in review(root, ["docs/essays/tides.md"])["problems"]] == [
        "docs/essays/shore.md"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "<!-- x --> <img src=x onerror=y>", "[x](javascript:alert(1))",
        "![x](https://example.org/x.png)", "https://example.org www.example.org a@example.org",
        "@everyone #1 GH-1 house/site#12", "x\n\n# heading\n\n- list", "| a |\n|---|\n| b |", "```\ncode",
        "[x]: https://example.org", "](https://example.org) [", "\u202e\u2066 \x00 \ud800", "&lt;b&gt; &#64;all",
        ":tada: $x$ ~~gone~~ **bold** ==mark==", "../../etc/passwd", "/etc/passwd",
    ],
)  # fmt: skip
def test_a_hostile_review_is_shown_as_text(text: str) -> None:
    # Without GitHub's own links: an address with a backslash in it is none there, as cmark-gfm shows.
    html = render_raw(comment(hostile(text), LINES), github=False)

    assert "<script" not in html
    assert "<img" not in html
    assert "<table" not in html
    links = nonempty(html.split("<a href=")[1:]) if "<a href=" in html else []
    assert all(link.startswith(f'"{LINES}/') for link in links)
    assert not any("/.." in link.split(">")[0] for link in links)
    assert "@everyone" not in html
    assert "#1" not in html.replace("#L1", "")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"version": 2}',
        b"\xff",
        b"[" * 200_000,
        b'{"version": 1, "problems": "%s"}' % (b"x" * 2_000_000),
    ],
)
def test_what_is_no_review_ends_with_a_message(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "review.json").write_bytes(data)

    with pytest.raises(CommandError, match=r"review\.json holds"):
        read_review(tmp_path / "review.json")


def test_of_an_archive_only_the_review_is_read_and_only_its_beginning(tmp_path: Path) -> None:
    archive = tmp_path / "review.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("../../outside", "x")
        file.writestr("review.json", json.dumps(hostile("x")))
        file.writestr("large", b"\0" * 100_000_000)

    assert read_review(archive)["posts"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["review.zip"]

    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("review.json", b" " * 100_000_000)
    with pytest.raises(CommandError, match="more than"):
        read_review(archive)


def test_shapes_that_no_review_has_leave_a_comment_without_them() -> None:
    odd = {"version": 1, "problems": [1, {"path": [], "line": "x", "message": {}}], "posts": {"a": 1}}

    assert comment(odd).startswith(f"{MARKER}\n\n### 1 thing to put right")


def test_the_command_writes_both_forms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = collection(tmp_path / "site")
    essay(root, "tides", topics="[teh]")

    assert main(["review", "--root", str(root), "docs/essays/tides.md"]) == 1
    written = capsys.readouterr().out
    (tmp_path / "review.json").write_text(written, encoding="utf-8")
    command = [sys.executable, "-m", "anthology", "review", "--comment", str(tmp_path / "review.json")]
    result = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8")
    assert "1 thing to put right" in result.stdout
