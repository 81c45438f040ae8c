"""Any text at all, and what XML and its readers make of it."""

from __future__ import annotations

from hypothesis import strategies as st

_CONTROLS = {chr(number) for number in (*range(32), *range(127, 160))} - {"\t", "\n", "\r"}
_REFUSED = _CONTROLS | {"\ufffe", "\uffff"} | {chr(number) for number in range(0xD800, 0xE000)}

# Any character, surrogates and controls included, and what breaks writers of XML and HTML.
_ANY = st.characters(codec=None, exclude_categories=())
_PIECES = st.sampled_from(
    [
        *(
            "]]>",
            "<![CDATA[",
            "</item>",
            "</title>",
            "&amp;",
            "&lt;",
            "&#0;",
            "<!--",
            "-->",
            "<?x?>",
            "%s{{x}}",
        ),
        *("<b>", "<h1>One</h1>", "<script>alert(1)</script>", '<a href="/x">', '<img src=x onerror="x()">'),
        *("<style>p{}</style>", "<form>", '<iframe src="//x">', "javascript:alert(1)", "<p", 'a="<b>"'),
        *("👩‍👩‍👧‍👦", "🏳️‍🌈", "שלום", "مرحبا", "\u202e", "\u2066", "\u200d", "\ufeff", "e\u0301" * 9),
        *("\x00", "\x0b", "\x1b", "\x85", "\u2028", "\r\n", "\ud83d", "\U0010ffff", "\ufdd0", "\u00a0"),
    ]
)
TEXT = st.lists(st.one_of(st.text(_ANY, max_size=8), _PIECES), max_size=12).map("".join)


def kept(words: str) -> str:
    """Return the part of a text that XML can contain, with the line ends that XML returns."""
    return "".join(c for c in words if c not in _REFUSED).replace("\r\n", "\n").replace("\r", "\n")


def guessed(text: str) -> str:
    """Return a text as feedparser reads it if it looks like UTF-8 read as Latin-1."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
