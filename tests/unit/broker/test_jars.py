"""Kafka's files: only those of the lock are taken, and each is fetched once."""

import re
from pathlib import Path

import pytest

from streams.broker.jars import KafkaUnavailable, kafka_classpath, locked_jars


def quiet(text: str) -> None:
    """Say nothing."""


def test_each_line_of_the_lock_is_a_coordinate_with_a_sha256() -> None:
    jars = locked_jars()
    assert any(jar.filename.startswith("kafka_2.13-") for jar in jars)
    assert all(re.fullmatch(r"[\w.-]+:[\w.-]+:[\w.-]+", jar.coordinate) for jar in jars)
    assert all(re.fullmatch(r"[0-9a-f]{64}", jar.sha256) for jar in jars)
    assert len({jar.filename for jar in jars}) == len(jars)


def test_what_is_in_the_cache_is_not_fetched(tmp_path: Path) -> None:
    def nothing(coordinate: str, folder: Path) -> Path:
        raise AssertionError(f"{coordinate} was fetched")

    (tmp_path / "kafka").mkdir()
    for jar in locked_jars():
        (tmp_path / "kafka" / jar.filename).write_bytes(b"")
    paths = kafka_classpath(tmp_path, quiet, nothing)
    assert [path.name for path in paths] == [jar.filename for jar in locked_jars()]


def test_a_file_with_another_hash_is_refused_and_not_kept(tmp_path: Path) -> None:
    def other(coordinate: str, folder: Path) -> Path:
        path = folder / coordinate.replace(":", "-")
        path.write_bytes(b"something else")
        return path

    with pytest.raises(KafkaUnavailable, match=r"was fetched with SHA-256 [0-9a-f]{64}, the lock says"):
        kafka_classpath(tmp_path, quiet, other)
    assert list((tmp_path / "kafka").iterdir()) == []


def test_without_a_network_the_reason_is_told(tmp_path: Path) -> None:
    def no_network(coordinate: str, folder: Path) -> Path:
        raise OSError("no route to host")

    with pytest.raises(KafkaUnavailable, match=r"is the network there\? no route to host"):
        kafka_classpath(tmp_path, quiet, no_network)
    assert list((tmp_path / "kafka").iterdir()) == []
