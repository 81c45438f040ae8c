"""Format, duration, chapters, personal metadata and tags of audio files. The only importer of mutagen.

The format is detected from the content, not from the name: podcast apps trust the type in the feed.
mutagen reads what is in tags. This package walks through each file from its first byte to its last: a duration is
what is heard, not what a head says, and a piece that is neither sound nor a tag is reported.
"""

from .cleaning import clean_recording
from .id3 import embedded_chapters
from .metadata import personal_tags, stated_names, tag_bytes
from .probe import probe_audio
from .recording import AudioError, Recording
from .tags import Tags, write_id3, write_opus_tags
