"""Folded sheets, printed by Chromium."""

import re
from pathlib import Path

import pytest

from browser.conftest import Arrive
from builders import nonempty

pytestmark = pytest.mark.browser

TEXTS = """(root) => {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), nodes = [];
  while (walk.nextNode()) if (walk.currentNode.data.trim()) nodes.push(walk.currentNode);
  return nodes;
}"""
SEEN = f"""() => [...document.querySelectorAll(".page")].map((page) => {{
  const frame = page.querySelector(".window"), seen = [], range = document.createRange();
  const {{ left, top, right, bottom }} = frame.getBoundingClientRect();
  for (const node of ({TEXTS})(frame)) {{
    range.selectNodeContents(node);
    // A letter is higher than its line by a few pixels, of which nothing is drawn.
    for (const box of range.getClientRects())
      if (box.right > left && box.left < right && box.bottom - 5 > top && box.top + 5 < bottom)
        seen.push([node.data, box.left > left - 1 && box.right < right + 1
          && box.top > top - 5 && box.bottom < bottom + 5]);
  }}
  return [Number(/p(\\d+)/.exec(page.className)[1]), seen];
}})"""


def test_every_sheet_shows_its_whole_text_in_the_order_of_its_pages(arrive: Arrive, site: Path) -> None:
    reader = arrive("", 1280)
    reader.page.emulate_media(media="print")
    for file in nonempty(sorted((site / "folded").rglob("*.html"))):
        reader.open(file.relative_to(site).as_posix())
        reader.run("document.fonts.ready.then(() => null)")
        seen = [text for _, texts in sorted(reader.run(SEEN)) for text in texts]
        whole = reader.run(f"() => ({TEXTS})(document.querySelector('.text')).map((node) => node.data)")

        assert [] == [text for text, is_whole in seen if not is_whole], file.name
        assert list(dict.fromkeys(whole)) == list(dict.fromkeys(text for text, _ in seen)), file.name


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_sheet_has_two_pages_on_each_side_of_the_paper(arrive: Arrive, paper: str) -> None:
    reader = arrive("folded/essays/ten-things-for-monday.html", java_script_enabled=False)
    assert 4 == reader.find(".page").count()

    printed = reader.page.pdf(format=paper, landscape=True)

    assert 2 == len(re.findall(rb"/Type\s*/Page\b", printed))


def test_on_a_screen_it_says_how_it_is_printed(arrive: Arrive) -> None:
    reader = arrive("folded/essays/say-it-aloud.html", 320)

    assert "both sides" in reader.find("main").inner_text()
    assert reader.overflow <= 0
    assert [] == reader.complaints
    reader.find("main a").click()
    reader.page.wait_for_url("**/essays/say-it-aloud/")
