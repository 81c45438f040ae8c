"""What an audio file is, and what it says about the people who made it: the one door to mutagen.

The file is known by its content, never by its name alone: a podcast app trusts the type in the feed.
mutagen reads the tags and most lengths; where it guesses (an MP3 without a table of its frames) or
looks away (a video track, a file cut short, notes outside the tags), the bytes are read here.
"""

from .id3 import embedded_chapters
from .metadata import personal_tags
from .probe import probe_audio
from .recording import AudioError, Recording
from .tags import Tags, write_id3, write_opus_tags

__all__ = [
    "AudioError",
    "Recording",
    "Tags",
    "embedded_chapters",
    "personal_tags",
    "probe_audio",
    "write_id3",
    "write_opus_tags",
]
