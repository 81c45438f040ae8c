"""Times in a recording: parsed from what people write, formatted for each file format.

All times are whole milliseconds from the start: integers add up exactly, floats of seconds do not.
"""

import re

# [0-9], not \d: \d also takes the digits of other scripts. Six digits are more hours than any recording has.
_TIMECODE = re.compile(r"(?:(?:([0-9]{1,6}):)?([0-9]{1,6}):)?([0-9]{1,6})(?:[.,]([0-9]{1,3}))?")


def milliseconds(text: str) -> int:
    """The milliseconds of `90`, `1:30`, `0:01:30` or `00:01:30.250` (or `,250`).

    Only the largest unit may be over 59, and every smaller one has two digits: `1:5` could mean 1:05 or
    1:50. Raises ValueError with a sentence for the author.
    """
    match = _TIMECODE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text.strip()}” is not a time: write hours, minutes and seconds as 00:01:30")
    *units, fraction = match.groups()
    _check_units(text.strip(), *(unit for unit in units if unit is not None))
    hours, minutes, whole_seconds = (int(unit or 0) for unit in units)
    return ((hours * 60 + minutes) * 60 + whole_seconds) * 1000 + int((fraction or "").ljust(3, "0"))


def timecode(ms: int) -> str:
    """`00:01:30`, or `00:01:30.250` if the time is not a whole second."""
    return vtt_time(ms).removesuffix(".000")


def clock(ms: int) -> str:
    """`2:41` or `1:02:41`: how pages and feeds show a time or a length to people."""
    hours, minutes, whole_seconds, _ = _units(ms)
    return f"{hours}:{minutes:02}:{whole_seconds:02}" if hours else f"{minutes}:{whole_seconds:02}"


def vtt_time(ms: int) -> str:
    """`00:01:30.250`, the form of WebVTT."""
    hours, minutes, whole_seconds, rest = _units(ms)
    return f"{hours:02}:{minutes:02}:{whole_seconds:02}.{rest:03}"


def srt_time(ms: int) -> str:
    """`00:01:30,250`, the form of SubRip."""
    return vtt_time(ms).replace(".", ",")


def seconds(ms: int) -> float:
    """Seconds for JSON: `90`, or `90.25` if the time is not a whole second."""
    return ms // 1000 if ms % 1000 == 0 else ms / 1000


def iso_duration(ms: int) -> str:
    """`PT1M30S`, the ISO 8601 form for schema.org and `<time datetime>`."""
    hours, minutes, whole_seconds, rest = _units(ms)
    exact = f"{whole_seconds}.{rest:03}".rstrip("0") if rest else str(whole_seconds)
    units = ((str(hours), "H"), (str(minutes), "M"), (exact, "S"))
    return "PT" + ("".join(number + unit for number, unit in units if number != "0") or "0S")


def _check_units(text: str, _largest: str, *smaller: str) -> None:
    for unit in smaller:
        if len(unit) != 2:
            raise ValueError(f"“{text}” is ambiguous: write two digits after each colon, as in 1:05")
        if int(unit) > 59:
            raise ValueError(f"“{text}” is not a time: minutes and seconds go up to 59")


def _units(ms: int) -> tuple[int, int, int, int]:
    if ms < 0:
        raise ValueError("a time before the start of the recording cannot be written")
    total_seconds, rest = divmod(ms, 1000)
    minutes, whole_seconds = divmod(total_seconds, 60)
    return *divmod(minutes, 60), whole_seconds, rest
