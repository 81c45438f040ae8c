"""Threads: an archive of X or Mastodon, or pasted text whose parts are numbered, becomes essays of numbered parts.

Only what the author has answered to themselves in public is a thread. Answers to others and what was passed on stay
behind.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from .blog.essays import ImportedEssay, add_essays
from .blog.moved_links import OldSite
from .markdown import to_markdown
from .source_files import LARGEST, ImportRefusedError
from .writing import Choices, ImportPlan

_TO_EVERYBODY = "https://www.w3.org/ns/activitystreams#Public"
_X_FILES = re.compile(r"tweets?(-part\d+)?\.js")
_X_HEAD = re.compile(r"\s*window\.YTD\.\w+\.part\d+\s*=\s*")
_NUMBERED = re.compile(r"(?m)^[ \t]*\(?(\d{1,3})[ \t]*/[ \t]*(?:\d{1,3}|n|x)?\)?[.:]?[ \t]+(?=\S)")
_LIKE_A_PART = re.compile(r"(?m)^(\d{1,3}|aside)/(?=[ \t])")


@dataclass(slots=True)
class _Message:
    """One message. `body` is HTML or plain text; `answers` is the id of the one that it answers."""

    id: str
    moment: datetime
    body: str
    answers: str = ""
    url: str = ""
    pictures: list[tuple[str, str]] = field(default_factory=list)
    """paths in the archive, each with its description"""


def archive_in(folder: Path) -> Path | None:
    """The file that has the messages of an unpacked archive, or is one; None if it is no archive of X or Mastodon."""
    places = [
        folder,
        folder / "outbox.json",
        *sorted((folder / "data").glob("tweet*.js")),
        *sorted(folder.glob("tweet*.js")),
    ]
    return next((file for file in places if file.is_file() and _is_outbox(file)), None)


def _is_outbox(file: Path) -> bool:
    return file.name == "outbox.json" or _X_FILES.fullmatch(file.name) is not None


def import_threads(file: Path, choices: Choices) -> ImportPlan:
    """The files of an archive's threads; raises ImportRefusedError."""
    plan = ImportPlan()
    if file.name == "outbox.json":
        name, root, messages = "Mastodon", file.parent, _of_mastodon(_read_json(file), plan)
    else:
        files = [part for part in sorted(file.parent.iterdir()) if _X_FILES.fullmatch(part.name)]
        name, root = "X", file.parent
        messages = [message for part in files for message in _of_x(_read_json(part), plan)]
    threads = _threads(messages, plan)
    if not threads:
        raise ImportRefusedError(
            "the archive has no public thread: nothing that its author answered themselves"
        )
    essays = [_thread_essay(parts, asides, name, root) for parts, asides in threads][: choices.only]
    add_essays(essays, OldSite(), plan, choices)
    return plan


def numbered_parts(text: str) -> str:
    """The body of a thread for text whose lines begin with 1/, 2/7, (3/7) and so on; empty for any other text."""
    marks = list(_NUMBERED.finditer(text))
    if [int(mark[1]) for mark in marks] != list(range(1, len(marks) + 1)) or len(marks) < 2:
        return ""
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    before = [to_markdown(text[: marks[0].start()].strip())]
    parts = [
        _thread_part(mark[1], to_markdown(text[mark.end() : end].strip()))
        for mark, end in zip(marks, ends, strict=True)
    ]
    return "\n\n".join(part for part in [*before, *parts] if part)


def _read_json(file: Path) -> Any:
    if file.stat().st_size > LARGEST:
        raise ImportRefusedError(f"{file.name} has more than {LARGEST:,} bytes")
    try:
        return json.loads(_X_HEAD.sub("", file.read_text("utf-8-sig"), count=1).rstrip().rstrip(";"))
    except (ValueError, RecursionError):
        raise ImportRefusedError(f"{file.name} is not an archive of X or Mastodon") from None


def _of_mastodon(outbox: Any, plan: ImportPlan) -> list[_Message]:
    messages = []
    entries = outbox.get("orderedItems") if isinstance(outbox, dict) else None
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, dict):
            continue
        note = entry.get("object")
        if entry.get("type") != "Create" or not isinstance(note, dict):
            plan.left_out.append("what was passed on")
        elif _TO_EVERYBODY not in [*_as_list(note.get("to")), *_as_list(note.get("cc"))]:
            plan.left_out.append("a message that is not public")
        else:
            warning = f"<p><em>{note['summary']}</em></p>" if note.get("summary") else ""
            pictures = [
                (str(file.get("url") or "").lstrip("/"), str(file.get("name") or ""))
                for file in _as_list(note.get("attachment"))
                if isinstance(file, dict) and str(file.get("mediaType") or "").startswith("image/")
            ]
            body = warning + str(note.get("content") or "")
            moment = _message_moment(note.get("published"))
            if moment is None:
                plan.left_out.append("a message without a date")
                continue
            messages.append(
                _Message(
                    str(note.get("id")), moment, body,
                    str(note.get("inReplyTo") or ""), str(note.get("url") or ""), pictures,
                )
            )  # fmt: skip
    return messages


def _of_x(entries: Any, plan: ImportPlan) -> list[_Message]:
    messages = []
    for entry in entries if isinstance(entries, list) else []:
        post = entry.get("tweet", entry) if isinstance(entry, dict) else None
        if not isinstance(post, dict):
            continue
        text = unescape(str(post.get("full_text") or ""))
        if text.startswith("RT @"):
            plan.left_out.append("what was passed on")
            continue
        media = (post.get("extended_entities") or post.get("entities") or {}).get("media") or []
        for link in (post.get("entities") or {}).get("urls") or []:
            text = text.replace(str(link.get("url")), str(link.get("expanded_url") or link.get("url")))
        pictures = []
        for picture in media:
            text = text.replace(str(picture.get("url")), "").rstrip()
            name = str(picture.get("media_url_https") or "").rpartition("/")[2]
            pictures.append((f"tweets_media/{post.get('id_str')}-{name}", ""))
        number, moment = str(post.get("id_str") or ""), _message_moment(post.get("created_at"))
        if moment is None:
            plan.left_out.append("a message without a date")
            continue
        messages.append(
            _Message(
                number, moment, text, str(post.get("in_reply_to_status_id_str") or ""),
                f"https://x.com/i/status/{number}", pictures,
            )
        )  # fmt: skip
    return messages


def _threads(messages: Iterable[_Message], plan: ImportPlan) -> list[tuple[list[_Message], list[_Message]]]:
    """The parts of each thread and its asides: of several answers to one message the first goes on."""
    ordered = sorted(messages, key=lambda message: (message.moment, message.id))
    own = {message.id for message in ordered}
    answers: dict[str, list[_Message]] = {}
    for message in ordered:
        answers.setdefault(message.answers, []).append(message)
    threads = []
    for first in ordered:
        if first.answers:
            if first.answers not in own:
                plan.left_out.append("an answer to somebody else")
            continue
        parts, asides = [first], list[_Message]()
        while following := answers.get(parts[-1].id):
            parts.append(following[0])
            for aside in following[1:]:
                asides += _with_answers(aside, answers)
        if len(parts) > 1:
            threads.append((parts, asides))
        else:
            plan.left_out.append("a single message")
    return threads


def _with_answers(message: _Message, answers: dict[str, list[_Message]]) -> list[_Message]:
    """A message and all that its author answered to it, by their time."""
    found, position = [message], 0
    while position < len(found):
        found += answers.get(found[position].id, [])
        position += 1
    return sorted(found, key=lambda one: (one.moment, one.id))


def _thread_essay(parts: list[_Message], asides: list[_Message], name: str, root: Path) -> ImportedEssay:
    first = parts[0]
    texts = [_thread_part(str(number), _message_text(message)) for number, message in enumerate(parts, 1)]
    texts += [_thread_part("aside", _message_text(message)) for message in asides]
    day = first.moment.date().isoformat()

    def picture(address: str) -> Path | None:
        file = (root / address).resolve()
        return file if file.is_relative_to(root.resolve()) and file.is_file() else None

    return ImportedEssay(
        "", first.moment.isoformat(), "\n\n".join(texts), f"thread-{day}", pictures=picture, format="thread",
        before={"name": name, "url": first.url, "date": day} if first.url.startswith("https://") else {},
    )  # fmt: skip


def _message_text(message: _Message) -> str:
    pictures = [f"![{' '.join(words.split())}]({path})" for path, words in message.pictures]
    return "\n\n".join(filter(None, [to_markdown(message.body), *pictures]))


def _thread_part(name: str, text: str) -> str:
    return f"{name}/ " + _LIKE_A_PART.sub(r"\1\/", text)


def _message_moment(text: object) -> datetime | None:
    for form in ("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z", "%a %b %d %H:%M:%S %z %Y"):
        try:
            return datetime.strptime(str(text), form).astimezone(UTC)
        except ValueError:
            continue
    return None


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []
