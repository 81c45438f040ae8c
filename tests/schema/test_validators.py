"""Values of fields: what is accepted, and the words for what is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, get_args

import pytest
from pydantic import TypeAdapter

from anthology.schema import types
from anthology.schema.addresses import feed_address, file_name, site_path, web_address
from anthology.schema.codes import license
from anthology.schema.dates import parse_timestamp
from anthology.schema.validators import (
    FieldError,
    choice,
    episode_number,
    identifier,
    line,
    list_or_none,
    matching,
    non_empty_list,
    plain_paragraphs,
    summary,
)

NO_PATH = "leave out what follows #, write %20 for a space, and after ? a name and a value:  /?p=12"


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (types.Line, " a\n b ", "a b"),
        (types.Line, "AT&T, R&D; &c, a &bird;", "AT&T, R&D; &c, a &bird;"),
        (types.Geo, "geo:51.5,-0.12;u=10", "geo:51.5,-0.12;u=10"),
        (types.Osm, "R113314#2", "R113314#2"),
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
        (types.SitePath, "/?p=12", "/?p=12"),
        (types.WebAddress, "https://[::1]:8000/a?b#c", "https://[::1]:8000/a?b#c"),
        (types.WebAddress, "http://bücher.example/", "http://bücher.example/"),
        (types.FeedAddress, "https://my_cdn.example:443/a@b.mp3", "https://my_cdn.example:443/a@b.mp3"),
        (types.SitePath, "/blog/index.php?lang=es&p=3", "/blog/index.php?lang=es&p=3"),
        (types.SitePath, "/資料庫/?a_b=%20", "/資料庫/?a_b=%20"),
        (types.Timecode, "1:02:03.5", 3_723_500),
        (types.SkipTarget, "1:00–2:00", (60_000, 120_000)),
        (types.NonEmptyList[types.Identifier], ["a", "b-2"], ["a", "b-2"]),
        (types.List[types.Identifier], [], []),
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
        (episode_number, "1.5", "is 1.5, not a whole number",
         'write the next free number, and how it is shown:  episode: 2   and   episode_display: "1.5"'),
        (episode_number, "3½", "is 3½, not a whole number",
         'write the next free number, and how it is shown:  episode: 4   and   episode_display: "3½"'),
        (episode_number, "12b", "is 12b, not a whole number",
         'write the next free number, and how it is shown:  episode: 13   and   episode_display: "12b"'),
        (file_name, "a" * 300 + ".mp3", f"is {'a' * 39}…, a name of more than 200 bytes",
         "give the file a shorter name, and write it here"),
        (file_name, "ü" * 101, f"is {'ü' * 39}…, a name of more than 200 bytes",
         "give the file a shorter name, and write it here"),
        (site_path, "/?", "is /?, not an address on this site", NO_PATH),
        (site_path, "/?p=1 2", "is /?p=1 2, not an address on this site", NO_PATH),
        (site_path, "/?p=1\n/x", "is /?p=1 /x, not an address on this site", NO_PATH),
        (site_path, "/../?p=1", "has a part that no file can have as its name: ..",
         "write names of letters, digits, hyphens and dots between the slashes, such as /old/path/"),
        (feed_address, "https://ann:secret@cdn.example/a.mp3",
         "contains a user name or a password, which everybody could read",
         "write it without:  https://cdn.example/a.mp3"),
        (web_address, "https://cdn.example\\@evil.example/a",
         "contains a user name or a password, which everybody could read",
         "write it without:  https://evil.example/a"),
        (web_address, "https://x.example;img-src/a", "is https://x.example;img-src/a, not an address on the web",
         "write it whole:  https://…"),
        (web_address, "https://*/a", "is https://*/a, not an address on the web", "write it whole:  https://…"),
        (web_address, "https://x.example:99999/", "is https://x.example:99999/, not an address on the web",
         "write it whole:  https://…"),
        (feed_address, "https://cdn.example/Müller & Söhne.mp3",
         "is https://cdn.example/Müller%20&%20Söhne.…, with letters that podcast apps cannot use",
         "write it as browsers send it:  https://cdn.example/M%C3%BCller%20&%20S%C3%B6hne.mp3"),
        (episode_number, "one", "is one, not a whole number", "write a number in digits, such as 3"),
        (parse_timestamp, "3.4.26", "is 3.4.26, not a date as year-month-day",
         "write 2026-03-04 or 2026-04-03, whichever is meant"),
        (parse_timestamp, "2026–03–09", "is 2026–03–09, not a date as year-month-day", "write 2026-03-09"),
        (parse_timestamp, "2026-03-29 02:30 EST", "is 2026-03-29 02:30 EST, not a date as year-month-day",
         "write the offset from UTC instead of EST:  2026-03-29T02:30-05:00"),
        (parse_timestamp, "2026-03-29T02:30:00CEST", "is 2026-03-29T02:30:00CEST, not a date as year-month-day",
         "write the offset from UTC instead of CEST:  2026-03-29T02:30:00+02:00"),
        (parse_timestamp, "2026-03-29 02:30 IST", "is 2026-03-29 02:30 IST, not a date as year-month-day",
         "write the offset from UTC instead of IST:  2026-03-29T02:30+00:00"),
        (line, "Fish &amp; chips", "contains &amp;, which readers would see as it is typed", "write  Fish & chips"),
        (line, "day&#8217;s end", "contains &#8217;, which readers would see as it is typed", "write  day’s end"),
        (summary, "1 &lt; 2", "contains &lt;, which readers would see as it is typed", "write  1 < 2"),
        (plain_paragraphs, "A&nbsp;b", "contains &nbsp;, which readers would see as it is typed", "write  A b"),
        (get_args(types.Geo)[1].func, "51.5,-0.12", "is 51.5,-0.12, not a geo: address",
         "write latitude and longitude:  geo:51.5,-0.12"),
        (get_args(types.Osm)[1].func, "113314", "is 113314, not an OpenStreetMap id",
         "write N, W or R (node, way, relation) and its number:  R113314"),
        (matching("[0-9]+", "a number", "count").func, "x", "is x, not a number", "count"),
        (non_empty_list, "a", "is a, but a list is needed", "put it in brackets:  [a]"),
        (non_empty_list, [], "is empty", "write at least one, or delete the line"),
        (list_or_none, None, "is empty", "write at least one, or delete the line"),
        (non_empty_list, None, "is empty", "write at least one, or delete the line"),
    ],
)  # fmt: skip
def test_a_refused_value_has_a_fix_that_works(
    validate: Callable[[object], object], value: object, message: str, fix: str
) -> None:
    assert refusal(validate, value) == (message, fix)


def test_a_moment_has_no_parts_of_a_second() -> None:
    assert parse_timestamp("2026-11-22T08:00:00.987654+01:00") == parse_timestamp("2026-11-22T08:00:00+01:00")
