"""People as they name themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from .post import Link
from .types import FileName, Flag, Language, Listed, Model, Prose, SitePath, Text, Wrong, choice, wrong


class Profile(Model):
    """The fields of docs/people/<id>.md."""

    name: Text = Field(description="the name, or the pen name")
    kind: Annotated[str, BeforeValidator(choice("name", "pen-name", "collective", "synthetic-voice"))] = (
        Field(description="name, pen-name, collective or synthetic-voice")
    )
    pronouns: Text | None = Field(None, description="as they wish")
    bio: Prose | None = Field(None, description="who they are, in their own words")
    links: Annotated[list[Link], Listed] = Field([], description="their own pages")
    image: FileName | None = Field(None, description="a picture beside this file")
    image_alt: Text | None = Field(None, description="what the picture shows")
    language: Language | None = Field(None, description="a language code")
    aliases: Annotated[list[SitePath], Listed] = Field([], description="old addresses that lead here")
    exit: Flag = Field(False, description="true: shows the quick-exit control")

    def broken_rules(self) -> Iterator[Wrong]:
        """A picture is described."""
        if self.image and not self.image_alt:
            fix = "add a line that says what it shows:  image_alt: …"
            yield wrong("image has no image_alt", fix, "image", ("image", "image_alt"))
