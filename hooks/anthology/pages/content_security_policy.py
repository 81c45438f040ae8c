"""What may a page load and run? The content security policy that every built page carries.

It stands in the page, since a host that only keeps files sends no headers of ours; every directive in it
would hold as a header too.
"""

from __future__ import annotations

from urllib.parse import urlsplit


def policy(audio: str = "") -> str:
    """The policy of a page; `audio` is the address of its recording, which alone may lie elsewhere."""
    recording = urlsplit(audio)
    elsewhere = f" {recording.scheme}://{recording.netloc}" if recording.netloc else ""
    return "; ".join(
        f"{directive} {allowed}"
        for directive, allowed in {**_OURS, "media-src": f"'self'{elsewhere}"}.items()
    )


_OURS = {
    "default-src": "'none'",
    # The search reads its index with WebAssembly; that allows no other code to be made from text.
    "script-src": "'self' 'wasm-unsafe-eval'",
    "worker-src": "'self'",
    "connect-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
