"""Mutations of files: bytes and pieces that people, programs and attackers put into them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

LONGEST = 300_000
"""bytes of a mutated file, at most"""

_TOKENS: tuple[bytes, ...] = (
    b"---\n", b"...\n", b"\xef\xbb\xbf", b"\x00", b"\x1b[31m", b"\x7f", b"\xff\xfe", b"\xed\xa0\xbd", b"\r",
    b"\r\n", "\u2028".encode(), "\u202e".encode(), "\u2066".encode(), "e\u0301".encode(), "\u00a0".encode(),
    "\ud83d".encode("utf-8", "surrogatepass"), b"&anchor ", b"*anchor ", b"!!python/object:os.system ",
    b"<<: *a\n", b"? ", b"| \n", b">-\n", b"{", b"[", b"}", b"]", b'"', b"'", b": ", b"#", b"%", b"?p=12",
    b"\\", b"../", b"../../../../etc/passwd", b"/etc/passwd", b"file:///etc/passwd", b"javascript:alert(1)",
    b"<script>alert(1)</script>", b"<iframe src=//x>", b"<img>", b"<img src=x onerror=y>",
    b"<svg><use href='#a'/></svg>", b"<!--", b"-->", b"<a", b"]]>", b"<![CDATA[", b"&lt;b&gt;", b"&#0;",
    b"[^1]", b"[^1]: x\n", b"[a]: <>\n", b"![](", b"](", b"```\n", b"~~~\n", b"> ", b"- ", b"1) ", b"\t",
    b"1/ ", b"aside/ ", b"{{< x >}}", b"{% x %}", b"[[x]]", b"{: .a}", b"!!! note\n",
    b"<style>*{display:none}</style>", b"WEBVTT\n\n", b"00:00:01.000 --> 00:00:02.000\n",
    b"99:99:99.999 --> ", b"<v Ann>", b"NOTE Ann Lee, 12 High Street\n", b"2026-13-45",
    b"2026-02-30T25:61:00+99:00", b"9" * 400, b"1e400", b"-0", b"no", b"~", b"null",
    b"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9", b"xml:base", b"<?xml version='1.0'?>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"ID3\x04\x00\x00\x00\x00\x00\x0a", b"OggS", b"RIFF",
    b"\xff\xd8\xff\xe1", b"IEND", b"IDAT",
)  # fmt: skip


def mutate(content: bytes, random: Random, others: Sequence[bytes] = ()) -> bytes:
    """Apply one to six random mutations; `others` are files to splice pieces from."""
    for _ in range(random.randint(1, 6)):
        content = random.choice(_MUTATIONS)(content, random, others)[:LONGEST]
    return content


def slip(content: bytes, random: Random) -> bytes:
    """One small change, as a hand makes it: a file after it is often valid still."""
    at = random.randint(0, len(content))
    start, end = at, min(len(content), at + random.randint(0, 12))
    text = random.choice((b"", random.choice(_TOKENS)[:40], content[start:end] * 2))
    return content[:start] + text + content[end:]


def _flip(content: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    changed = bytearray(content or b"\0")
    for _ in range(random.randint(1, 8)):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _delete(content: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start, end = _span(content, random)
    return content[:start] + content[end:]


def _repeat(content: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start, end = _span(content, random)
    return content[:end] + content[start:end] * random.choice((1, 2, 50, 2000)) + content[end:]


def _swap(content: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start, end = _span(content, random)
    return content[end:] + content[start:end] + content[:start]


def _insert(content: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    at = random.randint(0, len(content))
    return content[:at] + random.choice(_TOKENS) * random.choice((1, 1, 1, 3, 1000)) + content[at:]


def _replace_line(content: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    lines = content.split(b"\n")
    lines[random.randrange(len(lines))] = random.choice(_TOKENS)
    return b"\n".join(lines)


def _move_line(content: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    lines = content.split(b"\n")
    lines.insert(random.randint(0, len(lines) - 1), lines.pop(random.randrange(len(lines))))
    return b"\n".join(lines)


def _truncate(content: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    return content[: random.randint(0, len(content))]


def _splice(content: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    other = random.choice(others) if others else content
    start, end = _span(other, random)
    at = random.randint(0, len(content))
    return content[:at] + other[start:end] + content[at:]


def _line_ends(content: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    return content.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", "\u2028".encode(), b"\n \n")))


def _span(content: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(content))
    return start, min(len(content), start + random.choice((1, 3, 20, 200, 2000)))


_MUTATIONS: tuple[Callable[[bytes, Random, Sequence[bytes]], bytes], ...] = (
    _flip, _delete, _repeat, _swap, _insert, _insert, _replace_line, _move_line, _truncate, _splice, _line_ends,
)  # fmt: skip
