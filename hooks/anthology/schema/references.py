"""What a field can point at: a post, a page, a file, a publication; each with the words for what is wrong."""

from __future__ import annotations

import re
from posixpath import normpath
from urllib.parse import quote, urlsplit

from anthology.problems import shorten
from anthology.urls import LONGEST_SLUG, SLUG, page_id

from .validators import scalar, wrong

_OF_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"


def post_id(value: object) -> str:
    """essays/slug or episodes/slug."""
    text = page_id(scalar(value).strip())
    if re.fullmatch(rf"(essays|episodes)/{SLUG.pattern}", text):
        return text
    raise wrong(
        f"is {shorten(text)}, which is not the id of a post", "write essays/the-slug or episodes/the-slug"
    )


def web_address(value: object) -> str:
    """A whole address of a page on the web."""
    text = scalar(value).strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", text):
        return text
    if parts.scheme in {"http", "https"} and parts.hostname:
        whole = re.sub(r"\s", "%20", text)
        raise wrong(f"is {shorten(text)}, with a space in it", f"write %20 for the space:  {whole}")
    guess = f"https://{text}" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text) else "https://…"
    raise wrong(f"is {shorten(text)}, not an address on the web", f"write it whole:  {guess}")


def feed_address(value: object) -> str:
    """A whole address as apps are given it: no letters but those of ASCII."""
    address = web_address(value)
    if address.isascii():
        return address
    host = urlsplit(address).hostname or ""
    fix = f"write it as browsers send it:  {quote(address, safe=_OF_ADDRESSES)}"
    if not host.isascii():
        fix = "write the host as registries do, with xn--; browsers show it so when you copy the address"
    raise wrong(f"is {shorten(address)}, with letters that podcast apps cannot ask for", fix)


def site_path(value: object) -> str:
    """An address of this site, from its / on."""
    text = scalar(value).strip()
    parts = text.strip("/").split("/")
    if re.fullmatch(r"/[^\s?#\\]*", text) and not {"", ".", ".."} & set(parts):
        if max(map(len, parts)) <= LONGEST_SLUG:
            return text
        raise wrong(
            "is too long for an address on this site", f"no part of it can pass {LONGEST_SLUG} characters"
        )
    raise wrong(f"is {shorten(text)}, not an address on this site", "begin it with /, such as /old/path/")


def file_name(value: object) -> str:
    """A file beside the post; whether it is there is checked later."""
    text = scalar(value).strip()
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise wrong(
            f"is {shorten(text)}, which is not a file of this post",
            "put the file beside the post and write its name",
        )
    if "\\" in text:
        raise wrong(f"has \\ in {shorten(text)}", f"write / instead:  {text.replace(chr(92), '/')}")
    return normpath(text)


def doi(value: object) -> str:
    """A DOI from its 10 on."""
    text = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", scalar(value).strip(), flags=re.I)
    if re.fullmatch(r"10\.[0-9]{4,9}/\S+", text):
        return text
    raise wrong(
        f"is {shorten(text)}, not a DOI", 'write it from the 10 on:  doi: "10.1371/journal.pone.0266722"'
    )
