"""Names and addresses of the licences that a collection uses most, and who holds the rights."""

from anthology.schema import Post

from .language import Language

_LICENSES = {
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC-BY-NC-4.0": ("CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    "CC-BY-ND-4.0": ("CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
    "CC-BY-NC-SA-4.0": ("CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
    "CC-BY-NC-ND-4.0": ("CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "all-rights-reserved": ("All rights reserved", ""),
}


def license_name(spdx: str) -> tuple[str, str]:
    """Return the usual name of a licence and the address of its text, empty if it has none.

    `spdx` is an identifier of the SPDX licence list, or `all-rights-reserved`.
    """
    return _LICENSES.get(spdx, (spdx, f"https://spdx.org/licenses/{spdx}.html"))


def copyright_notice(fields: Post, language: Language) -> str:
    """Return who holds the rights, and since when; empty if the post does not say."""
    if not fields.copyright:
        return ""
    key = "byline.copyright_year" if fields.copyright.year else "byline.copyright"
    return language.text(key, **fields.copyright.model_dump())
