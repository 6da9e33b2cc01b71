"""Reporters: one function a format."""
