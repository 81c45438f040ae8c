"""What a picture is, and what it says about the people who made it: the one door to Pillow.

Only the forms that browsers show are pictures here. Everything is read from bytes in memory and each
form is named to Pillow, so that none of its rarer readers (some start other programs) ever runs.
"""

from .errors import NotAPicture
from .metadata import personal_metadata
from .probe import Picture, probe, shown_size
from .resize import jpeg_of, smaller

__all__ = ["NotAPicture", "Picture", "jpeg_of", "personal_metadata", "probe", "shown_size", "smaller"]
