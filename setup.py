"""The packages of the wheel: those in hooks/, and overrides/ as the theme. The rest is in pyproject.toml."""

from setuptools import find_namespace_packages, setup

THEME = "mkdocs_anthology.theme"

# Namespace packages, because setuptools takes any folder of data for a package. Not those with a hyphen.
code = find_namespace_packages(
    "hooks", include=["anthology*", "mkdocs_anthology*"], exclude=["*-*", "*__pycache__*"]
)
templates = find_namespace_packages("overrides", exclude=["*__pycache__*"])
setup(
    packages=[*code, THEME, *(f"{THEME}.{folder}" for folder in templates)],
    package_dir={"": "hooks", THEME: "overrides"},
)
