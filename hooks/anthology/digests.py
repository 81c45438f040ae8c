"""The sha256 of recordings, each read once and then remembered until its file changes (see `cache`)."""

from __future__ import annotations

import base64
from pathlib import Path

from anthology.cache import Cache


class Digests:
    """Digests of files, by the one rule for all of what tells that a file has changed.

    What is remembered is never published as it is: only the digest, which belongs to the content.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def sha256(self, file: Path) -> str:
        """The digest of a file in hexadecimal; raises OSError where it cannot be read."""
        return self._cache.digest(file)

    def integrity(self, file: Path) -> str:
        """The digest as Subresource Integrity writes it: sha256- and base64."""
        return f"sha256-{base64.b64encode(bytes.fromhex(self.sha256(file))).decode()}"
