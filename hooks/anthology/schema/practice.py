"""The front matter of a grounding practice."""

from typing import Annotated

from pydantic import Field

from .post import Research
from .types import (
    Date,
    Flag,
    Identifier,
    LanguageCode,
    LicenseId,
    Line,
    Minutes,
    Model,
    NonEmptyList,
    SitePath,
    Summary,
    choice,
)

ANCHORS = ("senses", "orienting", "movement", "breath", "cold", "mental", "company")
BODY_ANCHORS = frozenset({"breath", "cold", "movement"})


class Practice(Model):
    """The fields of docs/practices/<slug>.md."""

    title: Line = Field(description="its name")
    summary: Summary = Field(description="what it is, in a sentence or two")
    helps_with: NonEmptyList[Identifier] = Field(description="ids of helps_with words in vocabulary.yml")
    anchor: Annotated[str, choice(*ANCHORS)] = Field(description="what it holds on to")
    minutes: Minutes = Field(description="about how long it takes")
    eyes: Annotated[str, choice("open", "either")] = Field("open", description="open, or either")
    quiet_in_public: Flag = Field(False, description="true if nobody near need notice")
    needs: NonEmptyList[Line] = Field([], description="what to have at hand")
    steps: NonEmptyList[Line] = Field(description="what to do, one step an entry")
    cautions: NonEmptyList[Line] = Field(description="at least: stop if this makes things worse")
    not_for: NonEmptyList[Identifier] = Field([], description="ids with which it is never offered")
    alternatives: NonEmptyList[Identifier] = Field(description="ids of practices of another anchor")
    sources: NonEmptyList[Research] = Field(description="where it comes from")
    updated: Date | None = Field(None, description="the day of the last change of substance")
    language: LanguageCode | None = Field(None, description="a language code")
    license: LicenseId | None = Field(None, description="an SPDX id, or all-rights-reserved")
    aliases: NonEmptyList[SitePath] = Field([], description="old addresses that lead here")
    draft: Flag = Field(False, description="true: only the preview shows it")
    exit: Flag = Field(False, description="true: shows the quick-exit control")
