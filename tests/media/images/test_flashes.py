"""Animations that flash."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from anthology.media.images import probe_image
from image_bytes import refusal


def animation(colours: Sequence[str], milliseconds: int, form: str = "GIF", **options: Any) -> bytes:
    frames = [Image.new("RGB", (40, 30), colour) for colour in colours]
    out = BytesIO()
    frames[0].save(
        out, form, save_all=True, append_images=frames[1:], duration=milliseconds, loop=0, **options
    )
    return out.getvalue()


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
@pytest.mark.parametrize(
    ("colours", "milliseconds"),
    [
        (["black", "white"] * 5, 100),
        (["red", "black"] * 9, 50),
        (["white", "grey"] * 9, 100),
        (["black", "white"], 0),
    ],
)
def test_an_animation_that_flashes_more_than_three_times_a_second_is_refused(
    tmp_path: Path, form: str, colours: list[str], milliseconds: int
) -> None:
    refused = refusal(tmp_path / f"pier.{form.lower()}", animation(colours, milliseconds, form))

    assert "flashes more than three times a second, which can cause seizures" in refused.message


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
@pytest.mark.parametrize(
    ("colours", "milliseconds"),
    [
        (["black", "white"] * 5, 500),
        (["teal", "#0a8484"] * 9, 50),
        ([f"#{n:02x}{n:02x}{n:02x}" for n in range(0, 250, 9)], 50),
    ],
)
def test_one_that_changes_slowly_or_little_is_shown(
    tmp_path: Path, form: str, colours: list[str], milliseconds: int
) -> None:
    (tmp_path / f"pier.{form.lower()}").write_bytes(animation(colours, milliseconds, form))

    assert 40 == probe_image(tmp_path / f"pier.{form.lower()}").width


def test_a_small_thing_that_blinks_is_shown(tmp_path: Path) -> None:
    frames = [Image.new("L", (40, 30), 255) for _ in range(10)]
    for frame in frames[::2]:
        frame.paste(0, (0, 0, 8, 8))
    frames[0].save(tmp_path / "pier.gif", save_all=True, append_images=frames[1:], duration=50, loop=0)

    assert 40 == probe_image(tmp_path / "pier.gif").width


def test_an_animation_of_too_many_frames_is_refused(tmp_path: Path) -> None:
    frames = [Image.new("L", (2, 2), shade % 7 * 30) for shade in range(1100)]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=1000)

    assert "pier.gif has 1100 frames of 2×2 pixels" == refusal(tmp_path / "pier.gif", out.getvalue()).message
