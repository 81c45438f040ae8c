"""The way to somebody who answers: from every page, from a search, by keyboard and without scripts."""

import re

import pytest

from browser.conftest import Arrive
from browser.reader import is_hidden, is_shown
from builders import nonempty

pytestmark = pytest.mark.browser

ENGLISH = """
suicide | suicidal | sucide | suicde | suicied | suicidel | kill myself | kil myself | kill my self | killing myself |
I want to kill myself | want to die | i wanna die | want to be dead | better off dead | end my life | ending my life |
end it all | take my life | no reason to live | don't want to live | dont want to be here | can’t go on | cant go on |
self harm | self-harm | selfharm | hurt myself | hurting myself | harm myself | cut myself | overdose | overdoes |
crisis | crysis | emergency | emergancy | help | help me | helpline | hotline | lifeline | 988 | 911 | 116 123 | 1737 |
samaritans | someone to talk to | need someone to talk to | hopeless | hopless | desperate | desparate | panic attack |
raped | abused | I am not safe | unalive | kms
"""
SPANISH = """
suicidio | suisidio | suicidarme | quiero morir | me quiero morir | quiero morirme | no quiero vivir | matarme |
quitarme la vida | acabar con mi vida | acabar con todo | no puedo más | no puedo mas | no aguanto más | hacerme daño |
hacerme dano | autolesión | autolesiones | autolecion | cortarme | sobredosis | sobredocis | crisis | emergencia |
urgencia | ayuda | ayudame | socorro | 024 | 112 | hablar con alguien | ataque de pánico | ataque de panico |
desesperada | me pega
"""


def table(words: str) -> list[str]:
    return nonempty(word.strip() for word in words.split("|"))


@pytest.mark.parametrize(("words", "least"), [(ENGLISH, 40), (SPANISH, 25)], ids=["English", "Spanish"])
def test_words_of_crisis_show_the_way_to_help_above_the_results(
    arrive: Arrive, words: str, least: int
) -> None:
    reader = arrive("search/")
    without = []
    for search in table(words):
        reader.page.fill("#search-words", search)
        reader.page.keyboard.press("Enter")
        if not reader.find("#search-help a").is_visible():
            without.append(search)

    assert [] == without
    assert len(table(words)) >= least
    assert "/help/" in reader.run("document.querySelector('#search-help a').href")


def test_other_words_do_not(arrive: Arrive) -> None:
    reader = arrive("search/")
    for search in ("peer", "who gets held", "housing first", "voices", "helpful", "moral injury"):
        reader.page.fill("#search-words", search)
        reader.page.keyboard.press("Enter")
        reader.find("#search-results li").first.wait_for()
        assert is_hidden(reader.find("#search-help"))


def test_a_search_with_few_results_offers_the_nearest_words_and_one_without_shows_help(
    arrive: Arrive,
) -> None:
    reader = arrive("search/")
    reader.page.fill("#search-words", "psycosis")
    reader.page.keyboard.press("Enter")
    offer = reader.find("#search-suggestion button")
    offer.wait_for()
    assert "Did you mean psychosis?" == reader.find("#search-suggestion").inner_text()

    offer.click()
    reader.find("#search-results li").first.wait_for()
    assert is_hidden(reader.find("#search-suggestion"))
    assert "search-words" == reader.run("document.activeElement.id")

    reader.page.fill("#search-words", "xylophone zzzz")
    reader.page.keyboard.press("Enter")
    reader.find("#search-status").filter(has_text="Nothing was found").wait_for()
    assert is_shown(reader.find("#search-help"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_number_is_two_acts_away_from_any_page_by_keyboard(arrive: Arrive, scripts: bool) -> None:
    reader = arrive("essays/why-people-leave/", 360, java_script_enabled=scripts)
    reader.find(".site-header-help").focus()
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/help/")
    assert is_shown(reader.find("a[href='tel:112']").first)  # one act

    reader.page.get_by_role("link", name="United Kingdom").focus()
    reader.page.keyboard.press("Enter")
    number = reader.find("section[aria-labelledby=country-united-kingdom] a[href^='tel:']").first
    box = number.bounding_box()
    assert box
    assert 0 <= box["y"] < 900


def test_a_page_in_spanish_leads_to_the_lines_that_answer_in_spanish(arrive: Arrive) -> None:
    reader = arrive("essays/correas/", 360)
    reader.find(".site-header-help").click()
    reader.page.wait_for_url("**/help/#lines-es")

    assert "es" == reader.find("#lines-es").get_attribute("lang")
    assert {"Argentina", "España", "Estados Unidos"} <= set(reader.find("#lines-es a").all_inner_texts())


def test_numbers_are_links_and_say_how_old_they_are(arrive: Arrive) -> None:
    reader = arrive("help/")
    for line in nonempty(reader.find(".help-lines > li:has(a[href^=tel])").all()):
        assert re.search(r"Number (as printed on \d|from a page without a date)", line.inner_text())
        assert is_hidden(line.locator("dl"))
    assert reader.find(".help-lines a[href='sms:988']").count() == 2
