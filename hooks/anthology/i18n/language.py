"""A language of pages: texts, dates, numbers, lists, and the direction of its script."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from types import SimpleNamespace
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.numbers import format_decimal


class Sentence(NamedTuple):
    """A sentence with a part that the page replaces or turns into a link: `inside`."""

    before: str
    inside: str
    after: str


Message = str | Sentence | dict[str, str]
"""A text, a sentence with a marked part, or the plural forms of a text."""
Attributes = dict[str, str]

DEFAULT = "en"
"""The language of a site whose own language has no catalog."""
PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of CLDR."""
_RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
"""Scripts written from right to left, by ISO 15924."""
_SOUNDS_LIKE_I = re.compile(r"h?[ií](?![aáeéoó])", re.IGNORECASE)


class CatalogData(NamedTuple):
    """A catalog: the Babel locale that formats its dates and numbers, and its messages by key."""

    locale: str
    messages: Mapping[str, Message]


class Language:
    """The language of a page. `words` are its messages as templates read them: `words.player.back`."""

    def __init__(self, code: str, catalog: CatalogData) -> None:
        self.code = code
        name = code.replace("-", "_")  # es-MX has a locale of its own, if Babel has it
        self.locale = Locale.parse(name if "_" in name and is_known_locale(name) else catalog.locale)
        self.messages = catalog.messages
        self.words = _namespaces(catalog.messages)
        self.dir = direction(code)
        self.open_graph_locale = str(self.locale) if self.locale.territory else open_graph_locale(code)
        patterns = self.locale.list_patterns["standard"]
        self._list_separators = [
            patterns[name].replace("{0}", "").replace("{1}", "") for name in ("2", "middle", "end")
        ]
        """of a pair, within a longer list, and before its last entry"""

    def text(self, key: str, **values: object) -> str:
        """Return a text with its placeholders filled in."""
        text = self.messages[key]
        assert isinstance(text, str), key
        return text.format_map(values) if values else text

    def sentence(self, key: str) -> Sentence:
        """Return a sentence with its marked part."""
        text = self.messages[key]
        assert isinstance(text, Sentence), key
        return text

    def plural(self, key: str, number: int) -> str:
        """Return a text in the plural form for this number."""
        forms = self.messages[key]
        assert isinstance(forms, dict), key
        form = forms.get(self.locale.plural_form(number)) or forms["other"]
        return form.format(number=self.number(number))

    def day(self, when: date) -> str:
        """Format a date: 22 November 2026."""
        return _day(when, self.locale)

    def number(self, value: float, decimals: int = 0) -> str:
        """Format a number with the digits and separators of the language."""
        return _number(value, decimals, self.locale)

    def listed(self, words: Sequence[str]) -> str:
        """Join a list: a, b and c."""
        return "".join(chain.from_iterable(zip(self.separators(words), words, strict=True)))

    def separators(self, words: Sequence[str]) -> list[str]:
        """Return the separator before each entry of a list: empty for the first, then commas and a conjunction."""
        if len(words) < 2:
            return [""] * len(words)
        two, middle, end = self._list_separators
        separators = ["", *[middle] * (len(words) - 2), two if len(words) == 2 else end]
        if self.locale.language == "es" and _SOUNDS_LIKE_I.match(words[-1]):
            separators[-1] = separators[-1].replace("y", "e")  # Ana e Inés; Babel lacks this rule
        return separators

    def size(self, length: int) -> str:
        """Format a size given in bytes: 2.9 MB."""
        if length >= 100_000:
            return self.text("sizes.mb", number=self.number(length / 1_000_000, 1))
        return self.text("sizes.kb", number=self.number(max(1, round(length / 1000))))


@dataclass(slots=True)
class Languages:
    """The languages of a site: its own, and those that have a catalog."""

    site: str
    catalogs: Mapping[str, CatalogData] = field(default_factory=dict)
    _languages: dict[str, Language] = field(default_factory=dict)

    def for_page(self, code: str) -> Language:
        """Return the language of a page whose text is in `code`: the same, or the site's if it has no catalog."""
        if code not in self._languages:
            self._languages[code] = Language(*self._choose(code))
        return self._languages[code]

    @property
    def site_language(self) -> Language:
        """The language of the site itself."""
        return self.for_page(self.site)

    def has(self, code: str) -> bool:
        """True if there is a catalog for this language."""
        return any(name in self.catalogs for name in (code, _base(code)))

    def _choose(self, code: str) -> tuple[str, CatalogData]:
        for language in (code, self.site, DEFAULT):
            for name in (language, _base(language)):
                if name in self.catalogs:
                    return language, self.catalogs[name]
        raise LookupError(f"there is no catalog for {code}, nor for {DEFAULT}")


def lang_attributes(code: str, surrounding: str = "") -> Attributes | None:
    """Return `code` and `dir` of a text in this language, or None if the surrounding text is in the same."""
    return None if code == surrounding else {"code": code, "dir": direction(code)}


@lru_cache
def direction(code: str) -> str:
    """Return `rtl` or `ltr`, by the script in the code, or else by the usual script of the language."""
    scripts = [part for part in code.split("-")[1:] if len(part) == 4]
    script = scripts[0] if scripts else _likely_subtags(code).split("_")[1]
    return "rtl" if script in _RTL_SCRIPTS else "ltr"


def open_graph_locale(code: str) -> str:
    """Return a language with a country, as Open Graph requires: es_ES, pt_BR."""
    language, *rest = _likely_subtags(code).split("_")
    countries = [part for part in code.split("-")[1:] if len(part) == 2]
    return "_".join([language, *(countries or rest[1:2])])


def role_name(role: str, language: Language) -> object:
    """Return the name of a role; the podcast taxonomy has more roles than the catalogs."""
    return language.messages.get(f"roles.{role.lower()}") or role.capitalize()


@lru_cache
def is_known_locale(locale: str) -> bool:
    """True if Babel can format dates and numbers for this locale."""
    try:
        Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        return False
    return True


@lru_cache
def plural_forms(locale: str) -> list[str]:
    """Return the plural forms that a language uses for numbers up to 1000; `other` is the last."""
    parsed = Locale.parse(locale)
    return sorted({"other", *(parsed.plural_form(number) for number in range(1001))}, key=PLURAL_FORMS.index)


def _likely_subtags(code: str) -> str:
    likely: Mapping[str, str] = get_global("likely_subtags")
    language, *rest = code.split("-")
    names = [f"{language}_{part}" for part in rest] + [language]
    return next((likely[name] for name in names if name in likely), f"{language}_Latn")


def _base(code: str) -> str:
    """The code without script and country."""
    return code.partition("-")[0]


@lru_cache(maxsize=4096)
def _day(when: date, locale: Locale) -> str:
    return format_date(when, "long", locale=locale)


@lru_cache(maxsize=4096)
def _number(value: float, decimals: int, locale: Locale) -> str:
    return format_decimal(value, format=f"#,##0.{'0' * decimals}".rstrip("."), locale=locale)


def _namespaces(messages: Mapping[str, Message]) -> SimpleNamespace:
    # Not dicts: in a template, `words.player.copy` would be the method of that name.
    words = SimpleNamespace()
    for key, message in messages.items():
        section, _, name = key.partition(".")
        if not hasattr(words, section):
            setattr(words, section, SimpleNamespace())
        setattr(getattr(words, section), name, message)
    return words
