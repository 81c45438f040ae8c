"""The formats in which a transcript is published, written from its cues."""

import json
import re
from collections.abc import Iterable, Sequence

from anthology.timecode import seconds, srt_time, vtt_time

from .cue import Cue

PAUSE_MS = 1500
PARAGRAPH_WORDS = 60


TRANSCRIPT_TYPES = {
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
    "txt": "text/plain",
}
"""suffix → MIME type of each format of a transcript"""


def to_vtt(cues: Iterable[Cue]) -> str:
    """Write WebVTT with `<v Speaker>` in each cue: the only format from which Apple takes names."""
    blocks = (
        f"{vtt_time(cue.start)} --> {vtt_time(cue.end)}\n{_voice_tag(cue.speaker)}{_escape_webvtt(cue.text)}\n"
        for cue in cues
    )
    return "\n".join(("WEBVTT\n", *blocks))


def to_srt(cues: Iterable[Cue]) -> str:
    """Write SubRip, with `Speaker: ` at each change of speaker, as the podcast namespace asks."""
    before = ""
    blocks = []
    for number, cue in enumerate(cues, 1):
        name = f"{cue.speaker}: " if cue.speaker and cue.speaker != before else ""
        # SubRip cannot escape an arrow, and parsers take one for a line of times.
        text = (name + cue.text).replace("-->", "→")
        blocks.append(f"{number}\n{srt_time(cue.start)} --> {srt_time(cue.end)}\n{text}\n")
        before = cue.speaker
    return "\n".join(blocks)


def to_json(cues: Iterable[Cue]) -> str:
    """Write JSON transcript 1.0.0 of the podcast namespace; times are seconds, exact to a millisecond.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md
    """
    document = {"version": "1.0.0", "segments": [_segment(cue) for cue in cues]}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def to_text(cues: Iterable[Cue]) -> str:
    """Write paragraphs separated by empty lines, with the speaker's name at each change."""
    before = ""
    paragraphs_written = []
    for speaker, spoken in paragraphs(cues):
        name = f"{speaker}: " if speaker and speaker != before else ""
        paragraphs_written.append(name + " ".join(_joined_lines(cue.text) for cue in spoken) + "\n")
        before = speaker
    return "\n".join(paragraphs_written)


TRANSCRIPT_FORMATS = {"vtt": to_vtt, "srt": to_srt, "json": to_json, "txt": to_text}
"""The formats in which every transcript is published, by suffix."""


def paragraphs(cues: Iterable[Cue]) -> list[tuple[str, tuple[Cue, ...]]]:
    """Group consecutive cues of one speaker, as (speaker, cues).

    A paragraph ends with the speaker's turn, at a pause of more than PAUSE_MS, and after the first sentence
    that ends after PARAGRAPH_WORDS words, or after twice as many if no sentence ends.
    """
    groups: list[list[Cue]] = []
    for cue in cues:
        if groups and _continues(groups[-1], cue):
            groups[-1].append(cue)
        else:
            groups.append([cue])
    return [(together[0].speaker, tuple(together)) for together in groups]


_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


def _continues(together: Sequence[Cue], cue: Cue) -> bool:
    last = together[-1]
    if cue.speaker != last.speaker or cue.start - last.end > PAUSE_MS:
        return False
    words = sum(len(cue.text.split()) for cue in together)
    limit = PARAGRAPH_WORDS if _SENTENCE_END.search(last.text) else 2 * PARAGRAPH_WORDS
    return words < limit


def _voice_tag(speaker: str) -> str:
    name = _escape_webvtt(_joined_lines(speaker))
    # A name that ends in two dashes would make an arrow with the tag's end.
    return f"<v {name}{' ' if name.endswith('--') else ''}>" if name else ""


def _escape_webvtt(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _segment(cue: Cue) -> dict[str, float | str]:
    named = {"speaker": cue.speaker} if cue.speaker else {}
    return {
        **named,
        "startTime": seconds(cue.start),
        "endTime": seconds(cue.end),
        "body": _joined_lines(cue.text),
    }


def _joined_lines(text: str) -> str:
    return text.replace("\n", " ")
