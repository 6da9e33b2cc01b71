"""Fixtures for every test."""

from hypothesis import settings

from renderers import github, jekyll, renderer

__all__ = ["github", "jekyll", "renderer"]

# How long an example takes says more of the machine than of the program.
settings.register_profile("digestlint", deadline=None)
settings.load_profile("digestlint")
