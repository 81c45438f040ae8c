"""Draw the picture of the recording "Three ways to steady yourself", and one for each of its practices.

    python tools/artwork/three_ways.py episodes/three-ways

Three stones on the ground of the cover: on one an eye, on one an ear's arcs of sound, on one a list. What
has to be installed first is in tools/README.md.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

SIZE = 1600
PAPER, LEAF, SHADE = "#f6eddd", "#5f7a4a", "#4b643b"
SAND, CLAY, EARTH, SOIL = "#d9b98c", "#b9804f", "#7d4a30", "#3b2620"
GROUND = (
    f'<path fill="{SAND}" d="M0 1080Q400 1140 800 1080T1600 1090V1600H0Z"/>'
    f'<path fill="{CLAY}" d="M0 1230Q380 1180 800 1240T1600 1210V1600H0Z"/>'
    f'<path fill="{EARTH}" d="M0 1370Q420 1430 840 1370T1600 1390V1600H0Z"/>'
    f'<path fill="{SOIL}" d="M0 1490Q400 1450 800 1500T1600 1480V1600H0Z"/>'
)


def main(folder: Path) -> None:
    save(folder / "picture.png", SIZE, [stone(290, 910, 0.76, LEAF, EYE), stone(1310, 910, 0.76, SHADE, LIST),
                                       stone(800, 860, 0.96, EARTH, SOUND)])  # fmt: skip
    for name, colour, sign in (("eye", LEAF, EYE), ("sound", EARTH, SOUND), ("list", SHADE, LIST)):
        save(folder / f"{name}.png", 800, [stone(800, 740, 1.6, colour, sign)])


def save(path: Path, size: int, stones: Iterable[str]) -> None:
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">'
        f'<rect width="{SIZE}" height="{SIZE}" fill="{PAPER}"/>{GROUND}{"".join(stones)}</svg>'
    )
    command = ["rsvg-convert", "--width", str(size), "--height", str(size), "/dev/stdin"]
    png = subprocess.run(command, input=drawing.encode(), check=True, capture_output=True).stdout
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    # A new picture in few colours: light, and nothing but pixels reaches the file.
    picture = Image.frombytes("RGB", picture.size, picture.tobytes())
    picture.quantize(48, dither=Image.Dither.NONE).convert("RGB").save(path, optimize=True)


def stone(x: int, y: int, scale: float, colour: str, sign: str) -> str:
    """A rounded stone that lies on the ground, with a sign on it in the colour of paper."""
    outline = "M-300 250C-340 40-220-230 30-240C260-250 350 20 320 250C200 300-180 300-300 250Z"
    return f'<g transform="translate({x} {y}) scale({scale})"><path fill="{colour}" d="{outline}"/>{sign}</g>'


def _drawn(path: str, width: int = 26) -> str:
    return (
        f'<path fill="none" stroke="{PAPER}" stroke-width="{width}" stroke-linecap="round" '
        f'stroke-linejoin="round" d="{path}"/>'
    )


EYE = _drawn("M-160 40Q0-110 160 40Q0 180-160 40Z") + f'<circle cx="0" cy="38" r="46" fill="{PAPER}"/>'
SOUND = _drawn("M-110 40h1") + _drawn("M-50-30Q-10 40-50 110M20-80Q80 40 20 160M95-125Q170 40 95 205")
LIST = _drawn("M-130-50h1M-130 45h1M-130 140h1", 40) + _drawn("M-60-50H150M-60 45H110M-60 140H140")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
