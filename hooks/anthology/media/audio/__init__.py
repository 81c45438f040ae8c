"""Format, duration, chapters, personal metadata and tags of audio files. The only importer of mutagen.

The format is detected from the content, not from the name: podcast apps trust the type in the feed.
mutagen reads what is in tags. This package walks through each file from its first byte to its last: a duration is
what is heard, not what a head says, and a piece that is neither sound nor a tag is reported.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .recording import AudioError, Recording

if TYPE_CHECKING:
    from .cleaning import clean_recording
    from .id3 import embedded_chapters
    from .metadata import personal_tags, stated_names, tag_bytes
    from .probe import probe_audio
    from .tags import Tags, write_id3, write_opus_tags

_LATER = {
    "clean_recording": "cleaning",
    "embedded_chapters": "id3",
    "personal_tags": "metadata",
    "stated_names": "metadata",
    "tag_bytes": "metadata",
    "probe_audio": "probe",
    "Tags": "tags",
    "write_id3": "tags",
    "write_opus_tags": "tags",
}
"""the module of each function; mutagen is loaded only where a recording is read"""


def __getattr__(name: str) -> Any:
    """Import the module of a function when it is asked for."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_LATER[name]}", __name__), name)
