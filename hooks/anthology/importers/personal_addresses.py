"""E-mail and IP addresses, which never enter with a text that is imported; those of roles stay."""

import re
from collections.abc import Callable
from ipaddress import ip_address

_ADDRESS_KEPT = r"https?://[^\s<>\"']+"
_EMAIL = re.compile(
    r"(?<![\w.+/@-])[\w.+-]+@(?:[A-Za-z0-9-]+\.)+(?!(?:jpe?g|png|gif|webp|svg|mp3)\b)[A-Za-z]{2,24}(?![\w@-])"
)
_IP = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\w:/]|\.\d)"
)
"""an address of a computer; one with / is that of a network, or begins a path"""
_TIME = re.compile(r"(\d{0,2}:)?\d{0,2}::?\d{1,2}(:\d{1,2})?")
"""a time, mistyped or not, that is an IPv6 address as well"""
_PLACES = re.compile(f"{_ADDRESS_KEPT}|{_EMAIL.pattern}|{_IP.pattern}")
_ROLE = re.compile(
    r"(?i)(?:.*[._+-])?(podcasts?|shows?|feeds?|info|hello|hi|contact|feedback|support|team|mail|press|office|editors?"
    r"|admin|webmaster|help|news|studio|listeners?|questions?|ask|hosts)(?:[._+-].*)?@"
)
_SERVICES = {"1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9"}
"""IP addresses by which public name servers are known"""
_VERSION = re.compile(r"(?i)\b(?:version|release|build|v)[.:]?\s*\Z")
"""before four numbers that are no address"""
REMOVED_ADDRESS = "\ue003"
"""the place of an address in the text of a post, until it has been counted for the report"""


def without_addresses(text: str, mark: str = "…") -> str:
    """The text without e-mail addresses of people and without public IP addresses; web addresses stay as they are."""
    return _without(text, mark, is_role)


def without_any_address(text: str, mark: str = "…") -> str:
    """The same, and without the e-mail addresses of tasks."""
    return _without(text, mark, lambda _: False)


def _without(text: str, mark: str, is_kept: Callable[[str], bool]) -> str:
    if "@" not in text and not _IP.search(text):
        return text

    def replaced(match: re.Match[str]) -> str:
        address = match[0]
        if address.startswith(("http://", "https://")) or is_kept(address):
            return address
        if "@" not in address and (not _is_public(address) or _VERSION.search(text[: match.start()][-12:])):
            return address
        return mark

    return _PLACES.sub(replaced, text)


def is_role(address: str) -> bool:
    """An e-mail address that belongs to a task, such as info@, and not to a person."""
    return bool(_EMAIL.fullmatch(address) and _ROLE.match(address))


def _is_public(text: str) -> bool:
    if _TIME.fullmatch(text) or text in _SERVICES:
        return False
    try:
        return ip_address(text).is_global
    except ValueError:
        return False
