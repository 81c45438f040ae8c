"""Pages of a preview that load themselves again after a build, and show the messages of one that failed.

Only the preview's server puts the script into a page while it sends it; the built files do not have it.
"""

import hashlib
import json
import secrets
from threading import Condition

SCRIPT_PATH, EVENTS_PATH = "/_preview/reload.js", "/_preview/events"
_HEARTBEAT = 10
"""seconds after which a server says that it is still there; shorter than it waits for a client"""

SCRIPT = """\
(() => {
  const { page } = document.currentScript.dataset;
  let { build } = document.currentScript.dataset;
  const key = `preview ${location.pathname}`;
  const scrolled = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  if (scrolled) addEventListener("load", () => scrollTo({ top: Number(scrolled), behavior: "instant" }));
  let events, report;
  const show = (messages) => {
    report?.remove();
    if (!messages) return;
    report = document.createElement("div");
    report.setAttribute("role", "alert");
    report.dir = "ltr";
    Object.assign(report.style, {
      position: "fixed", inset: "auto 0 0", zIndex: 99999, maxHeight: "70vh", overflow: "auto", padding: "1rem",
      colorScheme: "light dark", background: "Canvas", color: "CanvasText", borderTop: "4px solid #a3261d",
    });
    const text = document.createElement("pre");
    Object.assign(text.style, { whiteSpace: "pre-wrap", overflowWrap: "anywhere", margin: 0,
      font: "14px/1.5 monospace", background: "none", color: "inherit" });
    text.textContent = messages;
    report.append(text);
    document.body.append(report);
  };
  const isSame = async () => (await (await fetch(location.href)).text()).includes(`data-page="${page}"`);
  // One connection for the page that is looked at: a browser has six for a host.
  const listen = () => {
    events?.close();
    if (document.hidden) return;
    events = new EventSource("EVENTS_PATH");
    events.onmessage = async ({ data }) => {
      const state = JSON.parse(data);
      if (state.build !== build && !(state.edited && await isSame())) {
        sessionStorage.setItem(key, scrollY);
        location.reload();
      } else {
        build = state.build;
        show(state.messages);
      }
    };
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => events?.close());
  listen();
})();
""".replace("EVENTS_PATH", EVENTS_PATH)


class LiveReload:
    """The last build that succeeded, and the messages of a later one that did not; builds tell, pages wait."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._session, self._builds = secrets.token_hex(4), 0
        self._messages, self._edited = "", False

    @property
    def state(self) -> str:
        """The state as JSON: `build`, a name that is new with each success, `messages`, and `edited` (see `tell`)."""
        return json.dumps({"build": self._build, "messages": self._messages, "edited": self._edited})

    @property
    def _build(self) -> str:
        return f"{self._session}-{self._builds}"

    def tell(self, succeeded: bool, messages: str, edited: bool = False) -> None:
        """Tell open pages that a build has ended; if only texts were `edited`, those that show the same stay."""
        with self._changed:
            self._builds, self._edited = self._builds + succeeded, edited
            self._messages = "" if succeeded else messages
            self._changed.notify_all()

    def wait(self, state: str) -> str:
        """Wait until the state is another than this one, but not for long; return what it is."""
        with self._changed:
            self._changed.wait_for(lambda: self.state != state, _HEARTBEAT)
            return self.state

    def with_script(self, html: bytes) -> bytes:
        """Return a page with the script in it."""
        names = f'data-build="{self._build}" data-page="{hashlib.sha256(html).hexdigest()[:16]}"'
        script = f'<script defer src="{SCRIPT_PATH}" {names}></script>'.encode()
        head, end, rest = html.partition(b"</head>")
        return head + script + end + rest
