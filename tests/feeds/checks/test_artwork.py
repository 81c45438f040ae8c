"""The rules for artwork."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.feeds.checks import check_site
from feed_builders import SITE, build, episode, picture, show, write


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (picture(1400, 1399), "is not square: 1400 × 1399 pixels"),
        (picture(1399, 1399), "has 1399 × 1399 pixels"),
        (picture(3001, 3001), "has 3001 × 3001 pixels"),
        (picture(1400, 1400, "L"), "is not in RGB"),
        (picture(1400, 1400, "CMYK", "JPEG"), "is not in RGB"),
        (picture(1400, 1400, "RGB", "JPEG"), "is called cover.png but is image/jpeg"),
        (b"no picture", "cover.png is not a picture"),
    ],
)
def test_artwork_is_looked_at(tmp_path: Path, content: bytes, message: str) -> None:
    build(tmp_path, show(), [episode()])
    write(tmp_path / "cover.png", content)

    findings = check_site(tmp_path)

    assert any(message in finding.message for finding in findings), findings


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_artwork_of_both_sizes_and_forms_is_good(tmp_path: Path, form: str) -> None:
    name = "cover.png" if form == "PNG" else "cover.jpg"
    build(tmp_path, show(image_url=f"{SITE}{name}"), [episode()])
    write(tmp_path / name, picture(3000, 3000, "RGB", form))

    assert [] == check_site(tmp_path)


def test_artwork_that_changes_between_two_checks_is_looked_at_again(tmp_path: Path) -> None:
    build(tmp_path, show(), [episode()])
    assert check_site(tmp_path) == []

    write(tmp_path / "cover.png", picture(1399, 1399))

    assert ["has 1399 × 1399 pixels"] == [finding.message for finding in check_site(tmp_path)]
