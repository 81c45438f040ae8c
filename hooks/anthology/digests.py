"""The sha256 of recordings, each read once and then remembered until its file changes."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import time
from pathlib import Path

REMEMBERED = ".cache/digests.json"
"""Below the root of a collection; nothing of it is published, and it may be deleted at any time."""

_SETTLED = 2_000_000_000
"""Nanoseconds. A file changed later than this ago may change again without a new time, as git knows too."""


class Digests:
    """Digests of the files below `root`, remembered by path, size and time of change.

    What is remembered is never published as it is: only the digest, which belongs to the content.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known = _read(root / REMEMBERED)
        self._changed = False

    def sha256(self, file: Path) -> str:
        """The digest of a file in hexadecimal; raises OSError where it cannot be read."""
        name, state = os.path.relpath(file, self.root), file.stat()
        stamp = f"{state.st_size} {state.st_mtime_ns}"
        known = self._known.get(name, "").rpartition(" ")
        if known[0] == stamp:
            return known[2]
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        if time.time_ns() - state.st_mtime_ns > _SETTLED:
            self._known[name] = f"{stamp} {digest}"
            self._changed = True
        return digest

    def integrity(self, file: Path) -> str:
        """The digest as Subresource Integrity writes it: sha256- and base64."""
        return f"sha256-{base64.b64encode(bytes.fromhex(self.sha256(file))).decode()}"

    def keep(self) -> None:
        """Remembers what was read for the next run. Where that cannot be written, it is read again."""
        if not self._changed:
            return
        file = self.root / REMEMBERED
        there = {name: known for name, known in self._known.items() if (self.root / name).is_file()}
        try:
            file.parent.mkdir(exist_ok=True)
            passing = file.with_suffix(f".{os.getpid()}")
            passing.write_text(json.dumps(there, indent=0, sort_keys=True) + "\n", encoding="utf-8")
            passing.replace(file)
        except OSError:
            return
        self._changed = False


def _read(file: Path) -> dict[str, str]:
    try:
        known = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {name: value for name, value in known.items() if isinstance(value, str)}
