"""The addresses of pages and files on the site."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from .unicode import without_unseen

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""the last part of an address: small letters, digits and single hyphens"""
LONGEST_SLUG = 100
"""characters; file systems take 255 bytes, and an address is read aloud at times"""

HERE = "\ufdd0"
"""Stands before every address within the site, until it is known from where the address is seen.

A noncharacter: no text can hold it (see source), no browser gives it a meaning.
"""

_PLAIN = re.compile(r"(?:[\w-]+(?:[./][\w-]+)*/?)?", re.ASCII)
"""An address within the site that needs neither quoting nor joining."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """How this site writes its addresses.

    `site_url` is absolute and ends with a slash. Without `directory_urls` a page's address names its
    index.html, for disks and hosts that do not.
    """

    site_url: str
    directory_urls: bool = True

    def page(self, page_id: str) -> str:
        """The address of a page, relative to the site: `essays/x/`; the home page's is empty."""
        folder = f"{page_id}/" if page_id else ""
        return folder if self.directory_urls else f"{folder}index.html"

    def absolute(self, address: str) -> str:
        """An address of the site, whole and in ASCII; that of another site as it is."""
        if is_external(address):
            return address
        if _PLAIN.fullmatch(address):
            return self.site_url + address  # quoting and joining are slow, and hardly any address needs them
        return urljoin(self.site_url, quote(address, safe="/#?=&%:@!$'()*+,;~"))

    def everywhere(self, html: str) -> str:
        """HTML for a feed: every address within the site is whole."""
        return html.replace(HERE, self.site_url)

    def seen_from(self, html: str, page: str) -> str:
        """HTML for the page at this address: every address within the site is relative to it."""
        depth = page.count("/")
        return html.replace(f'"{HERE}"', f'"{"../" * depth or "./"}"').replace(HERE, "../" * depth)


def is_external(address: str) -> bool:
    """Whether an address names its host, as all outside of the site do."""
    return "://" in address


def page_id(path: str) -> str:
    """The id of a page from its file or its address: `essays/x` for essays/x.md, /essays/x/, essays/x/index.html."""
    path = path.replace("\\", "/").strip("/")
    path = path.removesuffix(".md").removesuffix(".html")
    return "" if path in {"index", "."} else path.removesuffix("/index")


def slugify(text: str) -> str:
    """A slug for a title or a name; empty where the text has no letter from a to z and no digit."""
    plain = unicodedata.normalize("NFKD", without_unseen(text).replace("’", "").replace("'", ""))
    letters = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_SLUG].rstrip("-")


def file_of(page_id: str) -> str:
    """The file that a page is written to."""
    return f"{page_id}/index.html" if page_id else "index.html"


def relative(target: str, depth: int) -> str:
    """The way to an address of the site from a page so many folders deep; others stay as they are."""
    if target.startswith("#") or ":" in target.partition("/")[0]:
        return target
    return "../" * depth + target if depth or target else "./"
