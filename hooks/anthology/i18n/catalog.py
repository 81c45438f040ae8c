"""Reads the files of words and compares them: each has the same keys, gaps and marked parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from anthology.problems import Problem
from anthology.sources.front_matter import Path as Keys
from anthology.sources.front_matter import Place, Value
from anthology.sources.source import Source, read_yaml

from .language import OURS, Language, Sentence, Text, Written, known, plural_forms

FOLDER = Path(__file__).parent

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|[0-9]{3}))?")
_GAP = re.compile(r"\{([a-z]+)\}")
_PART = re.compile(r"([^\[\]]*)\[([^\[\]]+)\]([^\[\]]*)")
_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})


@dataclass(frozen=True, slots=True)
class _File:
    """A file of words: its source, its locale (empty if Babel knows none), its texts by their keys."""

    code: str
    source: Source
    locale: str
    legible: bool
    """whether YAML could read it all; if not, nothing more is said of it"""
    texts: Mapping[str, Value]


def read_languages(
    folder: Path = FOLDER, root: Path | None = None
) -> tuple[dict[str, Written], list[Problem]]:
    """Every language by its code, and what is wrong with their files, whose paths are shown from `root`."""
    files = [_read(file, _shown(file, root or folder.parent)) for file in sorted(folder.glob("*.yml"))]
    usual = next((file for file in files if file.code == OURS), None)
    for file in files:
        if file.legible:
            for other in files:
                _report_missing(file, other)
            for key, text in file.texts.items():
                _check(file, key, text, usual.texts.get(key) if usual else None)
    problems = [problem for file in files for problem in file.source.problems]
    sound = [file for file in files if not file.source.problems]
    return {file.code: Written(file.locale, _split(file.texts)) for file in sound}, sorted(set(problems))


def _read(file: Path, path: str) -> _File:
    source = read_yaml(file, path)
    legible = source.readable and not source.problems
    values = source.fields.values
    if not _CODE.fullmatch(file.stem):
        fix = "call it after its language: es.yml, pt-BR.yml"
        source.report(None, f"{file.stem} is no language code", fix)
    locale = values.get("locale")
    if legible and not (isinstance(locale, str) and known(locale)):
        fix = "write the language and, where it matters, the country:  locale: es_MX"
        source.report(source.place(("locale",)), f"Babel knows no locale {locale or 'here'}", fix)
        locale = ""
    return _File(file.stem, source, str(locale or ""), legible, dict(_texts(source)))


@lru_cache
def english() -> Language:
    """Our own words, for what is said outside of a collection."""
    return Language(OURS, read_languages()[0][OURS])


def _shown(file: Path, root: Path) -> str:
    return (file.relative_to(root) if file.is_relative_to(root) else file).as_posix()


def _texts(source: Source) -> Iterator[tuple[str, Value]]:
    """The texts by their keys, as `player.back`."""
    for section, entries in source.fields.values.items():
        if section == "locale":
            continue
        if not isinstance(entries, dict):
            fix = f"write its texts below it, two spaces in:  {section}:"
            source.report(source.place((section,)), f"{section} has no texts of its own", fix)
            continue
        for name, text in entries.items():
            yield f"{section}.{name}", text


def _report_missing(file: _File, other: _File) -> None:
    for key in other.texts.keys() - file.texts.keys():
        section, _, name = key.partition(".")
        shown = other.texts[key]
        english = f" (“{shown}”)" if isinstance(shown, str) else ""
        fix = f"write {name}: below {section}:, or delete it there if no page needs it"
        message = f"{key} is missing here; {other.source.path} has it{english}"
        place = file.source.fields.keys.get((section,))
        file.source.report(place, message, fix)


def _check(file: _File, key: str, text: Value, usual: Value) -> None:
    source, path = file.source, tuple(key.split("."))
    if isinstance(text, dict):
        _check_forms(file, key, text, usual)
    elif not isinstance(text, str) or not text.strip():
        source.report(source.place(path), f"{key} says nothing", "write what the page says here")
    else:
        _check_text(source, path, text, usual if isinstance(usual, str) else text)
        if isinstance(usual, dict):
            fix = f"write each below it:  {'  '.join(f'{form}: …' for form in usual)}"
            source.report(source.place(path), f"{key} has a form for each kind of number", fix)


def _check_forms(file: _File, key: str, forms: dict[str, Value], usual: Value) -> None:
    source, path = file.source, tuple(key.split("."))
    if isinstance(usual, str) or not _FORMS.issuperset(forms):
        fix = f"write one text:  {path[-1]}: …"
        source.report(source.place(path), f"{key} is one text, without forms for numbers", fix)
        return
    wanted = plural_forms(file.locale) if file.locale else list(forms)
    for form in wanted:
        if form not in forms:
            fix = f"write {form}: … below {path[-1]}:, with the form that this language has for it"
            source.report(source.place(path), f"{key} lacks its form for “{form}”", fix)
    english = usual.get("other") if isinstance(usual, dict) else None
    for form, text in forms.items():
        if not isinstance(text, str) or not text.strip():
            source.report(source.place((*path, form)), f"{key} says nothing for “{form}”", "write the text")
        else:
            # “One minute” needs no number.
            usual_gaps = text if form in {"zero", "one", "two"} and not _GAP.search(text) else english
            _check_text(source, (*path, form), text, usual_gaps if isinstance(usual_gaps, str) else text)


def _check_text(source: Source, path: Keys, text: str, usual: str) -> None:
    """The same gaps and the same marked part as in English."""
    place = source.place(path)
    here, there = set(_GAP.findall(text)), set(_GAP.findall(usual))
    for gap in sorted(there - here):
        source.report(place, f"{{{gap}}} is missing", f"put {{{gap}}} where the page is to fill it in")
    for gap in sorted(here - there):
        known = ", ".join(f"{{{name}}}" for name in sorted(there)) or "none"
        source.report(place, f"the page has nothing to put for {{{gap}}}", f"gaps of this text: {known}")
    if re.search(r"[{}]", _GAP.sub("", text)):
        source.report(place, "a curly bracket stands alone", "write both, around one word:  {number}")
    _check_part(source, place, text, "[" in usual)
    if "<" in text or "&" in text:
        source.report(place, "a page would show this as it stands, not as a tag", "write plain text")


def _check_part(source: Source, place: Place | None, text: str, wanted: bool) -> None:
    """One part in brackets where English has one, otherwise none."""
    marked = re.search(r"[\[\]]", text)
    if marked and not wanted:
        source.report(
            place, "readers would see these brackets", "delete [ and ]: nothing here becomes a link"
        )
    elif wanted and not marked:
        fix = "put [ and ] around the part that is the link or the date"
        source.report(place, "no part is marked as the link or the date", fix)
    elif wanted and not _PART.fullmatch(text):
        source.report(place, "one part is marked, by one [ and one ]", "leave one pair of brackets")


def _split(texts: Mapping[str, Value]) -> dict[str, Text]:
    return {key: _parts(text) for key, text in texts.items()}


def _parts(text: Value) -> Text:
    if isinstance(text, dict):
        return {form: str(one) for form, one in text.items()}
    found = _PART.fullmatch(str(text))
    return Sentence(*found.groups()) if found else str(text)
