"""The way to a web server: only to addresses that are public, and never for longer than allowed."""

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable
from ssl import SSLContext
from typing import Any

import httpcore2 as httpcore

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses of version 6 that end in one of version 4 (RFC 6052)."""


class PrivateAddress(Exception):
    """A host has none but addresses of a private network, this machine, or others that are not public."""


def is_public(address: str) -> bool:
    """Is it an address that anybody on the Internet can reach?

    Addresses of version 6 that stand for one of version 4 are as public as that one.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class Network(httpcore.NetworkBackend):
    """Connects to hosts by an address that has been looked at, and lets all waiting end at `deadline`.

    The name is looked up once and the address itself is called, so that it cannot be another one the second time.
    """

    def __init__(self, private: bool, clock: Callable[[], float] = time.monotonic) -> None:
        """`private` allows addresses that are not public; `deadline` is on the clock, in seconds."""
        self._private, self._clock = private, clock
        self._sockets = httpcore.SyncBackend()
        self.deadline = 0.0

    def left(self, timeout: float | None = None) -> float:
        """Seconds that may still be waited for.

        Raises:
            ReadTimeout: none.
        """
        left = self.deadline - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("time is over")
        return left if timeout is None else min(left, timeout)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's addresses that answers.

        Raises:
            PrivateAddress: none of them is public.
            ConnectError, ConnectTimeout: none answers.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, ValueError) as error:  # ValueError: a name that cannot be one, too long or with a zero in it.
            raise httpcore.ConnectError(f"no such host: {getattr(error, 'strerror', None) or error}") from None
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        allowed = [one for one in addresses if self._private or is_public(one)]
        if not allowed:
            raise PrivateAddress(", ".join(addresses))
        failed: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in allowed:
            try:
                stream = self._sockets.connect_tcp(address, port, self.left(timeout), local_address, socket_options)
                return _Bounded(stream, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        assert failed is not None
        raise failed


class _Bounded(httpcore.NetworkStream):
    """A connection on which each wait ends at the deadline: a server that sends a byte a second does not hold us."""

    def __init__(self, stream: httpcore.NetworkStream, network: Network) -> None:
        self._stream, self._network = stream, network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._network.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._network.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._network.left(timeout))
        return _Bounded(stream, self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
