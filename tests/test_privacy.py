"""Personal data in text."""

import pytest

from anthology.privacy import private_text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("write to ann@example.org", ["an e-mail address"]),
        (r"C:\Users\ann", ["a file path on somebody's computer"]),
        (r"\\server\share\x", ["a file path on somebody's computer"]),
        ("/home/ann/take1.wav", ["a file path on somebody's computer"]),
        ("+51.5074-000.1278/", ["a GPS position"]),
        ("https://example.org/home/ann", []),
        ("Lavf60.16.100 @ 128k, either/or, 1:30", []),
    ],
)
def test_private_text_is_seen_wherever_it_stands(text: str, found: list[str]) -> None:
    assert found == list(private_text(text))
