"""Notes in an AVIF, and data in it that belong to no picture."""

from collections.abc import Generator, Iterator

from ..containers import boxes
from .parts import BEHIND, PicturePart, private

_TOP = {b"ftyp", b"meta", b"mdat", b"free", b"skip"}
_META = {b"hdlr", b"pitm", b"iloc", b"iinf", b"iref", b"iprp", b"idat", b"grpl", b"dinf"}
_PROPERTIES = set(
    b"ispe pixi av1C colr irot imir auxC clap pasp clli mdcv cclv amve a1lx a1op lsel ipma free".split()
)
_AVIF_ITEMS = {b"av01", b"grid", b"iovl", b"tmap"}
_PADDING = 64
"""bytes that no item names, at most: padding between pictures"""


def avif_parts(content: bytes) -> Iterator[PicturePart]:
    """Parts that name what an AVIF holds besides its picture; joined, they are not the file.

    ISO/IEC 23008-12. Raises ValueError for a file whose boxes do not fit into each other.
    """
    data = unused = 0
    for name, start, end in boxes(content, 0, len(content)):
        if end > len(content):
            raise ValueError("a box is longer than the file")
        if name not in _TOP:
            yield PicturePart(content[start:end], private(name.decode("latin-1")))
        elif name in {b"free", b"skip"}:
            unused += len(content[start:end].strip(b"\0"))
        elif name == b"mdat":
            data += end - start
        elif name == b"meta":
            used = yield from _meta(content, start + 4, end)
            data -= used
    if data > _PADDING or unused:
        yield PicturePart(content, BEHIND)


def _meta(content: bytes, start: int, end: int) -> Generator[PicturePart, None, int]:
    """Yield the parts of the box, and return the bytes of `mdat` that its items name."""
    inner = {name: content[first:last] for name, first, last in boxes(content, start, end)}
    for name in inner.keys() - _META:
        yield PicturePart(inner[name], private(name.decode("latin-1")))
    for name, first, last in boxes(inner.get(b"iprp", b""), 0, len(inner.get(b"iprp", b""))):
        properties = boxes(inner[b"iprp"], first, last) if name == b"ipco" else [(name, first, last)]
        for property_name, _, _ in properties:
            if property_name not in _PROPERTIES:
                yield PicturePart(content, private(property_name.decode("latin-1")))
    places = _item_places(inner.get(b"iloc", b""))
    for number, kind, about in _items(inner.get(b"iinf", b"")):
        body = b"".join(content[first : first + length] for first, length in places.get(number, ()))
        if kind == b"Exif":
            yield PicturePart(body, kind="exif", body=body[4:].removeprefix(b"Exif\0\0"))
        elif kind == b"mime" and b"application/rdf+xml" in about:
            yield PicturePart(body, kind="xmp", body=body)
        elif kind not in _AVIF_ITEMS:
            yield PicturePart(body, private(kind.decode("latin-1")))
    return sum(length for spans in places.values() for _, length in spans)


def _items(iinf: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """The number and the type of each item, and the rest of what is written about it."""
    if not iinf:
        return
    for _, start, end in boxes(iinf, 6 if iinf[0] == 0 else 8, len(iinf)):
        wide = 4 if iinf[start] == 3 else 2  # the version of the entry says how wide its number is
        number = int.from_bytes(iinf[start + 4 : start + 4 + wide], "big")
        rest = iinf[start + 6 + wide : end]
        yield number, rest[:4], rest[4:]


def _item_places(iloc: bytes) -> dict[int, list[tuple[int, int]]]:
    """The (start, length) of every extent of each item that is in the file itself."""
    if len(iloc) < 8:
        return {}
    version, sizes = iloc[0], int.from_bytes(iloc[4:6], "big")
    reader = _NumberReader(iloc, 6)
    offset, length, base, index = (sizes >> 12 & 15, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15)
    places: dict[int, list[tuple[int, int]]] = {}
    for _ in range(reader.number(4 if version == 2 else 2)):
        item = reader.number(4 if version == 2 else 2)
        method = reader.number(2) & 15 if version else 0
        reader.number(2)
        begin = reader.number(base)
        for _ in range(reader.number(2)):
            reader.number(index if version else 0)
            first, size = begin + reader.number(offset), reader.number(length)
            if method == 0:
                places.setdefault(item, []).append((first, size))
    return places


class _NumberReader:
    """Numbers of given widths, one behind the other."""

    def __init__(self, content: bytes, at: int) -> None:
        self._content, self._at = content, at

    def number(self, width: int) -> int:
        self._at += width
        if self._at > len(self._content):
            raise ValueError("the places of the items end too early")
        return int.from_bytes(self._content[self._at - width : self._at], "big")
