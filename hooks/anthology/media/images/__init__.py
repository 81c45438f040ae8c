"""Format, size and personal metadata of pictures, and smaller copies. The only importer of Pillow.

Only formats that browsers show are accepted. Everything is read from bytes in memory, and the formats are
named to Pillow: its rarer readers, of which some start other programs, never run.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .errors import ImageError

if TYPE_CHECKING:
    from .cleaning import clean_picture
    from .metadata import personal_metadata
    from .probe import ProbedImage, display_size, probe_image
    from .resize import thumbnail, to_jpeg
    from .share_card import draw_card
    from .xmp import xmp_personal

_LATER = {
    "clean_picture": "cleaning",
    "personal_metadata": "metadata",
    "ProbedImage": "probe",
    "display_size": "probe",
    "draw_card": "share_card",
    "probe_image": "probe",
    "thumbnail": "resize",
    "to_jpeg": "resize",
    "xmp_personal": "xmp",
}
"""the module of each function; Pillow is loaded only where a picture is read"""


def __getattr__(name: str) -> Any:
    """Import the module of a function when it is asked for."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_LATER[name]}", __name__), name)
