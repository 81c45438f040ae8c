"""The front matter of a person's page."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from .post import Link
from .types import (
    FieldError,
    FileName,
    Flag,
    LanguageCode,
    Line,
    Model,
    NonEmptyList,
    Paragraphs,
    SitePath,
    choice,
    image_without_alt,
)


class Profile(Model):
    """The fields of docs/people/<id>.md."""

    name: Line = Field(description="the name, or the pen name")
    kind: Annotated[str, choice("name", "pen-name", "collective", "synthetic-voice")] = Field(
        description="name, pen-name, collective or synthetic-voice"
    )
    pronouns: Line | None = Field(None, description="as they wish")
    bio: Paragraphs | None = Field(None, description="who they are, in their own words")
    links: NonEmptyList[Link] = Field([], description="their own pages")
    image: FileName | None = Field(None, description="a picture beside this file")
    image_alt: Line | None = Field(None, description="what the picture shows")
    language: LanguageCode | None = Field(None, description="a language code")
    aliases: NonEmptyList[SitePath] = Field([], description="old addresses that lead here")
    exit: Flag = Field(False, description="true: shows the quick-exit control")

    def check(self) -> Iterator[FieldError]:
        """A picture is described."""
        if self.image and not self.image_alt:
            yield image_without_alt()
