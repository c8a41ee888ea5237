"""Real servers. Where one is missing the tests that need it fail: what was not tried is not shown to work."""

from collections.abc import Iterator

import pytest

from tests.integration.redmine_server import RedmineServer, RedmineUnavailableError, running_redmine


@pytest.fixture(scope="session")
def redmine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedmineServer]:
    """A Redmine that runs, for all tests; each makes projects of its own."""
    try:
        with running_redmine(tmp_path_factory.mktemp("redmine")) as server:
            yield server
    except RedmineUnavailableError as error:
        missing = str(error)
    else:
        return
    pytest.fail(missing, pytrace=False)
