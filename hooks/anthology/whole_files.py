"""Files that are written whole or not at all: a reader, a kill or a full disk never meets half of one."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Write a file in one step, with the permissions that a new file gets; a link there is replaced, not followed.

    Raises OSError, and leaves what was there.
    """
    # A new file of an unforeseen name: nothing that lies there already is written to.
    number, name = tempfile.mkstemp(prefix=f".{file.name[:50]}.", dir=file.parent)
    try:
        with open(number, "wb") as temporary:
            temporary.write(content)
            temporary.flush()
            os.fsync(number)
        os.umask(umask := os.umask(0o077))
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
