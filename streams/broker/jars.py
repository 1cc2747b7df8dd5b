"""Kafka's jars, fetched from Maven Central with jgo and kept in the user's cache.

`kafka.lock` names each jar with its SHA-256, so that nothing has to be resolved at run time and nothing unknown is run.
jgo's own environments are not used: to sort jars into modules they download a whole JDK.
"""

import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

ROOTS = ("org.apache.kafka:kafka_2.13:4.1.0", "org.slf4j:slf4j-simple:1.7.36")
"""What the lock is made from: the broker, and a logger that writes to standard error."""

DOWNLOADS_AT_ONCE = 6
Say = Callable[[str], None]
Resolve = Callable[[str, Path], Path]
"""Downloads a Maven coordinate into a folder and gives the path."""


class KafkaUnavailable(Exception):
    """Kafka's jars could not be fetched, or are not those of the lock. The text says which and what to do."""


@dataclass(frozen=True)
class Jar:
    """A jar of the lock: Maven coordinate (`group:artifact:version`) and SHA-256 in hex."""

    coordinate: str
    sha256: str

    @property
    def filename(self) -> str:
        """`artifact-version.jar`."""
        _, artifact, version = self.coordinate.split(":")
        return f"{artifact}-{version}.jar"


def default_cache() -> Path:
    """Where downloads are kept when nothing else is asked for."""
    return Path.home() / ".cache" / "tallywire"


def locked_jars() -> tuple[Jar, ...]:
    """The jars of `kafka.lock`, in its order."""
    lines = files(__package__).joinpath("kafka.lock").read_text(encoding="utf-8").splitlines()
    return tuple(Jar(*line.split()) for line in lines if line and not line.startswith("#"))


def maven_central(coordinate: str, repository: Path) -> Path:
    """Download a jar, without what it depends on."""
    # Imported here: jgo takes a while, and is not needed where the jars are in the cache.
    from jgo.maven import MavenContext
    from jgo.parse import Coordinate

    context = MavenContext(repo_cache=repository)
    return Path(context.create_dependency(_compile_scope(Coordinate.parse(coordinate))).artifact.resolve())


def kafka_classpath(cache: Path | None = None, say: Say | None = None, resolve: Resolve = maven_central) -> list[Path]:
    """The paths of all jars of the broker; those that are not in the cache are downloaded first.

    Progress goes to `say` (default: standard error). Raises KafkaUnavailable where a download fails.
    """
    folder = (cache or default_cache()) / "kafka"
    jars = locked_jars()
    missing = [jar for jar in jars if not (folder / jar.filename).exists()]
    if missing:
        _download(missing, folder, say or _to_stderr, resolve)
    return [folder / jar.filename for jar in jars]


def _to_stderr(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _download(jars: list[Jar], folder: Path, say: Say, resolve: Resolve) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    say(f"Kafka is fetched once ({len(jars)} files, some 45 MB in all) and kept in {folder}")
    # A folder of our own, and each jar moved into place when it is whole and checked: a download that is broken off,
    # or another process that does the same, leaves nothing half done.
    with tempfile.TemporaryDirectory(dir=folder) as scratch, ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
        tasks = [pool.submit(_fetch, jar, Path(scratch), folder, resolve) for jar in jars]
        total = 0
        for done, task in enumerate(as_completed(tasks), start=1):
            try:
                total += task.result()
            except KafkaUnavailable:
                pool.shutdown(cancel_futures=True)
                raise
            except Exception as error:
                pool.shutdown(cancel_futures=True)
                raise KafkaUnavailable(f"Kafka could not be fetched; is the network there? {error}") from error
            if done % 5 == 0 or done == len(jars):
                say(f"  {done} of {len(jars)} files, {total / 1e6:.0f} MB")


def _fetch(jar: Jar, scratch: Path, folder: Path, resolve: Resolve) -> int:
    path = resolve(jar.coordinate, scratch)
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != jar.sha256:
        raise KafkaUnavailable(f"{jar.coordinate} was fetched with SHA-256 {found}, the lock says {jar.sha256}")
    path.replace(folder / jar.filename)
    return len(content)


def _compile_scope(coordinate: object) -> object:
    return replace(coordinate, scope="compile")  # type: ignore[type-var]


def resolve_lock(repository: Path) -> Iterator[str]:
    """The lines of a new `kafka.lock`: ROOTS and all they need, from Maven's metadata. Downloads everything."""
    from jgo.maven import MavenContext
    from jgo.parse import Coordinate

    context = MavenContext(repo_cache=repository)
    roots = [context.create_dependency(_compile_scope(Coordinate.parse(root))) for root in ROOTS]
    named, needed = context.resolver.resolve(roots)
    for dependency in [*named, *needed]:
        if dependency.scope in ("compile", "runtime"):
            artifact = dependency.artifact
            digest = hashlib.sha256(Path(artifact.resolve()).read_bytes()).hexdigest()
            yield f"{artifact.groupId}:{artifact.artifactId}:{artifact.version} {digest}"
