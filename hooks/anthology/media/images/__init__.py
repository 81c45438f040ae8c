"""Format, size and personal metadata of pictures, and smaller copies. The only importer of Pillow.

Only formats that browsers show are accepted. Everything is read from bytes in memory, and the formats are
named to Pillow: its rarer readers, of which some start other programs, never run.
"""

from typing import TYPE_CHECKING

from .. import imported_when_asked
from .errors import ImageError

if TYPE_CHECKING:
    from .cleaning import clean_picture
    from .metadata import personal_metadata
    from .probe import ProbedImage, display_size, probe_image
    from .resize import thumbnail, to_jpeg
    from .share_card import draw_card
    from .xmp import xmp_personal

__getattr__ = imported_when_asked(
    __name__,
    {
        "clean_picture": "cleaning",
        "personal_metadata": "metadata",
        "ProbedImage": "probe",
        "display_size": "probe",
        "draw_card": "share_card",
        "probe_image": "probe",
        "thumbnail": "resize",
        "to_jpeg": "resize",
        "xmp_personal": "xmp",
    },
)
