"""What a picture is, and what it says about the people who made it: the one door to Pillow.

Only the forms that browsers show are pictures here. Everything is read from bytes in memory and each
form is named to Pillow, so that none of its rarer readers (some start other programs) ever runs.
"""

from .errors import ImageError
from .metadata import personal_metadata
from .probe import ProbedImage, display_size, probe_image
from .resize import thumbnail, to_jpeg

__all__ = [
    "ImageError",
    "ProbedImage",
    "display_size",
    "personal_metadata",
    "probe_image",
    "thumbnail",
    "to_jpeg",
]
