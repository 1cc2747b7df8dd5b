"""A web server on this machine that answers as it is told, and misbehaves as it is told."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

Answer = bytes | Iterable[bytes]


def answer(body: bytes | str = b"", status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    """An answer as it goes over the wire."""
    data = body.encode() if isinstance(body, str) else body
    lines = {"content-type": kind, "content-length": str(len(data)), "connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} -\r\n{head}\r\n".encode() + data


class Server:
    """`pages` says what is answered at each path; `asked` has the path and headers of each request, in their order."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.pages: dict[str, Callable[[Mapping[str, str]], Answer]] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"{'https' if tls else 'http'}://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def says(self, path: str, *answers: Answer) -> str:
        """Answer with these one after the other, then with the last again; gives the address."""
        left = list(answers)
        self.pages[path] = lambda _: left.pop(0) if len(left) > 1 else left[0]
        return self.address + path

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def close(self) -> None:
        self.over.set()
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        if self._tls:
            try:
                connection = self._tls.wrap_socket(connection, server_side=True)
            except OSError:
                return
        with connection, suppress(OSError), connection.makefile("rb") as lines:
            path = lines.readline().decode().split(" ")[1]
            headers = {}
            while line := lines.readline().decode("latin-1").strip():
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            self.asked.append((path, headers))
            given = self.pages.get(path, lambda _: answer(status=404))(headers)
            for part in [given] if isinstance(given, bytes) else given:
                connection.sendall(part)
