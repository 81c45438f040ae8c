"""Links and pictures of a post that moved: where they lead now."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from anthology.importers.downloads import Downloads
from anthology.importers.writing import ImportPlan

from .link_definitions import with_inline_pictures
from .shortcodes import outside_code

_LINK = re.compile(  # its parts are possessive: text with many brackets would take hours otherwise
    r"(?<!\\)(!?)\[((?:\\.|[^\[\]\\\n]|\n(?!\s*\n)|\[(?:[^\[\]\n]|\[[^\[\]\n]*+\])*+\]"
    r"(?:\([^()\n]*+\))?+){0,3000}+)\]"
    r"\(\s*+<?([^\s()<>]*+(?:\([^\s()<>]*+\)[^\s()<>]*+)*+)>?((?:\s++[\"'(][^\n]*?[\"')])?)\s*\)"
)
_REFERENCE = re.compile(r"(?m)^( {0,3}\[(?!\^)[^\]\n]+\]:\s*)<?([^\s<>]+)>?")
_LINK_IN_HTML = re.compile(r"(?i)(<a\b[^<>]*?\bhref\s*=\s*[\"'])([^\"'<>]*)([\"'])")
_PICTURE_IN_HTML = re.compile(r"(?i)<img\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_VALUE = re.compile(r"(?is)\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


@dataclass(frozen=True, slots=True)
class OldSite:
    """The site that posts come from: its address, and the author that it states for what has none; empty if unknown."""

    url: str = ""
    author: str = ""

    def path_of(self, address: str) -> str:
        """The path of an address on the site, decoded; empty for one of another site, or a place in the page."""
        try:
            parts, own = urlsplit(address), urlsplit(self.url)
        except ValueError:
            return ""
        if parts.netloc and parts.netloc.removeprefix("www.") != own.netloc.removeprefix("www."):
            return ""
        if parts.query and parts.path.strip("/") in {"", own.path.strip("/")}:
            return f"/?{parts.query}"
        return unquote(parts.path)


@dataclass(frozen=True, slots=True)
class MovedLinks:
    """Changes the links of one post; `places` leads from an old address to the slug of the essay that is there now.

    `pictures` leads from an address in the body to the file of a picture on this machine.
    """

    slug: str
    pictures: Callable[[str], Path | None]
    site: OldSite
    places: Mapping[str, str]
    plan: ImportPlan
    downloads: Downloads | None

    def settled_in(self, body: str) -> str:
        """The body with its links to other posts, and with its pictures, where they are now."""
        body = outside_code(body, lambda text: with_inline_pictures(text, self._leads_nowhere))
        body = outside_code(body, lambda text: _LINK.sub(self._new_link, text))
        body = outside_code(
            body, lambda text: _REFERENCE.sub(lambda m: m[1] + (self._new_address(m[2]) or "#"), text)
        )
        body = outside_code(body, lambda text: _PICTURE_IN_HTML.sub(self._new_picture, text))
        return outside_code(
            body,
            lambda text: _LINK_IN_HTML.sub(lambda m: m[1] + (self._new_address(m[2]) or "#") + m[3], text),
        )

    def _leads_nowhere(self, address: str) -> bool:
        return not self._quietly(address)

    def _quietly(self, address: str) -> str:
        """The address as it is now, of which nothing is told, since that is done elsewhere."""
        told = len(self.plan.to_decide)
        new = self._new_address(address)
        del self.plan.to_decide[told:]
        return new

    def _new_picture(self, match: re.Match[str]) -> str:
        """A picture in HTML, beside the post; without its file or its description, a link."""
        values = {name.lower(): a or b or c for name, a, b, c in _VALUE.findall(match[1])}
        address, words = values.get("src", "").strip(), " ".join(values.get("alt", "").split())
        name = self._picture_beside(address)
        if name and words:
            return f'<img src="{name}" alt="{escape(words)}">'
        new = name or self._new_address(address)
        words = words or address.rpartition("/")[2]
        return f'<a href="{escape(new)}">{escape(words)}</a>' if new else escape(words)

    def _picture_beside(self, address: str) -> str:
        """The name of a picture that is put beside the post; empty, and reported, for one that is not."""
        file = self.pictures(unquote(address)) or self._downloaded(address)
        name = self._add(file) if file else ""
        if not name:
            self.plan.left_out.append(f"{self.slug}, {address}: {self._why_not(address)}")
        return name

    def _why_not(self, address: str) -> str:
        whole = urljoin(self.site.url, address) if self.site.url else address
        if not whole.startswith(("http://", "https://")):
            return "a picture that is not in the source"
        if self.downloads is None:
            return "a picture that was not fetched, so a link leads to it; import with --media to fetch it"
        return "a picture that could not be had, so a link leads to it"

    def _add(self, file: Path) -> str:
        return self.plan.add_picture(file, f"docs/essays/{self.slug}")

    def _downloaded(self, address: str) -> Path | None:
        """The picture from its address, if the editor asked for that."""
        if self.downloads is None:
            return None
        whole = urljoin(self.site.url, address) if self.site.url else address
        file = self.downloads.fetch(whole)
        if reason := self.downloads.failed.get(whole):
            self.plan.left_out.append(f"{whole}: {reason}")
        return file

    def _new_link(self, match: re.Match[str]) -> str:
        mark, words, address, title = match.groups()
        if not mark:
            words = _LINK.sub(self._new_link, words) if "![" in words else words
            new = self._new_address(address)
            return f"[{words}]({new}{title})" if new and "](" not in words else words
        if address.startswith("#"):
            return words  # a place in the page is no picture
        if name := self._picture_beside(address):
            if words.strip():
                return f"![{words}]({name}{title})"
            self.plan.to_decide.append(
                f"{self.slug}, {name}: a picture without a description, so it is a link;"
                "  ![what it shows](its name)  shows it"
            )
            return f"[{name}]({name})"
        new = self._quietly(address)
        return f"[{words.strip() or address.rpartition('/')[2]}]({new})" if new else words

    def _new_address(self, address: str) -> str:
        """The address as it is now; empty for one that leads nowhere any more."""
        address = re.sub(r"(?i)^(https?:)/{3,}", r"\1//", address)
        if re.match("(?i)mailto:", address):
            return ""
        if re.match(r"(?i)#|tel:|//", address):
            return f"https:{address}" if address.startswith("//") else address
        if re.match(r"(?i)www\.[\w-]+\.\w", address):
            self.plan.repaired.append(f"{self.slug}: the link {address}, to which http:// was added")
            return f"http://{address}"
        path = self.site.path_of(address)
        if not path:
            return address
        if slug := self.places.get(address_key(path)):
            fragment = address.partition("#")[2]
            return f"/essays/{slug}/" + (f"#{fragment}" if fragment else "")
        if address.startswith(("http://", "https://")):
            return address
        if (file := self.pictures(unquote(address))) and (name := self._add(file)):
            return name
        base = self.site.url.rstrip("/")
        leads_back = base.startswith(("http://", "https://"))
        rest = "it still leads to the old site" if leads_back else "its words stand there without a link"
        self.plan.to_decide.append(f"{self.slug}, {address}: a link to what did not move in; {rest}")
        return f"{base}/{address.lstrip('/')}" if leads_back else ""


def address_key(address: str) -> str:
    """An address as it is compared: decoded, without its end."""
    path = unicodedata.normalize("NFC", unquote(address)).lower()
    return path if "?" in path else re.sub(r"(/index)?(\.html?|\.md)?/*$", "", path).strip("/")
