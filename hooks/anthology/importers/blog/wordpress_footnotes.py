"""Footnotes of WordPress, those of blocks and of shortcodes, as HTML that links to them and back."""

import json
import re
from html import escape
from typing import Any

_NOTE = re.compile(
    r"(?s)\s*\[(ref|footnote|fn|efn_note|mfn|modern_footnote|note)\b[^\]]*(?<!/)\]((?:(?!\[\1\b).)*?)\[/\1\]"
)


def with_footnotes(body: str, stated: str) -> str:
    """The body with its footnotes at the end; `stated` is the list that a post of blocks has beside its body (JSON)."""
    notes = _stated_notes(stated)

    def mark(match: re.Match[str]) -> str:
        name = f"shortcode-note-{len(notes) + 1}"
        notes.append((name, match[2].strip()))
        return f'<sup><a href="#{name}" id="{name}-link">{len(notes)}</a></sup>'

    body = _NOTE.sub(mark, body)
    texts = (
        f'<li id="{escape(name)}">{text} <a href="#{escape(name)}-link">↩</a></li>' for name, text in notes
    )
    return f"{body}\n\n<ol>{''.join(texts)}</ol>" if notes else body


def _stated_notes(stated: str) -> list[tuple[str, str]]:
    try:
        entries: Any = json.loads(stated or "[]")
    except (ValueError, RecursionError):
        return []
    found = entries if isinstance(entries, list) else []
    return [
        (str(entry.get("id") or ""), str(entry.get("content") or ""))
        for entry in found
        if isinstance(entry, dict)
    ]
