"""Format, duration, chapters, personal metadata and tags of audio files. The only importer of mutagen.

The format is detected from the content, not from the name: podcast apps trust the type in the feed.
mutagen reads what is in tags. This package walks through each file from its first byte to its last: a duration is
what is heard, not what a head says, and a piece that is neither sound nor a tag is reported.
"""

from typing import TYPE_CHECKING

from .. import imported_when_asked
from .recording import AudioError, Recording

if TYPE_CHECKING:
    from .cleaning import clean_recording
    from .id3 import embedded_chapters
    from .metadata import personal_tags, stated_names, tag_bytes
    from .probe import probe_audio
    from .tags import Tags, write_id3, write_opus_tags

__getattr__ = imported_when_asked(
    __name__,
    {
        "clean_recording": "cleaning",
        "embedded_chapters": "id3",
        "personal_tags": "metadata",
        "stated_names": "metadata",
        "tag_bytes": "metadata",
        "probe_audio": "probe",
        "Tags": "tags",
        "write_id3": "tags",
        "write_opus_tags": "tags",
    },
)
