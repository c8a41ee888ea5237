"""A request to stop (Ctrl-C, SIGTERM, a terminal that is gone) as something to look at, where no record gets torn."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Final

_REQUESTS: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def asked_to_stop() -> Iterator[Event]:
    """Give an event that is set once somebody asks this process to stop; until the end nothing else happens then.

    Has to be entered in the main thread. What was ignored before, as under `nohup`, stays ignored.
    """
    stop = Event()
    before = {sent: signal.getsignal(sent) for sent in _REQUESTS}
    taken = [sent for sent, handler in before.items() if handler not in {signal.SIG_IGN, None}]
    try:
        for sent in taken:
            signal.signal(sent, lambda *_: stop.set())
        yield stop
    finally:
        for sent in taken:
            signal.signal(sent, before[sent])
