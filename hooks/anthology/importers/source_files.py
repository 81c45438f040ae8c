"""The bytes of a source, a file or an address, with limits."""

from pathlib import Path
from urllib.request import Request, urlopen

LARGEST = 100_000_000
"""bytes; a feed of 2,000 long episodes has some 20 million"""
_TIMEOUT = 30


class ImportRefusedError(Exception):
    """The reason why a source is not imported, as a sentence."""


def read_source(source: str) -> bytes:
    """The bytes of a file, or of an http or https address; raises ImportRefusedError."""
    try:
        if source.startswith(("https://", "http://")):
            with urlopen(Request(source, headers={"User-Agent": "anthology"}), timeout=_TIMEOUT) as answer:
                content: bytes = answer.read(LARGEST + 1)
        else:
            with Path(source).open("rb") as file:
                content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise ImportRefusedError(f"{source} cannot be read: {error}") from None
    if len(content) > LARGEST:
        raise ImportRefusedError(f"{source} has more than {LARGEST:,} bytes")
    return content
