"""The help page: lines that answer when somebody needs a person, by country."""

import re
from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup

from anthology.collection import Collection
from anthology.i18n import Language, lang_attributes
from anthology.schema import HelpLine
from anthology.urls import slugify

from .components import Values, date, html

# The beginning of a section, with the division around it if it has one, so that none is left open.
_SECTION = re.compile(r"(?:<div[^>]*>\s*)?<h2")


def help_values(collection: Collection, language: Language) -> Values:
    """The first section of the page, which is about immediate danger; the lines by country; the rest of the page.

    Within a country, lines that answer at every hour come first, then those with a number, then those run by peers.
    """
    lines = [
        {
            **line.model_dump(),
            "numbers": _ways_to_reach(line),
            "police": _police_answer(line, language),
            "checked": date(line.checked, language),
            "source": {**line.source.model_dump(), "date": date(line.source.date, language)},
        }
        for line in _entries(collection)
    ]
    ordered = sorted(
        lines,
        key=lambda line: (
            line["country"],
            not line["all_day"],
            not line["phone"],
            not line["peer_run"],
            line["name"],
        ),
    )
    countries = [
        {"id": _anchor(country), "country": country, "lines": list(lines_of_country)}
        for country, lines_of_country in groupby(ordered, key=lambda line: line["country"])
    ]
    page = collection.plain_pages.get("help")
    body = html(collection, page.prose.html, "help/", language) if page else Markup("")
    end = next((start.start() for start in _SECTION.finditer(body) if start.start() > 0), len(body))
    return {
        "countries": countries,
        "jumps": [_jump_links(collection, language), *_jump_links_of_others(collection, language)],
        "body": body[:end],
        "rest": body[end:],
    }


def help_countries(collection: Collection, spoken: Language, written: Language) -> list[str]:
    """Return the countries with a line that answers in a language; help.yml names languages in `written`."""
    name = (spoken.locale.get_language_name(written.locale.language) or "").lower()
    return sorted(
        {
            line.country
            for line in _entries(collection)
            if any(entry.lower().startswith(name) for entry in line.languages)
        }
    )


def _entries(collection: Collection) -> list[HelpLine]:
    return collection.help.entries if collection.help else []


def _ways_to_reach(line: HelpLine) -> list[Values]:
    """The links that call a line or write to it. A number in `text` is one that takes messages."""
    ways = []
    if line.phone:
        ways.append({"url": f"tel:{line.phone.replace(' ', '')}", "text": line.phone.replace(" ", "\u00a0")})
    if line.text:
        number = re.search(r"\+?[0-9](?:[0-9 ]*[0-9])?", line.text)
        ways.append({"url": f"sms:{number[0].replace(' ', '')}" if number else "", "text": line.text})
    return ways


def _police_answer(line: HelpLine, language: Language) -> Values:
    return {"answer": language.text(f"help.police_{line.police}"), "detail": line.police_detail}


def _jump_links(collection: Collection, language: Language) -> Values:
    """All countries: first those with a line in the language of the page."""
    near = help_countries(collection, language, language)
    far = sorted({line.country for line in _entries(collection)} - {*near})
    return {"label": language.text("help.lines_in"), "countries": _anchors([*near, *far], language, language)}


def _jump_links_of_others(collection: Collection, language: Language) -> Iterator[Values]:
    """The countries with a line in a language that has a catalog, for those who read that language."""
    for code in sorted(collection.languages.catalogs.keys() - {language.code}):
        spoken = collection.languages.for_page(code)
        if countries := help_countries(collection, spoken, language):
            yield {
                "id": f"lines-{code}",
                "label": spoken.text("help.lines_in"),
                "text_language": lang_attributes(code, language.code),
                "countries": _anchors(countries, spoken, language),
            }


def _anchors(countries: list[str], spoken: Language, written: Language) -> list[Values]:
    """Links to countries, with their names in the language of the reader; help.yml names them in `written`."""
    codes = {name: code for code, name in written.locale.territories.items()}
    names = spoken.locale.territories
    return [
        {"country": names.get(codes.get(country, ""), country), "id": _anchor(country)}
        for country in countries
    ]


def _anchor(country: str) -> str:
    return f"country-{slugify(country) or country.replace(' ', '-')}"
