"""Addresses of pages and files on the site, ids of pages, and slugs."""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from .unicode import without_invisible

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""the last part of an address: small letters, digits and single hyphens"""
LONGEST_SLUG = 100
"""characters; file systems take 255 bytes, and an address is read aloud at times"""

LATIN_LETTERS = {
    "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "þ": "th", "ð": "d", "ı": "i",
}  # fmt: skip
"""small letters that are no letter with a mark (Unicode has no decomposition of them), as addresses write them"""

LONGEST_NAME = 200
"""bytes of a file's name; file systems take 255, and copies have longer names"""

REDIRECTS = "_redirects"
"""the file from which Netlify, and hosts like it, read where old addresses lead"""

BOOKS = "epub"
"""the folder of the books made of posts"""
ZINES = "folded"
"""the folder of their folded sheets"""
CARDS = "assets/cards"
"""the folder of the pictures beside links to them"""

OWN_FOLDER = "assets/own/"
"""the folder of files of the collection that lie in docs/ where the site has files of its own"""

SITE_PLACEHOLDER = "\ufdd0"
"""The prefix of every address within the site until the page that shows it is known.

A noncharacter: no text can contain it (see `unicode`), and browsers give it no meaning.
"""

_LOOPBACK = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}
_IN_PATHS = "/!$&'()*+,;=:@~"
"""characters of a path that no browser takes for anything else (RFC 3986, section 3.3)"""
_SAFE_ADDRESS = re.compile(r"(?:[\w-]+(?:[./][\w-]+)*/?)?", re.ASCII)
"""an address within the site that needs neither quoting nor joining"""


class UrlBuilder(NamedTuple):
    """Builds the addresses of this site.

    `site_url` is absolute and ends with a slash. Without `directory_urls`, the address of a page ends with
    index.html, for hosts that do not serve a folder's index.
    """

    site_url: str
    directory_urls: bool = True

    def page(self, page_id: str) -> str:
        """The address of a page, relative to the site: `essays/x/`; the home page's is empty."""
        folder = f"{page_id}/" if page_id else ""
        return folder if self.directory_urls else f"{folder}index.html"

    def absolute(self, address: str) -> str:
        """An absolute, percent-encoded address; one of another site is returned unchanged."""
        if is_external(address):
            return address
        if _SAFE_ADDRESS.fullmatch(address):
            return self.site_url + address  # quoting and joining are slow, and few addresses need them
        return urljoin(self.site_url, quote(address, safe="/#?=&%:@!$'()*+,;~"))

    def absolute_file(self, address: str) -> str:
        """The absolute URL of a file, whatever its name contains."""
        return self.absolute(file_url(address))

    def page_url(self, page_id: str) -> str:
        """The absolute address of a page."""
        return self.absolute(self.page(page_id))

    def absolute_links(self, html: str) -> str:
        """HTML for a feed: every address within the site is absolute."""
        return html.replace(SITE_PLACEHOLDER, self.site_url)

    def relative_links(self, html: str, page: str) -> str:
        """HTML for the page at the address `page`: every address within the site is relative to it."""
        depth = page.count("/")
        return html.replace(f'"{SITE_PLACEHOLDER}"', f'"{"../" * depth or "./"}"').replace(
            SITE_PLACEHOLDER, "../" * depth
        )


def file_url(address: str) -> str:
    """The URL of a file by its address, percent-encoded: `#`, `?` and `%` are part of its name.

    That of a file on another site is a URL already.
    """
    return address if is_external(address) else quote(address, safe=_IN_PATHS)


def is_external(address: str) -> bool:
    """True for an absolute address; those within the site have no host."""
    return "://" in address


def page_id(path: str) -> str:
    """The id of a page from its file or address: `essays/x` for essays/x.md, /essays/x/, essays/x/index.html."""
    path = path.replace("\\", "/").strip("/")
    path = path.removesuffix(".md").removesuffix(".html")
    return "" if path in {"index", "."} else path.removesuffix("/index")


def slugify(text: str) -> str:
    """A slug for a title or a name; empty where the text has no letter from a to z and no digit."""
    table = str.maketrans(LATIN_LETTERS)
    lower = without_invisible(text).lower().translate(table)
    plain = unicodedata.normalize("NFKD", lower.replace("’", "").replace("'", ""))
    letters = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_SLUG].rstrip("-")


def file_of(page_id: str) -> str:
    """The file that a page is written to."""
    return f"{page_id}/index.html" if page_id else "index.html"


def alias_file(alias: str) -> str:
    """The file that is written for an old address, which is percent-encoded as browsers send it.

    An address with a query has no file; it is a line of REDIRECTS, and its name here is that of no other file.
    """
    if "?" in alias:
        return f"?{quote(alias, safe='')}"
    path = unquote(alias).strip("/")
    return path if path.endswith(".html") else file_of(path)


def address_is_safe(address: str) -> bool:
    """True if every part can be the name of a file on any system, and can be seen."""
    parts = address.split("/")
    legible = address.isprintable() and "\ufffd" not in address and address == without_invisible(address)
    return legible and not any(
        part.endswith((".", " ")) or len(part.encode()) > LONGEST_NAME for part in parts
    )


def relative(target: str, depth: int) -> str:
    """The address of a page or file as seen from a page at `depth` folders; external ones are returned unchanged."""
    if target.startswith("#") or ":" in target.partition("/")[0]:
        return target
    return "../" * depth + target if depth or target else "./"


def is_loopback(url: str) -> bool:
    """True for an address of this machine, such as that of a preview."""
    return urlsplit(url).hostname in _LOOPBACK
