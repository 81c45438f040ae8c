"""A walk through each kind of recording, from its first byte to its last: seconds that are heard, and every piece."""

from .flac import walk_flac
from .mp4 import mp4_pieces, walk_mp4
from .mpeg import walk_mp3
from .ogg import walk_ogg
from .riff import info_pairs, walk_wav
