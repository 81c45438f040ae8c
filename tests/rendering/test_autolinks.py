"""Bare addresses become links by the rules of GitHub's extension, the same on every Python."""

from __future__ import annotations

import pytest

from anthology.rendering.autolinks import autolinks


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("See www.example.org.", ["http://www.example.org"]),
        ("See www.example.org..", ["http://www.example.org"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("https://example.org.?x", ["https://example.org.?x"]),
        ("write to ann@example.org.", ["mailto:ann@example.org"]),
        ("ann@example.org-", []),
        ("www.", []),
        ("http://.", []),
    ],
)
def test_a_bare_address_ends_before_what_ends_the_sentence(text: str, addresses: list[str]) -> None:
    assert addresses == [link.address for link in autolinks(text, lambda _start, _end: True)]
