"""Reader of WebVTT, and of SubRip (SRT), that reports every error with its line.

webvtt-py stops at the first error, gives no line, and knows one speaker per cue; writers need the place of
each error.

A cue with several speakers becomes one Cue for each, with the times of the whole, because WebVTT does not
say when the speaker changes within a cue. Words outside a `<v …>` have no speaker: to carry the last one
over would attribute words to the wrong person. SubRip names nobody: `Ann: Hello` stays as it is written.
"""

import html
import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from anthology.problems import Position, Problem
from anthology.timecode import timecode
from anthology.unicode import NOT_TEXT, describe

from .cue import Cue

# Tools round the end of the last cue up, and encoders trim the end of the audio.
_TOLERANCE_MS = 1000
_MOST_CUES = 20_000
"""one a second for five hours and a half; each is a link on the page"""
_MOST_PROBLEMS = 20
_MOST_SIGNS = 3
"""unreadable characters that are reported: a file of them is one mistake"""


def read_transcript(text: str, path: str) -> tuple[tuple[Cue, ...], tuple[Problem, ...]]:
    """Return the cues of a WebVTT or SubRip file, and its problems.

    `path` is only for the problems. https://www.w3.org/TR/webvtt1/
    """
    lines = _split_lines(text)
    has_head = re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]) is not None
    is_subrip = not has_head and any(map(_SUBRIP_TIMES.match, lines))
    reader = _CueReader(path, lines, is_subrip)
    reader.check_signs()
    if has_head or is_subrip:
        for block in _block_ranges(lines, has_head):
            reader.block(block)
            if len(reader.problems) >= _MOST_PROBLEMS or len(reader.found) > _MOST_CUES:
                break
        reader.check_length()
        reader.check_order()
        if not reader.found and not reader.problems:
            reader.problem(0, 0, "there is not one cue in this transcript", _CUE_EXAMPLE)
    else:
        reader.problem(0, 0, *_NO_WEBVTT)
    return tuple(reader.found), tuple(reader.problems)


def check_duration(cues: Sequence[Cue], duration_ms: int, path: str, text: str = "") -> Iterator[Problem]:
    """A transcript must end with the audio, within a second.

    Yields at most one problem, at the first cue past the end. `text` is the file's, for the excerpt.
    """
    lines = _split_lines(text)
    for cue in cues:
        if cue.end > duration_ms + _TOLERANCE_MS:
            line = lines[cue.line - 1] if 0 < cue.line <= len(lines) else ""
            message = f"this cue ends at {timecode(cue.end)}, but the audio ends at {timecode(duration_ms)}"
            fix = "Check that this transcript belongs to this audio, and correct the times."
            yield Problem(message, fix, Position(max(cue.line, 1), 1), path=path, text=line)
            return


_CUE_EXAMPLE = "Write the times on one line and the words below them:  00:00:01.000 --> 00:00:04.000"
_CUE_TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"[ \t]*{_CUE_TIME}[ \t]+-->[ \t]+{_CUE_TIME}(?:[ \t]+(.*))?", re.ASCII)
_SUBRIP_TIME = r"(\d{1,3}):([0-5]\d:[0-5]\d,\d{3})"
_SUBRIP_TIMES = re.compile(rf"[ \t]*{_SUBRIP_TIME}[ \t]*-->[ \t]*{_SUBRIP_TIME}(?=\s|$)", re.ASCII)
_SUBRIP_TAG = re.compile(r"</?(?:[bius]|font)(?: [^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)
_COMMAS = re.compile(r"\d,\d{3}[ \t]*-->|-->[ \t]*[\d:]+,\d{3}", re.ASCII)
_OTHER_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")
# c, i, b, u, ruby, rt, v and lang, with classes; or a timestamp within the text.
_VTT_TAG = re.compile(
    rf"/?(?:c|i|b|u|ruby|rt|v|lang)(?:\.[^\s.]+)*(?:[ \t\n]+(?P<name>[^>]*))?|{_CUE_TIME}", re.ASCII
)
_MARKUP_OR_TEXT = re.compile(r"<([^<>]*)>|[^<]+|<")
_ACTIVE_TAG = re.compile(
    r"</?(?:script|style|iframe|object|embed|svg|img|link|meta|form|a)(?![^\s/>])|<[^>]*(?:javascript:|\bon\w+\s*=)",
    re.IGNORECASE,
)


class _CueReader:
    """Reads a file block by block."""

    def __init__(self, path: str, lines: Sequence[str], is_subrip: bool) -> None:
        self.found: list[Cue] = []
        self.problems: list[Problem] = []
        self._path = path
        self._shown = self._lines = lines
        self._is_subrip = is_subrip

    def problem(self, index: int, column: int, message: str, fix: str) -> None:
        at, line = Position(index + 1, column + 1), self._shown[index]
        self.problems.append(Problem(message, fix, at, path=self._path, text=line))

    def block(self, block: range) -> None:
        first = self._lines[block[0]]
        timing = next((index for index in block[:2] if "-->" in self._lines[index]), None)
        if _OTHER_BLOCK.match(first) and "-->" not in first:
            return
        if timing is None:
            self.problem(block[0], 0, *_NO_CUE)
            return
        if self.found and self._lines[block[0] - 1].strip():
            self.problem(timing, 0, *_NO_BLANK_LINE)
        self._cue(timing, range(timing + 1, block.stop))

    def _cue(self, timing: int, body: range) -> None:
        line = self._lines[timing]
        matched = _TIMING.fullmatch(line)
        if matched is None:
            self.problem(timing, len(line) - len(line.lstrip()), *_timing_issue(line, self._is_subrip))
            return
        start, end = _milliseconds(matched.groups()[:4]), _milliseconds(matched.groups()[4:8])
        if end <= start:
            wrong = "this cue ends before it starts" if end < start else "this cue ends when it starts"
            fix = "Correct one of the two times: the first is the start, the second the end."
            self.problem(timing, line.index("-->") + 4, wrong, fix)
        spoken = "\n".join(self._lines[index] for index in body)
        self._check_markup(spoken, timing + 1)
        self.found += (
            Cue(start, end, speaker, words, timing + 1) for speaker, words in _split_voices(spoken)
        )

    def _check_markup(self, spoken: str, first: int) -> None:
        wrong = ((part, issue) for part in _MARKUP_OR_TEXT.finditer(spoken) if (issue := _markup_issue(part)))
        for part, issue in islice(wrong, _MOST_PROBLEMS):
            before = spoken[: part.start()]
            self.problem(first + before.count("\n"), len(before) - before.rfind("\n") - 1, *issue)

    def check_signs(self) -> None:
        """Report characters that are no text, and read them as spaces."""
        wrong = ((index, sign) for index, line in enumerate(self._lines) if (sign := NOT_TEXT.search(line)))
        for index, sign in islice(wrong, _MOST_SIGNS):
            self.problem(
                index,
                sign.start(),
                f"there is {describe(sign[0])} here",
                "Delete it, or type the line again.",
            )
        self._shown = [NOT_TEXT.sub(" ", line) for line in self._lines]
        self._lines = [_as_webvtt(line) for line in self._shown] if self._is_subrip else self._shown

    def check_length(self) -> None:
        """A transcript must have no more cues than a page can show."""
        if len(self.found) > _MOST_CUES:
            message = f"this transcript has more than {_MOST_CUES:,} cues"
            self.problem(self.found[_MOST_CUES].line - 1, 0, message, "Write longer cues: a sentence each.")

    def check_order(self) -> None:
        late = (pair for pair in pairwise(self.found) if pair[1].start < pair[0].start)
        for before, cue in islice(late, _MOST_PROBLEMS):
            self.problem(
                cue.line - 1,
                0,
                f"this cue starts at {timecode(cue.start)}, before the one above it ({timecode(before.start)})",
                "Put the cues in the order of their starts, or correct this time.",
            )


def _split_lines(text: str) -> list[str]:
    # Not splitlines: WebVTT has only these three line ends, as editors have.
    text = text.removeprefix("\N{BYTE ORDER MARK}").replace("\0", "\N{REPLACEMENT CHARACTER}")
    return re.split(r"\r\n|\r|\n", text)


def _as_webvtt(line: str) -> str:
    if times := _SUBRIP_TIMES.match(line):
        hours, start, hours_of_end, end = (times[number].replace(",", ".") for number in range(1, 5))
        return f"{hours:0>2}:{start} --> {hours_of_end:0>2}:{end}"
    parts = _MARKUP_OR_TEXT.finditer(_SUBRIP_TAG.sub("", line))
    # A < is a < in SubRip, but programs are refused.
    return "".join(part[0] if _ACTIVE_TAG.match(part[0]) else part[0].replace("<", "&lt;") for part in parts)


def _block_ranges(lines: Sequence[str], in_head: bool) -> Iterator[range]:
    """Yield blocks of lines as ranges of indices, without the file's head if there is one.

    As in browsers, a line of times starts a block too, unless it is the first or follows a cue's id. A line of
    spaces counts as empty, unlike in browsers, because nobody can see the difference.
    """
    start: int | None = None
    for index, line in enumerate((*lines, "")):
        if in_head:
            in_head = bool(line.strip()) and "-->" not in line
            start = index if "-->" in line else None
        elif not line.strip():
            if start is not None:
                yield range(start, index)
            start = None
        elif start is None:
            start = index
        elif "-->" in line and (index - start > 1 or "-->" in lines[start]):
            yield range(start, index)
            start = index


def _timing_issue(line: str, is_subrip: bool) -> tuple[str, str]:
    if not is_subrip and _COMMAS.search(line):
        return "the times have commas, as in an SRT file", "Write dots:  00:00:01.000 --> 00:00:04.000"
    return (
        "this is not a line of times",
        "Write two times with two digits for each part and three behind the dot,"
        " spaces around the arrow:  00:00:01.000 --> 00:00:04.000",
    )


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return (hours * 3600 + minutes * 60 + seconds) * 1000 + rest


_NO_WEBVTT = (
    "this is not a WebVTT file",
    "Write WEBVTT on the first line, and an empty line below it; save the file as plain text (UTF-8).",
)
_NO_CUE = (
    "these words belong to no cue",
    "Delete the empty line above them, or give them a line of times.",
)
_NO_BLANK_LINE = ("there is no empty line above this cue", "Put an empty line between two cues.")
_ACTIVE_MARKUP = (
    "a transcript may hold words and names only, and this looks like a part of a program",
    "Delete it; to write about it, put &lt; for each <.",
)
_LONE_LESS_THAN = ("this < begins nothing", "Write &lt; for a sign that stands for itself.")


def _markup_issue(part: re.Match[str]) -> tuple[str, str] | None:
    tag = part.group()
    if _ACTIVE_TAG.match(tag):
        return _ACTIVE_MARKUP
    if tag == "<":
        return _LONE_LESS_THAN
    if part.group(1) is None or _VTT_TAG.fullmatch(part.group(1)):
        return None
    return (
        f"WebVTT does not know {tag[:40]}, and players leave it out",
        "Delete it; for a sound write [laughs], for a speaker <v Name>.",
    )


def _split_voices(spoken: str) -> Iterator[tuple[str, str]]:
    """Yield (speaker, words) for each stretch; a `<v …>` lasts until `</v>` or the next one."""
    speaker, words = "", ""
    for part in _MARKUP_OR_TEXT.finditer(spoken):
        tag = _VTT_TAG.fullmatch(part.group(1)) if part.group(1) is not None else None
        if tag is None:
            words += html.unescape(part.group())
        elif re.match(r"/?v(?:[.\s]|$)", part.group(1)):
            yield from _speaker_words(speaker, words)
            speaker, words = "" if part.group(1)[0] == "/" else _speaker_name(tag["name"] or ""), ""
    yield from _speaker_words(speaker, words)


def _speaker_words(speaker: str, words: str) -> Iterator[tuple[str, str]]:
    # Spaces and tabs only: a no-break space is intended.
    lines = (re.sub(r"[ \t]+", " ", line).strip(" ") for line in re.split(r"[\r\n]", words))
    if text := "\n".join(line for line in lines if line.strip()):
        yield speaker, text


def _speaker_name(text: str) -> str:
    return " ".join(html.unescape(text).split())
