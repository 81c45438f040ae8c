"""`_headers`: what Netlify, Cloudflare Pages and hosts like them send with the files of the site.

https://docs.netlify.com/routing/headers/ and https://developers.cloudflare.com/pages/configuration/headers/:
at most one `*` in a path, and a header that two rules name is sent with both values, so no two rules of a path have it.
"""

from urllib.parse import urlsplit

HEADERS = "_headers"
"""the name of the file"""

# Feeds are XML to every browser, which shows them with their style; as application/rss+xml some offer to keep a file.
_XML = {"Content-Type": "application/xml; charset=utf-8"}
# Players in other pages read feeds, chapters and transcripts.
_FOR_ALL = {"Access-Control-Allow-Origin": "*"}
_RULES: dict[str, dict[str, str]] = {
    "/*": {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        # The policy of a page is in the page; this part of it is heard in a header alone.
        "Content-Security-Policy": "frame-ancestors 'self'",
    },
    "/assets/fonts/*": {"Cache-Control": "public, max-age=2592000"},
    "/podcast.xml": {**_XML, **_FOR_ALL},
    "/podcast/*": {**_XML, **_FOR_ALL},
    "/essays.xml": {**_XML, **_FOR_ALL},
    "/topics/:topic/feed.xml": {**_XML, **_FOR_ALL},
    "/feed.json": {"Content-Type": "application/feed+json; charset=utf-8", **_FOR_ALL},
    "/feeds.opml": {"Content-Type": "text/x-opml; charset=utf-8"},
    "/episodes/:slug/chapters.json": {"Content-Type": "application/json+chapters", **_FOR_ALL},
    "/episodes/:slug/transcript.vtt": {"Content-Type": "text/vtt; charset=utf-8", **_FOR_ALL},
    "/episodes/:slug/transcript.srt": {"Content-Type": "application/x-subrip; charset=utf-8", **_FOR_ALL},
    "/episodes/:slug/transcript.json": _FOR_ALL,
}


def header_rules(site_url: str) -> str:
    """Return the content of `_headers` for a site at this address, which may be in a folder of its host."""
    folder = urlsplit(site_url).path.rstrip("/")
    return "".join(
        f"{folder}{path}\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())
        for path, headers in _RULES.items()
    )
