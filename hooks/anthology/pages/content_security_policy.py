"""The content security policy that every built page carries.

It is in the page itself, because a host for static files sends no headers of ours; every directive would
also be valid in a header.
"""

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
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


def policy(audio: str = "") -> str:
    """Return the policy of a page; `audio` is the address of its recording, which may be on another host.

    Hosts of recordings redirect to others, so such a page may play from any. Nothing of the address itself becomes
    part of the policy: a semicolon in it would begin a directive.
    """
    hosts = {"https": " https:", "http": " http: https:"}.get(audio.partition(":")[0].lower(), "")
    directives = {**_DIRECTIVES, "media-src": f"'self'{hosts}"}
    return "; ".join(f"{directive} {allowed}" for directive, allowed in directives.items())
