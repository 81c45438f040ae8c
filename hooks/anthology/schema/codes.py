"""Codes: licences by their SPDX ids, languages by BCP 47, texts by these; and Apple's categories of podcasts."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from anthology.problems import shorten

from .validators import field_error, scalar

_SUGGESTED_LICENSES = [
    f"CC-{terms}-4.0" for terms in ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND")
] + ["CC0-1.0"]
_LICENSE_WORDS = {"commercial": "NC", "deriv": "ND", "sharealike": "SA", "share alike": "SA"}
"""what the words of a licence's title mean, in the order of its id"""
_LONGEST_LICENSE = 80
_MOST_CATEGORIES = 3


def license(value: object) -> str:
    """An SPDX expression in its own spelling, or all-rights-reserved."""
    text = scalar(value).strip()
    if text.lower() == "all-rights-reserved":
        return "all-rights-reserved"
    try:
        if len(text) <= _LONGEST_LICENSE:  # the library hands the brackets to Python's own parser
            return str(canonicalize_license_expression(text))
        raise InvalidLicenseExpression
    except InvalidLicenseExpression:
        raise field_error(f"is {shorten(text)}, not a known licence", _license_fix(text)) from None


def language_code(value: object) -> str:
    """A language code (BCP 47) in the usual spelling: en, pt-BR, zh-Hant; case and `_` do not matter."""
    text = scalar(value).strip()
    if match := re.fullmatch(r"(?i:([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?)", text):
        name, script, region = (part or "" for part in match.groups())
        return "-".join(filter(None, (name.lower(), script.title(), region.upper())))
    code = _LANGUAGES.get(text.casefold(), "")
    fix = f"write {code}" if code else "write a code such as en, es, pt-BR or ar"
    raise field_error(f"is {shorten(text)}, not a language code", fix)


# The languages of the interface and of most contributors, in their own words and in English.
_LANGUAGES = {
    "arabic": "ar", "catalan": "ca", "català": "ca", "deutsch": "de", "dutch": "nl", "english": "en", "español": "es",
    "castellano": "es", "français": "fr", "french": "fr", "german": "de", "inglés": "en", "italian": "it",
    "italiano": "it", "nederlands": "nl", "portuguese": "pt", "português": "pt", "spanish": "es",
}  # fmt: skip


def _license_fix(text: str) -> str:
    words = text.lower()
    terms = [term for word, term in _LICENSE_WORDS.items() if word in words]
    matches = get_close_matches(re.sub(r"[\s_]+", "-", text.upper()), _SUGGESTED_LICENSES, 1, 0.5)
    suggestion = matches[0] if matches else "CC-BY-4.0"
    if "attribution" in words:
        suggestion = "-".join(["CC-BY", *terms, "4.0"])
    elif "public domain" in words or "cc zero" in words:
        suggestion = "CC0-1.0"
    return f"write its SPDX id, such as {suggestion}, or all-rights-reserved"


class Translated(str):
    """A text; `versions` has it in each language, by code, if its file gives it in more than one."""

    versions: Mapping[str, str]

    def __new__(cls, text: str, versions: Mapping[str, str] | None = None) -> "Translated":
        """Make a text that has these versions."""
        result = super().__new__(cls, text)
        result.versions = versions or {}
        return result


def version_in(text: str | None, code: str) -> str | None:
    """The version of a text in a language, or in that language without its country; None if there is none."""
    versions: Mapping[str, str] = getattr(text, "versions", {})
    return versions.get(code) or versions.get(code.partition("-")[0])


def translated(validator: Callable[[object], str]) -> Callable[[object], Translated]:
    """A validator of a text, or of its versions by language: `{en: Doors, es: Puertas}`; the first is the text."""

    def validate(value: object) -> Translated:
        if not isinstance(value, dict) or not any(map(_is_language_code, value)):
            return Translated(validator(value))
        if unknown := next((name for name in value if not _is_language_code(name)), None):
            fix = f"write a code such as {_LANGUAGES.get(str(unknown).casefold(), 'es')} in its place"
            raise field_error(f"has {shorten(unknown)}, which is not a language code", fix)
        versions = {language_code(code): validator(text) for code, text in value.items()}
        if len(versions) < len(value):
            codes = [language_code(code) for code in value]
            twice = next(code for code in codes if codes.count(code) > 1)
            raise field_error(f"has {twice} twice", "keep one of the two")
        return Translated(next(iter(versions.values())), versions)

    return validate


def _is_language_code(text: object) -> bool:
    return (
        isinstance(text, str) and re.fullmatch(r"[a-z]{2,3}([-_]\w{2,4})*", text, re.IGNORECASE) is not None
    )


@cache
def apple_categories() -> dict[str, list[str]]:
    """Apple's categories of podcasts, each with the list of its subcategories."""
    import tomllib  # only shows have categories

    text = Path(__file__).with_name("apple_categories.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def categories(value: Any) -> Any:
    """One of Apple's categories, with its subcategory if it has one, or a list of up to _MOST_CATEGORIES."""
    if not isinstance(value, list) or not any(isinstance(entry, list) for entry in value):
        return [_category(value)]
    if len(value) > _MOST_CATEGORIES:
        raise field_error(
            f"has {len(value)} entries; directories take at most {_MOST_CATEGORIES}",
            "keep those that fit best",
        )
    return [_category(entry) for entry in value]


def _category(value: Any) -> list[str]:
    known = apple_categories()
    main, *rest = (
        [value] if isinstance(value, str) else value if isinstance(value, list) and value else [None]
    )
    if not isinstance(main, str) or main not in known:
        raise field_error(
            f"is {shorten(main)}, which is not in Apple's list", f"write one of: {', '.join(known)}"
        )
    if rest and (len(rest) > 1 or rest[0] not in known[main]):
        fix = f"write one of: {', '.join(known[main])}" if known[main] else f"write  category: [{main}]"
        raise field_error(f"has {', '.join(map(str, rest))}, which Apple does not list under {main}", fix)
    return [main, *rest]
