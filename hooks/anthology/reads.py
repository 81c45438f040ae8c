"""The record of what a computation has read of something larger: while that is the same, so is the result.

Whoever hands out the parts notes each that is read, and whoever wants to know opens a record. A result that is kept for
others is kept with what it was worked out from, which is noted each time that it is used.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from typing import TypeVar

Result = TypeVar("Result")
Value = TypeVar("Value")

_open: list[set[str]] = []


def note(*reads: str) -> None:
    """Note what is read in the record that was opened last, if there is one."""
    if _open:
        _open[-1].update(reads)


def with_reads(compute: Callable[[], Result]) -> tuple[Result, set[str]]:
    """Return a result and what was read for it, which is not noted in the record that is open already."""
    reads = set[str]()
    _open.append(reads)
    try:
        return compute(), reads
    finally:
        _open.pop()


class RecordedMapping(Mapping[str, Value]):
    """A mapping that notes which of its values are read: `name key`, also of a key that it lacks, or `every name`."""

    def __init__(self, name: str, values: Mapping[str, Value]) -> None:
        self._name = name
        self._values: Mapping[str, Value] = values._values if isinstance(values, RecordedMapping) else values

    def __getitem__(self, key: str) -> Value:
        if _open:
            note(f"{self._name} {key}")
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        note(f"every {self._name}")
        return iter(self._values)

    def __len__(self) -> int:
        note(f"every {self._name}")
        return len(self._values)

    def values(self) -> ValuesView[Value]:
        note(f"every {self._name}")
        return self._values.values()

    def items(self) -> ItemsView[str, Value]:
        note(f"every {self._name}")
        return self._values.items()
