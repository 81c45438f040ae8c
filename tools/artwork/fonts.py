"""Make the small faces of Literata that pages use, from the files of the package `@fontsource/literata`.

A face keeps the letters of Western European languages and the signs of our texts, its ligatures, and the kerning that a
reader can see. Accents of letters are parts that all letters share. The same files give the same bytes.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

LATIN = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0¡§©«°·»¿–—‘’‚“”„•…€−×"
ACCENTED = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœß"
EXTENDED = "ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĪīĮįİıĶķĻļĽľŁłŃńŅņŇňŌōŐőŘřŚśŞşŠšŢţŤťŪūŮůŰűŲųŹźŻżŽžŴŵŶŷȘșȚț"
FACES = {
    "latin-400-normal": (LATIN + ACCENTED, 12),
    "latin-600-normal": (LATIN + ACCENTED, 16),
    "latin-400-italic": (LATIN + ACCENTED, 16),
    "latin-ext-400-normal": (EXTENDED, 12),
    "latin-ext-600-normal": (EXTENDED, 16),
}
"""name of a face → its letters, and the least kerning that it keeps, in thousandths of an em"""
_UNUSED_TABLES = ["vhea", "vmtx", "STAT", "gasp", "prep", "GDEF"]


def small_face(source: Path, letters: str, least_kerning: int) -> TTFont:
    """Return the face with these letters alone."""
    font = TTFont(source)
    options = Options()
    options.layout_features = ["kern", "liga", "locl", "ccmp"]
    options.drop_tables += _UNUSED_TABLES
    options.hinting = False
    options.name_IDs = [1, 2]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    if "GPOS" in font:
        _drop_small_kerning(font, least_kerning * font["head"].unitsPerEm / 1000)
    font.flavor = "woff2"
    return font


def _drop_small_kerning(font: TTFont, least: float) -> None:
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType == 2 and table.Format == 1:
                for pairs in table.PairSet:
                    pairs.PairValueRecord = [
                        record for record in pairs.PairValueRecord if abs(_advance(record)) >= least
                    ]
                    pairs.PairValueCount = len(pairs.PairValueRecord)
            elif table.LookupType == 2:
                for record in (record for row in table.Class1Record for record in row.Class2Record):
                    if record.Value1 and abs(_advance(record)) < least:
                        record.Value1.XAdvance = 0


def _advance(record: Any) -> int:
    return getattr(record.Value1, "XAdvance", 0) if record.Value1 else 0


def main() -> None:
    """Write every face and print its size in bytes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, help="the folder `files` of the package")
    parser.add_argument("into", type=Path, help="where the faces go")
    given = parser.parse_args()
    for name, (letters, least_kerning) in FACES.items():
        face = small_face(given.files / f"literata-{name}.woff2", letters, least_kerning)
        face.save(given.into / f"literata-{name}.woff2", reorderTables=False)
        print(f"{(given.into / f'literata-{name}.woff2').stat().st_size:>6}  literata-{name}.woff2")


if __name__ == "__main__":
    main()
