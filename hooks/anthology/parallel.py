"""Work that is shared among copies of this process, where the system can make them (`fork`) and there is enough of it.

A copy sees all that this process has loaded, and returns bytes. One that fails returns nothing: whoever asked for the
work does it again, and sees the error.
"""

import json
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Generic, TypeVar

_MOST_COPIES = 8
_LEAST_SHARE = 50
"""items for which a copy pays"""

Item = TypeVar("Item")


class Share(Generic[Item]):
    """A part of the work, which a copy of this process does meanwhile."""

    def __init__(self, items: Sequence[Item], work: Callable[[Sequence[Item]], bytes]) -> None:
        self.items = items
        self._answer, answer = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        with warnings.catch_warnings():  # of threads of libraries, which take no part in the work
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process = os.fork()
        if not self._process:
            _answer_and_end(partial(work, items), answer)
        os.close(answer)

    def result(self) -> bytes | None:
        """Wait for the bytes that the copy returns; None if it has failed."""
        with os.fdopen(self._answer, "rb") as pipe:
            result = pipe.read()
        return result if self._ended() == 0 else None

    def abandon(self) -> None:
        """End the copy, where nobody asks for its bytes any more."""
        if self._process:
            os.close(self._answer)
            os.kill(self._process, signal.SIGKILL)
            self._ended()

    def _ended(self) -> int:
        """Wait for the end of the copy; return the status that it ended with."""
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        return status


def _answer_and_end(work: Callable[[], bytes], answer: int) -> None:
    status = 1
    try:
        with os.fdopen(answer, "wb") as pipe:
            pipe.write(work())
        status = 0
    finally:
        os._exit(status)  # whatever has happened: nothing of the caller's may run twice


def processors() -> int:
    """The number of processes that may work at once; 1 where a copy cannot be made, or would miss a thread."""
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() > 1:
        return 1
    return min(_MOST_COPIES, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)


def shared_out(
    items: Sequence[Item], work: Callable[[Sequence[Item]], bytes], beside: bool = False
) -> tuple[Sequence[Item], list[Share[Item]]]:
    """Give items to copies of this process, or leave all to itself; return those that are left, and the shares.

    Where there are copies, they do everything: this process, which goes on, need not hold what the work takes. With
    `beside`, other work is done at the same time: copies take half of the processors, and a single one pays.
    """
    number = min(processors() // (2 if beside else 1), len(items) // _LEAST_SHARE)
    if number < (1 if beside else 2):
        return items, []
    shares = list[Share[Item]]()
    try:
        # Every nth item, not a run of them: those that take long are often side by side.
        for part in range(number):
            shares.append(Share(items[part::number], work))
    except OSError:  # the system allows no more processes
        for share in shares:
            share.abandon()
        return items, []
    return [], shares


def pack(rows: Iterable[tuple[str, bytes]]) -> bytes:
    """Named bytes as one result."""
    given = list(rows)
    sizes = json.dumps([[name, len(row)] for name, row in given])
    return b"\n".join([sizes.encode(), b"".join(row for _, row in given)])


def unpack(result: bytes | None) -> Iterator[tuple[str, bytes]]:
    """The named bytes of a result; none of a copy that has failed."""
    given = result or b"[]\n"
    start = given.index(b"\n") + 1  # the rest may be large, and is not copied
    for name, size in json.loads(given[:start]):
        yield name, given[start : start + size]
        start += size
