from __future__ import annotations

from pathlib import Path

import pytest

from anthology.collection import load
from anthology.commands import CommandError, new
from anthology.commands.new import NewKind


def test_a_new_site_has_no_problem(root: Path) -> None:
    assert load(root)[1] == []


@pytest.mark.parametrize("kind", ["essay", "episode", "practice", "person"])
def test_what_is_begun_passes_the_checks(root: Path, kind: NewKind) -> None:
    new.write_content_file(root, kind, "What we’d owe: a “draft” #1")

    assert load(root)[1] == []
    assert load(root, drafts=True)[1] == []


def test_a_file_that_is_there_is_never_overwritten(root: Path) -> None:
    before = (root / "docs" / "essays" / "first.md").read_text(encoding="utf-8")

    with pytest.raises(CommandError, match="is there already"):
        new.write_content_file(root, "essay", "First")
    assert (root / "docs" / "essays" / "first.md").read_text(encoding="utf-8") == before


def test_a_title_without_latin_letters_is_refused_in_words(root: Path) -> None:
    with pytest.raises(CommandError, match="a to z"):
        new.write_content_file(root, "essay", "الرحيل")


def test_a_text_that_somebody_sent_becomes_the_body_and_nothing_else_of_its_file(
    root: Path, tmp_path: Path
) -> None:
    sent = tmp_path / "from-kit-mail.txt"
    sent.write_bytes("\ufeffThe first line.\r\n\r\nThe second.\r\n".encode())

    new.write_content_file(root, "essay", "Night desk", sent)

    post = (root / "docs" / "essays" / "night-desk.md").read_text(encoding="utf-8")
    assert post.endswith("---\n\nThe first line.\n\nThe second.\n")
    assert "kit" not in post
    assert load(root, drafts=True)[1] == []


def test_a_file_that_is_no_text_or_has_fields_is_not_taken(root: Path, tmp_path: Path) -> None:
    sent = tmp_path / "sent.docx"
    for content in (b"PK\x03\x04\xff", b"---\ntitle: A\n---\n", b" \n"):
        sent.write_bytes(content)
        with pytest.raises(CommandError, match=r"sent\.docx (cannot be read as text|has fields|is empty)"):
            new.write_content_file(root, "essay", "Night desk", sent)
    assert not (root / "docs" / "essays" / "night-desk.md").exists()


@pytest.mark.parametrize(("code", "words"), [("de", "essay: Essay"), ("pt-BR", "locale: pt_BR")])
def test_a_language_that_is_begun_passes_the_checks(code: str, words: str, root: Path) -> None:
    message = new.write_content_file(root, "language", code)

    assert message.startswith(f"languages/{code}.yml is there.")
    assert words in (root / "languages" / f"{code}.yml").read_text(encoding="utf-8")
    assert load(root)[1] == []


def test_a_language_is_begun_by_its_code_alone_and_never_twice(root: Path) -> None:
    new.write_content_file(root, "language", "de")

    with pytest.raises(CommandError, match="is there already"):
        new.write_content_file(root, "language", "de")
    with pytest.raises(CommandError, match="is not a language code"):
        new.write_content_file(root, "language", "../de")
