"""Files that a build makes: each is made when somebody reads it, and may say what it is made from."""

from collections.abc import Callable, Iterator, Mapping

Change = Callable[[str], Callable[[bytes], bytes] | None]
"""From what stood for all that a file was made from: what makes it from its content then; None if all has changed."""


class MadeFiles(Mapping[str, bytes]):
    """Contents by address within the site; those that `add` has are made anew each time that they are read.

    A file whose `decisive` is the same as before need not be made. Nor one whose `own` is, if what was asked of
    the posts when it was made is the same.
    """

    def __init__(self, contents: Mapping[str, bytes] | None = None) -> None:
        self._contents: dict[str, bytes | Callable[[], bytes]] = dict(contents or {})
        self._decisive: dict[str, tuple[str, str]] = {}
        self._change: dict[str, Change] = {}

    def add(
        self,
        address: str,
        make: Callable[[], bytes],
        decisive: str = "",
        own: str = "",
        change: Change | None = None,
    ) -> None:
        """Add a file; `decisive` stands for all that it is made from, `own` for all that it does not ask for.

        Where they are not known, the file is made in each build. `change` makes it from what it was.
        """
        self._contents[address], self._decisive[address] = make, (decisive, own)
        if change:
            self._change[address] = change

    def update(self, contents: "Mapping[str, bytes] | MadeFiles") -> None:
        """Add files; those that are not made yet still are not."""
        if isinstance(contents, MadeFiles):
            self._contents |= contents._contents
            self._decisive |= contents._decisive
            self._change |= contents._change
        else:
            self._contents |= contents

    def decisive(self, address: str) -> str:
        """Return what stands for all that a file is made from; empty where it is not known."""
        return self._decisive.get(address, ("", ""))[0]

    def own(self, address: str) -> str:
        """The digest of all that a file is made from, but for what it asks of the posts of the collection."""
        return self._decisive[address][1]

    def change(self, address: str, before: str) -> Callable[[bytes], bytes] | None:
        """Return what makes a file from its content when `before` was decisive; None where all of it has to be made."""
        change = self._change.get(address)
        return change(before) if change else None

    def __getitem__(self, address: str) -> bytes:
        content = self._contents[address]
        return content if isinstance(content, bytes) else content()

    def __contains__(self, address: object) -> bool:
        return address in self._contents

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)
