"""What a command refuses: a value that cannot be meant, or a wish that cannot be carried out."""

from typing import NoReturn

from readiness.errors import Problem, ReadinessError


class BadValueError(Exception):
    """What somebody typed cannot be meant, with how it is written."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


def bad_value(message: str, fix: str) -> NoReturn:
    """Refuse what somebody typed.

    Raises:
        BadValueError: always.
    """
    raise BadValueError(message, fix)


def refuse(message: str, fix: str) -> NoReturn:
    """Refuse a command line that asks for what cannot be done.

    Raises:
        ReadinessError: RDY056, always.
    """
    raise ReadinessError(Problem("RDY056", message, fix))
