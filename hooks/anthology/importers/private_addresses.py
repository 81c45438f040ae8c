"""Addresses within a private network, which what comes from elsewhere must not make this machine ask."""

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit


def refuse_private(address: str, source: str, private_host: str = "") -> None:
    """Raise ValueError for an address that is not on the web, or leads to this machine or its network.

    One at the host of `source`, which an editor named, or at `private_host` may be private. Raises OSError where a
    name is unknown.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("it is no address of the web")
    if parts.hostname in {urlsplit(source).hostname, private_host.lower()}:
        return
    for *_, place in socket.getaddrinfo(parts.hostname, None):
        if not ip_address(str(place[0]).partition("%")[0]).is_global:
            raise ValueError(f"{parts.hostname} is in a private network, where the source is not")
