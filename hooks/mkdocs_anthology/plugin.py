"""The MkDocs plugin `anthology`: the events of this package, for a collection that has no hooks of its own."""

from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin

from . import events


class NoOptions(Config):  # type: ignore[no-untyped-call]
    """The settings of a collection are below `extra.anthology`, where a check without MkDocs finds them."""


class AnthologyPlugin(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """Offers each event of `events` under its name."""

    on_startup = staticmethod(events.on_startup)
    on_config = staticmethod(events.on_config)
    on_files = staticmethod(events.on_files)
    on_env = staticmethod(events.on_env)
    on_pre_page = staticmethod(events.on_pre_page)
    on_page_context = staticmethod(events.on_page_context)
    on_template_context = staticmethod(events.on_template_context)
    on_post_page = staticmethod(events.on_post_page)
    on_post_build = staticmethod(events.on_post_build)
    on_build_error = staticmethod(events.on_build_error)
    on_shutdown = staticmethod(events.on_shutdown)
