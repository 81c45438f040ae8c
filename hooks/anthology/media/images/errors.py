"""Why a file cannot be shown as a picture."""

from __future__ import annotations

import re

MOST_PIXELS = 64_000_000
SAVE_AGAIN = "Open it in a picture program and save it as JPEG or PNG."


class NotAPicture(Exception):  # noqa: N818 -- it reads as the sentence it is
    """Why a file cannot be shown as a picture, and what to do about it, in plain words."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


def too_large(name: str) -> NotAPicture:
    return NotAPicture(
        f"{name} has more than {MOST_PIXELS // 1_000_000} million pixels",
        "Make it smaller in a picture program: 3000 pixels on a side are enough.",
    )


def unreadable(content: bytes, name: str) -> NotAPicture:
    for pattern, words in _OTHER_FORMS:
        if pattern.match(content):
            return NotAPicture(f"{name} is {words}, which browsers do not show", SAVE_AGAIN)
    return NotAPicture(f"{name} is not a picture, or it is damaged", f"Copy it here again. {SAVE_AGAIN}")


_OTHER_FORMS = (
    (re.compile(rb".{4}ftyp(?:hei|hev|mif1)", re.DOTALL), "a photo in Apple's HEIC form"),
    (re.compile(rb"II\*\0|MM\0\*"), "a TIFF picture"),
    (re.compile(rb"BM"), "a BMP picture"),
    (re.compile(rb"8BPS"), "a Photoshop file"),
    (re.compile(rb"%PDF"), "a PDF document"),
    (re.compile(rb"\x1f\x8b"), "a packed file"),
    (re.compile(rb"version https://git-lfs"), "a pointer of Git LFS, not the picture itself"),
)
# 64 million pixels decode to about 256 MB. Apple's largest artwork has 9 million.
