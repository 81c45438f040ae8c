"""The kinds of value that a field can hold: the names that the models use for the checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator

from . import dates as moments
from . import references as pointers
from . import validators as values
from .dates import Span, When
from .validators import Wrong, choice, wrong

__all__ = ["Span", "When", "Wrong", "choice", "wrong"]


class Model(BaseModel):
    """A mapping of the contract: no field beside those it names, and none that changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False)

    def broken_rules(self) -> Iterator[Wrong]:
        """What is wrong between its fields; each says which fields it is about."""
        yield from ()

    @model_validator(mode="after")
    def _keeps_its_rules(self, info: ValidationInfo) -> Self:
        # Of fields that were refused already (see reading), a rule has nothing more to say.
        refused: set[str] = info.context or set()
        for error in self.broken_rules():
            if not refused & set((error.context or {})["of"]):
                raise error
        return self


Text = Annotated[str, BeforeValidator(values.line)]
Prose = Annotated[str, BeforeValidator(values.prose)]
Summary = Annotated[str, BeforeValidator(values.summary), Field(max_length=300)]
Flag = Annotated[bool, BeforeValidator(values.flag)]
Whole = Annotated[int, BeforeValidator(values.whole)]
Numbered = Annotated[int, BeforeValidator(values.number_from_one)]
Minutes = Annotated[int, BeforeValidator(values.minutes)]
Season = Annotated[str, BeforeValidator(values.season)]
Year = Annotated[int, BeforeValidator(values.year)]
Identifier = Annotated[str, BeforeValidator(values.identifier)]
PostId = Annotated[str, BeforeValidator(pointers.post_id)]
WebAddress = Annotated[str, BeforeValidator(pointers.web_address)]
FeedAddress = Annotated[str, BeforeValidator(pointers.feed_address)]
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
