"""The fields of `episodes/published.lock`: show and episodes as podcast apps know them, and the addresses of essays."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from anthology.problems import shorten
from anthology.urls import SLUG, is_external

from .addresses import feed_address
from .dates import parse_timestamp
from .types import Flag, Identifier, Model, NonNegativeInt, Sha256, Uuid, Verbatim
from .validators import choice, field_error, scalar

ALLOWED_CHANGES = ("gone", "guid", "date", "audio", "reuse")
"""Kinds of changes of published episodes that `anthology publish` takes."""

_RECORDING = re.compile(rf"episodes/{SLUG.pattern}/{SLUG.pattern}\.[a-z0-9]{{2,5}}")


def _recording_address(value: object) -> str:
    """The address of a recording within the site, or an absolute one. It leads nowhere else."""
    text = scalar(value)
    if is_external(text):
        return feed_address(text)
    if _RECORDING.fullmatch(text):
        return text
    raise field_error(
        f"is {shorten(text)}, not the address of a recording",
        "write episodes/slug/slug.mp3, in small letters",
    )


_Moment = Annotated[datetime, BeforeValidator(lambda value: parse_timestamp(value).at)]


class Override(Model):
    """A change that was made on purpose."""

    kind: Annotated[str, choice(*ALLOWED_CHANGES)] = Field(description="what changed")
    was: Verbatim | None = Field(None, description="the value before")
    reason: Verbatim | None = Field(None, description="the reason given")


class Locked(Model):
    """A published episode; a withdrawn one stays, and its guid is never given to another episode."""

    slug: Identifier = Field(description="its folder")
    guid: Verbatim = Field(description="by which apps know it")
    date: _Moment = Field(description="when it was published")
    sha256: Sha256 | None = Field(None, description="of the recording, where it is known")
    length: NonNegativeInt = Field(description="the size of the recording in bytes")
    path: Annotated[str, BeforeValidator(_recording_address)] = Field(description="where the recording is")
    withdrawn: Flag = Field(False, description="true: it is no longer published")
    changes: list[Override] = Field([], description="what was changed on purpose")

    @property
    def former_guids(self) -> Iterator[str]:
        """Guids that it had before they were changed on purpose."""
        return (change.was for change in self.changes if change.kind == "guid" and change.was)


class LockedEssay(Model):
    """A published essay, by its address; one that was withdrawn, or removed on purpose, stays."""

    slug: Identifier = Field(description="the last part of its address")
    withdrawn: Flag = Field(False, description="true: it is no longer published")
    reason: Verbatim | None = Field(None, description="the reason given, if one was")


class Lock(Model):
    """The show's podcast:guid, None if no episode is published, its episodes, oldest first, and essays by name."""

    show: Uuid | None = Field(None, description="the podcast:guid of the show")
    changes: list[Override] = Field([], description="what was changed on purpose")
    episodes: list[Locked] = Field([], description="every published episode")
    essays: list[LockedEssay] = Field([], description="every published essay")
