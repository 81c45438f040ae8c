"""Archives of X and Mastodon become threads, with all that their authors answered to themselves."""

from __future__ import annotations

import json
from pathlib import Path

from anthology.collection import load
from anthology.importers import imported as imported_plan
from anthology.problems import errors
from import_builders import imported, imported_essay, written

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def message(number: int, text: str, answers: int = 0, **more: object) -> dict[str, object]:
    note = {
        "id": str(number),
        "published": f"2021-05-06T12:00:0{number}+02:00",
        "to": PUBLIC,
        "content": text,
    }
    return {"type": "Create", "object": note | {"inReplyTo": str(answers) if answers else None} | more}


def outbox(folder: Path, *entries: object) -> Path:
    return written(folder / "archive", {"outbox.json": json.dumps({"orderedItems": entries})}) / "outbox.json"


def test_what_answers_an_aside_is_an_aside_as_well(tmp_path: Path) -> None:
    thread = (message(1, "One"), message(2, "Two", 1), message(3, "Beside", 1), message(4, "Beside it", 3))
    root = imported(outbox(tmp_path, *thread), "--first-sentences")

    text = imported_essay(root, "thread-2021-05-06")
    assert text.endswith("\n1/ One\n\n2/ Two\n\naside/ Beside\n\naside/ Beside it\n")
    assert "summary: One Two Beside Beside it\n" in text
    assert "date: '2021-05-06T10:00:01+00:00'" in text


def test_bullets_in_a_thread_pass_the_check(tmp_path: Path) -> None:
    root = imported(outbox(tmp_path, message(1, "<p>• One<br>• Two</p>"), message(2, "<p>• Three</p>", 1)))

    assert [] == errors(load(root, drafts=True)[1])


def test_what_is_no_message_is_passed_over(tmp_path: Path) -> None:
    odd = (5, None, message(3, "x", published="soon"), message(4, "y", attachment=[5]))
    with imported_plan(str(outbox(tmp_path, *odd, message(1, "One"), message(2, "Two", 1)))) as plan:
        assert "a message without a date" in plan.left_out
        assert "docs/essays/thread-2021-05-06/index.md" in plan.files
