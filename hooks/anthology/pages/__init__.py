"""What each page shows, as plain values: the templates read these and decide nothing.

Addresses are relative to the site (`essays/x/`); a template makes them relative to its page with the
`url` filter. Texts are plain and escaped by the template; what is HTML already is Markup.
"""

from .build import View, views

__all__ = ["View", "views"]
