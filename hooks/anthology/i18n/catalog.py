"""Catalogs: read them, and check that all have the same keys, placeholders and marked parts."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from anthology.cache import Cache
from anthology.problems import FieldPath, Issue, Problem, errors
from anthology.sources import Source, Value, read_yaml

from .language import (
    DEFAULT,
    PLURAL_FORMS,
    CatalogData,
    Language,
    Message,
    Sentence,
    is_known_locale,
    plural_forms,
)

CATALOG_FOLDER = Path(__file__).parent
LANGUAGE_FOLDER = "languages"
"""the folder of a collection with texts of its own"""

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|[0-9]{3}))?")
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_MARKED_PART = re.compile(r"([^\[\]]*)\[([^\[\]]+)\]([^\[\]]*)")


class _CatalogFile(NamedTuple):
    """A catalog as it is written: source, Babel locale (empty if unknown), texts by key.

    `parsed` is False if YAML could not read all of it; then nothing else is checked.
    """

    code: str
    source: Source
    locale: str
    parsed: bool
    texts: Mapping[str, Value]


def read_catalogs(
    folder: Path = CATALOG_FOLDER, root: Path | None = None, store: Cache | None = None
) -> tuple[dict[str, CatalogData], list[Problem]]:
    """Return the valid catalogs of a folder by language code, and the problems of all its files.

    With `root`, the catalogs of that collection (`languages/de.yml`) are added: one of a language that is in the
    folder replaces single texts, one of another language has them all. Paths in problems are relative to `root`, or
    to the parent of `folder`. With a `store`, catalogs of the folder in which nothing was wrong are recalled.
    """
    files = _recalled(folder, store) if store else None
    if files is None:
        files = _read_folder(folder, root or folder.parent)
        if store and not any(file.source.problems for file in files):
            known = [[file.source.path, str(file.source.file), file.locale, file.texts] for file in files]
            store.remember(f"catalogs {folder}", known)
    by_code = {file.code: file for file in files}
    default = by_code.get(DEFAULT)
    own, linked = _own_catalogs(root, by_code) if root else ([], [])
    for file in own:
        if file.parsed and default:
            file.source.report(*_unknown_texts(file, default))
            if file.code not in by_code:
                file.source.report(*_missing_texts(file, default))
            _check_messages(file, default)
            file.source.report(*_old_names(file, by_code.get(file.code)))
    problems = [problem for file in [*files, *own] for problem in file.source.problems]
    catalogs: dict[str, CatalogData] = {}
    for file in [*files, *own]:
        if not errors(file.source.problems):
            before = catalogs[file.code].messages if file.code in catalogs else {}
            texts = {key: _message(text) for key, text in file.texts.items()}
            catalogs[file.code] = CatalogData(file.locale, {**before, **texts})
    return catalogs, sorted({*problems, *linked})


def _recalled(folder: Path, store: Cache) -> list[_CatalogFile] | None:
    """The catalogs of our own folder, which belongs to the code, for which the store has been made."""
    known = store.recall(f"catalogs {folder}") if folder == CATALOG_FOLDER else None
    return known and [
        _CatalogFile(Path(file).stem, Source(path, Path(file)), locale, True, texts)
        for path, file, locale, texts in known
    ]


def _read_folder(folder: Path, start: Path) -> list[_CatalogFile]:
    files = [
        _read_catalog(file, (file.relative_to(start) if file.is_relative_to(start) else file).as_posix())
        for file in sorted(folder.glob("*.yml"))
    ]
    default = next((file for file in files if file.code == DEFAULT), None)
    for file in files:
        if file.parsed:
            for reference in files:
                file.source.report(*_missing_texts(file, reference))
            _check_messages(file, default)
    return files


def _own_catalogs(root: Path, known: Mapping[str, _CatalogFile]) -> tuple[list[_CatalogFile], list[Problem]]:
    """The catalogs of the collection; `known` are ours by code, which give the locale where a file has none."""
    folder = root / LANGUAGE_FOLDER
    if folder.is_symlink():
        fix = "make a folder of its own with the files in it"
        return [], [Problem(f"{LANGUAGE_FOLDER} is a link to another folder", fix, path=LANGUAGE_FOLDER)]
    own = []
    for file in sorted(folder.glob("*.yml")):
        ours = known.get(file.stem)
        own.append(_read_catalog(file, f"{LANGUAGE_FOLDER}/{file.name}", ours.locale if ours else ""))
    return own, []


def _read_catalog(file: Path, path: str, default_locale: str = "") -> _CatalogFile:
    source = read_yaml(file, path)
    parsed = source.parsed and not source.problems
    if not LANGUAGE_CODE.fullmatch(file.stem):
        fix = "call it after its language: es.yml, pt-BR.yml"
        source.report(Issue(f"{file.stem} is not a language code", fix))
    locale = source.fields.values.get("locale") or default_locale
    if parsed and not (isinstance(locale, str) and is_known_locale(locale)):
        fix = "write the language and, where it matters, the country:  locale: es_MX"
        message = f"Babel has no locale {locale}" if locale else "there is no locale"
        source.report(Issue(message, fix, ("locale",)))
        locale = ""
    return _CatalogFile(file.stem, source, str(locale or ""), parsed, dict(_catalog_texts(source)))


@lru_cache
def english() -> Language:
    """Return our own English, for messages outside of a collection."""
    return Language(DEFAULT, read_catalogs()[0][DEFAULT])


def _catalog_texts(source: Source) -> Iterator[tuple[str, Value]]:
    """Texts by key, such as `player.back`."""
    for section, entries in source.fields.values.items():
        if section == "locale":
            continue
        if not isinstance(entries, dict):
            fix = f"write its texts below it, two spaces in:  {section}:"
            source.report(Issue(f"{section} has no texts of its own", fix, (section,)))
            continue
        for name, text in entries.items():
            yield f"{section}.{name}", text


def _check_messages(file: _CatalogFile, default: _CatalogFile | None) -> None:
    forms = plural_forms(file.locale) if file.locale else []
    for key, text in file.texts.items():
        expected = default.texts.get(key) if default else None
        file.source.report(*_message_issues(file.source, key, text, expected, forms))


def _unknown_texts(file: _CatalogFile, default: _CatalogFile) -> Iterator[Issue]:
    for key in file.texts.keys() - default.texts.keys():
        if key.startswith("roles."):
            continue  # the podcast taxonomy has more roles than our catalogs
        near = get_close_matches(key, default.texts, 1)
        fix = f"write {near[0]}, or delete it" if near else "delete it"
        yield Issue(f"no page has a text {key}", fix, tuple(key.split(".")))


def _old_names(file: _CatalogFile, ours: _CatalogFile | None) -> Iterator[Issue]:
    """Texts that still have the name of a kind to which the collection gives another one."""
    for key in file.texts if ours else ():
        name = ours.texts.get(key) if ours and key.startswith("kinds.") else None
        if not isinstance(name, str) or name.casefold() in str(file.texts[key]).casefold():
            continue
        texts = {**(ours.texts if ours else {}), **file.texts}
        old = [other for other, text in texts.items() if name.casefold() in str(text).casefold()]
        if old:
            fix = f"write these texts here too: {', '.join(sorted(old))}"
            yield Issue(f"{len(old)} texts still say {name}", fix, tuple(key.split(".")), "note")


def _missing_texts(file: _CatalogFile, reference: _CatalogFile) -> Iterator[Issue]:
    for key in reference.texts.keys() - file.texts.keys():
        section, _, name = key.partition(".")
        text = reference.texts[key]
        example = f" (“{text}”)" if isinstance(text, str) else ""
        fix = f"write {name}: below {section}:, or delete it there if no page needs it"
        message = f"{key} is missing here; {reference.source.path} has it{example}"
        yield Issue(message, fix, file.source.fields.keys.get((section,)))


def _message_issues(
    source: Source, key: str, text: Value, default: Value, forms: list[str]
) -> Iterator[Issue]:
    """A message is not empty and has the form that it has in English; `forms` are the plurals of the language."""
    path = tuple(key.split("."))
    if isinstance(text, dict):
        yield from _plural_issues(source, path, text, default, forms)
    elif not isinstance(text, str) or not text.strip():
        yield Issue(f"{key} is empty", "write what the page says here", path)
    else:
        yield from _text_issues(source, path, text, default if isinstance(default, str) else text)
        if isinstance(default, dict):
            fix = f"write each below it:  {'  '.join(f'{form}: …' for form in default)}"
            yield Issue(f"{key} needs its plural forms", fix, path)


def _plural_issues(
    source: Source, path: FieldPath, forms: dict[str, Value], default: Value, needed: list[str]
) -> Iterator[Issue]:
    """Plural forms are those that the language uses, each with a text."""
    key, name = ".".join(map(str, path)), path[-1]
    if isinstance(default, str) or not set(forms) <= set(PLURAL_FORMS):
        yield Issue(f"{key} is one text, without plural forms", f"write one text:  {name}: …", path)
        return
    for form in needed:
        if form not in forms:
            fix = f"write {form}: … below {name}:, with the form that this language has for it"
            yield Issue(f"{key} lacks its plural form “{form}”", fix, path)
    english = default.get("other") if isinstance(default, dict) else None
    for form, text in forms.items():
        if not isinstance(text, str) or not text.strip():
            yield Issue(f"{key} is empty for “{form}”", "write the text", (*path, form))
        else:
            # “One minute” needs no number.
            exempt = form in {"zero", "one", "two"} and not _PLACEHOLDER.search(text)
            expected = english if isinstance(english, str) and not exempt else text
            yield from _text_issues(source, (*path, form), text, expected)


def _text_issues(source: Source, path: FieldPath, text: str, default: str) -> Iterator[Issue]:
    """A text has the placeholders and the marked part of the English one."""
    place = source.position(path)
    present, expected = set(_PLACEHOLDER.findall(text)), set(_PLACEHOLDER.findall(default))
    for name in sorted(expected - present):
        yield Issue(f"{{{name}}} is missing", f"put {{{name}}} where the page is to fill it in", place)
    for name in sorted(present - expected):
        allowed = ", ".join(f"{{{name}}}" for name in sorted(expected)) or "none"
        yield Issue(f"the page has no value for {{{name}}}", f"placeholders of this text: {allowed}", place)
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        yield Issue("an unpaired curly bracket", "write both, around one word:  {number}", place)
    # One part is in brackets if English has one, otherwise none.
    is_marked, is_link = re.search(r"[\[\]]", text), "[" in default
    if is_marked and not is_link:
        yield Issue("readers would see these brackets", "delete [ and ]: nothing here becomes a link", place)
    elif is_link and not is_marked:
        fix = "put [ and ] around the part that is the link or the date"
        yield Issue("no part is marked as the link or the date", fix, place)
    elif is_link and not _MARKED_PART.fullmatch(text):
        yield Issue("more than one part is marked", "leave one pair of brackets", place)
    if "<" in text or "&" in text:
        yield Issue("a page would show this literally, not as a tag", "write plain text", place)


def _message(text: Value) -> Message:
    if isinstance(text, dict):
        return {form: str(variant) for form, variant in text.items()}
    parts = _MARKED_PART.fullmatch(str(text))
    return Sentence(*parts.groups()) if parts else str(text)
