"""Fixtures for every test."""

import os

from hypothesis import settings

from renderers import github, jekyll, renderer

__all__ = ["github", "jekyll", "renderer"]

# How long an example takes says more of the machine than of the program. In CI each run tries the
# same, so that a failure tells of a change; who searches does so by hand.
settings.register_profile("digestlint", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("digestlint")
