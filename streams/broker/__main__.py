"""Kafka's files: `python -m streams.broker fetch` downloads them, `... lock` chooses them anew and prints the lock."""

import sys
import tempfile
from pathlib import Path

from streams.broker.jars import KafkaUnavailable, kafka_classpath, resolve_lock


def main(arguments: list[str]) -> None:
    """Do what the one argument says."""
    if arguments == ["fetch"]:
        kafka_classpath()
    elif arguments == ["lock"]:
        print("# Kafka's jars with their SHA-256. Made by `make lock`.")
        with tempfile.TemporaryDirectory() as scratch:
            print("\n".join(resolve_lock(Path(scratch))))
    else:
        sys.exit("usage: python -m streams.broker fetch|lock")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KafkaUnavailable as error:
        sys.exit(str(error))
