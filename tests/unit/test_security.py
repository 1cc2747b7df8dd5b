"""Settings of the way to Kafka: what is whole, what is refused, and that the password is shown nowhere."""

import traceback
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from streams.access import preflight, roles
from streams.access.rights import Needs
from streams.cli import main
from streams.errors import ConfigError, NoAccess
from streams.security import client_security
from streams.settings import Settings, load_settings
from streams.topics import changelogs
from tests.kafka.access_rules import documented

PASSWORD = "a-most-secret-word"
SASL = {"bootstrap_servers": "kafka.example:9092", "kafka_security": "SASL_PLAINTEXT", "kafka_user": "worker"}


def settings(**values: Any) -> Settings:
    return Settings(**{**SASL, "kafka_password": PASSWORD, **values})


def read(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(f"TALLYWIRE_{name.upper()}", value)
    return load_settings()


def test_plaintext_needs_no_words() -> None:
    assert client_security(Settings()) == {}


def test_user_and_password_reach_the_clients() -> None:
    assert client_security(settings(kafka_mechanism="SCRAM-SHA-256")) == {
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "SCRAM-SHA-256",
        "sasl_plain_username": "worker",
        "sasl_plain_password": PASSWORD,
    }


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_bytes(PASSWORD.encode() + b"\r\n")
    given = Settings(**SASL, kafka_password_file=path)
    assert client_security(given)["sasl_plain_password"] == PASSWORD
    assert PASSWORD not in str(given.child_environment())


def test_a_worker_in_another_process_gets_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    given = settings()
    for name, value in given.child_environment().items():
        monkeypatch.setenv(name, value)
    assert load_settings() == given
    assert client_security(load_settings())["sasl_plain_password"] == PASSWORD


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"kafka_security": "SASL_SSL"}, "SASL_SSL needs TALLYWIRE_BOOTSTRAP_SERVERS"),
        ({**SASL}, "needs TALLYWIRE_KAFKA_USER, and one of TALLYWIRE_KAFKA_PASSWORD"),
        ({**SASL, "kafka_password": PASSWORD, "kafka_password_file": "p"}, "and one of TALLYWIRE_KAFKA_PASSWORD"),
        ({"kafka_password": PASSWORD}, "not used with TALLYWIRE_KAFKA_SECURITY=PLAINTEXT"),
        ({**SASL, "kafka_password": PASSWORD, "kafka_ca_file": "ca.pem"}, "TALLYWIRE_KAFKA_CA_FILE, .* not used with"),
        (
            {"bootstrap_servers": "k:1", "kafka_security": "SSL", "kafka_key_file": "key.pem"},
            "TALLYWIRE_KAFKA_CERTIFICATE_FILE and TALLYWIRE_KAFKA_KEY_FILE go together",
        ),
        ({"kafka_security": "TLS"}, "TALLYWIRE_KAFKA_SECURITY: .*'SASL_SSL'"),
        ({"kafka_mechanism": "MD5"}, "TALLYWIRE_KAFKA_MECHANISM: .*'SCRAM-SHA-256'"),
    ],
)
def test_what_is_not_whole_is_refused_by_name_and_without_the_password(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], reason: str
) -> None:
    with pytest.raises(ConfigError, match=reason) as caught:
        read(monkeypatch, **values)
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


def test_the_password_is_not_shown_by_printing_the_settings() -> None:
    given = settings()
    for text in (repr(given), str(given), f"{given.model_dump()}", given.model_dump_json()):
        assert "worker" in text and PASSWORD not in text


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "cannot be read: No such file"), ("\n", "is empty"), (b"\xff\xfe", "cannot be read")]
)
def test_a_password_file_that_is_of_no_use_is_named(tmp_path: Path, content: str | bytes | None, reason: str) -> None:
    path = tmp_path / "password"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ConfigError, match=f"TALLYWIRE_KAFKA_PASSWORD_FILE: {path} {reason}"):
        client_security(Settings(**SASL, kafka_password_file=path))


def test_files_that_are_no_certificates_are_named(tmp_path: Path) -> None:
    path = tmp_path / "some.pem"
    path.write_text("nothing of the kind")
    tls: dict[str, Any] = {"bootstrap_servers": "k:1", "kafka_security": "SSL"}
    with pytest.raises(ConfigError, match=f"TALLYWIRE_KAFKA_CA_FILE: {path} has no certificate"):
        client_security(Settings(**tls, kafka_ca_file=path))
    with pytest.raises(ConfigError, match=f"TALLYWIRE_KAFKA_KEY_FILE: {path} and {path} are no certificate"):
        client_security(Settings(**tls, kafka_certificate_file=path, kafka_key_file=path))


def needed(needs: Needs, tables: set[str]) -> set[tuple[str, str, str]]:
    """Operation, kind and name of all that a command needs; the tables' topics by their prefix."""
    named = [("Read", needs.reads), ("Write", needs.writes), ("Describe", needs.sees), ("Create", needs.makes)]
    found = {(what, "topic", "tallywire-" if name in tables else name) for what, names in named for name in names}
    if needs.group:
        found.add(("Read" if needs.joins else "Describe", "group", needs.group))
    return found


def test_the_documented_rules_give_each_role_what_its_commands_need_and_no_more() -> None:
    plain, names = Settings(), {one.name for one in changelogs("tallywire-abcd")}
    rules = {
        user: {(rule.operation, rule.kind, rule.name) for rule in documented() if rule.user == user}
        for user in ("operator", "worker", "producer", "web", "page")
    }
    # That a topic is there is the operator's part.
    assert rules["producer"] == needed(replace(roles.producer(plain), makes=()), names)
    worker = replace(roles.worker(plain, "abcd"), group="tallywire", makes=sorted(names))
    deletes = {("Delete", "topic", "tallywire-"), ("Delete", "group", "tallywire")}  # What replaced generations leave.
    assert rules["worker"] == needed(worker, names) | deletes
    assert rules["web"] == needed(roles.web(plain, "abcd"), names) - {("Describe", "group", "tallywire-abcd")} | {
        ("Describe", "group", "tallywire")
    }
    assert rules["page"] == needed(roles.reader(plain), names) | needed(roles.reader(plain, "tallywire"), names)
    letters = needed(roles.letter_reader(plain), names) | needed(roles.letter_replayer(plain), names)
    assert rules["operator"] == needed(roles.operator(plain), names) | letters


def test_the_documented_rules_are_not_wider_than_they_look() -> None:
    assert {(rule.user, rule.name) for rule in documented() if rule.prefixed} == {
        ("worker", "tallywire-"),
        ("worker", "tallywire"),
        ("subscriber", "subscriber-"),
        ("page", "tallywire"),
        ("web", "tallywire"),
    }


def test_help_does_not_show_the_password(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in settings().child_environment().items():
        monkeypatch.setenv(name, value)
    for arguments in (["--help"], ["worker", "--help"], ["up", "--help"]):
        monkeypatch.setattr("sys.argv", ["tallywire", *arguments])
        with pytest.raises(SystemExit):
            main()
        printed = capsys.readouterr()
        assert "Usage" in printed.out and PASSWORD not in printed.out + printed.err


class NoCoordinator:
    """A connection to a cluster that cannot make its topic of offsets."""

    async def send(self, _: object) -> SimpleNamespace:
        return SimpleNamespace(error_code=15)


async def test_a_cluster_that_cannot_coordinate_groups_is_told_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "COORDINATOR_SECONDS", 0.3)
    with pytest.raises(NoAccess, match=r"no coordinator for consumer group workers; .*replication.factor"):
        await preflight._missing_for_group(NoCoordinator(), "workers", Needs(), settings())


def test_addresses_that_are_none_are_named() -> None:
    with pytest.raises(ConfigError, match=r"TALLYWIRE_BOOTSTRAP_SERVERS: 'kafka:port' is not host:port"):
        preflight.check_access(Settings(bootstrap_servers="kafka:port"), Needs())
