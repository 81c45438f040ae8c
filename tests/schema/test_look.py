"""Colours of a site."""

import pytest
from pydantic import ValidationError

from anthology.schema.look import Colours, contrast


@pytest.mark.parametrize(
    ("colour", "behind", "expected"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_that_of_the_accessibility_guidelines(colour: str, behind: str, expected: float) -> None:
    assert contrast(colour, behind) == contrast(behind, colour) == pytest.approx(expected, abs=0.01)


def test_a_text_that_cannot_be_read_on_its_ground_is_refused() -> None:
    with pytest.raises(ValidationError, match="in dark, ink has a contrast of 1"):
        Colours.model_validate({"ink": {"light": "#000000", "dark": "#14171a"}})


def test_the_colours_of_the_theme_are_all_different_so_that_each_can_be_replaced() -> None:
    shades = [shade for colours in Colours().model_dump().values() for shade in colours.values()]

    assert len(shades) == len(set(shades)) == 24
