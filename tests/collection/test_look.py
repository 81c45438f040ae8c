"""The look of a site: files that mkdocs.yml names, colours, and what is told when they do not fit."""

import json
import re
from pathlib import Path

from PIL import Image

from anthology.collection import load
from anthology.pages import style_sheet
from anthology.schema import Look
from builders import HOUSE, built


def dressed(root: Path, theme: str = "", look: str = "", rest: str = "") -> Path:
    """Add lines to the theme, to the look and to the end of mkdocs.yml."""
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("  language: en\n", f"  language: en\n{theme}")
    look = f"    look:\n{look}" if look else ""
    config.write_text(text.replace("extra:\n  anthology:\n", f"{rest}extra:\n  anthology:\n{look}"), "utf-8")
    return root


def test_logo_icon_style_and_script_are_published_apart_from_those_of_the_theme(root: Path) -> None:
    for name in ("logo.png", "assets/icon.svg"):
        (root / "docs" / name).parent.mkdir(exist_ok=True)
    Image.new("RGB", (64, 64), "teal").save(root / "docs" / "logo.png")
    (root / "docs/assets/icon.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "utf-8"
    )
    (root / "docs/assets/style.css").write_text('@font-face { src: url("letters.woff2"); }', "utf-8")
    (root / "docs/assets/letters.woff2").write_bytes(b"wOF2")
    (root / "docs/more.js").write_text("document.title += '!'", "utf-8")
    dressed(
        root,
        "  logo: logo.png\n  favicon: assets/icon.svg\n",
        rest="extra_css: [assets/style.css]\nextra_javascript: [more.js]\ncopyright: Ours alone\n",
    )

    site = built(root, "--strict")

    home = (site / "index.html").read_text(encoding="utf-8")
    wanted = ("logo.png", "assets/icon.svg", "assets/style.css", "more.js")
    assert [name for name in wanted if f'"assets/own/{name}"' in home] == list(wanted)
    assert [
        name for name in (*wanted, "assets/letters.woff2") if not (site / "assets/own" / name).is_file()
    ] == []
    assert "Ours alone" in home
    assert "--paper" in (site / "assets" / "style.css").read_text(encoding="utf-8")


def test_a_file_of_the_look_that_is_not_there_or_elsewhere_is_told_at_its_line(root: Path) -> None:
    dressed(root, "  logo: lgo.png\n", rest="extra_css: ['https://fonts.example/a.css']\n")

    messages = [f"{problem.line}: {problem.message}" for problem in load(root)[1]]

    assert len(messages) == 2
    assert any("lgo.png" in message for message in messages)
    assert any("is on another server" in message for message in messages)


def test_colours_that_are_hard_to_read_are_told_at_their_line(root: Path) -> None:
    dressed(root, look='      colours:\n        ink: {light: "#cccccc", dark: "#eeeeee"}\n')

    (problem,) = load(root)[1]

    assert "in light, ink has a contrast of 1.6 to 1 with paper" in problem.message
    assert problem.path == "mkdocs.yml"
    assert problem.line > 1


def test_a_style_sheet_takes_the_colours_and_the_picture_of_the_site() -> None:
    look = Look.model_validate({
        "colours": {"paper": {"light": "#fffff0", "dark": "#000010"}},
        "footer": {"light": "hills.svg", "dark": "night.svg"},
    })  # fmt: skip
    text = (HOUSE / "overrides" / "assets" / "style.css").read_text(encoding="utf-8")

    sheet = style_sheet(text, look)

    assert "--paper: var(--light, #fffff0) var(--dark, #000010);" in sheet
    assert '--ground-light: url("own/hills.svg");' in sheet
    assert not re.search(r"/\*|\n\s", sheet)


def test_every_colour_of_the_settings_is_in_the_style_sheet() -> None:
    text = (HOUSE / "overrides" / "assets" / "style.css").read_text(encoding="utf-8")
    shades = Look().colours.model_dump()

    assert {
        name.replace("-", "_"): {"light": light, "dark": dark}
        for name, light, dark in re.findall(
            r"--([\w-]+): var\(--light, (#\w{6})\) var\(--dark, (#\w{6})\);", text
        )
    } == shades


def test_a_home_screen_has_the_name_the_icon_and_the_colours_of_the_collection(root: Path) -> None:
    Image.new("RGB", (512, 512), "teal").save(root / "docs" / "icon.png")
    colours = '      colours:\n        paper: {light: "#fffef0", dark: "#101010"}\n'
    site = built(dressed(root, look=f"      icon: icon.png\n{colours}"), "--strict")

    manifest = json.loads((site / "site.webmanifest").read_text("utf-8"))
    page = (site / "essays/first/index.html").read_text("utf-8")

    assert "A new collection" == manifest["name"]
    assert "#fffef0" == manifest["background_color"]
    assert ["assets/icon.svg", "assets/own/icon.png"] == [icon["src"] for icon in manifest["icons"]]
    assert "./" == manifest["start_url"]
    assert '<link rel="apple-touch-icon" href="../../assets/own/icon.png">' in page
    assert '<link rel="manifest" href="../../site.webmanifest">' in page
    assert all((site / icon["src"]).is_file() for icon in manifest["icons"])


def test_an_icon_for_home_screens_that_is_no_square_png_is_told(root: Path) -> None:
    Image.new("RGB", (512, 300), "teal").save(root / "docs" / "icon.png")

    _, problems = load(dressed(root, look="      icon: icon.png\n"))

    assert ["the icon is 512×300 image/png"] == [problem.message for problem in problems]
