"""Who says what and when: reads a WebVTT transcript, and writes every other form from it.

What is kept is what is said: words, speakers, times. Notes, styles, regions, the place of a cue on a
screen and its bold or italic are not; a note may be an editor's, and never reaches the published file.
"""

from .cue import Cue
from .formats import paragraphs, to_json, to_srt, to_text, to_vtt
from .webvtt import check_duration, read_webvtt

__all__ = ["Cue", "check_duration", "paragraphs", "read_webvtt", "to_json", "to_srt", "to_text", "to_vtt"]
