"""Colours, content notes, and forgetting all of it."""

from urllib.parse import unquote

import pytest

from browser.conftest import Arrive
from browser.reader import Reader, is_hidden, is_shown

pytestmark = pytest.mark.browser

LIGHT, DARK = "rgb(251, 246, 236)", "rgb(29, 25, 21)"
NOTED = "essays/what-a-crisis-service-owes/"


def paper(reader: Reader) -> str:
    colour: str = reader.run("getComputedStyle(document.documentElement).backgroundColor")
    return colour


def test_colours_are_the_systems_until_the_reader_chooses(arrive: Arrive) -> None:
    assert paper(arrive("")) == LIGHT
    assert paper(arrive("", color_scheme="dark")) == DARK
    assert paper(arrive("", color_scheme="dark", java_script_enabled=False)) == DARK


@pytest.mark.parametrize("system", ["light", "dark"])
def test_colours_go_round_and_the_choice_holds_on_the_next_page(arrive: Arrive, system: str) -> None:
    reader = arrive("", color_scheme=system)
    seen = []
    for _ in range(3):
        reader.button("Colours").click()
        seen.append((paper(reader), reader.button("Colours").inner_text()))
    assert [LIGHT, DARK, LIGHT if system == "light" else DARK] == [colour for colour, _ in seen]
    assert ["Colours: light", "Colours: dark", "Colours: as on your device"] == [word for _, word in seen]
    assert [] == reader.stored

    reader.button("Colours").click()
    reader.button("Colours").click()
    reader.open("essays/")

    assert paper(reader) == DARK
    assert ["theme"] == reader.stored
    assert "all" == reader.run("document.querySelectorAll('meta[name=theme-color]')[1].media")


def test_a_chosen_colour_is_there_before_the_first_line_is_drawn(arrive: Arrive) -> None:
    reader = arrive("")
    reader.button("Colours").click()
    reader.button("Colours").click()
    # The modules never come; what the page shows is what was drawn first.
    reader.context.route("**/preferences.js", lambda route: route.abort())
    reader.open("essays/")

    assert paper(reader) == DARK


def test_content_notes_can_be_hidden_everywhere_and_shown_again(arrive: Arrive) -> None:
    reader = arrive(NOTED)
    assert is_shown(reader.find(".content-notes ul"))
    reader.button("Hide content notes everywhere").click()
    assert is_hidden(reader.find(".content-notes ul"))
    reader.open("essays/")
    assert reader.find(".card-notes").count()
    assert not reader.find(".card-notes:visible").count()
    reader.open(NOTED)
    reader.button("Show content notes").click()

    assert is_shown(reader.find(".content-notes ul"))
    assert [] == reader.stored


def test_a_content_note_leads_past_the_part_it_names(arrive: Arrive) -> None:
    reader = arrive(NOTED)
    links = reader.find(".content-notes a.content-note-skip").all()

    assert links
    for link in links:
        target = link.get_attribute("href") or ""
        assert 1 == reader.run("(id) => document.querySelectorAll(id).length", f"[id='{target[1:]}']")


def test_everything_can_be_forgotten(arrive: Arrive) -> None:
    reader = arrive("privacy/")
    reader.button("Colours").click()
    reader.button("Hide content notes").click()
    reader.run(
        """async () => {
          sessionStorage.setItem("x", "y"); localStorage.setItem("place:/episodes/x/", "5");
          await caches.open("pages");
          await new Promise((done) => {
            indexedDB.open("saved").onsuccess = ({ target }) => { target.result.close(); done(); };
          });
        }"""
    )
    assert 6 == len(reader.stored)

    reader.button("Forget everything on this device").click()

    reader.wait("document.querySelector('#device [role=status]').textContent !== ''")
    assert [] == reader.stored
    assert "history is not erased" in reader.find("#device [role=status]").inner_text()
    assert paper(reader) == LIGHT


def test_where_storage_is_switched_off_a_choice_holds_for_the_page(arrive: Arrive) -> None:
    reader = arrive("about/")
    reader.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    reader.open("")
    reader.button("Colours").click()
    reader.button("Colours").click()

    assert paper(reader) == DARK
    assert [] == reader.complaints


def test_a_piece_is_shared_by_the_sheet_of_the_device_or_its_address_is_copied(arrive: Arrive) -> None:
    reader = arrive(NOTED, permissions=["clipboard-read", "clipboard-write"])
    reader.run("navigator.share = undefined")
    reader.button("Share this piece").click()
    reader.wait("document.querySelector('.share ~ [role=status]').textContent !== ''")
    assert reader.run("navigator.clipboard.readText()").endswith(NOTED)

    reader.run("navigator.share = (piece) => { window.shared = piece; return Promise.resolve(); }")
    reader.button("Share this piece").click()
    assert reader.run("window.shared.url").endswith(NOTED)


def test_selected_words_are_copied_with_an_address_that_leads_to_them(arrive: Arrive) -> None:
    reader = arrive(NOTED, permissions=["clipboard-read", "clipboard-write"])
    paragraph = reader.find(".prose > p:has(sup)").nth(5)
    paragraph.click(click_count=3, position={"x": 5, "y": 10})
    reader.wait("!document.querySelector('.quote').hidden")
    at = paragraph.bounding_box()
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")
    reader.wait("document.querySelector('.quote span').textContent !== ''")

    words, source, address = reader.run("navigator.clipboard.readText()").split("\n")
    assert words.startswith("“")
    assert reader.run("document.querySelector('h1').textContent") in source
    page, _, place = address.partition("#:~:text=")
    begin, end = map(unquote, place.split(","))
    text = " ".join(paragraph.inner_text().split())
    assert page.endswith(NOTED)
    assert text.startswith(begin)
    assert text.endswith(end)
    assert "have been" not in words
    assert at == paragraph.bounding_box()
    second = arrive(NOTED)
    second.page.goto(address)
    second.wait("scrollY > 0")


def test_where_nothing_is_selected_there_is_no_button_for_it(arrive: Arrive) -> None:
    assert not arrive(NOTED).find(".quote").is_visible()
    assert not arrive(NOTED, java_script_enabled=False).find(".quote").is_visible()


def test_an_essay_that_was_kept_is_read_offline_until_all_is_forgotten(arrive: Arrive) -> None:
    reader = arrive(NOTED)
    reader.button("Keep for reading offline").wait_for()
    assert [] == reader.stored
    reader.button("Keep for reading offline").click()
    reader.button("Remove the offline copy").wait_for()
    reader.run("navigator.serviceWorker.ready.then(() => null)")

    reader.context.set_offline(True)
    reader.open(NOTED)
    assert is_shown(reader.find(".prose > p").first)
    assert paper(reader) == LIGHT
    reader.context.set_offline(False)

    reader.open("privacy/")
    reader.button("Forget everything").click()
    reader.wait("document.querySelector('#device [role=status]').textContent !== ''")
    assert [] == reader.stored


def test_a_kept_essay_is_removed_by_the_same_button_with_all_that_it_needed(arrive: Arrive) -> None:
    reader = arrive(NOTED)
    reader.button("Keep for reading offline").click()
    reader.button("Remove the offline copy").click()
    reader.button("Keep for reading offline").wait_for()

    assert [] == reader.stored


def test_nothing_is_kept_in_private_reading(arrive: Arrive) -> None:
    reader = arrive(NOTED)
    reader.button("Read privately").click()
    reader.button("Keep for reading offline").click()
    reader.wait("document.querySelector('.post-footer [role=status]').textContent !== ''")

    assert [] == reader.stored
