"""The front matter of pages that are not posts: practices, people, and plain pages."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from . import types as t
from .post import Link, Research
from .types import Model
from .validators import FieldError, choice, image_without_alt

ANCHORS = ("senses", "orienting", "movement", "breath", "cold", "mental", "company")
BODY_ANCHORS = frozenset({"breath", "cold", "movement"})


class Practice(Model):
    """The fields of docs/practices/<slug>.md."""

    title: t.TranslatedLine = Field(description="its name")
    summary: t.TranslatedSummary = Field(description="what it is, in a sentence or two")
    helps_with: t.NonEmptyList[t.Identifier] = Field(description="ids of helps_with words in vocabulary.yml")
    anchor: Annotated[str, choice(*ANCHORS)] = Field(description="what it holds on to")
    minutes: t.Minutes = Field(description="about how long it takes")
    eyes: Annotated[str, choice("open", "either")] = Field("open", description="open, or either")
    quiet_in_public: t.Flag = Field(False, description="true if nobody near need notice")
    needs: t.List[t.Line] = Field([], description="what to have at hand")
    steps: t.NonEmptyList[t.Line] = Field(description="what to do, one step an entry")
    cautions: t.NonEmptyList[t.Line] = Field(description="at least: stop if this makes things worse")
    not_for: t.List[t.Identifier] = Field([], description="ids with which it is never offered")
    alternatives: t.NonEmptyList[t.Identifier] = Field(description="ids of practices of another anchor")
    sources: t.NonEmptyList[Research] = Field(description="where it comes from")
    updated: t.Date | None = Field(None, description="the day of the last change of substance")
    language: t.LanguageCode | None = Field(None, description="a language code")
    license: t.LicenseId | None = Field(None, description="an SPDX id, or all-rights-reserved")
    aliases: t.List[t.SitePath] = Field([], description="old addresses that lead here")
    draft: t.Flag = Field(False, description="true: only the preview shows it")
    exit: t.Flag = Field(False, description="true: shows the quick-exit control")


class Profile(Model):
    """The fields of docs/people/<id>.md."""

    name: t.Line = Field(description="the name, or the pen name")
    kind: Annotated[str, choice("name", "pen-name", "collective", "synthetic-voice", "unknown")] = Field(
        description="name, pen-name, collective, synthetic-voice, or unknown until somebody says"
    )
    pronouns: t.TranslatedLine | None = Field(None, description="as they wish")
    bio: t.TranslatedParagraphs | None = Field(None, description="who they are, in their own words")
    feed_image: t.WebAddress | None = Field(
        None, description="a picture that podcast apps fetch from elsewhere"
    )
    feed_link: t.WebAddress | None = Field(
        None, description="the page to which podcast apps lead, if not this one"
    )
    links: t.List[Link] = Field([], description="their own pages")
    image: t.FileName | None = Field(None, description="a picture beside this file")
    image_alt: t.Line | None = Field(None, description="what the picture shows")
    language: t.LanguageCode | None = Field(None, description="a language code")
    aliases: t.List[t.SitePath] = Field([], description="old addresses that lead here")
    exit: t.Flag = Field(False, description="true: shows the quick-exit control")

    def check(self) -> Iterator[FieldError]:
        """A picture is described."""
        if self.image and not self.image_alt:
            yield image_without_alt()


class Page(Model):
    """A standalone page, such as about or privacy."""

    title: t.TranslatedLine = Field(description="its title")
    summary: t.Summary | None = Field(None, description="one or two plain sentences")
    updated: t.Date | None = Field(None, description="the day of the last change of substance")
    language: t.LanguageCode | None = Field(None, description="a language code")
    aliases: t.List[t.SitePath] = Field([], description="old addresses that lead here")
    draft: t.Flag = Field(False, description="true: only the preview shows it")
    exit: t.Flag = Field(False, description="true: shows the quick-exit control")
