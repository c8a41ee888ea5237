"""How long one answer is waited for as a whole, whatever pieces it comes in.

The timeouts of a socket are about each piece of an answer. A server that sends a byte now and then keeps within them
for ever, in the head of an answer as well as in its body, where nobody else looks at a clock. So the connection is cut.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer, local
from typing import Any, Final, TypeVar

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager, pool_classes_by_scheme
from urllib3.response import HTTPResponse

_HERE: Final = local()
"""What a thread that asks wants to be told of: the socket that its answer comes from."""


@contextmanager
def patience(limit_s: float) -> Iterator[None]:
    """Cut the connection of an answer to this thread that takes longer than `limit_s`, from the question to its end.

    It ends as one that takes too long for its pieces does.

    Raises:
        TimeoutError: it was cut.
    """
    cut = False
    timers: list[Timer] = []

    def watch(connection: socket.socket) -> None:
        def end() -> None:
            nonlocal cut
            cut = True
            with suppress(OSError):
                # Not that of TLS: who reads would find its state gone.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

        timer = Timer(limit_s, end)
        timer.daemon = True
        timers.append(timer)
        timer.start()

    before = getattr(_HERE, "watch", None)
    _HERE.watch = watch
    try:
        yield
    except Exception as error:
        if cut:
            raise TimeoutError from error
        raise
    finally:
        _HERE.watch = before
        for timer in timers:
            timer.cancel()


def _watched(connection: Any) -> None:  # noqa: ANN401 - a connection of either kind, to a proxy or not
    watch: Callable[[socket.socket], None] | None = getattr(_HERE, "watch", None)
    if watch is not None and isinstance(connection.sock, socket.socket):
        watch(connection.sock)


class _Connection(HTTPConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3
        _watched(self)
        return super().getresponse()


class _SecureConnection(HTTPSConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3
        _watched(self)
        return super().getresponse()


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


_Manager = TypeVar("_Manager", bound=PoolManager)


def made_watchable(manager: _Manager) -> _Manager:
    """Return `manager`, whose connections from now on tell `patience` of their sockets; one with its own is as it was.

    Connections through SOCKS are of their own kind.
    """
    if manager.pool_classes_by_scheme == pool_classes_by_scheme:
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return manager
