"""Addresses that are links although nothing marks them as such, as GitHub's extension of CommonMark has them.

The rules are those of https://github.github.com/gfm/#autolinks-extension-.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

# Every alternative begins where a run of its characters begins: the search takes time in proportion to the text.
_START = re.compile(
    r"""(?P<www>(?<![^\s*_~(])www\.)
    | (?P<url>(?<![a-z])(?:https?|ftp)://)
    | (?P<mail>(?<![\w.+-])(?:mailto:|xmpp:)?[a-z0-9._+-]++@)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_LABEL = r"[^\s!-,./:-@\[-^`{-~]++"
_DOMAIN = re.compile(
    rf"{_LABEL}(?:\.{_LABEL})*"
)  # a possessive group is wrong before Python 3.11.5 (gh-106052)
_REST = re.compile(r"[^\s<]*")
_HOST = re.compile(r"[a-z0-9_-]++(?:\.[a-z0-9_-]++)*", re.IGNORECASE | re.ASCII)
_RESOURCE = re.compile(r"/[a-z0-9@.]+", re.IGNORECASE | re.ASCII)
_LAST_ENTITY = re.compile(r"&[a-z0-9]+;", re.IGNORECASE | re.ASCII)
_SENTENCE_ENDS = "?!.,:*_~'\""


class Autolink(NamedTuple):
    """A link from `start` to `end` of a text."""

    start: int
    end: int
    address: str


def may_have_autolinks(text: str) -> bool:
    """Return whether a search is worth its time."""
    return "://" in text or "@" in text or "www." in text.lower()


def autolinks(text: str, is_verbatim: Callable[[int, int], bool]) -> Iterator[Autolink]:
    """Find the addresses of a text, in order.

    `is_verbatim` tells whether the source has the characters of a range as they are. An address whose beginning
    holds an escape (`https\\://`, `www\\.`) is text; `a\\@b.org` is an address on GitHub.
    """
    position = 0
    while match := _START.search(text, position):
        if not match["mail"] and not is_verbatim(*match.span()):
            link, position = None, match.end()
        else:
            link, position = _mail(text, match) if match["mail"] else _page(text, match)
        if link:
            yield link


def _page(text: str, match: re.Match[str]) -> tuple[Autolink | None, int]:
    """Return the link that begins here, if one does, and where the search goes on."""
    domain = _DOMAIN.match(text, match.start() if match["www"] else match.end())
    if not domain:
        return None, match.end()
    if "_" in "".join(domain[0].rsplit(".", 2)[-2:]) or (match["www"] and "." not in domain[0]):
        return None, domain.end()
    rest = _REST.match(text, domain.end())
    end = _without_punctuation(text, match.start(), rest.end() if rest else domain.end())
    written = text[match.start() : end]
    return Autolink(match.start(), end, f"http://{written}" if match["www"] else written), end


def _mail(text: str, match: re.Match[str]) -> tuple[Autolink | None, int]:
    host = _HOST.match(text, match.end())
    if not host or "." not in host[0] or host[0][-1] in "-_":
        return None, match.end()
    end = host.end()
    scheme = match["mail"].lower()
    if scheme.startswith("xmpp:") and (resource := _RESOURCE.match(text, end)):
        end = resource.end()
        end -= len(text[match.start() : end]) - len(text[match.start() : end].rstrip("."))
    written = text[match.start() : end]
    has_scheme = scheme.startswith(("mailto:", "xmpp:"))
    return Autolink(match.start(), end, written if has_scheme else f"mailto:{written}"), end


def _without_punctuation(text: str, start: int, end: int) -> int:
    """Leave out what ends a sentence, an entity, and brackets that were not opened."""
    opened = text.count("(", start, end)
    closed = text.count(")", start, end)
    while end > start:
        last = text[end - 1]
        if last in _SENTENCE_ENDS:
            end -= 1
        elif last == ")" and closed > opened:
            end -= 1
            closed -= 1
        elif last == ";" and _LAST_ENTITY.fullmatch(
            text, begin := max(start, text.rfind("&", start, end)), end
        ):
            end = begin
        else:
            break
    return end
