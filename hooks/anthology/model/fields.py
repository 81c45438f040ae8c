"""The kinds of value that a field can hold: the names that the models use for the checks."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from . import moments, pointers, values
from .moments import Span, When
from .values import SLUG, choice, wrong

__all__ = ["SLUG", "Span", "When", "choice", "wrong"]


class Model(BaseModel):
    """A mapping of the contract: no field beside those it names, and none that changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False)


Text = Annotated[str, BeforeValidator(values.line)]
Prose = Annotated[str, BeforeValidator(values.prose)]
Summary = Annotated[str, BeforeValidator(values.summary), Field(max_length=300)]
Flag = Annotated[bool, BeforeValidator(values.flag)]
Whole = Annotated[int, BeforeValidator(values.whole)]
Minutes = Annotated[int, BeforeValidator(values.minutes)]
Season = Annotated[str, BeforeValidator(values.season)]
Year = Annotated[int, BeforeValidator(values.year)]
Identifier = Annotated[str, BeforeValidator(values.identifier)]
PostId = Annotated[str, BeforeValidator(pointers.post_id)]
WebAddress = Annotated[str, BeforeValidator(pointers.web_address)]
SitePath = Annotated[str, BeforeValidator(pointers.site_path)]
FileName = Annotated[str, BeforeValidator(pointers.file_name)]
Doi = Annotated[str, BeforeValidator(pointers.doi)]
Language = Annotated[str, BeforeValidator(values.language)]
License = Annotated[str, BeforeValidator(values.license)]
DayOrUnknown = Annotated[When | None, BeforeValidator(moments.unknown_or_moment)]
Moment = Annotated[When, BeforeValidator(moments.moment)]
Timecode = Annotated[int, BeforeValidator(moments.time_in_recording)]
Where = Annotated[Span | str, BeforeValidator(moments.where)]

Listed = BeforeValidator(values.listed)
Grouped = BeforeValidator(values.grouped)
