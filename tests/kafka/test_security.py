"""The way to a Kafka that asks for certificates, passwords and rights: what gets in, what is refused in which words."""

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import NewTopic
from aiokafka.errors import GroupAuthorizationFailedError, TopicAuthorizationFailedError

from schemas import RawArticle
from streams import worker
from streams.access.preflight import check_access
from streams.access.rights import Needs
from streams.broker.local import free_port
from streams.cli import main
from streams.errors import ConfigError
from streams.kafka_io import admin
from streams.security import client_security
from streams.settings import Settings
from streams.sources import read_inputs
from tests.kafka.access_rules import Rule, documented, drop_rules, set_rules
from tests.kafka.secure_broker import Certificates, SecureBroker, password_of
from tests.kafka.stream import EXAMPLES, Stream

pytestmark = pytest.mark.kafka

QUICK = 8.0
"""Seconds within which a refusal is told, on a machine where other tests run too."""


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureBroker]:
    with SecureBroker(tmp_path_factory.mktemp("secure")) as broker:
        yield broker


@dataclass
class Done:
    """How a command ended, what it printed, and after how many seconds."""

    code: object
    out: str
    err: str
    seconds: float


Call = Callable[..., Done]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run a command with some settings in this process, as the command line would."""

    def run(settings: Settings, *arguments: str) -> Done:
        for name in [name for name in os.environ if name.startswith("TALLYWIRE_")]:
            monkeypatch.delenv(name)
        for name, value in settings.child_environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.argv", ["tallywire", *arguments])
        capsys.readouterr()
        started, code = time.monotonic(), None
        try:
            (worker.main if arguments == ("worker",) else main)()
        except SystemExit as end:
            code = end.code
        printed = capsys.readouterr()
        return Done(code or 0, printed.out, printed.err, time.monotonic() - started)

    return run


COMMANDS = (("worker",), ("push", str(EXAMPLES)), ("watch", "--once"))
Given = Callable[[SecureBroker, Path], Settings]


def plaintext_to_tls(kafka: SecureBroker, _: Path) -> Settings:
    return Settings(bootstrap_servers=kafka.address("SCRAM"))


def certificate_of_a_stranger(kafka: SecureBroker, folder: Path) -> Settings:
    certificate, key = Certificates(folder / "stranger").client("worker")
    return kafka.settings("worker", "MUTUAL", kafka_certificate_file=certificate, kafka_key_file=key)


def nobody_there(kafka: SecureBroker, _: Path) -> Settings:
    return kafka.settings("worker", bootstrap_servers=f"localhost:{free_port()}")


REFUSED: dict[str, tuple[Given, int, str]] = {
    "wrong password": (
        lambda kafka, _: kafka.settings("worker", kafka_password="secret-but-wrong"),
        2,
        "TALLYWIRE_KAFKA_PASSWORD: {SCRAM} does not know user worker with this password",
    ),
    "unknown user": (
        lambda kafka, _: kafka.settings("stranger"),
        2,
        "TALLYWIRE_KAFKA_PASSWORD: {SCRAM} does not know user stranger with this password",
    ),
    "a mechanism that is not taken": (
        lambda kafka, _: kafka.settings("worker", "OPEN", kafka_mechanism="SCRAM-SHA-512"),
        2,
        "TALLYWIRE_KAFKA_MECHANISM: {OPEN} does not take SCRAM-SHA-512",
    ),
    "a certificate of another authority": (
        lambda kafka, _: kafka.settings("worker", kafka_ca_file=kafka.certificates.other_ca_file),
        2,
        "TALLYWIRE_KAFKA_CA_FILE: {SCRAM} shows a certificate that is not trusted",
    ),
    "a certificate for another host": (
        lambda kafka, _: kafka.settings("worker", "ELSEWHERE"),
        2,
        "TALLYWIRE_BOOTSTRAP_SERVERS: {ELSEWHERE} shows a certificate for another host",
    ),
    "a certificate that has expired": (
        lambda kafka, _: kafka.settings("worker", "EXPIRED"),
        1,
        "{EXPIRED} shows a certificate that has expired",
    ),
    "plaintext to a port with TLS": (
        plaintext_to_tls,
        2,
        "TALLYWIRE_KAFKA_SECURITY: {SCRAM} speaks SASL_SSL, we are set to PLAINTEXT",
    ),
    "TLS to a port without": (
        lambda kafka, _: kafka.settings("worker", bootstrap_servers=kafka.bootstrap),
        2,
        "TALLYWIRE_KAFKA_SECURITY: {PLAINTEXT} speaks PLAINTEXT, we are set to SASL_SSL",
    ),
    "a user name where none is taken": (
        lambda kafka, _: kafka.settings("worker", "OPEN", bootstrap_servers=kafka.bootstrap),
        2,
        "TALLYWIRE_KAFKA_SECURITY: {PLAINTEXT} takes no user name; we are set to SASL_PLAINTEXT",
    ),
    "no certificate of ours": (
        lambda kafka, _: kafka.settings("worker", bootstrap_servers=kafka.address("MUTUAL")),
        2,
        "TALLYWIRE_KAFKA_CERTIFICATE_FILE: {MUTUAL} speaks TLS and wants a certificate of ours that it trusts",
    ),
    "a certificate of a stranger": (
        certificate_of_a_stranger,
        2,
        "TALLYWIRE_KAFKA_CERTIFICATE_FILE: {MUTUAL} speaks TLS and wants a certificate of ours that it trusts",
    ),
    "nobody there": (nobody_there, 1, "nobody listens there"),
    "an address that is advertised and is not there": (
        lambda kafka, _: kafka.settings("worker", "ASTRAY"),
        1,
        "{ASTRAY} answers, but not by the addresses that it advertises: kafka.invalid:9092: there is no such host",
    ),
    "no such host": (
        lambda kafka, _: kafka.settings("worker", bootstrap_servers="kafka.invalid:9093"),
        1,
        "kafka.invalid:9093: there is no such host",
    ),
}


@pytest.mark.parametrize("command", COMMANDS, ids=[command[0] for command in COMMANDS])
@pytest.mark.parametrize("what", REFUSED)
def test_what_kafka_refuses_is_told_at_once_and_names_what_to_change(
    kafka: SecureBroker, call: Call, tmp_path: Path, what: str, command: tuple[str, ...]
) -> None:
    given, code, message = REFUSED[what]
    settings = given(kafka, tmp_path).with_(data_dir=tmp_path, metrics_port=0)
    done = call(settings, *command)
    places = {name: kafka.address(name) for name in kafka.ports} | {"PLAINTEXT": kafka.bootstrap}
    assert message.format(**places) in done.err
    assert (done.code, done.out) == (code, "")
    assert done.err.count("\n") == 1 and "Traceback" not in done.err
    assert "secret" not in done.err
    assert done.seconds < QUICK


def rules_under(prefix: str, user: str = "") -> list[Rule]:
    return [rule.under(prefix) for rule in documented() if user in ("", rule.user)]


def as_user(kafka: SecureBroker, user: str, stream: Stream, **others: Any) -> Settings:
    return stream.settings.with_(**kafka.access(user, **others))


async def test_with_the_least_rights_of_each_role_the_stream_gives_the_offline_fold(
    kafka: SecureBroker, call: Call, prefix: str, tmp_path: Path
) -> None:
    await set_rules(kafka.bootstrap, rules_under(prefix))
    articles = examples()
    with Stream(kafka.bootstrap, prefix, tmp_path, log_level="DEBUG") as stream:
        made = await asyncio.to_thread(call, as_user(kafka, "operator", stream), "topics", "--create")
        assert made.code == 0, made.err
        plain = stream.settings
        for name, listener in (("one", "SCRAM"), ("two", "MUTUAL")):
            stream.settings = plain.with_(**kafka.access("worker", listener))
            stream.start(name)
        stream.settings = plain
        pushed = await asyncio.to_thread(call, as_user(kafka, "producer", stream), "push", str(EXAMPLES))
        assert pushed.code == 0, pushed.err
        seen = await asyncio.to_thread(call, as_user(kafka, "page", stream), "watch", "--once", "--wait", "--json")
        assert seen.code == 0, seen.err
        assert seen.out.strip() == stream.offline(articles)
        assert stream.terminate("two") == 0
        # A right that is taken away later ends a worker too.
        (right,) = [one for one in rules_under(prefix, "worker") if one.name.endswith("articles-raw")]
        await drop_rules(kafka.bootstrap, [right])
        assert await asyncio.to_thread(stream.workers.pop("one").wait, 40) == 1
        log = (tmp_path / "one" / "worker.log").read_text()
        assert "TopicAuthorizationFailedError" in log and right.name in log
    assert files_with("metrics on", tmp_path) and not files_with(password_of("worker"), tmp_path)


def examples() -> list[RawArticle]:
    return [one for one in read_inputs([str(EXAMPLES)], 10_000_000) if isinstance(one, RawArticle)]


def files_with(text: str, folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_the_log_of_a_worker_at_debug_does_not_hold_a_password_that_is_said_as_it_is(
    kafka: SecureBroker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    worker.configure_logging("DEBUG")
    for user in ("admin", "stranger"):
        settings = kafka.settings(user, kafka_mechanism="PLAIN", log_level="DEBUG")
        with contextlib.suppress(ConfigError):
            check_access(settings, Needs(reads=["tallies"]))
        logging.getLogger("test").debug("tried as %s", user)
        assert f"tried as {user}" in caplog.text and password_of(user) not in caplog.text


async def attempt_to_read(settings: Settings, topic: str, group: str | None = None) -> None:
    async with AIOKafkaConsumer(
        topic,
        bootstrap_servers=settings.bootstrap_servers,
        group_id=group,
        auto_offset_reset="earliest",
        **client_security(settings),
    ) as reader:
        async with asyncio.timeout(QUICK):
            await reader.getone()


async def attempt_to_write(settings: Settings, topic: str) -> None:
    async with AIOKafkaProducer(bootstrap_servers=settings.bootstrap_servers, **client_security(settings)) as writer:
        await writer.send_and_wait(topic, b"{}", key=b"k")


READS = ("articles-raw", "articles-clean", "articles-tagged", "tallies", "dead-letters")
WRITES = ("articles-raw", "articles-tagged", "tallies", "dead-letters")
MAY = {
    "worker": (
        {"articles-raw", "articles-clean", "tallies", "dead-letters"},
        {"articles-tagged", "tallies", "dead-letters"},
    ),
    "producer": (set(), {"articles-raw"}),
    "subscriber": ({"articles-clean", "articles-tagged", "tallies"}, set()),
    "page": ({"tallies"}, set()),
    "web": ({"articles-tagged", "tallies"}, {"articles-raw"}),
    "operator": ({"dead-letters"}, {"articles-raw", "dead-letters"}),
    "nobody": (set(), set()),
}


async def test_each_role_may_do_what_is_its_own_and_nothing_of_the_others(
    kafka: SecureBroker, prefix: str, tmp_path: Path
) -> None:
    await set_rules(kafka.bootstrap, rules_under(prefix))
    with Stream(kafka.bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        for topic in READS:
            await attempt_to_write(stream.settings, prefix + topic)
        for user, (reads, writes) in MAY.items():
            settings = as_user(kafka, user, stream)
            done = {topic for topic in READS if await succeeds(attempt_to_read(settings, prefix + topic))}
            sent = {topic for topic in WRITES if await succeeds(attempt_to_write(settings, prefix + topic))}
            assert (user, done, sent) == (user, reads, writes)
        subscriber = as_user(kafka, "subscriber", stream)
        await attempt_to_read(subscriber, f"{prefix}tallies", "subscriber-one")
        assert not await succeeds(attempt_to_read(subscriber, f"{prefix}tallies", f"{prefix}tallywire"))


async def test_workers_may_make_and_delete_the_tables_of_generations_and_nothing_else(
    kafka: SecureBroker, prefix: str, tmp_path: Path
) -> None:
    await set_rules(kafka.bootstrap, rules_under(prefix))
    own, others = f"{prefix}tallywire-abcd-pages-changelog", f"{prefix}articles-raw"
    with Stream(kafka.bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        outcomes = {}
        for user in ("worker", "operator", "producer"):
            async with admin(as_user(kafka, user, stream)) as client:
                made = await client.create_topics([NewTopic(own, 1, 1)])
                outcomes[user] = [made.topic_errors[0][1]]
                for topic in (others, own):
                    deleted = await client.delete_topics([topic])
                    outcomes[user].append(deleted.topic_error_codes[0][1])
    refused = TopicAuthorizationFailedError.errno
    assert outcomes == {"worker": [0, refused, 0], "operator": [refused] * 3, "producer": [refused] * 3}


async def succeeds(attempt: Any) -> bool:
    try:
        await attempt
    except (TopicAuthorizationFailedError, GroupAuthorizationFailedError):
        return False
    return True


async def test_a_right_that_is_missing_is_named(kafka: SecureBroker, call: Call, prefix: str, tmp_path: Path) -> None:
    with Stream(kafka.bootstrap, prefix, tmp_path) as stream:
        nobody = as_user(kafka, "nobody", stream)
        for command, lacks in (
            (("push", str(EXAMPLES)), [f"user nobody may not write to {prefix}articles-raw"]),
            (("watch", "--once"), [f"may not read from {prefix}incidents, {prefix}tallies"]),
            (("watch", "--wait"), [f"may not describe {prefix}articles-raw", f"consumer group {prefix}tallywire"]),
            (("dead-letters", "list"), [f"may not read from {prefix}dead-letters"]),
            (("worker",), [f"may not write to {prefix}articles-clean", f"may not read as consumer group {prefix}"]),
        ):
            done = await asyncio.to_thread(call, nobody, *command)
            assert done.code == 1 and done.err.count("\n") == 1 and "Traceback" not in done.err
            assert all(one in done.err for one in lacks), done.err


async def test_what_may_not_be_created_is_named_and_needs_no_right_where_it_is_there(
    kafka: SecureBroker, call: Call, prefix: str, tmp_path: Path
) -> None:
    await set_rules(kafka.bootstrap, rules_under(prefix, "producer"))
    with Stream(kafka.bootstrap, prefix, tmp_path) as stream:
        producer = as_user(kafka, "producer", stream)
        refused = await asyncio.to_thread(call, producer, "push", str(EXAMPLES))
        assert refused.code == 1
        assert f"may not create {prefix}articles-raw, which is missing" in refused.err
        await stream.create_topics()
        assert (await asyncio.to_thread(call, producer, "push", str(EXAMPLES))).code == 0


async def test_a_worker_that_is_refused_later_ends_with_the_reason_and_goes_on_with_the_new_password(
    kafka: SecureBroker, prefix: str, tmp_path: Path
) -> None:
    await set_rules(kafka.bootstrap, [replace(one, user="leaver") for one in rules_under(prefix, "worker")])
    articles, password = examples(), tmp_path / "password"
    password.write_text(password_of("leaver"))
    with Stream(kafka.bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        plain = stream.settings
        secured = plain.with_(**kafka.access("leaver") | {"kafka_password": None, "kafka_password_file": password})
        stream.settings = secured
        stream.start("one")
        stream.settings = plain
        await stream.push(articles[:3])
        await stream.worked_off()
        await asyncio.to_thread(kafka.change_password, "leaver", "another-secret")
        await stream.push(articles[3:])
        await stream.worked_off()  # The connections that are open go on.
        kafka.kill()
        await asyncio.to_thread(kafka.start)
        assert await asyncio.to_thread(stream.workers.pop("one").wait, 60) == 70
        log = (tmp_path / "one" / "worker.log").read_text()
        assert "the worker ends, nothing is lost: " in log and "does not know user leaver with this password" in log
        password.write_text("another-secret\n")
        stream.settings = secured
        stream.start("one")
        stream.settings = plain
        late = RawArticle(
            id="late", body="Two rockets were fired at the Ain al-Asad air base in Iraq on 1 December 2023."
        )
        await stream.push([late])
        await stream.worked_off()
        assert await stream.tallies() == stream.offline([*articles, late])
