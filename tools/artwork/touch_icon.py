"""Draws the icon for home screens, 512 × 512, from the drawing of the tab's icon; systems round its corners.

    python tools/artwork/touch_icon.py docs/assets/icon.svg docs/assets/icon.png [--browser chromium]

The picture is committed; the build never draws it.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

SIZE = 512
PAGE = (
    "<!doctype html><style>* {{ margin: 0; }} body {{ background: {paper}; }}</style>"
    '<img width="{size}" src="{file}">'
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("drawing", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--browser", default="chromium")
    parser.add_argument("--paper", default="#f6eddd", help="behind the rounded corners")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        page, photograph = Path(folder) / "icon.html", Path(folder) / "icon.png"
        page.write_text(PAGE.format(paper=options.paper, size=SIZE, file=options.drawing.resolve().as_uri()))
        window = [f"--window-size={SIZE},{SIZE + 200}", f"--screenshot={photograph}", page.as_uri()]
        subprocess.run(
            [options.browser, "--headless", "--no-sandbox", "--hide-scrollbars", *window], check=True
        )
        with Image.open(photograph) as image:
            icon = image.convert("RGB").crop((0, 0, SIZE, SIZE)).quantize(64)
            icon.save(options.target, optimize=True)


if __name__ == "__main__":
    main()
