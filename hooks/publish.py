"""The hook that MkDocs loads in this repository. Elsewhere the plugin `anthology` has the same events."""

from mkdocs_anthology.events import (
    on_build_error,
    on_config,
    on_env,
    on_files,
    on_page_context,
    on_post_build,
    on_post_page,
    on_pre_page,
    on_shutdown,
    on_startup,
    on_template_context,
)

__all__ = [
    "on_build_error",
    "on_config",
    "on_env",
    "on_files",
    "on_page_context",
    "on_post_build",
    "on_post_page",
    "on_pre_page",
    "on_shutdown",
    "on_startup",
    "on_template_context",
]
