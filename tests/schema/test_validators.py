"""Values of fields: what is accepted, and the words for what is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter

from anthology.schema import types
from anthology.schema.validators import FieldError, choice, identifier, license, matching, non_empty_list


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (types.Line, " a\n b ", "a b"),
        (types.Flag, "True", True),
        (types.NonNegativeInt, "007", 7),
        (types.Year, "1999", 1999),
        (types.LanguageCode, "zh-Hant-TW", "zh-Hant-TW"),
        (types.Doi, "https://doi.org/10.1371/journal.pone.0266722", "10.1371/journal.pone.0266722"),
        (types.Doi, "DOI: 10.1000/182", "10.1000/182"),
        (types.LicenseId, "cc-by-4.0", "CC-BY-4.0"),
        (types.LicenseId, "All-Rights-Reserved", "all-rights-reserved"),
        (types.PostId, "/essays/x/index.md", "essays/x"),
        (types.FileName, "a/../b.png", "b.png"),
        (types.SitePath, "/old/x.html", "/old/x.html"),
        (types.Timecode, "1:02:03.5", 3_723_500),
        (types.SkipTarget, "1:00–2:00", (60_000, 120_000)),
        (types.NonEmptyList[types.Identifier], ["a", "b-2"], ["a", "b-2"]),
        (Annotated[str, choice("yes", "no")], "no", "no"),
    ],
)
def test_a_value_is_what_is_written(kind: Any, written: object, value: object) -> None:
    assert TypeAdapter(kind).validate_python(written) == value


def refusal(validate: Callable[[object], object], value: object) -> tuple[str, str]:
    with pytest.raises(FieldError) as raised:
        validate(value)
    context = raised.value.context or {}
    return context["message"], context["fix"]


@pytest.mark.parametrize(
    ("validate", "value", "message", "fix"),
    [
        (identifier, "Late Night", "is Late Night, which is not an id",
         "write small letters, digits and single hyphens, such as late-night"),
        (identifier, "Été", "is Été, which is not an id",
         "write small letters, digits and single hyphens, such as ete"),
        (license, "CC BY 4", "is CC BY 4, not a known licence",
         "write its SPDX id, such as CC-BY-4.0, or all-rights-reserved"),
        (choice("open", "either").func, "Opne", "is Opne, which is not one of the allowed values", "write open"),
        (matching("[0-9]+", "a number", "count").func, "x", "is x, not a number", "count"),
        (non_empty_list, "a", "is a, but a list is needed", "put it in brackets:  [a]"),
        (non_empty_list, None, "is empty", "write at least one, or delete the line"),
    ],
)  # fmt: skip
def test_a_refused_value_has_a_fix_that_works(
    validate: Callable[[object], object], value: object, message: str, fix: str
) -> None:
    assert refusal(validate, value) == (message, fix)
