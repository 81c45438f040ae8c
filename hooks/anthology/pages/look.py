"""The style sheets of the theme in the colours of a collection, and the values of its look."""

import json
import re
from collections.abc import Iterable

from anthology.collection import Collection
from anthology.media.images import probe_image
from anthology.schema import Look
from anthology.urls import OWN_FOLDER, file_url

from .components import Values

_DEFAULT_COLOURS = Look().colours
_UNNEEDED = re.compile(r"/\*.*?\*/\n?|(?<=\n)\s+", re.DOTALL)
"""comments and indents of a style sheet"""


def style_sheet(text: str, look: Look) -> str:
    """Return a style sheet of the theme with the colours of the site, without comments and indents."""
    replaced = {
        getattr(getattr(_DEFAULT_COLOURS, name), appearance): getattr(getattr(look.colours, name), appearance)
        for name in type(_DEFAULT_COLOURS).model_fields
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


def _card(collection: Collection, name: str) -> Values:
    image = probe_image(collection.root / "docs" / name)
    address = collection.addresses.absolute(OWN_FOLDER + name)
    size = {"width": image.width, "height": image.height, "type": image.type}
    return {"url": address, "alt": collection.site.name, **size}
