"""The licence that a source states for a post, as its SPDX id."""

import re

from anthology.schema.codes import license as spdx_id
from anthology.schema.validators import FieldError

_CREATIVE_COMMONS = re.compile(r"(?i)\bcreativecommons\.org/licenses/(by(?:-(?:nc|sa|nd))*)/(\d\.\d)")
_ZERO = re.compile(r"(?i)\bcreativecommons\.org/publicdomain/zero/1\.0")


def license_of(*stated: str) -> str:
    """The id of the first text or address that names a known licence; empty where none does."""
    for text in stated:
        if match := _CREATIVE_COMMONS.search(text):
            return f"CC-{match[1].upper()}-{match[2]}"
        if _ZERO.search(text):
            return "CC0-1.0"
        try:
            return spdx_id(text) if text.strip() else ""
        except FieldError:
            continue
    return ""
