"""Pages: everything that templates show, as plain values, so that templates decide nothing.

Addresses are relative to the site (`essays/x/`); a template makes them relative to its page with the `url`
filter. Texts are plain and escaped by the template; what is HTML already is Markup. `views` returns all pages,
`post_page` that of a post, `site_values` what every page shows, `json_ld` a page in schema.org's vocabulary, `policy`
what a page may load.
"""

from .build import View, post_page, views
from .components import Values, card, page_language, practice_card
from .content_security_policy import policy
from .look import manifest, style_sheet, title_cards, unused_assets
from .site import missing_page, site_values, sitemap_entries
from .structured_data import json_ld
