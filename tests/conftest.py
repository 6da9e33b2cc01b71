"""Fixtures for every test."""

from renderers import github, jekyll, renderer

__all__ = ["github", "jekyll", "renderer"]
