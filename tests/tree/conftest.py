"""The repository builder, for all tests of trees."""

from tests.repository import git_settings, repository

__all__ = ["git_settings", "repository"]
