"""Pictures beside shared links."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from anthology.media.images.card_look import CardLook, can_be_written
from anthology.media.images.share_card import draw_card
from anthology.output.publication import build_publication
from builders import HOUSE, arabic_essay, built, essay

LOOK = CardLook(
    "#ffffff",
    "#1f4e8c",
    "#20262d",
    "#f0f2f4",
    HOUSE / "overrides/assets/fonts/literata-latin-600-normal.woff2",
)


def drawn(title: str, seed: str = "essays/x") -> bytes:
    return draw_card(title, "Essay", "A site", seed, LOOK)


def test_the_same_words_give_the_same_bytes_and_each_post_its_own_ground() -> None:
    assert drawn("Doors") == drawn("Doors")
    ground = {Image.open(BytesIO(drawn("Doors", seed))).crop((0, 480, 1200, 630)).tobytes() for seed in "abc"}
    assert 3 == len(ground)


@pytest.mark.parametrize(
    "title",
    [
        "Doors",
        "What was said at the door, " * 4,
        "Long " * 60,
        "a" * 80,
        f"A {'b' * 90} c",
        "w" * 200 + " end",
    ],
)
def test_a_title_of_any_length_stays_on_the_card(title: str) -> None:
    card = Image.open(BytesIO(drawn(title))).convert("RGB")

    assert (1200, 630) == card.size
    assert {(255, 255, 255)} == set(card.crop((1150, 0, 1200, 465)).get_flattened_data())
    assert {(255, 255, 255)} == set(card.crop((0, 445, 1200, 469)).get_flattened_data())
    assert 1 < len(set(card.crop((80, 150, 600, 260)).get_flattened_data()))


def test_a_post_has_a_card_with_its_title_if_our_letters_can_write_it(root: Path) -> None:
    essay(root, "doors")
    arabic_essay(root)
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("    epub:", "    look: {title_cards: true}\n    epub:"), encoding="utf-8")
    publication, _ = build_publication(root)

    cards = {name for name in publication.generated if name.startswith("assets/cards/")}
    assert {"assets/cards/essays/doors.png", "assets/cards/essays/first.png"} == cards
    page = (built(root) / "essays/doors/index.html").read_text(encoding="utf-8")
    assert '<meta property="og:image" content="https://example.org/assets/cards/essays/doors.png">' in page
    assert '<meta property="og:image:alt" content="Doors – ' in page
    assert not can_be_written("بيت")
