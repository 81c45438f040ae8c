"""The look of a site: its colours, which must be legible, and its pictures."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from . import types as t
from .validators import FieldError, field_error, matching

Colour = Annotated[
    str, matching(r"#[0-9a-fA-F]{6}", "a colour", 'write # and six digits in quotes, such as "#1f4e8c"')
]
TEXT_CONTRAST = 4.5
"""to 1; WCAG 2.2, success criterion 1.4.3"""


def contrast(colour: str, behind: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    brighter, darker = sorted((_luminance(colour), _luminance(behind)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class Shade(t.Model):
    """A colour in the light and in the dark appearance of the site."""

    light: Colour = Field(description="on a device set to light")
    dark: Colour = Field(description="on a device set to dark")


def _shade(light: str, dark: str, description: str) -> Shade:
    return Field(Shade.model_construct(light=light, dark=dark), description=description)


class Colours(t.Model):
    """The colours of the site; the style sheets of the theme contain the values given here as defaults."""

    paper: Shade = _shade("#ffffff", "#14171a", "behind the text")
    paper_deep: Shade = _shade("#f1f3f5", "#1e2226", "behind boxes and code")
    paper_leaf: Shade = _shade("#edf2f0", "#1a2322", "behind practices")
    ink: Shade = _shade("#1b1f24", "#e6e8ea", "the text")
    ink_soft: Shade = _shade("#4a525c", "#b9c0c7", "dates, captions, notes")
    rule: Shade = _shade("#cfd5dc", "#3d444b", "lines between parts")
    essay: Shade = _shade("#1f4e8c", "#9cc4f5", "links; essays and their titles")
    episode: Shade = _shade("#6b2f7a", "#d9b0e6", "episodes and their titles")
    practice: Shade = _shade("#1f5c4d", "#9fd3c0", "practices and their titles")
    mark: Shade = _shade("#fdeeb0", "#5a4a10", "behind words that a search found")
    soil: Shade = _shade("#20262d", "#0c0e10", "behind the footer")
    on_soil: Shade = _shade("#f0f2f4", "#dfe3e7", "the text of the footer")

    def check(self) -> Iterator[FieldError]:
        """A text has a contrast of 4.5 to 1 with each colour that is behind it, in light and in dark."""
        for text, behind in _TEXT_ON:
            for appearance in ("light", "dark"):
                colours = [getattr(getattr(self, name), appearance) for name in (text, behind)]
                if (ratio := contrast(*colours)) < TEXT_CONTRAST:
                    message = f"in {appearance}, {text} has a contrast of {ratio:.1f} to 1 with {behind}"
                    fix = f"make one of the two lighter or darker, until it is {TEXT_CONTRAST} to 1 or more"
                    yield field_error(message, fix, text, (text, behind))


_TEXT_ON = [
    *((text, behind) for text in ("ink", "ink_soft", "essay", "episode") for behind in ("paper", "paper_deep")),
    *(("practice", behind) for behind in ("paper", "paper_leaf")),
    ("ink", "paper_leaf"), ("ink", "mark"), ("on_soil", "soil"),
]  # fmt: skip


class FooterPicture(t.Model):
    """The picture above the footer in the light and in the dark appearance of the site."""

    light: t.FileName = Field(description="on a device set to light")
    dark: t.FileName = Field(description="on a device set to dark")


class Look(t.Model):
    """`extra.anthology.look` in mkdocs.yml; files are named by their path in docs/."""

    colours: Colours = Field(
        Colours.model_construct(), description="colours, each with its light and its dark value"
    )
    cards: dict[t.Line, t.FileName] = Field(
        {}, description="the picture beside a shared link, for page, essay, episode or practice"
    )
    title_cards: t.Flag = Field(
        False,
        description="true: a picture beside a shared link for each post, with its title; a first build takes 0.05 s"
        " longer for each",
    )
    icon: t.FileName | None = Field(None, description="the icon on home screens, a square PNG of 512 × 512")
    topics: dict[t.Line, t.FileName] = Field({}, description="a drawing for each topic, by its id")
    footer: FooterPicture | None = Field(None, description="a picture above the footer, as wide as the page")
