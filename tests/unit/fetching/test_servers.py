"""Web servers that misbehave: what can be had is had, what cannot is refused with its reason, in bounded time."""

import gzip
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import trustme

from streams.settings import Settings
from streams.sources.fetching import Fetcher, NotFetched
from streams.sources.network import is_public
from tests.unit.fetching.reading import Clock, fetcher
from tests.unit.fetching.server import Server, answer


def refusal(url: str, fetching: Fetcher | None = None, most: int = 1000) -> str:
    with pytest.raises(NotFetched) as refused:
        (fetching or fetcher()).get(url, most)
    return str(refused.value)


def test_it_says_who_it_is_and_takes_gzip(server: Server) -> None:
    url = server.says("/a", answer(gzip.compress(b"x" * 900), content_encoding="gzip"))
    assert fetcher(fetch_agent="tallywire (desk@example.org)").get(url, 1000).body == b"x" * 900
    assert server.asked[0][1]["user-agent"] == "tallywire (desk@example.org)"
    assert server.asked[0][1]["accept-encoding"] == "gzip"


def test_a_server_that_never_answers_is_left_in_time(server: Server) -> None:
    server.pages["/a"] = lambda _: server.over.wait(60) and b""
    assert (
        refusal(f"{server.address}/a", fetcher(fetch_seconds=0.2)) == "not done within TALLYWIRE_FETCH_SECONDS, 0.2 s"
    )


@pytest.mark.parametrize("begin", [b"HTTP/1.1 200 -\r\nx-header: ", b"HTTP/1.1 200 -\r\ncontent-length: 900\r\n\r\n"])
def test_a_server_that_sends_byte_by_byte_is_left_in_time(server: Server, begin: bytes) -> None:
    def drops() -> Iterator[bytes]:
        yield begin
        while not server.over.wait(0.02):
            yield b"x"

    server.pages["/a"] = lambda _: drops()
    settings = Settings(fetch_private=True, fetch_seconds=0.3)
    began = time.monotonic()
    assert "not done within" in refusal(f"{server.address}/a", Fetcher(settings))
    assert time.monotonic() - began < 5


def test_an_answer_that_is_cut_off_is_refused(server: Server) -> None:
    packed = gzip.compress(b"a page " * 100)
    for path, cut in {
        "/length": answer("a page", content_length="900"),
        "/chunks": b"HTTP/1.1 200 -\r\ntransfer-encoding: chunked\r\n\r\n6\r\na page\r\n",
        "/packed": answer(packed[:-9], content_encoding="gzip"),
        "/nothing": b"",
        "/noise": b"\x00\x01\x02 hello\r\n\r\n",
    }.items():
        assert refusal(server.says(path, cut)).startswith("cut off")


def test_no_more_is_read_or_unpacked_than_allowed(server: Server) -> None:
    bomb = gzip.compress(b"\x00" * 50_000_000)
    assert refusal(server.says("/bomb", answer(bomb, content_encoding="gzip"))) == "more than 1,000 bytes"
    assert refusal(server.says("/large", answer(b"x" * 1001))) == "more than 1,000 bytes"
    assert len(fetcher().get(server.says("/full", answer(b"x" * 1000)), 1000).body) == 1000
    assert refusal(server.says("/br", answer(b"x", content_encoding="br"))).endswith("not asked for: br")
    assert refusal(server.says("/no", answer(b"a page", content_encoding="gzip"))) == "said to be gzip, and is not"


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410, 500, 502])
def test_a_status_that_is_no_page_is_named_and_not_asked_for_again(server: Server, status: int) -> None:
    assert refusal(server.says("/a", answer(status=status))) == f"the server answered {status}"
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_come_again_soon_is_waited_for(server: Server, status: int) -> None:
    clock = Clock()
    url = server.says("/a", answer(status=status, retry_after="7"), answer("a page"))
    assert fetcher(clock).get(url, 1000).body == b"a page"
    assert clock.waited == [7.0]


def test_a_server_that_goes_on_asking_is_asked_three_times(server: Server) -> None:
    url = server.says("/a", answer(status=429, retry_after="1"))
    assert refusal(url) == "the server answered 429 and asks to come again in 1 s"
    assert len(server.asked) == 3


def test_a_server_that_asks_for_long_is_left_alone_until_then(server: Server) -> None:
    clock = Clock()
    fetching = fetcher(clock)
    moment = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert "429 and asks to come again in 3," in refusal(
        server.says("/a", answer(status=429, retry_after=moment)), fetching
    )
    other = server.says("/b", answer("a page"))
    assert refusal(other, fetching).startswith("not asked: the server wants to be left alone for 3,")
    assert server.paths() == ["/a"] and clock.waited == []
    clock.now += 3601
    assert fetching.get(other, 1000).body == b"a page"


def test_between_two_addresses_of_a_server_there_is_a_pause(server: Server) -> None:
    clock = Clock()
    fetching = fetcher(clock, fetch_delay=1.5)
    for path in ("/a", "/b", "/c"):
        fetching.get(server.says(path, answer("a page")), 1000)
    assert clock.waited == [1.5, 1.5]


def test_redirects_are_followed_but_not_for_ever(server: Server) -> None:
    server.says("/c", answer("a page"))
    server.says("/b", answer(status=302, location="c"))
    assert fetcher().get(server.says("/a", answer(status=301, location="/b")), 1000).body == b"a page"
    assert refusal(server.says("/round", answer(status=302, location="/round"))) == "redirected more than 5 times"
    assert server.paths().count("/round") == 6
    assert refusal(server.says("/lost", answer(status=302))).endswith("does not say where to")
    assert "no address" in refusal(server.says("/bad", answer(status=302, location="http://[x/")))
    assert "file: only http" in refusal(server.says("/f", answer(status=302, location="file:///etc/passwd")))


def test_user_and_password_go_to_their_own_server_only(server: Server) -> None:
    other = Server()
    other.says("/b", answer("a page"))
    url = server.says("/a", answer(status=302, location=f"{other.address}/b"))
    fetcher().get(url.replace("://", "://reader:w%40rd@"), 1000)
    other.close()
    assert server.asked[0][1]["authorization"] == "Basic cmVhZGVyOndAcmQ="
    assert "authorization" not in other.asked[0][1]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "http://",
        "http:///a",
        "http://a.example:99999/",
        "http://[::1",
        "http://a..b.é/",
        f"http://{'a' * 70}/",
    ],
)
def test_what_is_no_address_is_refused_unasked(url: str) -> None:
    assert refusal(url).startswith(("ftp: only", "no address: ", "no connection: "))


def test_private_addresses_are_refused_unless_allowed(server: Server) -> None:
    url = server.says("/a", answer("a page"))
    port = server.address.rpartition(":")[2]
    assert refusal(url, fetcher(fetch_private=False)) == (
        "127.0.0.1 is not public (127.0.0.1), and TALLYWIRE_FETCH_PRIVATE is not set"
    )
    for other in (f"http://localhost:{port}/a", f"http://2130706433:{port}/a", f"http://[::ffff:127.0.0.1]:{port}/a"):
        assert "is not public" in refusal(other, fetcher(fetch_private=False))
    assert server.asked == []
    assert fetcher().get(url, 1000).body == b"a page"


@pytest.mark.parametrize(
    "address",
    (
        *("10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
        *("255.255.255.255", "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
        *("ff02::1", "::"),
    ),
)
def test_addresses_of_this_machine_and_its_networks_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


def test_a_certificate_has_to_be_trusted_and_for_the_host_that_is_called() -> None:
    authority, tls = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    server, trust = Server(tls), ssl.create_default_context()
    authority.configure_trust(trust)
    url, settings = server.says("/a", answer("a page")), Settings(fetch_private=True, fetch_delay=0)
    assert Fetcher(settings, trust=trust).get(url, 1000).body == b"a page"
    assert refusal(url, Fetcher(settings)).startswith("no connection: ")
    other = url.replace("127.0.0.1", "localhost")
    assert refusal(other, Fetcher(settings, trust=trust)).startswith("no connection: ")
    server.close()
    assert len(server.asked) == 1
