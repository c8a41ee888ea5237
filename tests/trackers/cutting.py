"""A server that takes a request, says what it was told to say, and hangs up."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread


@contextmanager
def cutting(said: bytes = b"") -> Iterator[tuple[str, list[bytes]]]:
    """Run one; the value is its address, and what it has received until it hung up, one entry a connection."""
    received: list[bytes] = []

    def run() -> None:
        while True:
            connection, _ = listening.accept()
            with connection:
                received.append(connection.recv(65536))
                if received[-1] == b"":
                    return
                with suppress(OSError):
                    connection.sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = listening.getsockname()
        thread = Thread(target=run, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{address[1]}", received
        finally:
            with suppress(OSError):
                socket.create_connection(address).close()
            thread.join()
