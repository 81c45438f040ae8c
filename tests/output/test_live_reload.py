"""Pages of a preview hear of each build; those of any other server do not."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from anthology.output.live_reload import EVENTS_PATH, SCRIPT_PATH, LiveReload
from anthology.output.server import site_server

PAGE = "<!doctype html><html><head><title>A page</title></head><body>Words</body></html>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


def answer(port: int, path: str, **headers: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


@pytest.fixture
def live() -> LiveReload:
    return LiveReload()


@pytest.fixture
def port(site: Path, live: LiveReload) -> Iterator[int]:
    with site_server(site, live=live) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server.server_port
        server.shutdown()


def state(events: HTTPResponse) -> dict[str, Any]:
    """The next state that a page hears of."""
    line = events.readline()
    while not line.startswith(b"data: "):
        assert line, "the server has hung up"
        line = events.readline()
    heard: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
    return heard


def test_a_page_has_the_script_and_its_file_has_not(port: int, site: Path) -> None:
    page = answer(port, "/").read().decode()

    assert f'<script defer src="{SCRIPT_PATH}" data-build="' in page.partition("</head>")[0]
    assert PAGE == page.replace(page[page.index("<script") : page.index("</script>") + 9], "")
    assert PAGE == (site / "index.html").read_text("utf-8")


def test_a_page_that_is_missing_has_the_script_too(port: int) -> None:
    response = answer(port, "/not/here/")

    assert (404, True) == (response.status, SCRIPT_PATH in response.read().decode())


def test_a_page_hears_of_a_failed_build_and_of_the_one_that_is_well(port: int, live: LiveReload) -> None:
    live.tell(True, "")
    events = answer(port, EVENTS_PATH)
    assert "text/event-stream" == events.getheader("Content-Type")
    first = state(events)
    live.tell(False, "docs/essays/a.md:3:1: no title")
    failed = state(events)
    live.tell(True, "a note")
    mended = state(events)

    assert ("", "docs/essays/a.md:3:1: no title", "") == tuple(
        told["messages"] for told in (first, failed, mended)
    )
    assert first["build"] == failed["build"] != mended["build"]
    assert f'data-build="{mended["build"]}"' in answer(port, "/").read().decode()


def test_a_page_hears_that_only_texts_were_edited(port: int, live: LiveReload) -> None:
    events = answer(port, EVENTS_PATH)
    first = state(events)
    live.tell(True, "", edited=True)
    edited = state(events)
    live.tell(True, "")

    assert [False, True, False] == [told["edited"] for told in (first, edited, state(events))]


def test_the_name_of_a_page_is_that_of_its_bytes(port: int, site: Path) -> None:
    def name() -> str:
        return answer(port, "/").read().decode().partition('data-page="')[2].partition('"')[0]

    names = [name(), name()]
    (site / "index.html").write_text(PAGE.replace("Words", "Others"), encoding="utf-8")

    assert names[0] == names[1] != name()


def test_a_page_that_comes_back_hears_the_last_state_at_once(port: int, live: LiveReload) -> None:
    live.tell(False, "wrong")

    assert "wrong" == state(answer(port, EVENTS_PATH))["messages"]


def test_another_preview_has_other_names_for_its_builds() -> None:
    assert LiveReload().state != LiveReload().state


def test_a_server_without_live_pages_sends_files_as_they_are(site: Path) -> None:
    with site_server(site) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        page = answer(server.server_port, "/").read().decode()
        missing = [answer(server.server_port, path).status for path in (EVENTS_PATH, SCRIPT_PATH)]
        server.shutdown()

    assert (PAGE, [404, 404]) == (page, missing)


def test_nobody_else_hears_of_builds(port: int) -> None:
    assert 421 == answer(port, EVENTS_PATH, Host="elsewhere.example").status
