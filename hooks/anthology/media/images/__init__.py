"""Format, size and personal metadata of pictures, and smaller copies. The only importer of Pillow.

Only formats that browsers show are accepted. Everything is read from bytes in memory, and the formats are
named to Pillow: its rarer readers, of which some start other programs, never run.
"""

from .cleaning import clean_picture
from .errors import ImageError
from .metadata import personal_metadata
from .probe import ProbedImage, display_size, probe_image
from .resize import thumbnail, to_jpeg
from .xmp import xmp_personal
