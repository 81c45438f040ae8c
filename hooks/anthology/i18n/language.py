"""One language as a page speaks it: words, dates, numbers, lists, and the direction of its script."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from types import SimpleNamespace

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.numbers import format_decimal


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence one part of which is a link, or something that the page puts in its place."""

    before: str
    inside: str
    after: str


Text = str | Sentence | dict[str, str]
"""A text, a sentence with a marked part, or the forms that a text takes beside a number."""
Attributes = dict[str, str]

OURS = "en"
"""What is spoken where there is no file for a site's own language."""
_FROM_THE_RIGHT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
"""scripts, by ISO 15924"""
_LIKE_I = re.compile(r"h?[ií](?![aáeéoó])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """What a file of words says: the locale whose dates and numbers it follows, and its texts by their keys."""

    locale: str
    texts: Mapping[str, Text]


class Language:
    """The language of a page. `words` are its texts as templates read them: `words.player.back`."""

    def __init__(self, code: str, written: Written) -> None:
        self.code = code
        self.locale = _locale(code, written.locale)
        self.texts = written.texts
        self.words = _nested(written.texts)
        self.joints = _joints(self.locale)
        self.dir = direction(code)
        self.territory = str(self.locale) if self.locale.territory else territory(code)

    def say(self, key: str, **values: object) -> str:
        """A text, its gaps filled in."""
        text = self.texts[key]
        assert isinstance(text, str), key
        return text.format_map(values) if values else text

    def sentence(self, key: str) -> Sentence:
        """A sentence with its marked part."""
        text = self.texts[key]
        assert isinstance(text, Sentence), key
        return text

    def count(self, key: str, number: int) -> str:
        """A text in the form that this number asks for."""
        forms = self.texts[key]
        assert isinstance(forms, dict), key
        form = forms.get(self.locale.plural_form(number)) or forms["other"]
        return form.format(number=self.number(number))

    def day(self, when: date) -> str:
        """A date as it is read: 22 November 2026."""
        return _day(when, self.locale)

    def number(self, value: float, decimals: int = 0) -> str:
        """A number with the language's own digits and marks."""
        return _number(value, decimals, self.locale)

    def listed(self, words: Sequence[str]) -> str:
        """a, b and c."""
        if len(words) == 1:
            return words[0]
        return "".join(chain.from_iterable(zip(self.before(words), words, strict=True)))

    def before(self, words: Sequence[str]) -> list[str]:
        """What stands before each entry of a list: nothing, a comma, and before the last one a word."""
        if len(words) < 2:
            return [""] * len(words)
        two, middle, end = self.joints
        before = ["", *[middle] * (len(words) - 2), two if len(words) == 2 else end]
        if self.locale.language == "es" and _LIKE_I.match(words[-1]):
            before[-1] = before[-1].replace("y", "e")  # Ana e Inés; Babel does not know it
        return before

    def seconds(self, milliseconds: int) -> str:
        """How long a recording is: 48 s, 6 min, 1 h 02 min; rounded, half upwards."""
        rounded, minutes = (milliseconds + 500) // 1000, (milliseconds + 30_000) // 60_000
        if rounded < 60:
            return self.say("time.seconds", number=self.number(rounded))
        if minutes < 60:
            return self.say("time.minutes", number=self.number(minutes))
        hours, minutes = divmod(minutes, 60)
        return self.say(
            "time.hours", hours=self.number(hours), minutes=self.number(minutes).rjust(2, self.number(0))
        )

    def size(self, length: int) -> str:
        """Bytes as a reader knows them: 2.9 MB."""
        if length >= 100_000:
            return self.say("sizes.mb", number=self.number(length / 1_000_000, 1))
        return self.say("sizes.kb", number=self.number(max(1, round(length / 1000))))


@dataclass(slots=True)
class Languages:
    """The languages of a site: those that there is a file for, and the site's own."""

    site: str
    written: Mapping[str, Written] = field(default_factory=dict)
    made: dict[str, Language] = field(default_factory=dict)
    """code → its language, made once and spoken on many pages"""

    def frame(self, code: str) -> Language:
        """In which words a page speaks whose text is in this language: the same, or else the site's."""
        if code not in self.made:
            self.made[code] = Language(*self._chosen(code))
        return self.made[code]

    @property
    def own(self) -> Language:
        """What the site itself speaks."""
        return self.frame(self.site)

    def knows(self, code: str) -> bool:
        """Whether there are words for this language."""
        return any(name in self.written for name in (code, _bare(code)))

    def _chosen(self, code: str) -> tuple[str, Written]:
        for wanted in (code, self.site, OURS):
            for name in (wanted, _bare(wanted)):
                if name in self.written:
                    return wanted, self.written[name]
        raise LookupError(f"there are no words for {code}, nor for {OURS}")


def attributes(code: str, around: str = "") -> Attributes | None:
    """`code` and `dir` for a text in this language; nothing where what stands around it is in the same."""
    return None if code == around else _attributes(code)


@lru_cache
def _attributes(code: str) -> Attributes:
    return {"code": code, "dir": direction(code)}


def direction(code: str) -> str:
    """`rtl` or `ltr`, by the script that is named, or else by the one in which the language is mostly written."""
    parts = code.split("-")
    scripts = [part for part in parts[1:] if len(part) == 4]
    return "rtl" if (scripts or [_likely(code).split("_")[1]])[0] in _FROM_THE_RIGHT else "ltr"


def territory(code: str) -> str:
    """A language with a country, as Open Graph wants it: es_ES, pt_BR."""
    language, *rest = _likely(code).split("_")
    named = [part for part in code.split("-")[1:] if len(part) == 2]
    return "_".join([language, *(named or rest[1:2])])


@lru_cache
def known(locale: str) -> bool:
    """Whether Babel knows how this locale writes dates and numbers."""
    try:
        Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        return False
    return True


@lru_cache
def plural_forms(locale: str) -> list[str]:
    """The forms that a language has beside numbers up to 1000, such as one and other; `other` is the last."""
    parsed = Locale.parse(locale)
    return sorted({"other", *(parsed.plural_form(number) for number in range(1001))}, key=_FORMS.index)


_FORMS = ("zero", "one", "two", "few", "many", "other")


def _likely(code: str) -> str:
    likely: Mapping[str, str] = get_global("likely_subtags")
    language, *rest = code.split("-")
    wanted = [f"{language}_{part}" for part in rest] + [language]
    return next((likely[name] for name in wanted if name in likely), f"{language}_Latn")


def _bare(code: str) -> str:
    return code.partition("-")[0]


def _locale(code: str, usual: str) -> Locale:
    """The locale of a code that names a country (es-MX), if Babel knows it; else the one of the file."""
    wanted = code.replace("-", "_")
    return Locale.parse(wanted if "_" in wanted and known(wanted) else usual)


def _joints(locale: Locale) -> tuple[str, str, str]:
    """What stands between the two of a pair; in a longer list between two, and before the last."""
    patterns = locale.list_patterns["standard"]
    two, middle, end = (
        patterns[name].replace("{0}", "").replace("{1}", "") for name in ("2", "middle", "end")
    )
    return two, middle, end


@lru_cache(maxsize=4096)
def _day(when: date, locale: Locale) -> str:
    return format_date(when, "long", locale=locale)


@lru_cache(maxsize=4096)
def _number(value: float, decimals: int, locale: Locale) -> str:
    return format_decimal(value, format=f"#,##0.{'0' * decimals}".rstrip("."), locale=locale)


def _nested(texts: Mapping[str, Text]) -> SimpleNamespace:
    # No dicts: to a template, `words.player.copy` would be the method of that name.
    words = SimpleNamespace()
    for key, text in texts.items():
        section, _, name = key.partition(".")
        if not hasattr(words, section):
            setattr(words, section, SimpleNamespace())
        setattr(getattr(words, section), name, text)
    return words
