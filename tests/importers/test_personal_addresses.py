"""Addresses of people do not enter; those of roles and of the web do."""

from __future__ import annotations

import pytest

from anthology.importers.personal_addresses import is_role, without_addresses


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("write to ada.l@host.example.", "write to …."),
        ("write to info@pier.example", "write to info@pier.example"),
        ("from 93.184.216.34 at noon", "from … at noon"),
        ("from 2606:2800:220:1:248:1893:25c8:1946", "from …"),
        ("on 127.0.0.1, at 01:02:03, in version 1.2.3", "on 127.0.0.1, at 01:02:03, in version 1.2.3"),
        ("at 02::31 and 0:02::31", "at 02::31 and 0:02::31"),
        ("https://cdn.example/a@2x.png and logo@2x.png", "https://cdn.example/a@2x.png and logo@2x.png"),
        ("https://social.example/@ada", "https://social.example/@ada"),
    ],
)
def test_only_addresses_of_people_are_taken_out(text: str, kept: str) -> None:
    assert kept == without_addresses(text)


def test_a_role_is_known_by_its_name() -> None:
    assert is_role("Radio.Support@host.example")
    assert not is_role("ada@podcast.example")
