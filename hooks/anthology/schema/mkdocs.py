"""The settings of MkDocs and Material: those that have an effect, and what does the same as the others."""

from typing import Any
from urllib.parse import urlsplit

from pydantic import Field

from . import types as t

_Files = t.List[t.FileName]


class ThemeSettings(t.Model):
    """`theme` in mkdocs.yml."""

    name: t.Line = Field(
        "anthology", description="`anthology`; `material` where the theme is a folder of yours"
    )
    custom_dir: t.Line | None = Field(
        None, description="the folder of templates that take the place of the theme's, or extend them"
    )
    language: t.LanguageCode = Field("en", description="the language of the site")
    logo: t.FileName | None = Field(None, description="a picture beside the name of the site, in docs/")
    favicon: t.FileName | None = Field(None, description="the icon of the tab, in docs/")


class SocialLink(t.Model):
    """A page of the site's makers elsewhere, as Material has it; a link in the footer, without an icon."""

    link: t.ContactAddress = Field(description="its address; mailto: for an e-mail address")
    name: t.Line | None = Field(None, description="what the link says; without it, the host")
    icon: t.Line | None = Field(None, description="Material's icon, which has no effect here")

    @property
    def title(self) -> str:
        """The words of the link."""
        return self.name or urlsplit(self.link).hostname or self.link.removeprefix("mailto:")


class SocialLinks(t.RootList):
    """`extra.social` in mkdocs.yml: a list of links."""

    root: t.NonEmptyList[SocialLink]


class MkDocsSettings(t.Model):
    """The settings at the top of mkdocs.yml that have an effect."""

    site_name: t.Line = Field(description="the name of the site")
    site_url: t.Line | None = Field(
        None,
        description="the address at which it is published; `!ENV [SITE_URL, …]` takes that of the workflow",
    )
    site_description: t.Line | None = Field(
        None, description="one line on it, for the front page and search engines"
    )
    copyright: t.Line | None = Field(None, description="a line at the foot of each page")
    repo_url: t.Line | None = Field(None, description="the repository, to which “Suggest a change” leads")
    edit_uri: t.Line | None = Field(
        None, description="the path in it to the files of a branch, such as edit/main/"
    )
    theme: ThemeSettings = Field(description="the theme")
    nav: list[Any] = Field(
        [],
        description="the menu, as MkDocs has it: pages and addresses, with titles or without; a section is one link",
    )
    plugins: t.List[t.Line] = Field(description="`[anthology]`, and others if you need them")
    hooks: _Files = Field([], description="scripts of your own with events of MkDocs")
    extra_css: _Files = Field(
        [], description="style sheets of yours, in docs/; they may load fonts from there"
    )
    extra_javascript: _Files = Field([], description="scripts of yours, in docs/")
    use_directory_urls: t.Flag = Field(True, description="false: essays/x.html in place of essays/x/")
    site_dir: t.Line = Field("site", description="the folder into which the site is built")
    strict: t.Flag = Field(False, description="true: a warning of MkDocs stops a build")
    validation: dict[str, Any] = Field({}, description="which warnings MkDocs gives; nothing here needs it")
    INHERIT: t.FileName | None = Field(None, description="a file with settings that this one adds to")
    extra: dict[str, Any] = Field(
        {},
        description="`anthology`, below; `social`, as in Material: links in the footer; values for your templates",
    )


_LOOK = "below  extra: anthology: look:"
IGNORED_SETTINGS: dict[tuple[str, ...], str] = {
    ("theme", "palette"): f"delete it, and write the colours, light and dark, {_LOOK}",
    ("theme", "font"): "delete it; a style sheet in  extra_css:  may load fonts that are in docs/",
    ("theme", "features"): "delete it; what pages offer does not depend on it",
    ("theme", "icon"): "delete it; a picture of your own is  theme: logo:  and  theme: favicon:",
    ("theme", "direction"): "delete it; the direction follows from the language",
    ("theme", "locale"): "write  language:  in its place",
    (
        "theme",
        "include_search_page",
    ): "delete it; the page of the search is there with  extra: anthology: search: true",
    ("theme", "search_index_only"): "delete it; the search is  extra: anthology: search: true",
    ("extra", "analytics"): "delete it; nothing here counts readers",
    ("extra", "consent"): "delete it; nothing here needs a consent",
    ("extra", "alternate"): "delete it; write  translation_of:  in a post, and its language follows",
    ("extra", "version"): "delete it; posts have dates and corrections instead",
    ("extra", "generator"): "delete it; no page names the generator",
    ("extra", "homepage"): "delete it; the name of the site leads to its home page",
    ("extra", "tags"): "delete it, and write topics in docs/vocabulary.yml",
    ("extra", "status"): "delete it; a post states  updated:  or  corrections:",
    ("extra", "search"): "delete it; the search is  extra: anthology: search: true",
    ("extra_templates",): "delete it; a template of your own is in the folder of  theme: custom_dir:",
    ("site_author",): "delete it; a post states its  authors:",
    ("remote_branch",): "delete it; the workflows of this folder publish the site",
    ("remote_name",): "delete it; the workflows of this folder publish the site",
    ("repo_name",): "delete it; pages link to the repository with words of the site",
    ("edit_uri_template",): "write  edit_uri:  in its place",
    ("dev_addr",): "delete it, and give the preview a port:  anthology preview --port 8001",
    ("draft_docs",): "delete it; a post with  draft: true  is in the preview alone",
    ("docs_dir",): "delete it; pages are in docs/ and episodes in episodes/",
    ("exclude_docs",): "delete it; a file whose name begins with _ is left out",
    ("not_in_nav",): "delete it; no page has to be in a menu",
    ("watch",): "delete it; the preview sees every file of the collection",
    ("mdx_configs",): "delete it: every post is rendered as GitHub shows it",
}
"""Settings of MkDocs and Material that have no effect here, each with a fix that names what does the same."""

IGNORED_PLUGINS = {
    "awesome-pages": "the pages of the menu are  extra: anthology: menu:",
    "blog": "posts are in docs/essays/, with dates, authors and topics of their own",
    "git-revision-date-localized": "a post states  updated:",
    "i18n": "write  language:  and  translation_of:  in a post",
    "literate-nav": "the pages of the menu are  extra: anthology: menu:",
    "meta": "write the fields into each post",
    "minify": "pages are small as they are; a web server compresses them",
    "offline": "pages open from a folder with  use_directory_urls: false",
    "privacy": "no page asks another server for anything",
    "redirects": "write the old addresses into the post:  aliases: [/old/]",
    "rss": "feeds are written without it",
    "search": "the search is  extra: anthology: search: true",
    "social": "pictures beside shared links are  extra: anthology: look: cards:",
    "tags": "write topics in docs/vocabulary.yml, and name them in posts",
}
"""Plugins for which there is nothing left to do, each with what does the same."""
