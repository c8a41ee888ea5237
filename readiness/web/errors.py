"""What is raised when a server, or whatever stands for one, gives no answer that can be used."""


class NoAnswerError(Exception):
    """There is no answer that can be used. Neither the message nor the action ever holds a token.

    `reason` is a phrase with the host; `action` says what would help: which variable to set, what to correct.
    """

    def __init__(self, reason: str, action: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.action = action
