"""Fixtures of these tests."""

from tests.repository import git_settings, repository

__all__ = ["git_settings", "repository"]
