"""The content security policy that every built page carries.

It is in the page itself, because a host for static files sends no headers of ours; every directive would
also be valid in a header.
"""

from urllib.parse import urlsplit

_DIRECTIVES = {
    "default-src": "'none'",
    # The search reads its index with WebAssembly; this does not allow code made from text.
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


def policy(audio: str = "") -> str:
    """Return the policy of a page; `audio` is the address of its recording, which may be on another host."""
    recording = urlsplit(audio)
    host = f" {recording.scheme}://{recording.netloc}" if recording.netloc else ""
    directives = {**_DIRECTIVES, "media-src": f"'self'{host}"}
    return "; ".join(f"{directive} {allowed}" for directive, allowed in directives.items())
