"""Draw the cover of the show: a seedling on layered ground, and the word Groundwork.

    python tools/artwork/cover.py FONT.ttf tools/artwork/cover.svg episodes/cover.jpg

The letters go into the SVG as outlines, so that the SVG needs no font.
What has to be installed first is in tools/README.md.
"""

from __future__ import annotations

import io
import math
import subprocess
import sys
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from PIL import Image

SIZE = 3000
PAPER, LEAF, SHADE = "#f6eddd", "#5f7a4a", "#4b643b"
# From the surface down: colour, mean depth, how far the line swells, its shift.
STRATA = [
    ("#d9b98c", 1560, 46, 0.0),
    ("#b9804f", 1715, 40, 1.9),
    ("#7d4a30", 1850, 34, 3.6),
    ("#3b2620", 1965, 26, 5.2),
]


def main(font: Path, svg: Path, jpeg: Path) -> None:
    svg.write_text(drawing(font), encoding="utf-8")
    png = subprocess.run(
        ["rsvg-convert", "--width", str(SIZE), "--height", str(SIZE), str(svg)],
        check=True,
        capture_output=True,
    ).stdout
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    # A new picture, so that nothing but pixels reaches the file.
    Image.frombytes("RGB", picture.size, picture.tobytes()).save(
        jpeg, quality=90, subsampling=0, optimize=True
    )


def drawing(font: Path) -> str:
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" role="img" aria-label="Groundwork">',
        f'<rect width="{SIZE}" height="{SIZE}" fill="{PAPER}"/>',
        seedling(),
        *(layer(*stratum) for stratum in STRATA),
        word(font, "Groundwork", width=2560, baseline=2590),
        "</svg>",
        "",
    ])  # fmt: skip


def layer(colour: str, depth: float, swell: float, shift: float) -> str:
    points = ((x, depth + swell * math.sin(x / SIZE * 5.6 + shift)) for x in range(0, SIZE + 1, 50))
    edge = " L".join(f"{x} {y:.1f}" for x, y in points)
    return f'<path fill="{colour}" d="M0 {SIZE} L{edge} L{SIZE} {SIZE} Z"/>'


def seedling() -> str:
    """Two leaves that meet at (1500, 1050), and a stem that widens towards the ground."""
    return "\n".join([
        f'<path fill="{LEAF}" d="M1500 1050 C1470 720 1230 440 770 420 C760 800 1040 1085 1500 1050 Z"/>',
        f'<path fill="{SHADE}" d="M1500 1050 C1520 780 1740 540 2170 520 C2190 860 1930 1085 1500 1050 Z"/>',
        f'<path fill="{SHADE}" d="M1470 1050 C1480 1030 1520 1030 1530 1050 C1545 1250 1530 1450 1545 1650'
        ' L1455 1650 C1460 1450 1480 1250 1470 1050 Z"/>',
    ])  # fmt: skip


def word(path: Path, text: str, width: float, baseline: float) -> str:
    font = TTFont(path)
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    outline = SVGPathPen(glyphs, ntos=lambda number: f"{number:.0f}")
    advance = sum(glyphs[names[ord(letter)]].width for letter in text)
    scale = width / advance
    x = (SIZE - width) / 2
    for letter in text:
        glyph = glyphs[names[ord(letter)]]
        glyph.draw(TransformPen(outline, (scale, 0, 0, -scale, x, baseline)))
        x += glyph.width * scale
    return f'<path fill="{PAPER}" d="{outline.getCommands()}"/>'


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
