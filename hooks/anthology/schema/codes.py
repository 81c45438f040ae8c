"""Validators of codes: licences by their SPDX ids, languages by BCP 47; the fix of a title is its code."""

import re
from difflib import get_close_matches

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from anthology.problems import shorten

from .validators import field_error, scalar

_SUGGESTED_LICENSES = [
    f"CC-{terms}-4.0" for terms in ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND")
] + ["CC0-1.0"]
_LICENSE_WORDS = {"commercial": "NC", "deriv": "ND", "sharealike": "SA", "share alike": "SA"}
"""what the words of a licence's title mean, in the order of its id"""
_LONGEST_LICENSE = 80


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
