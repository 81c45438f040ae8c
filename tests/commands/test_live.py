"""A published site is asked if it serves what was built: by a server that does, and by servers that do not."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from anthology.commands import CommandError
from anthology.commands.cli import main
from anthology.commands.live import differences
from anthology.output.headers import HEADERS, header_rules
from builders import built, collection, episode, essay, served


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A site with an episode, built for the address at which our own server serves it."""
    root = collection(tmp_path_factory.mktemp("live") / "collection")
    episode(root, "pier")
    essay(root, "old", aliases='["/?p=12", /former/]')
    with served(root / "site") as address:
        yield address, built(root, SITE_URL=address)


class WrongHandler(SimpleHTTPRequestHandler):
    """A host without ranges, with its own page for missing ones, a policy, types that are wrong, and changed pages."""

    def guess_type(self, path: Any) -> str:
        return "text/plain" if str(path).endswith((".xml", ".mp3")) else super().guess_type(path)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'none'")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def wrongly_served(site: Path) -> Iterator[str]:
    def handler(*arguments: Any) -> WrongHandler:
        return WrongHandler(*arguments, directory=str(site))

    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_our_own_server_serves_all_but_old_addresses_with_a_query(places: tuple[str, Path]) -> None:
    address, site = places

    (query,) = differences(address, site)

    assert query.url == f"{address}?p=12"
    assert query.message == "this old address does not lead to /essays/old/"


def test_a_host_that_does_all_of_it_wrongly_is_told_each(places: tuple[str, Path]) -> None:
    _, site = places
    with wrongly_served(site) as address:
        results = defaultdict[str, list[str]](list)
        for result in differences(address, site):
            results[result.url.removeprefix(address)].append(result.message)

    assert results["episodes/pier/pier.mp3"] == [
        "a part was asked for, and the answer was 200", "its type is text/plain, not audio/mpeg",
    ]  # fmt: skip
    assert results["essays.xml"] == ["its type is text/plain, not application/xml"]
    assert "the feed gives its address as http://127.0.0.1:" in results["podcast.xml"][1]
    assert results[""] == ["the host adds a policy that stops the page's own files: default-src 'none'"]
    (missing,) = [messages for url, messages in results.items() if url.startswith("there-is-no-such-page")]
    assert missing == ["a page that does not exist is not answered with ours (the answer was 404)"]
    assert "essays/old/" not in results


def test_a_page_a_file_and_a_recording_that_are_not_those_that_were_built_are_told(
    places: tuple[str, Path], tmp_path: Path
) -> None:
    address, site = places
    changed = tmp_path / "site"
    for file in site.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            is_changed = file.name in {"pier.mp3", "style.css"} or file.parent.name == "old"
            (changed / file.relative_to(site)).parent.mkdir(parents=True, exist_ok=True)
            (changed / file.relative_to(site)).write_bytes(content + b" " if is_changed else content)
    (changed / "new.html").write_text("<p>Not published yet.")

    told = {result.url.removeprefix(address): result.message for result in differences(address, changed)}

    assert told == {
        "?p=12": "this old address does not lead to /essays/old/",
        "assets/style.css": "this is not what was built",
        "episodes/pier/pier.mp3": "this is not what was built",
        "essays/old/": "this is not what was built",
        "new.html": "the answer is 404",
    }


def test_a_host_that_does_not_answer_is_told(places: tuple[str, Path]) -> None:
    with wrongly_served(places[1]) as address:
        pass

    messages = {result.message for result in differences(address, places[1])}

    assert any(re.match(r"there is no answer \(\w+\)", message) for message in messages)


def test_the_command_prints_what_differs_and_fails(
    places: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    address, site = places

    assert main(["check", "--live", address, "--root", str(site.parent)]) == 1
    assert f"{address}?p=12: this old address does not lead to" in capsys.readouterr().out


def test_without_a_built_site_there_is_nothing_to_compare(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="build the site first"):
        differences("https://example.org/", tmp_path)


def test_the_rules_for_hosts_are_written_for_a_site_in_a_folder_too(places: tuple[str, Path]) -> None:
    rules = header_rules("https://example.org/notes/")

    assert "/notes/podcast.xml\n  Content-Type: application/xml; charset=utf-8\n" in rules
    assert "/notes/*\n  X-Content-Type-Options: nosniff\n" in rules
    assert (places[1] / HEADERS).read_text(encoding="utf-8") == header_rules("https://example.org/")
