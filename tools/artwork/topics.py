"""Draw one small picture for each topic, all on the same ground.

    python tools/artwork/topics.py docs/assets/topics

Each picture is a few shapes in the colours of the cover, on paper of its own, so that it looks the same
in light and in dark. The title inside each file says what it shows. Nothing has to be installed.
"""

from __future__ import annotations

import sys
from math import cos, pi, sin
from pathlib import Path

WIDTH, HEIGHT, GROUND = 320, 160, 122
PAPER, LEAF, SHADE = "#f6eddd", "#5f7a4a", "#4b643b"
SAND, CLAY, EARTH, SOIL = "#d9b98c", "#b9804f", "#7d4a30", "#3b2620"
WATER, LIGHT = "#7d9aa3", "#f2d48a"


def main(folder: Path) -> None:
    for topic, (title, shapes) in PICTURES.items():
        (folder / f"{topic}.svg").write_text(picture(title, shapes()), encoding="utf-8")


def picture(title: str, shapes: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{title}</title>"
        f'<clipPath id="p"><rect width="{WIDTH}" height="{HEIGHT}" rx="10"/></clipPath><g clip-path="url(#p)">'
        f'<path fill="{PAPER}" d="M0 0H{WIDTH}V{HEIGHT}H0Z"/>{ground()}{shapes}</g></svg>\n'
    )


def ground() -> str:
    return "".join([
        fill(SAND, f"M0 {GROUND + 1}Q80 {GROUND + 7} 160 {GROUND}T320 {GROUND + 1}V160H0Z"),
        fill(CLAY, "M0 134Q70 128 150 135T320 132V160H0Z"),
        fill(EARTH, "M0 144Q90 150 180 144T320 147V160H0Z"),
    ])  # fmt: skip


def fill(colour: str, path: str) -> str:
    return f'<path fill="{colour}" d="{path}"/>'


def line(colour: str, path: str, width: float = 4) -> str:
    shape = f'fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round" stroke-linejoin="round"'
    return f'<path {shape} d="{path}"/>'


def disc(colour: str, x: float, y: float, radius: float) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour}"/>'


def ring(colour: str, x: float, y: float, radius: float, width: float = 3) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="none" stroke="{colour}" stroke-width="{width:g}"/>'


def seedling(x: float, top: float, size: float = 1, lean: float = 0) -> str:
    """Two leaves that meet at (x + lean, top), and a stem down to the ground."""
    tip, w, h = x + lean, 34 * size, 26 * size
    left = f"q{-w * 0.2:g} {-h * 0.9:g} {-w:g} {-h:g}q{w * 0.1:g} {h:g} {w:g} {h:g}Z"
    right = f"q{w * 0.2:g} {-h * 0.7:g} {w:g} {-h * 0.8:g}q{-w * 0.1:g} {h * 0.8:g} {-w:g} {h * 0.8:g}Z"
    return (
        line(SHADE, f"M{x:g} {GROUND}Q{x:g} {(top + GROUND) / 2:g} {tip:g} {top:g}", 5 * size)
        + fill(LEAF, f"M{tip:g} {top:g}{left}")
        + fill(SHADE, f"M{tip:g} {top:g}{right}")
    )


def access() -> str:
    return (
        fill(EARTH, f"M128 {GROUND}V62a32 32 0 0 1 64 0V{GROUND}Z")
        + fill(PAPER, f"M136 {GROUND}V64a24 24 0 0 1 48 0V{GROUND}Z")
        + fill(CLAY, f"M136 {GROUND}V64a24 24 0 0 1 14-21V{GROUND + 9}Z")
        + disc(SOIL, 146, 92, 2.5)
        + fill(CLAY, f"M150 {GROUND}H184L226 160H116Z")
        + seedling(238, 92, 0.7)
    )


def rights() -> str:
    bars = "".join(line(EARTH, f"M{x} 44V{GROUND}", 7) for x in (50, 82, 114, 206, 238, 270))
    return bars + line(EARTH, "M38 56H120M200 56H282", 5) + seedling(160, 80)


def peers() -> str:
    return seedling(108, 68, 1.1, 14) + seedling(212, 68, 1.1, -14)


def housing() -> str:
    return (
        fill(CLAY, f"M118 78H202V{GROUND}H118Z")
        + fill(EARTH, "M106 80 160 38 214 80Z")
        + fill(LIGHT, "M132 90h18v16h-18Z")
        + fill(SOIL, f"M170 92h16V{GROUND}h-16Z")
        + line(EARTH, "M132 130q-6 12-20 16M160 130v20M188 130q6 12 20 16", 3)
    )


def workplace() -> str:
    cups = "".join(
        fill(colour, f"M{x} 66h18l-3 18h-12Z") + line(colour, f"M{x + 18} 70q7 4-1 9", 2.5)
        for x, colour in ((104, LEAF), (150, EARTH), (196, SHADE))
    )
    return cups + fill(CLAY, "M78 84H246V94H78Z") + line(EARTH, f"M94 94V{GROUND}M230 94V{GROUND}", 7)


def moral_injury() -> str:
    return (
        fill(CLAY, f"M98 {GROUND}q-6-52 34-66q54-14 82 22q14 20 8 44Z")
        + line(SOIL, "M166 52l-8 18 12 10-10 14 9 28", 3)
        + line(LEAF, "M169 122q4-18-4-30", 3)
        + fill(LEAF, "M165 92q-14 0-18-12q14-2 18 12Z")
        + fill(SHADE, "M167 104q14-2 16-14q-14 0-16 14Z")
    )


def colonialism() -> str:
    rivers = line(LEAF, "M20 108Q70 60 110 84T190 60T300 88", 6) + line(
        SHADE, "M60 30Q100 60 150 44T250 36", 5
    )
    lines = line(EARTH, f"M90 14V{GROUND}M176 14V{GROUND}M262 14V{GROUND}M14 70H306", 2)
    return rivers + lines


def gender() -> str:
    def flower(x: float, y: float, petals: int, radius: float, colour: str) -> str:
        around = (
            (x + radius * cos(2 * pi * n / petals), y + radius * sin(2 * pi * n / petals))
            for n in range(petals)
        )
        return (
            line(SHADE, f"M{x:g} {GROUND}V{y:g}", 4)
            + "".join(disc(colour, round(a), round(b), radius * 0.62) for a, b in around)
            + disc(SOIL, x, y, radius * 0.5)
        )

    return flower(92, 80, 5, 14, CLAY) + flower(160, 56, 7, 17, EARTH) + flower(228, 84, 3, 13, "#c99a3f")


def disability() -> str:
    return (
        fill(EARTH, f"M160 {GROUND}V108h20V94h20V80h20V66h60V{GROUND}Z")
        + fill(LEAF, f"M40 {GROUND} 252 66h28V74L56 {GROUND}Z")
        + line(SHADE, "M40 96 252 42H280M100 81v22M176 61v22M252 42v22", 4)
    )


def policy() -> str:
    streams = ((76, 40), (168, 16), (250, 5))
    return (
        "".join(fill(WATER, f"M{x - width / 2:g} 40h{width}V{GROUND + 3}h-{width}Z") for x, width in streams)
        + fill(WATER, "M40 22H280V40H40Z")
        + line(EARTH, "M38 18V42H282V18", 5)
        + seedling(122, 78) + seedling(204, 98, 0.6) + seedling(274, 113, 0.3)
    )  # fmt: skip


def community() -> str:
    angles = [2 * pi * n / 7 - pi / 2 for n in range(7)]
    seats = "".join(
        disc((LEAF, CLAY, SHADE)[n % 3], round(160 + 66 * cos(angle)), round(70 + 40 * sin(angle)), 11)
        for n, angle in enumerate(angles)
    )
    table = f'<ellipse cx="160" cy="70" rx="40" ry="20" fill="{EARTH}"/>'
    return seats + table + table.replace("70", "66").replace(EARTH, SAND)


def crisis() -> str:
    rings = "".join(ring(SAND, 160, 74, radius) for radius in (34, 50, 66))
    return (
        rings
        + line(EARTH, "M146 50q14-22 28 0", 4)
        + fill(EARTH, "M138 50h44v7h-44ZM138 98h44v8h-44Z")
        + fill(LIGHT, "M142 57h36v41h-36Z")
        + fill(CLAY, "M160 64q13 16 0 28q-13-12 0-28Z")
        + fill(EARTH, f"M156 106h8V{GROUND}h-8Z")
    )


def research() -> str:
    outside = (
        (36, 96),
        (58, 70),
        (82, 102),
        (100, 44),
        (228, 34),
        (238, 70),
        (262, 50),
        (284, 84),
        (272, 22),
    )
    under = ((140, 46), (162, 34), (150, 74), (176, 62), (190, 82), (166, 92))
    return (
        "".join(disc(CLAY, x, y, 5) for x, y in outside)
        + "".join(disc(LEAF, x, y, 5) for x, y in under)
        + ring(EARTH, 164, 64, 44, 5)
        + line(EARTH, "M197 97 224 121", 8)
    )


def recovery() -> str:
    return (
        disc("#e0b354", 262, 36, 16)
        + fill(SHADE, f"M150 {GROUND}Q240 40 330 92V{GROUND + 2}Z")
        + fill(LEAF, f"M-10 {GROUND + 4}Q96 6 236 {GROUND + 4}Z")
        + line(PAPER, "M60 122Q128 112 100 100T96 84T112 72T108 66", 5)
        + line(PAPER, "M196 116Q236 106 232 96T262 84T296 76", 4)
    )


def family() -> str:
    return (
        line(EARTH, f"M160 {GROUND}V74M160 100Q128 92 112 64M160 92Q190 86 206 56M160 74Q158 54 150 40", 6)
        + disc(LEAF, 106, 52, 24) + disc(SHADE, 152, 34, 19) + disc(LEAF, 212, 46, 27) + disc(CLAY, 236, 84, 8)
        + line(EARTH, "M178 90Q210 92 230 86", 3)
    )  # fmt: skip


def youth() -> str:
    return (
        line(EARTH, f"M110 {GROUND}V20", 9)
        + fill(SHADE, "M110 44q-40-4-54-30q44 0 54 30ZM110 74q38-4 50-30q-42 2-50 30Z")
        + fill(LEAF, "M110 100q-34-2-46-24q38-2 46 24Z")
        + seedling(208, 96, 0.8)
    )


PICTURES = {
    "access": ("A door standing open, with a path to it that widens towards the reader", access),
    "rights-and-coercion": (
        "A row of bars with a gap in the middle, and a seedling growing in the gap",
        rights,
    ),
    "peer-support": ("Two seedlings of the same height that lean towards each other", peers),
    "housing-and-poverty": (
        "A small house with one lit window; roots go down into the ground below it",
        housing,
    ),
    "workplace": ("A table with three cups, all different", workplace),
    "moral-injury": ("A stone with a crack, and a small plant growing in the crack", moral_injury),
    "racism-and-colonialism": ("Winding rivers, with straight lines drawn across them", colonialism),
    "gender-and-sexuality": ("Three flowers, each with a different shape and number of petals", gender),
    "disability": ("Steps, and a ramp with a handrail that leads to the same place", disability),
    "policy-and-funding": (
        "Water from one trough in three streams of unequal width; more grows by the widest",
        policy,
    ),
    "community-care": ("Seven round seats about one table", community),
    "crisis-response": ("A lantern with a steady flame and wide, even rings of light", crisis),
    "research-and-evidence": (
        "Scattered dots, some of them under a magnifying glass and many outside it",
        research,
    ),
    "recovery": ("A path that winds over hills and goes out of the picture, under a low sun", recovery),
    "family": ("A tree whose branches carry crowns of several sizes, and one apart from the rest", family),
    "youth": ("A young shoot at some distance from a tall plant", youth),
}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
