"""The types of fields: the names by which the models use the validators."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    RootModel,
    ValidationInfo,
    model_validator,
)

from . import addresses, codes, dates, feed_tags, validators
from .dates import Span, Timestamp
from .validators import FieldError, matching


class Model(BaseModel):
    """A mapping with fixed fields: an unknown field is an error, and no value changes later."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, validate_default=False)

    def check(self) -> Iterator[FieldError]:
        """Errors between several fields; each names the fields that it is about."""
        yield from ()

    @model_validator(mode="after")
    def _run_checks(self, info: ValidationInfo) -> Self:
        # An error about a field that was refused already (see sources.validation) would only repeat that.
        refused: set[str] = info.context or set()
        for error in self.check():
            if not refused & set((error.context or {})["fields"]):
                raise error
        return self


class RootList(RootModel):  # type: ignore[type-arg]  # with an argument, it would be built at once
    """A file, or a part of one, that is a list; a subclass says in `root` of what."""

    model_config = ConfigDict(defer_build=True, frozen=True)


def empty_list(description: str) -> Any:
    """A field that is an empty list unless it is given; pydantic would copy a default `[]` slowly, for each post."""
    return Field(default_factory=list, json_schema_extra={"default": []}, description=description)


def _text_type(pattern: str, *examples: str) -> Any:
    """The type of a text, as a JSON Schema describes it: YAML gives dates and times as texts."""
    return Annotated[str, Field(pattern=pattern, examples=list(examples))]


def _by_language(validator: Callable[[object], str]) -> PlainValidator:
    """The validator of a text, or of its versions by language."""
    return PlainValidator(codes.translated(validator), json_schema_input_type=str | _Versions)


_Versions = Annotated[dict[str, str], Field(title="Versions")]
_DATE = _text_type(r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$", "2026-11-22", "2026-11-22T08:00:00+01:00")
_TIME = r"(\d+:)?\d{1,2}:\d{2}(\.\d{1,3})?"

Line = Annotated[str, BeforeValidator(validators.line)]
Verbatim = Annotated[str, BeforeValidator(validators.verbatim)]
Paragraphs = Annotated[str, BeforeValidator(validators.multiline)]
PlainParagraphs = Annotated[str, BeforeValidator(validators.plain_paragraphs)]
Summary = Annotated[str, BeforeValidator(validators.summary), Field(max_length=validators.LONGEST_SUMMARY)]
TranslatedLine = Annotated[str, _by_language(validators.line)]
TranslatedParagraphs = Annotated[str, _by_language(validators.multiline)]
TranslatedPlainParagraphs = Annotated[str, _by_language(validators.plain_paragraphs)]
TranslatedSummary = Annotated[str, _by_language(validators.summary)]
Flag = Annotated[bool, BeforeValidator(validators.flag)]
Seconds = Annotated[float, BeforeValidator(validators.number_of_seconds)]
NonNegativeInt = Annotated[int, BeforeValidator(validators.non_negative_int)]
EpisodeNumber = Annotated[int, BeforeValidator(validators.episode_number)]
PositiveInt = Annotated[int, BeforeValidator(validators.positive_int)]
Minutes = Annotated[int, BeforeValidator(validators.minutes)]
Season = Annotated[str, BeforeValidator(validators.season)]
Year = Annotated[int, BeforeValidator(validators.year)]
Identifier = Annotated[
    str,
    BeforeValidator(
        validators.identifier, json_schema_input_type=_text_type(r"^[a-z0-9]+(-[a-z0-9]+)*$", "peer-support")
    ),
]
NameOfEntry = Annotated[
    str,
    BeforeValidator(
        validators.name_of_entry,
        json_schema_input_type=_text_type(r"^[a-z0-9]+(-[a-z0-9]+)*$", "peer-support"),
    ),
]
LanguageCode = Annotated[str, BeforeValidator(codes.language_code)]
LicenseId = Annotated[str, BeforeValidator(codes.license)]
PostId = Annotated[str, BeforeValidator(addresses.post_id)]
WebAddress = Annotated[str, BeforeValidator(addresses.web_address)]
ContactAddress = Annotated[str, BeforeValidator(addresses.contact_address)]
Sha256 = Annotated[str, matching("[0-9a-f]{64}", "a sha256", "write the 64 digits that sha256sum prints")]
FeedAddress = Annotated[str, BeforeValidator(addresses.feed_address)]
SitePath = Annotated[str, BeforeValidator(addresses.site_path)]
FileName = Annotated[str, BeforeValidator(addresses.file_name)]
Doi = Annotated[
    str,
    matching(
        r"10\.[0-9]{4,9}/\S+",
        "a DOI",
        'write it from the 10 on:  doi: "10.1371/journal.pone.0266722"',
        prefix=r"(?i:(https?://)?(dx\.)?doi\.org/|doi:?\s*)",
    ),
]
Geo = Annotated[
    str,
    matching(
        r"geo:-?[0-9]{1,2}(\.[0-9]+)?,-?[0-9]{1,3}(\.[0-9]+)?(,-?[0-9]+(\.[0-9]+)?)?(;[a-z0-9-]+(=[^\s;]+)?)*",
        "a geo: address",
        "write latitude and longitude:  geo:51.5,-0.12",
    ),
]
Osm = Annotated[
    str,
    matching(
        r"[NWR][0-9]{1,18}(#[0-9]{1,9})?",
        "an OpenStreetMap id",
        "write N, W or R (node, way, relation) and its number:  R113314",
    ),
]
Uuid = Annotated[
    str,
    matching(
        r"(?i:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})",
        "a UUID",
        "write the guid that the show has in its feed; for a new show, one that a UUID generator makes",
    ),
]
Date = Annotated[Timestamp, BeforeValidator(dates.parse_timestamp, json_schema_input_type=_DATE)]
DateOrUnknown = Annotated[
    Timestamp | None,
    BeforeValidator(dates.parse_timestamp_or_unknown, json_schema_input_type=_DATE | Literal["unknown"]),
]
Timecode = Annotated[
    int, BeforeValidator(dates.parse_timecode, json_schema_input_type=_text_type(rf"^{_TIME}$", "00:31:05"))
]
SkipTarget = Annotated[
    Span | str,
    BeforeValidator(
        dates.parse_skip_target,
        json_schema_input_type=_text_type(rf"^(#.+|{_TIME}-{_TIME})$", "12:30-15:00", "#the-ward"),
    ),
]

FeedTags = Annotated[dict[str, list[str]], BeforeValidator(feed_tags.feed_tags)]
ShowTags = Annotated[dict[str, list[str]], BeforeValidator(feed_tags.show_tags)]
ItemTags = Annotated[dict[str, list[str]], BeforeValidator(feed_tags.item_tags)]

ListItem = TypeVar("ListItem")
Key = TypeVar("Key", bound=str)
List = Annotated[list[ListItem], BeforeValidator(validators.list_or_none)]
NonEmptyList = Annotated[list[ListItem], Field(min_length=1), BeforeValidator(validators.non_empty_list)]
Names = Annotated[list[ListItem], BeforeValidator(validators.names_or_none)]
NonEmptyNames = Annotated[list[ListItem], Field(min_length=1), BeforeValidator(validators.names)]
NonEmptyDict = Annotated[dict[Key, ListItem], BeforeValidator(validators.non_empty_dict)]
