"""A store of recordings that speaks the protocol of Amazon S3, by way of obstore. Never part of a build.

A recording lies under the sum of its bytes, so nothing in the store is ever replaced by something else, and what was
sent before a push was stopped need not be sent again.
"""

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from anthology.problems import IssueError
from anthology.schema import MediaStore

_CHUNK = 5 * 1024 * 1024
"""bytes, the least that a part of an upload may have"""
_CACHED = "public, max-age=31536000, immutable"

Progress = Callable[[int], None]
"""Takes the number of bytes that were sent or read so far."""


class BucketError(IssueError):
    """The store does not answer as it should."""


class Bucket:
    """The bucket of the settings; keys of the account are read from the environment, as every S3 client does.

    All methods raise BucketError.
    """

    def __init__(self, settings: MediaStore) -> None:
        name, _, prefix = settings.bucket.strip("/").partition("/")
        self._name = name
        self._store = S3Store(
            name,
            prefix=prefix or None,
            endpoint=settings.endpoint,
            region=settings.region,
            virtual_hosted_style_request=not settings.endpoint,
            client_options={"allow_http": bool(settings.endpoint and settings.endpoint.startswith("http:"))},
            retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=60)},
        )

    def has(self, key: str, length: int) -> bool:
        """Return whether an object of this key and length is there."""
        try:
            return int(obstore.head(self._store, key)["size"]) == length
        except FileNotFoundError:
            return False
        except BaseError as error:
            raise self._error(error) from None

    def put(self, key: str, file: Path, kind: str, progress: Progress) -> None:
        """Send a file, of which `kind` is the MIME type."""
        attributes = {"Content-Type": kind, "Cache-Control": _CACHED}
        try:
            obstore.put(
                self._store,
                key,
                _chunks(file, progress),
                attributes=attributes,
                use_multipart=True,
                chunk_size=_CHUNK,
            )
        except (BaseError, FileNotFoundError) as error:
            raise self._error(error) from None

    def sha256(self, key: str, target: Path | None = None, progress: Progress = lambda _: None) -> str | None:
        """Read an object and return the sha256 of its bytes, None if there is none; with `target`, write them there."""
        digest, size = hashlib.sha256(), 0
        try:
            stream = obstore.get(self._store, key).stream(min_chunk_size=_CHUNK)
            with target.open("wb") if target else _Nowhere() as file:
                for chunk in stream:
                    data = bytes(chunk)
                    digest.update(data)
                    file.write(data)
                    size += len(data)
                    progress(size)
        except FileNotFoundError:
            return None
        except BaseError as error:
            raise self._error(error) from None
        return digest.hexdigest()

    def _error(self, error: Exception) -> BucketError:
        said = str(error).partition("\n")[0]
        fix = "look at bucket, endpoint and region in mkdocs.yml, and at the keys in the environment"
        return BucketError(f"the store {self._name} does not answer as it should: {said}", fix)


class _Nowhere:
    """Takes what is written, as a file does, and keeps nothing."""

    def __enter__(self) -> "_Nowhere":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def write(self, data: bytes) -> None:
        """Drop the bytes."""


def _chunks(file: Path, progress: Progress) -> Iterator[bytes]:
    sent = 0
    with file.open("rb") as opened:
        while data := opened.read(_CHUNK):
            yield data
            sent += len(data)
            progress(sent)
