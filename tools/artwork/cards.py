"""Draws the pictures that stand beside a shared link: one for each kind of page, 1200 × 630.

    python tools/artwork/cards.py docs/assets docs/assets/cards [--browser chromium]

No name is on them. They are laid out as a page, with the
site's own letters and ground, and photographed by Chromium. The pictures are committed; the build never
draws them.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

SIZE = (1200, 630)
FONTS = Path(__file__).resolve().parents[2] / "overrides" / "assets" / "fonts"
KINDS = {
    "essay": ("An essay", "#7a3418"),
    "episode": ("From the podcast", "#2c4570"),
    "practice": ("A practice", "#34512a"),
    "page": ("Essays and a podcast", "#5b3a22"),
}
PAGE = """<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: L; font-weight: 400; src: url("{fonts}/literata-latin-400-normal.woff2"); }}
@font-face {{ font-family: L; font-weight: 600; src: url("{fonts}/literata-latin-600-normal.woff2"); }}
body {{ margin: 0; width: 1200px; height: 630px; background: #fbf6ec; color: #2a211b; font-family: L;
  position: relative; overflow: hidden; }}
img.ground {{ position: absolute; left: 0; bottom: 56px; width: 1200px; height: 110px; }}
.soil {{ position: absolute; left: 0; right: 0; bottom: 0; height: 57px; background: #3b2620; }}
.mark {{ position: absolute; left: 88px; top: 92px; width: 168px; height: 168px;
  border-radius: 22%; }}
h1 {{ position: absolute; left: 88px; top: 286px; margin: 0; font: 600 104px/1.05 L;
  letter-spacing: -0.018em; color: {colour}; }}
.band {{ position: absolute; right: 0; top: 0; width: 28px; height: 630px; background: {colour}; }}
</style><img class="mark" src="{assets}/icon.svg"><h1>{words}</h1>
<img class="ground" src="{assets}/ground.svg"><div class="soil"></div><div class="band"></div>
"""


def main() -> None:
    """Writes a PNG for each kind, of few colours and without metadata."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("assets", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--browser", default="chromium")
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    assets = options.assets.resolve().as_uri()
    for kind, (words, colour) in KINDS.items():
        page = PAGE.format(assets=assets, fonts=FONTS.as_uri(), words=words, colour=colour)
        _photograph(options.browser, page, options.target / f"{kind}.png")


def _photograph(browser: str, page: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, shot = Path(folder, "card.html"), Path(folder, "card.png")
        source.write_text(page, encoding="utf-8")
        size = f"--window-size={SIZE[0]},{SIZE[1] + 200}"  # old headless takes its bars off the height
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1", size]
        command = [browser, *options, f"--screenshot={shot}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True)
        with Image.open(shot) as picture:
            whole = picture.convert("RGB").crop((0, 0, *SIZE))
    whole.quantize(64, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
