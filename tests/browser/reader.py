"""Somebody with a browser of their own: everything it asks for, says and keeps is written down."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Request, Route

ELSEWHERE = "<!doctype html><title>Elsewhere</title><p>Another site."
_WATCH = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifts += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def is_shown(place: Locator) -> bool:
    """True once it can be seen; False if it cannot after the browser's time-out (8 seconds)."""
    return _becomes(place, "visible")


def is_hidden(place: Locator) -> bool:
    """True once it cannot be seen, or is not there; False if it still can after the browser's time-out."""
    return _becomes(place, "hidden")


def _becomes(place: Locator, state: Literal["visible", "hidden"]) -> bool:
    from playwright.sync_api import TimeoutError as TooLate  # here: the other tests are collected without it

    try:
        place.wait_for(state=state)
    except TooLate:
        return False
    return True


class Reader:
    """A new profile with one tab. Other sites answer with a page of ours: nothing leaves the machine."""

    def __init__(self, browser: Browser, address: str, width: int, height: int, **options: Any) -> None:
        self.address = address
        self.requests: list[Request] = []
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(viewport={"width": width, "height": height}, **options)
        self.context.route(lambda url: not url.startswith(address), self._elsewhere)
        self.page = self.context.new_page()
        self.page.set_default_timeout(8000)
        if options.get("java_script_enabled", True):
            self.page.add_init_script(_WATCH)
        self.page.on("request", lambda request: self.requests.append(request))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self._hear(line.type, line.text))

    def open(self, path: str) -> None:
        """Types an address of the site."""
        self.page.goto(self.address + path)

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def run(self, script: str, argument: Any = None) -> Any:
        return self.page.evaluate(script, argument)

    def wait(self, condition: str) -> None:
        """Waits until an expression is true in the page."""
        # Not Playwright's own waiting: it makes code from text within the page, which our policy refuses.
        end = monotonic() + 8
        while not self.run(condition):
            assert monotonic() < end, f"never true: {condition}"
            self.page.wait_for_timeout(50)

    @property
    def at(self) -> str:
        """The address of the tab within the site; the whole address outside it."""
        now: str = self.page.url
        return now.removeprefix(self.address)

    @property
    def stored(self) -> list[str]:
        """Everything that is kept on the device."""
        keys: list[str] = self.run(
            """async () => [
              ...Object.keys(localStorage), ...Object.keys(sessionStorage),
              ...await caches.keys(), ...(await indexedDB.databases()).map(({ name }) => name),
              ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
            ]"""
        )
        return keys + [str(cookie.get("name")) for cookie in self.context.cookies()]

    @property
    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        wider: int = self.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return wider

    def _hear(self, kind: str, text: str) -> None:
        # The browser itself says that the page for missing pages is missing; it must be.
        if kind in {"error", "warning"} and "404 (Not Found)" not in text:
            self.complaints.append(text)

    def _elsewhere(self, route: Route) -> None:
        if route.request.is_navigation_request():
            route.fulfill(body=ELSEWHERE, content_type="text/html")
        else:
            self.strangers.append(route.request.url)
            route.abort()
