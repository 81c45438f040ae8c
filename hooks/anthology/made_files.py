"""Files that a build makes: each is made when somebody reads it, and may say what it is made from."""

from collections.abc import Callable, Iterator, Mapping


class MadeFiles(Mapping[str, bytes]):
    """Contents by address within the site; those that `add` has are made anew each time that they are read.

    A file whose `decisive` digest is the same as before need not be made.
    """

    def __init__(self, contents: Mapping[str, bytes] | None = None) -> None:
        self._contents: dict[str, bytes | Callable[[], bytes]] = dict(contents or {})
        self._decisive: dict[str, str] = {}

    def add(self, address: str, make: Callable[[], bytes], decisive: str) -> None:
        """Add a file; `decisive` is a digest of all that it is made from."""
        self._contents[address], self._decisive[address] = make, decisive

    def update(self, contents: "Mapping[str, bytes] | MadeFiles") -> None:
        """Add files; those that are not made yet still are not."""
        if isinstance(contents, MadeFiles):
            self._contents |= contents._contents
            self._decisive |= contents._decisive
        else:
            self._contents |= contents

    def decisive(self, address: str) -> str:
        """The digest of all that a file is made from; empty where it is not known."""
        return self._decisive.get(address, "")

    def __getitem__(self, address: str) -> bytes:
        content = self._contents[address]
        return content if isinstance(content, bytes) else content()

    def __contains__(self, address: object) -> bool:
        return address in self._contents

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)
