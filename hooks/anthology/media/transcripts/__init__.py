"""Transcripts: read from WebVTT or SubRip, written in every format that podcast apps take.

Words, speakers and times are kept. Notes, styles, regions, cue settings, bold and italic are dropped; a note
may be an editor's and is never published.
"""

from .cue import Cue, words_a_minute
from .parser import check_duration, read_transcript
from .writers import TRANSCRIPT_FORMATS, TRANSCRIPT_TYPES, paragraphs, to_json, to_srt, to_text, to_vtt
