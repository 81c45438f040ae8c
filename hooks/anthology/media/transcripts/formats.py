"""Every form in which a transcript is published, written from its cues."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from anthology.timecode import seconds, srt_time, vtt_time

from .cue import Cue

PAUSE_MS = 1500
PARAGRAPH_WORDS = 60


def to_vtt(cues: Iterable[Cue]) -> str:
    """WebVTT with a `<v Speaker>` at the head of each cue: the only form from which Apple takes names."""
    blocks = (
        f"{vtt_time(cue.start)} --> {vtt_time(cue.end)}\n{_voice_tag(cue.speaker)}{_escape_webvtt(cue.text)}\n"
        for cue in cues
    )
    return "\n".join(("WEBVTT\n", *blocks))


def to_srt(cues: Iterable[Cue]) -> str:
    """SubRip, numbered from 1, with `Speaker: ` where the speaker changes, as the podcast namespace asks."""
    before = ""
    blocks = []
    for number, cue in enumerate(cues, 1):
        name = f"{cue.speaker}: " if cue.speaker and cue.speaker != before else ""
        # SubRip cannot escape an arrow, and readers take one for a line of times.
        said = (name + cue.text).replace("-->", "→")
        blocks.append(f"{number}\n{srt_time(cue.start)} --> {srt_time(cue.end)}\n{said}\n")
        before = cue.speaker
    return "\n".join(blocks)


def to_json(cues: Iterable[Cue]) -> str:
    """The podcast namespace's JSON transcript 1.0.0; times are seconds, exact to the millisecond.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md
    """
    document = {"version": "1.0.0", "segments": [_segment(cue) for cue in cues]}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def to_text(cues: Iterable[Cue]) -> str:
    """Paragraphs with an empty line between them, each with its speaker's name where it changes."""
    before = ""
    written = []
    for speaker, spoken in paragraphs(cues):
        name = f"{speaker}: " if speaker and speaker != before else ""
        written.append(name + " ".join(_joined_lines(cue.text) for cue in spoken) + "\n")
        before = speaker
    return "\n".join(written)


def paragraphs(cues: Iterable[Cue]) -> list[tuple[str, tuple[Cue, ...]]]:
    """Cues of one speaker that belong together, as (speaker, cues).

    A paragraph ends with the speaker's turn, at a pause of more than PAUSE_MS, and behind the first
    sentence that ends after PARAGRAPH_WORDS, or twice as many words where no sentence ends.
    """
    found: list[list[Cue]] = []
    for cue in cues:
        if found and _continues(found[-1], cue):
            found[-1].append(cue)
        else:
            found.append([cue])
    return [(together[0].speaker, tuple(together)) for together in found]


_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


def _continues(together: Sequence[Cue], cue: Cue) -> bool:
    last = together[-1]
    if cue.speaker != last.speaker or cue.start - last.end > PAUSE_MS:
        return False
    words = sum(len(said.text.split()) for said in together)
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
