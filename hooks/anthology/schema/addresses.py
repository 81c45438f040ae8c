"""Validators of references: to a post, a page, a file, a publication."""

import re
from posixpath import normpath
from urllib.parse import quote, unquote, urlsplit

from anthology.problems import shorten
from anthology.urls import LONGEST_NAME, LONGEST_SLUG, SLUG, address_is_safe, page_id

from .validators import field_error, scalar

_LONGEST_PATH = 900
"""bytes; systems take 1,024 for the whole path of a file"""
_HOST_NAME = re.compile(r"[\w.-]+|[0-9a-f]*:[0-9a-f:.]+")
_QUERY_PAIR = r"[\w.~%+-]+=[\w.~%+,:@/-]*"
_QUERY = re.compile(rf"{_QUERY_PAIR}(?:&{_QUERY_PAIR})*", re.ASCII)
_URL_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"


def post_id(value: object) -> str:
    """The id of a post: essays/slug or episodes/slug."""
    text = page_id(scalar(value).strip())
    if re.fullmatch(rf"(essays|episodes)/{SLUG.pattern}", text):
        return text
    if match := re.search(rf"(?:^|/)((?:essays|episodes)/{SLUG.pattern})(?:/index)?(?:\.md)?/?$", text):
        raise field_error(f"is {shorten(text)}, an address, not the id of a post", f"write {match[1]}")
    if "/" not in text and text:
        return text  # a title or a slug: the check of references knows whose
    raise field_error(
        f"is {shorten(text)}, which is not the id of a post", "write essays/the-slug or episodes/the-slug"
    )


def web_address(value: object) -> str:
    """An absolute http or https address."""
    text = scalar(value).strip()
    try:
        parts = urlsplit(text)
        host = parts.hostname if parts.port != 0 else None  # asking for a port that is none raises ValueError
    except ValueError:
        parts, host = urlsplit(""), None
    is_whole = parts.scheme in {"http", "https"} and _HOST_NAME.fullmatch(host or "") is not None
    if is_whole and "@" in parts.netloc:
        bare = text.replace(parts.netloc, parts.netloc.rpartition("@")[2], 1)
        message = "contains a user name or a password, which everybody could read"
        raise field_error(message, f"write it without:  {bare}")
    if is_whole and not re.search(r"\s", text):
        return text
    if is_whole:
        quoted = re.sub(r"\s", "%20", text)
        raise field_error(f"is {shorten(text)}, with a space in it", f"write %20 for the space:  {quoted}")
    guess = f"https://{text}" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text) else "https://…"
    raise field_error(f"is {shorten(text)}, not an address on the web", f"write it whole:  {guess}")


def contact_address(value: object) -> str:
    """An absolute http or https address, or mailto: and an e-mail address."""
    text = scalar(value).strip()
    return text if re.fullmatch(r"mailto:[^\s@]+@[^\s@]+", text) else web_address(text)


def feed_address(value: object) -> str:
    """An absolute address in ASCII: podcast apps cannot open others."""
    text = scalar(value).strip()
    if text.isascii():
        return web_address(text)
    address = web_address(re.sub(r"\s", "%20", text))
    host = urlsplit(address).hostname or ""
    fix = f"write it as browsers send it:  {quote(address, safe=_URL_CHARACTERS)}"
    if not host.isascii():
        fix = "write the host in its ASCII form, with xn--, as browsers give it when you copy the address"
    raise field_error(f"is {shorten(address)}, with letters that podcast apps cannot use", fix)


def site_path(value: object) -> str:
    """An address of this site that begins with /, as browsers send it; a file can have every part as its name.

    A query, such as that of /?p=12, is pairs of name and value.
    """
    text = scalar(value).strip()
    path, mark, query = text.partition("?")
    if not text.startswith("/") or re.search(r"[\s#]", text) or (mark and not _QUERY.fullmatch(query)):
        path = _path_of(text)
        fix = (
            f"write its path alone, from the first / on:  {path}"
            if path
            else "begin it with /, such as /old/path/"
        )
        if text.startswith("/"):
            fix = "leave out what follows #, write %20 for a space, and after ? a name and a value:  /?p=12"
        raise field_error(f"is {shorten(text)}, not an address on this site", fix)
    is_home = path == "/" and query
    parts = [] if is_home else unquote(path).removeprefix("/").removesuffix("/").split("/")
    if bad := next((part for part in parts if not address_is_safe(part) or "\\" in part), None):
        fix = "write names of letters, digits, hyphens and dots between the slashes, such as /old/path/"
        raise field_error(f"has a part that no file can have as its name: {shorten(bad)}", fix)
    if not all(parts):
        fix = "write one slash between two names, and at least one name"
        raise field_error(f"is {shorten(text)}, not an address on this site", fix)
    if len(unquote(text).encode()) > _LONGEST_PATH or max(map(len, parts), default=0) > LONGEST_SLUG:
        raise field_error(
            "is too long for an address on this site",
            f"write at most {LONGEST_SLUG} characters between two slashes, and {_LONGEST_PATH} bytes in all",
        )
    return text


def _path_of(address: str) -> str:
    """The path of a whole address, or of one without its protocol or its first slash; empty if it has none."""
    whole = "//" in address or address.startswith("www.")
    path = (
        urlsplit(address if "//" in address else f"//{address}").path if whole else f"/{address.lstrip('/')}"
    )
    return path if re.fullmatch(r"/[^\s#?]+", path) else ""


def last_name(path: str) -> str:
    """The name of the file at the end of a path, of any system, or of an address; empty if there is none."""
    return re.split(r"[\\/]", unquote(path.partition("?")[0]))[-1] if path else ""


def file_name(value: object) -> str:
    """The name of a file beside the post; the file itself is checked later (see collection.files.attachments)."""
    text = scalar(value).strip()
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise field_error(
            f"is {shorten(text)}, which is not a file of this post",
            f"put the file beside the post, and write its name alone:  {last_name(text)}",
        )
    if "\\" in text:
        raise field_error(f"has \\ in {shorten(text)}", f"write / instead:  {text.replace(chr(92), '/')}")
    if any(len(part.encode("utf-8", "replace")) > LONGEST_NAME for part in text.split("/")):
        message = f"is {shorten(text)}, a name of more than {LONGEST_NAME} bytes"
        raise field_error(message, "give the file a shorter name, and write it here")
    return normpath(text)
