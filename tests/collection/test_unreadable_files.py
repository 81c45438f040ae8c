"""Files that are wrong in ways that git, or a reader of this repository, would not put up with.

As in test_bad_posts, each is laid over the base, pinned to its words, and published by no build.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutagen.id3 import COMM
from mutagen.mp3 import MP3
from PIL import Image

from anthology.collection import load
from anthology.commands.cli import main
from builders import MEDIA, digests
from golden import assert_nothing_is_published, build, laid_over

ESSAY = """\
---
title: Tides
date: 2026-02-01
summary: What the sea leaves behind.
topics: [workplace]
authors: [ada]
---

The sea comes and goes.
"""
EPISODE = """\
---
title: The quay
date: 2026-02-01
summary: A walk along the quay.
topics: [workplace]
hosts: [kit]
audio: quay.mp3
transcript: quay.vtt
---

Notes.
"""
Maker = Callable[[Path], object]
WRONG: dict[str, tuple[Maker, str]] = {}
"""What makes a mistake below a root, and what is said of it."""


def says(message: str) -> Callable[[Maker], Maker]:
    """Pins what a function makes to its message: the whole report but for the count."""

    def pinned(make: Maker) -> Maker:
        WRONG[make.__name__] = (make, dedent(message).strip())
        return make

    return pinned


def tides(root: Path, content: bytes | str = ESSAY) -> Path:
    file = root / "docs" / "essays" / "tides.md"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def quay(root: Path, notes: str = EPISODE) -> Path:
    """An episode whose recording and transcript are good."""
    folder = root / "episodes" / "quay"
    folder.mkdir()
    (folder / "index.md").write_text(notes, encoding="utf-8")
    shutil.copy(MEDIA / "tone.mp3", folder / "quay.mp3")
    (folder / "quay.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nHere.\n", encoding="utf-8")
    return folder


# --- What is no text ------------------------------------------------------------------------------


@says(
    """
    docs/essays/tides.md:2:10: there is a NUL byte here
       2 | title: Ti�des
         |          ^
       Fix: delete it: put the cursor after it and press Backspace, or type the line again
    """
)
def nul_byte(root: Path) -> None:
    tides(root, ESSAY.replace("Tides", "Ti\0des"))


@says(
    """
    docs/essays/tides.md:1:1: there is a NUL byte here
       1 | ����������������������������������������������������������������������������������������…
         | ^
       Fix: delete it: put the cursor after it and press Backspace, or type the line again
    """
)
def only_nul_bytes(root: Path) -> None:
    tides(root, bytes(5000))


@says(
    """
    docs/essays/tides.md:2:13: there is an invisible character (U+0085) here
       2 | title: Tides�and more
         |             ^
       Fix: delete it: put the cursor after it and press Backspace, or type the line again
    """
)
def line_end_of_another_world(root: Path) -> None:
    tides(root, ESSAY.replace("Tides", "Tides\x85and more"))


@says(
    """
    docs/essays/tides.md:9:8: this is not UTF-8 text
       9 | The caf� comes and goes.
         |        ^
       Fix: save the file again with the encoding UTF-8 (in most editors: Save as → Encoding)
    """
)
def text_from_windows(root: Path) -> None:
    tides(root, ESSAY.replace("The sea comes", "The café comes").encode("cp1252"))


@says(
    """
    docs/essays/tides.md:1:1: this is not UTF-8 text
       Fix: save the file again with the encoding UTF-8 (in most editors: Save as → Encoding)
    """
)
def text_in_utf_16(root: Path) -> None:
    tides(root, ESSAY.encode("utf-16"))


@says(
    """
    docs/essays/tides.md:10:1: this is not UTF-8 text
      10 | �
         | ^
       Fix: save the file again with the encoding UTF-8 (in most editors: Save as → Encoding)
    """
)
def text_cut_off(root: Path) -> None:
    tides(root, f"{ESSAY}é".encode()[:-1])


@says(
    """
    docs/essays/tides.md:1:1: the file has 5,000,148 bytes; at most 2,000,000 are read
       Fix: split it, or move pictures and recordings into files of their own
    """
)
def five_megabytes_of_fields(root: Path) -> None:
    tides(root, ESSAY.replace("ada]", f"ada]\nstandpoint: {'x' * 5_000_000}"))


@says(
    """
    docs/essays/tides.md:1:1: the fields have 300,116 characters; at most 256,000 are read
       1 | ---
         | ^
       Fix: move the text below the second ---
    """
)
def three_hundred_thousand_letters_of_fields(root: Path) -> None:
    tides(root, ESSAY.replace("ada]", f"ada]\nstandpoint: {'x' * 300_000}"))


@says(
    """
    docs/essays/tides.md:1:1: the file has 1,099,511,627,776 bytes; at most 2,000,000 are read
       Fix: split it, or move pictures and recordings into files of their own
    """
)
def more_bytes_than_a_machine_holds(root: Path) -> None:
    with tides(root).open("r+b") as file:
        file.truncate(1 << 40)


@says(
    """
    docs/essays/tides.md:30009:2: this text has more lines, links and marks than a page can show
    30009 | [x](harbour.md)
          |  ^
       Fix: split it into several posts here
    """
)
def links_without_end(root: Path) -> None:
    tides(root, ESSAY + "[x](harbour.md)\n" * 120_000)


@says(
    """
    docs/essays/tides.md:6:22: lists and fields are nested more than 12 deep
       6 | authors: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…
         |                      ^
       Fix: write it flatter: one field a line, lists with a hyphen before each entry
    """
)
def fields_that_open_without_end(root: Path) -> None:
    tides(root, ESSAY.replace("[ada]", "[" * 30_000))


# --- What is no file ------------------------------------------------------------------------------


@says(
    """
    docs/essays/tides.md/index.md:1:1: tides.md cannot be part of an address
       Fix: rename it with small letters, digits and single hyphens: tides-md
    """
)
def folder_named_like_a_post(root: Path) -> None:
    (root / "docs" / "essays" / "tides.md").mkdir()
    (root / "docs" / "essays" / "tides.md" / "index.md").write_text(ESSAY, encoding="utf-8")


@says(
    """
    episodes/show.yml:1:1: this is a folder
       Fix: put the file itself here, under this name
    """
)
def folder_for_the_show(root: Path) -> None:
    (root / "episodes" / "show.yml").unlink()
    (root / "episodes" / "show.yml").mkdir()


@says(
    """
    episodes/quay/index.md:8:13: quay.vtt is a folder, not a file
       8 | transcript: quay.vtt
         |             ^
       Fix: write the name of one file in it
    """
)
def folder_for_a_transcript(root: Path) -> None:
    folder = quay(root)
    (folder / "quay.vtt").unlink()
    (folder / "quay.vtt").mkdir()


@says(
    """
    docs/essays/tides.md:1:1: this is not a text file
       Fix: put the file itself here, under this name
    """
)
def pipe(root: Path) -> None:
    os.mkfifo(root / "docs" / "essays" / "tides.md")


@says(
    """
    episodes/show.yml:1:1: there is no such file, so there is no podcast
       Fix: make it; episodes/pier waits for its show: title, author, image, guid …
    """
)
def show_that_is_gone(root: Path) -> None:
    (root / "episodes" / "show.yml").unlink()


@says(
    """
    docs/vocabulary.yml:1:1: there is no such file, so there are no topics
       Fix: make it, with the topics that your posts name (see CONTRIBUTING)
    """
)
def vocabulary_that_is_gone(root: Path) -> None:
    (root / "docs" / "vocabulary.yml").unlink()


# --- Links on the disk ----------------------------------------------------------------------------


@says(
    """
    docs/essays/tides.md:1:1: this is a link to another file
       Fix: put the file itself here, under this name
    """
)
def post_that_is_a_link(root: Path) -> None:
    (root / "docs" / "essays" / "tides.md").symlink_to("/etc/hostname")


@says(
    """
    docs/essays/tides.md:1:1: this is a link to another file
       Fix: put the file itself here, under this name
    """
)
def post_that_is_a_link_to_itself(root: Path) -> None:
    (root / "docs" / "essays" / "tides.md").symlink_to("tides.md")


@says(
    """
    docs/essays/more:1:1: this folder is a link to another one
       Fix: put the folder itself here, under this name
    """
)
def folder_that_is_a_circle(root: Path) -> None:
    (root / "docs" / "essays" / "more").symlink_to("..", target_is_directory=True)


@says(
    """
    docs/essays/tides.md:7:8: sea.png is outside the folder of this post
       7 | image: sea.png
         |        ^
       Fix: put the file beside the post, and write its name alone:  sea.png
    """
)
def picture_that_leads_elsewhere(root: Path) -> None:
    (root / "docs" / "essays" / "sea.png").symlink_to(root / "episodes" / "cover.png")
    tides(root, ESSAY.replace("ada]", "ada]\nimage: sea.png\nimage_alt: The sea"))


@says(
    """
    episodes/quay/index.md:8:13: quay.vtt is outside the folder of this post
       8 | transcript: quay.vtt
         |             ^
       Fix: put the file beside the notes and write its name alone
    """
)
def transcript_that_leads_elsewhere(root: Path) -> None:
    folder = quay(root)
    (folder / "quay.vtt").unlink()
    (folder / "quay.vtt").symlink_to(root / "episodes" / "pier" / "transcript.vtt")


@says(
    """
    episodes/quay/index.md:7:8: quay.mp3 is a link to a file that does not exist
       7 | audio: quay.mp3
         |        ^
       Fix: put the file itself there, under this name
    """
)
def recording_in_a_circle(root: Path) -> None:
    folder = quay(root)
    (folder / "quay.mp3").unlink()
    (folder / "quay.mp3").symlink_to("quay.mp3")


# --- Names ----------------------------------------------------------------------------------------


@says(
    """
    docs/essays/ti�[31mdes�.md:1:1: ti�[31mdes� cannot be part of an address
       Fix: rename it with small letters, digits and single hyphens: ti-31mdes
    """
)
def name_that_writes_to_the_terminal(root: Path) -> None:
    (root / "docs" / "essays" / "ti\x1b[31mdes\n.md").write_text(ESSAY, encoding="utf-8")


@says(
    """
    docs/essays/ti�des.md:1:1: the name of this file contains an invisible character (U+200B, zero width space)
       Fix: rename it:  tides
    """
)
def name_with_a_hidden_character(root: Path) -> None:
    (root / "docs" / "essays" / "ti\u200bdes.md").write_text(ESSAY, encoding="utf-8")


@says(
    """
    docs/essays/tidestidestidestidestidestidestidestidestidestidestidestidestidestidestidestidestidestidestidestidestides.md:1:1: this name has 105 characters, too many for an address
       Fix: rename it with at most 100
    """  # noqa: E501 -- the name is what is wrong
)
def name_that_is_too_long(root: Path) -> None:
    (root / "docs" / "essays" / f"{'tides' * 21}.md").write_text(ESSAY, encoding="utf-8")


@says(
    """
    docs/essays/tides.md:10:5: there is no file a�b.pdf
      10 | [a](a%00b.pdf) [b](bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
         |     ^
       Fix: put the file beside the post, or correct its name

    docs/essays/tides.md:10:20: there is no file bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
      10 | [a](a%00b.pdf) [b](bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
         |                    ^
       Fix: put the file beside the post, or correct its name

    docs/essays/tides.md:10:5030: there is no file �.pdf
      10 | …bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.pdf) [c](%ff.pdf)
         |                                                                                  ^
       Fix: put the file beside the post, or correct its name
    """
)
def links_with_names_that_no_disk_takes(root: Path) -> None:
    tides(root, ESSAY + f"[a](a%00b.pdf) [b]({'b' * 5000}.pdf) [c](%ff.pdf)\n")


# --- Recordings and pictures ----------------------------------------------------------------------


@says(
    """
    episodes/quay/index.md:7:8: quay.mp3 is empty
       7 | audio: quay.mp3
         |        ^
       Fix: Copy the recording here again.
    """
)
def recording_that_is_empty(root: Path) -> None:
    (quay(root) / "quay.mp3").write_bytes(b"")


@says(
    """
    episodes/quay/index.md:7:8: quay.mp3 is a picture
       7 | audio: quay.mp3
         |        ^
       Fix: Export the recording as MP3 from your audio program.
    """
)
def recording_that_is_a_picture(root: Path) -> None:
    shutil.copy(root / "docs" / "essays" / "picture.png", quay(root) / "quay.mp3")


@says(
    """
    episodes/quay/index.md:7:8: quay.mp3 contains a comment, which everybody could read
       7 | audio: quay.mp3
         |        ^
       Fix: take it out:  anthology clean episodes/quay/quay.mp3
    """
)
def recording_of_a_person(root: Path) -> None:
    tags = MP3(quay(root) / "quay.mp3")  # type: ignore[no-untyped-call]
    tags["COMM"] = COMM(text="at Ann's flat")  # type: ignore[no-untyped-call]
    tags.save()


@says(
    """
    episodes/quay/index.md:9:14: long.mp3 lasts 00:00:09.378, the recording 00:00:01.541
       9 | alternates: [long.mp3]
         |              ^
       Fix: an alternate is another encoding of the same recording; encode it again
    """
)
def alternate_of_another_recording(root: Path) -> None:
    folder = quay(root, EPISODE.replace("quay.vtt", "quay.vtt\nalternates: [long.mp3]"))
    (folder / "long.mp3").write_bytes((MEDIA / "tone.mp3").read_bytes() * 6)


@says(
    """
    docs/essays/tides.md:10:12: sea.jpg contains a GPS position, the author's name, which everybody could read
      10 | ![The sea](sea.jpg)
         |            ^
       Fix: take it out:  anthology clean docs/essays/sea.jpg
    """
)
def picture_with_a_place(root: Path) -> None:
    place = Image.Exif()
    place.get_ifd(0x8825).update({1: "N", 2: (53.0, 33.0, 0.0)})
    place[315] = "Ann"
    Image.new("RGB", (8, 8)).save(root / "docs" / "essays" / "sea.jpg", exif=place)
    tides(root, ESSAY + "![The sea](sea.jpg)\n")


@says(
    """
    docs/essays/tides.md:10:12: sea.svg contains a script, and a picture must only be a picture
      10 | ![The sea](sea.svg)
         |            ^
       Fix: Save it as PNG, or run  anthology clean  on the file.
    """
)
def picture_that_runs(root: Path) -> None:
    (root / "docs" / "essays" / "sea.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', encoding="utf-8"
    )
    tides(root, ESSAY + "![The sea](sea.svg)\n")


@says(
    """
    docs/essays/tides.md:10:12: sea.png is not a picture, or it is damaged
      10 | ![The sea](sea.png)
         |            ^
       Fix: Copy it here again. Open it in a picture program and save it as JPEG or PNG.
    """
)
def picture_that_is_text(root: Path) -> None:
    (root / "docs" / "essays" / "sea.png").write_text("The sea.", encoding="utf-8")
    tides(root, ESSAY + "![The sea](sea.png)\n")


@says(
    """
    episodes/quay/quay.vtt:4:4: this is not UTF-8 text
       4 | Caf�.
         |    ^
       Fix: save the file again with the encoding UTF-8 (in most editors: Save as → Encoding)
    """
)
def transcript_from_windows(root: Path) -> None:
    (quay(root) / "quay.vtt").write_bytes("WEBVTT\n\n00:00.000 --> 00:01.000\nCafé.\n".encode("cp1252"))


@says(
    """
    episodes/quay/quay.vtt:1:1: the file has 1,099,511,627,776 bytes; at most 2,000,000 are read
       Fix: split it, or move pictures and recordings into files of their own
    """
)
def transcript_without_end(root: Path) -> None:
    with (quay(root) / "quay.vtt").open("r+b") as file:
        file.truncate(1 << 40)


# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_reported_word_by_word_and_leaves_the_site_as_it_was(
    name: str,
    good: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    root = laid_over(tmp_path / "root")
    shutil.copytree(good / "site", root / "site")
    make, message = WRONG[name]
    make(root)

    assert 1 == main(["check", "--root", str(root)])

    printed = capsys.readouterr().out
    assert message == printed.rpartition("\n\n")[0].strip()
    assert_nothing_is_published(root, good, printed, caplog)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_of_every_machine_are_welcome(
    ending: str, mark: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = laid_over(tmp_path)
    tides(root, (mark + ESSAY).replace("\n", ending))

    assert 0 == main(["check", "--root", str(root)])
    assert "" == capsys.readouterr().out


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may open every file")
def test_a_file_that_may_not_be_opened_is_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = laid_over(tmp_path)
    tides(root).chmod(0)

    assert 1 == main(["check", "--root", str(root)])
    assert "docs/essays/tides.md:1:1: the file cannot be read (Permission denied)" in capsys.readouterr().out


BITS = st.one_of(
    st.text(max_size=4).map(lambda text: text.encode("utf-8", "replace")),
    st.binary(max_size=4),
    st.sampled_from(
        [b"---\n", b"\n", b": ", b"[", b"]", b'"', b"'", b"#", b"\t", b"<", b"&a ", b"*a", b"- ", b"{", b"\0"]
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_slip_of_the_keyboard_in_any_file_stops_the_reading(
    good: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    texts = [
        file
        for file in sorted(good.rglob("*"))
        if file.suffix in {".md", ".yml", ".vtt"} and "site" not in file.parts
    ]
    file = data.draw(st.sampled_from(texts), label="file")
    content = file.read_bytes()
    start = data.draw(st.integers(0, len(content)), label="start")
    gone = data.draw(st.integers(0, 12), label="gone")
    try:
        file.write_bytes(content[:start] + data.draw(BITS, label="new") + content[start + gone :])
        _, problems = load(good)
    finally:
        file.write_bytes(content)

    for problem in problems:
        assert problem.line >= 1 <= problem.column
        assert problem.fix
        assert str(problem)


def test_two_builds_of_the_same_collection_are_the_same(good: Path, tmp_path: Path) -> None:
    root = laid_over(tmp_path)

    assert build(root)
    assert digests(good / "site") == digests(root / "site")
