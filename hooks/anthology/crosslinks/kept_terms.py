"""The terms of all posts as a few rows of the store: to read a row for each post takes longer than to use them."""

from collections.abc import Iterable, Sequence

from anthology.cache import Cache
from anthology.parallel import pack, unpack

_ROWS = 64
_SPARE = 32
"""posts of a row that are kept though they have changed: those that changed last"""


class KeptTerms:
    """Bytes by the digest of a post; those whose digests begin alike are in one row, which is read once."""

    def __init__(self, store: Cache) -> None:
        self._store = store
        self._rows: dict[int, dict[str, bytes]] = {}
        self._changed: set[int] = set()

    def get(self, digest: str) -> bytes | None:
        """Return the bytes of a post; None if there are none."""
        return self._row_of(digest).get(digest)

    def __getitem__(self, digest: str) -> bytes:
        return self._row_of(digest)[digest]

    def __contains__(self, digest: str) -> bool:
        return digest in self._row_of(digest)

    def add(self, posts: Iterable[tuple[str, bytes]]) -> None:
        """Add the bytes of posts that are new."""
        for digest, stored in posts:
            self._row_of(digest)[digest] = stored
            self._changed.add(_number_of(digest))

    def keep(self, digests: Sequence[str]) -> None:
        """Write the rows that have changed, with these posts and the latest of the others."""
        asked = set(digests)
        for number in self._changed:
            row = self._rows[number]
            others = [digest for digest in row if digest not in asked][-_SPARE:]
            kept = [*others, *(digest for digest in row if digest in asked)]
            self._store.put(_name_of(number), pack((digest, row[digest]) for digest in kept))

    def _row_of(self, digest: str) -> dict[str, bytes]:
        number = _number_of(digest)
        if number not in self._rows:
            self._rows[number] = dict(unpack(self._store.bytes_of(_name_of(number))))
        return self._rows[number]


def _number_of(digest: str) -> int:
    return int(digest[:4], 16) % _ROWS


def _name_of(number: int) -> str:
    return f"terms {number}"
