"""Format, duration, chapters, personal metadata and tags of audio files. The only importer of mutagen.

The format is detected from the content, not from the name: podcast apps trust the type in the feed.
mutagen reads the tags and most durations. This package reads the bytes itself where mutagen estimates
(an MP3 without a frame table) or does not look (video tracks, truncated files, notes outside the tags).
"""

from .id3 import embedded_chapters
from .metadata import personal_tags
from .probe import probe_audio
from .recording import AudioError, Recording
from .tags import Tags, write_id3, write_opus_tags
