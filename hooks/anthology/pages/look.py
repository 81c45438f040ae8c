"""The style sheets of the theme in the colours of a collection, and the values of its look."""

import json
import re
from collections.abc import Iterable
from functools import partial
from importlib.resources import files
from pathlib import Path

from anthology.cache import digest_of_text
from anthology.collection import AnyPost, Collection, EpisodePost
from anthology.made_files import MadeFiles
from anthology.media import images
from anthology.media.images.card_look import CARD_SIZE, CardLook, can_be_written
from anthology.schema import Look
from anthology.urls import CARDS, OWN_FOLDER, file_url

from .components import Values, page_language, post_kind

_UNNEEDED = re.compile(r"/\*.*?\*/\n?|(?<=\n)\s+", re.DOTALL)
"""comments and indents of a style sheet"""


def style_sheet(text: str, look: Look) -> str:
    """Return a style sheet of the theme with the colours of the site, without comments and indents."""
    usual = Look.model_construct().colours
    replaced = {
        getattr(getattr(usual, name), appearance): getattr(getattr(look.colours, name), appearance)
        for name in type(usual).model_fields
        for appearance in ("light", "dark")
    }
    text = re.sub(
        r"#[0-9a-f]{6}\b", lambda colour: replaced.get(colour[0], colour[0]), _UNNEEDED.sub("", text)
    )
    if look.footer:
        for appearance in ("light", "dark"):
            picture = f'url("own/{getattr(look.footer, appearance)}")'
            text = text.replace(f"--ground-{appearance}: none", f"--ground-{appearance}: {picture}")
    return text


def look_values(collection: Collection) -> Values:
    """Return what every page shows of the look: addresses of logo, icon, style sheets and scripts, colours, cards."""
    site, look = collection.site, collection.site.settings.look
    return {
        "logo": OWN_FOLDER + site.logo if site.logo else None,
        "favicon": OWN_FOLDER + site.favicon if site.favicon else "assets/icon.svg",
        "icon": OWN_FOLDER + look.icon if look.icon else None,
        "styles": [OWN_FOLDER + name for name in site.styles],
        "scripts": [OWN_FOLDER + name for name in site.scripts],
        "copyright": site.copyright or None,
        "paper": look.colours.paper.model_dump(),
        "cards": {kind: _card(collection, name) for kind, name in look.cards.items()},
    }


def manifest(collection: Collection) -> bytes:
    """Return the web manifest: name, icons and colours for a home screen. Its addresses tell nothing of who comes.

    https://www.w3.org/TR/appmanifest/
    """
    site, look = collection.site, look_values(collection)
    language = collection.languages.site_language
    icons = [{"src": file_url(look["favicon"]), "sizes": "any"}]
    if look["icon"]:
        icons.append({"src": file_url(look["icon"]), "sizes": "512x512", "type": "image/png"})
    values = {
        "name": site.name, "short_name": site.name, "description": site.description, "lang": language.code,
        "dir": language.dir, "start_url": "./", "scope": "./", "display": "minimal-ui",
        "background_color": look["paper"]["light"], "theme_color": look["paper"]["light"], "icons": icons,
    }  # fmt: skip
    return f"{json.dumps(values, ensure_ascii=False, indent=1)}\n".encode()


def unused_assets(collection: Collection) -> tuple[str, ...]:
    """Return the addresses, or their beginnings, of the theme's files that no page of this site asks for."""
    used_by = {
        ("assets/player.js",): bool(collection.episodes),
        ("assets/practice.js",): bool(collection.practices),
        ("assets/search.js", "assets/search.css"): "search" in collection.listings,
        ("assets/write.js", "assets/write.css", "assets/vendor/"): "write" in collection.listings,
        ("assets/zine.css",): collection.site.settings.zine,
        ("assets/icon.svg",): not collection.site.favicon,
    }
    return tuple(name for names, is_used in used_by.items() if not is_used for name in names)


def drawing(collection: Collection, topics: Iterable[str]) -> str:
    """Return the address of the drawing of the first of these topics that has one; '' if none has."""
    drawings = collection.site.settings.look.topics
    return next((OWN_FOLDER + drawings[topic] for topic in topics if topic in drawings), "")


def title_card(collection: Collection, post: AnyPost) -> Values | None:
    """Return the picture beside a link to a post, if there is one for each: not for letters that our font lacks."""
    words = _card_words(collection, post)
    if not collection.site.settings.look.title_cards or not can_be_written(*words):
        return None
    width, height = CARD_SIZE
    address = collection.addresses.absolute(_card_address(post))
    alt = f"{post.fields.title} – {collection.site.name}"
    return {"url": address, "alt": alt, "width": width, "height": height, "type": "image/png"}


def title_cards(collection: Collection) -> MadeFiles:
    """Return the pictures of all posts by their addresses, each drawn once for what is on it."""
    font = Path(str(files("mkdocs_anthology.theme"))) / "assets/fonts/literata-latin-600-normal.woff2"
    cards = MadeFiles()
    for post in collection.posts.values():
        if title_card(collection, post):
            look, key = _card_look(collection, post, font)
            draw = partial(_drawn, collection, post, look, key)
            decisive = f"{key} {collection.cache.sha256(font)}"
            cards.add(_card_address(post), draw, decisive, decisive)
    return cards


def _card_look(collection: Collection, post: AnyPost, font: Path) -> tuple[CardLook, str]:
    """Return the look of a post's card, and the name under which the card is kept: a digest of all that is on it."""
    colours = collection.site.settings.look.colours
    kind = colours.episode if isinstance(post, EpisodePost) else colours.essay
    look = CardLook(colours.paper.light, kind.light, colours.soil.light, colours.on_soil.light, font)
    decisive = repr((_card_words(collection, post), post.id, look[:-1]))
    return look, f"card {digest_of_text(decisive)}"


def _drawn(collection: Collection, post: AnyPost, look: CardLook, key: str) -> bytes:
    words = _card_words(collection, post)
    return collection.cache.content(look.font, key, lambda: images.draw_card(*words, post.id, look))


def _card_words(collection: Collection, post: AnyPost) -> tuple[str, str, str]:
    language = page_language(collection, collection.language_of(post))
    return post.fields.title, language.text(f"kinds.{post_kind(post)}"), collection.site.name


def _card_address(post: AnyPost) -> str:
    return f"{CARDS}/{post.id}.png"


def _card(collection: Collection, name: str) -> Values:
    image = images.probe_image(collection.root / "docs" / name)
    address = collection.addresses.absolute(OWN_FOLDER + name)
    size = {"width": image.width, "height": image.height, "type": image.type}
    return {"url": address, "alt": collection.site.name, **size}
