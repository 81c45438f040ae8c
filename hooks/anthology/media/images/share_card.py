"""The picture beside a shared link to a piece: its title, above layers of ground that no other piece has."""

import hashlib
from bisect import bisect
from collections.abc import Iterator, Sequence
from io import BytesIO
from math import ceil

from PIL import Image, ImageColor, ImageDraw, ImageFont

from .card_look import CARD_SIZE, CardLook

_LEFT, _WIDTH = 88, 1000
_TITLE_TOP, _TITLE_HEIGHT = 150, 290
_SIZES = (92, 80, 68, 58, 50, 44)
_GROUND_TOP, _LAYER = 470, 30


def draw_card(title: str, kind: str, site: str, seed: str, look: CardLook) -> bytes:
    """Return a PNG; `seed` decides the layers. The same words, look and Pillow give the same bytes."""
    picture = Image.new("RGB", CARD_SIZE, look.paper)
    draw = ImageDraw.Draw(picture)
    draw.text((_LEFT, 72), kind, look.accent, _font(look, 34))
    font, lines = _fitted(title, look)
    for number, line in enumerate(lines):
        draw.text((_LEFT - 3, _TITLE_TOP + number * round(font.size * 1.12)), line, look.accent, font)
    for number, colour in enumerate(_layers(look)):
        _draw_layer(draw, picture, _heights(seed, number), colour)
    draw.text((_LEFT, CARD_SIZE[1] - 24), site, look.on_soil, _font(look, 30), anchor="ls")
    out = BytesIO()
    picture.quantize(32, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _font(look: CardLook, size: int) -> ImageFont.FreeTypeFont:
    # The same places of letters whether or not the system has a library for complex scripts.
    return ImageFont.truetype(str(look.font), size, layout_engine=ImageFont.Layout.BASIC)


def _fitted(title: str, look: CardLook) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest letters in which the title has room, and its lines; a title without room ends with an ellipsis."""
    for size in _SIZES:
        font = _font(look, size)
        lines = list(_lines(title.split(), font))
        room = _TITLE_HEIGHT // round(size * 1.12)
        if len(lines) <= room and max(map(font.getlength, lines)) <= _WIDTH:
            return font, lines
    lines = list(_lines([piece for word in title.split() for piece in _pieces(word, font)], font))
    if len(lines) <= room:
        return font, lines
    last = lines[room - 1]
    return font, [*lines[: room - 1], f"{last.rpartition(' ')[0] or last[:-1]}…"]


def _pieces(word: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """The word, cut where it is wider than a line."""
    while font.getlength(word) > _WIDTH:
        end = bisect(range(len(word)), _WIDTH, key=lambda length: ceil(font.getlength(word[:length]))) - 1
        yield word[:end]
        word = word[end:]
    yield word


def _lines(words: Sequence[str], font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = words[0]
    for word in words[1:]:
        if font.getlength(f"{line} {word}") <= _WIDTH:
            line = f"{line} {word}"
        else:
            yield line
            line = word
    yield line


def _layers(look: CardLook) -> list[str]:
    """From the colour of the kind on paper to the soil, the lightest first."""
    colours = [_mixed(look.accent, look.paper, part) for part in (0.3, 0.55, 0.8)]
    return [*colours, look.soil]


def _mixed(colour: str, ground: str, part: float) -> str:
    pairs = zip(ImageColor.getrgb(colour), ImageColor.getrgb(ground), strict=True)
    return "#" + "".join(f"{round(of * part + behind * (1 - part)):02x}" for of, behind in pairs)


def _heights(seed: str, layer: int) -> Iterator[float]:
    """The upper edge of a layer at each column: a cubic between seven heights, which every machine computes alike."""
    nodes = [byte / 255 for byte in hashlib.sha256(f"{seed} {layer}".encode()).digest()[:7]]
    for column in range(CARD_SIZE[0]):
        place, part = divmod(column * 6 / CARD_SIZE[0], 1)
        before, after = nodes[int(place)], nodes[int(place) + 1]
        wave = before + (after - before) * part * part * (3 - 2 * part)
        yield _GROUND_TOP + _LAYER * layer + 26 * wave


def _draw_layer(
    draw: ImageDraw.ImageDraw, picture: Image.Image, heights: Iterator[float], colour: str
) -> None:
    """Fill a layer column by column; the pixel of its edge is mixed with what is behind."""
    pixels = picture.load()
    assert pixels
    of = ImageColor.getrgb(colour)
    for column, height in enumerate(heights):
        row, part = int(height), 1 - height % 1
        behind = pixels[column, row]
        assert isinstance(behind, tuple)
        mixed = tuple(round(new * part + old * (1 - part)) for new, old in zip(of, behind, strict=True))
        draw.line((column, row + 1, column, CARD_SIZE[1]), of)
        draw.point((column, row), mixed)
