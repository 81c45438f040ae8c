from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from anthology.media.images import probe_image, thumbnail
from anthology.output.publication import build_publication
from builders import episode


def picture(file: Path, size: tuple[int, int], mode: str = "RGB", **options: Any) -> Path:
    Image.effect_noise(size, 60).convert(mode).save(file, **options)
    return file


def test_a_page_shows_a_small_copy_of_the_cover_and_the_feed_the_cover_itself(root: Path) -> None:
    episode(root, "pier")

    made, _ = build_publication(root)

    assert made.pages["episodes/pier"].values["artwork"]["url"] == "episodes/cover-600.jpg"
    assert Image.open(BytesIO(made.generated["episodes/cover-600.jpg"])).size == (600, 600)
    assert b"episodes/cover.jpg" in made.generated["podcast.xml"]
    assert b"cover-600" not in made.generated["podcast.xml"]
    assert root / "episodes" / "cover.jpg" == made.files["episodes/cover.jpg"]


def test_a_picture_that_apps_would_refuse_is_no_artwork_in_the_feed(root: Path) -> None:
    file = episode(root, "pier", image="wide.jpg", image_alt="A pier")
    picture(file.parent / "wide.jpg", (1600, 900))

    made, problems = build_publication(root)

    assert not problems
    assert made.pages["episodes/pier"].values["artwork"]["url"] == "episodes/pier/wide-600.jpg"
    assert b'<itunes:image href="https://example.org/episodes/pier/wide' not in made.generated["podcast.xml"]


def test_a_square_picture_of_an_episode_is_its_artwork_in_the_feed(root: Path) -> None:
    file = episode(root, "pier", image="own.jpg", image_alt="A pier")
    picture(file.parent / "own.jpg", (1400, 1400))

    made, _ = build_publication(root)

    assert b'<itunes:image href="https://example.org/episodes/pier/own.jpg"' in made.generated["podcast.xml"]


def test_a_file_of_somebody_s_own_is_never_replaced_by_a_copy(root: Path) -> None:
    file = episode(root, "pier", "![A pier](own-600.jpg)", image="own.jpg", image_alt="A pier")
    picture(file.parent / "own.jpg", (1400, 1400))
    picture(file.parent / "own-600.jpg", (20, 20))

    made, _ = build_publication(root)

    assert made.pages["episodes/pier"].values["artwork"]["url"] == "episodes/pier/own-600-600.jpg"
    assert file.parent / "own-600.jpg" == made.files["episodes/pier/own-600.jpg"]


def test_small_pictures_and_drawings_are_shown_as_they_are(tmp_path: Path) -> None:
    drawing = tmp_path / "a.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3000 3000"/>', encoding="utf-8")

    assert thumbnail(drawing, 600) == b""
    assert thumbnail(picture(tmp_path / "a.png", (600, 500)), 600) == b""


@pytest.mark.parametrize(
    ("mode", "name", "type_"),
    [
        ("RGB", "a.jpg", "image/jpeg"),
        ("CMYK", "a.jpg", "image/jpeg"),
        ("L", "a.png", "image/jpeg"),
        ("P", "a.png", "image/jpeg"),
        ("RGBA", "a.png", "image/webp"),
        ("RGB", "a.webp", "image/jpeg"),
    ],
)
def test_a_copy_is_jpeg_unless_it_is_see_through(tmp_path: Path, mode: str, name: str, type_: str) -> None:
    copy = tmp_path / ("b.webp" if type_ == "image/webp" else "b.jpg")
    copy.write_bytes(thumbnail(picture(tmp_path / name, (800, 400), mode), 600))

    found = probe_image(copy)

    assert (600, 300, type_) == (found.width, found.height, found.type)


def test_a_copy_is_turned_as_the_camera_was_and_says_nothing_else(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Ann"  # lying on its side; the photographer's name
    copy = thumbnail(picture(tmp_path / "a.jpg", (800, 400), exif=exif), 600)

    assert Image.open(BytesIO(copy)).size == (300, 600)
    assert not Image.open(BytesIO(copy)).getexif()
    assert b"Ann" not in copy


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    file = picture(tmp_path / "a.jpg", (800, 400))

    assert thumbnail(file, 600) == thumbnail(file, 600)
