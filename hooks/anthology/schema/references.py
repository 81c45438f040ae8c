"""Validators of references: to a post, a page, a file, a publication."""

import re
from posixpath import normpath
from urllib.parse import quote, urlsplit

from anthology.problems import shorten
from anthology.urls import LONGEST_SLUG, SLUG, page_id

from .validators import field_error, scalar

_URL_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"


def post_id(value: object) -> str:
    """The id of a post: essays/slug or episodes/slug."""
    text = page_id(scalar(value).strip())
    if re.fullmatch(rf"(essays|episodes)/{SLUG.pattern}", text):
        return text
    raise field_error(
        f"is {shorten(text)}, which is not the id of a post", "write essays/the-slug or episodes/the-slug"
    )


def web_address(value: object) -> str:
    """An absolute http or https address."""
    text = scalar(value).strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", text):
        return text
    if parts.scheme in {"http", "https"} and parts.hostname:
        quoted = re.sub(r"\s", "%20", text)
        raise field_error(f"is {shorten(text)}, with a space in it", f"write %20 for the space:  {quoted}")
    guess = f"https://{text}" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text) else "https://…"
    raise field_error(f"is {shorten(text)}, not an address on the web", f"write it whole:  {guess}")


def feed_address(value: object) -> str:
    """An absolute address in ASCII: podcast apps cannot open others."""
    address = web_address(value)
    if address.isascii():
        return address
    host = urlsplit(address).hostname or ""
    fix = f"write it as browsers send it:  {quote(address, safe=_URL_CHARACTERS)}"
    if not host.isascii():
        fix = "write the host in its ASCII form, with xn--, as browsers give it when you copy the address"
    raise field_error(f"is {shorten(address)}, with letters that podcast apps cannot use", fix)


def site_path(value: object) -> str:
    """An address of this site that begins with /."""
    text = scalar(value).strip()
    parts = text.strip("/").split("/")
    if re.fullmatch(r"/[^\s?#\\]*", text) and not {"", ".", ".."} & set(parts):
        if max(map(len, parts)) <= LONGEST_SLUG:
            return text
        raise field_error(
            "is too long for an address on this site",
            f"write at most {LONGEST_SLUG} characters between two slashes",
        )
    raise field_error(
        f"is {shorten(text)}, not an address on this site", "begin it with /, such as /old/path/"
    )


def file_name(value: object) -> str:
    """The name of a file beside the post; the file itself is checked later (see collection.attachments)."""
    text = scalar(value).strip()
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise field_error(
            f"is {shorten(text)}, which is not a file of this post",
            "put the file beside the post and write its name",
        )
    if "\\" in text:
        raise field_error(f"has \\ in {shorten(text)}", f"write / instead:  {text.replace(chr(92), '/')}")
    return normpath(text)
