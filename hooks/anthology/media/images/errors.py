"""The error for files that cannot be shown as a picture."""

import re

from anthology.problems import IssueError

MAX_PIXELS = 40_000_000
SAVE_AGAIN = "Open it in a picture program and save it as JPEG or PNG."


class ImageError(IssueError):
    """A file that cannot be shown as a picture."""


def too_many_pixels(name: str) -> ImageError:
    return ImageError(
        f"{name} has more than {MAX_PIXELS // 1_000_000} million pixels",
        "Make it smaller in a picture program: 3000 pixels on a side are enough.",
    )


def unreadable_image(content: bytes, name: str) -> ImageError:
    for pattern, words in _OTHER_FORMS:
        if pattern.match(content):
            return ImageError(f"{name} is {words}, which browsers do not show", SAVE_AGAIN)
    return ImageError(f"{name} is not a picture, or it is damaged", f"Copy it here again. {SAVE_AGAIN}")


_OTHER_FORMS = (
    (re.compile(rb".{4}ftyp(?:hei|hev|mif1)", re.DOTALL), "a photo in Apple's HEIC format"),
    (re.compile(rb"II\*\0|MM\0\*"), "a TIFF picture"),
    (re.compile(rb"BM"), "a BMP picture"),
    (re.compile(rb"8BPS"), "a Photoshop file"),
    (re.compile(rb"%PDF"), "a PDF document"),
    (re.compile(rb"\x1f\x8b"), "a packed file"),
    (re.compile(rb"version https://git-lfs"), "a pointer of Git LFS, not the picture itself"),
)
# Used for the message only. 40 million pixels decode to about 160 MB; Apple's largest artwork has 9 million.
