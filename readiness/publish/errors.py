"""Why something was not published."""

from readiness.web.errors import NoAnswerError


class NotAllowedError(NoAnswerError):
    """The forge knows who asks, and does not let them: what a token with rights to read alone comes to."""
