"""Settings from the environment: one table, names `TALLYWIRE_*`. Nothing else in Tallywire reads the environment."""

import os
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from streams.errors import ConfigError

MEBIBYTE = 1024 * 1024


class Settings(BaseSettings):
    """The knobs of Tallywire. Each has a default that suits one machine."""

    model_config = SettingsConfigDict(
        env_prefix="TALLYWIRE_", frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    bootstrap_servers: str | None = Field(
        None, description="Kafka to use, `host:port[,host:port]`. Unset: a local broker is started where a command can."
    )
    kafka_security: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="The way to Kafka: PLAINTEXT, SSL (TLS), SASL_PLAINTEXT (password) or SASL_SSL (both)."
    )
    kafka_mechanism: Literal["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"] = Field(
        "SCRAM-SHA-512", description="How the password is proven: SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN."
    )
    kafka_user: str | None = Field(None, description="User name at Kafka, with SASL.")
    kafka_password: SecretStr | None = Field(None, description="Password at Kafka, with SASL; never shown.")
    kafka_password_file: Path | None = Field(
        None, description="File with the password instead, as container secrets come; line ends after it are no part."
    )
    kafka_ca_file: Path | None = Field(
        None,
        description="PEM file with the authority that Kafka's certificate must come from. Unset: the system's.",
    )
    kafka_certificate_file: Path | None = Field(
        None, description="PEM file with our own certificate, where Kafka asks for one."
    )
    kafka_key_file: Path | None = Field(
        None, description="PEM file with the key of our certificate, without a passphrase."
    )
    tallies: Path | None = Field(None, description="YAML file with the tallies. Unset: the built-in one.")
    taggers: str = Field(
        "", description="Plug-ins that name things in stories beside the rules, comma-separated, first decides."
    )
    topic_prefix: str = Field("", pattern="^[A-Za-z0-9_-]*$", description="Put before the name of each topic.")
    data_dir: Path = Field(
        Path(".tallywire"),
        description="Table state, the local broker's log, what `push` has fetched. Each worker on a machine its own.",
    )
    partitions: int = Field(8, ge=1, le=1000, description="Partitions of each topic when it is created.")
    replication: int = Field(1, ge=1, le=9, description="Copies of each partition when a topic is created.")
    app_id: str = Field("tallywire", pattern="^[A-Za-z0-9_-]+$", description="What the names of groups begin with.")
    max_body: int = Field(10_000_000, ge=1000, description="Longest body of an article, in characters.")
    max_message_bytes: int = Field(
        32 * MEBIBYTE, ge=MEBIBYTE, description="Largest record; the topics are created with it."
    )
    dead_letter_window: int = Field(
        200, ge=0, description="A stage that refuses most of its last so many records is doubted; 0: never."
    )
    dead_letter_share: float = Field(
        0.5, gt=0, lt=1, description="Refusing more than this share, there and all over its topic, a worker stops."
    )
    batch: int = Field(200, ge=1, description="Most records a stage works on before it confirms and acknowledges.")
    buffer_bytes: int = Field(
        16 * MEBIBYTE,
        ge=MEBIBYTE,
        description="Bytes of records that a stage holds waiting, in a batch and in sending.",
    )
    session_timeout: float = Field(
        10.0, ge=6.0, description="Seconds after which the partitions of a worker that died go to others."
    )
    standby: int = Field(
        0,
        ge=0,
        le=8,
        description="Other workers that keep a copy of each table, to take over without reading it first.",
    )
    commit_interval: float = Field(0.5, gt=0, description="Seconds between commits of what has been acknowledged.")
    metrics_host: str = Field("127.0.0.1", description="Address on which a worker serves /metrics.")
    metrics_port: int = Field(9108, ge=0, le=65535, description="Port of a worker's /metrics; 0 takes a free one.")
    workers: int = Field(1, ge=1, le=64, description="Workers that `tallywire up` starts.")
    web_host: str = Field("127.0.0.1", description="Address on which `tallywire web` serves the page and the API.")
    web_port: int = Field(8080, ge=0, le=65535, description="Port of the page and the API; 0 takes a free one.")
    web_origins: str = Field(
        "", description="Other web sites whose scripts may read the API, comma-separated origins, or `*`. Empty: none."
    )
    web_readers: int = Field(
        1000, ge=1, le=100_000, description="Most readers that a copy of `web` keeps told of changes at a time."
    )
    web_intake: bool = Field(True, description="Take articles at `POST /api/articles`; false: nobody may send any.")
    api_key: SecretStr | None = Field(
        None,
        description="What who posts articles has to show; never shown. Unset: none is asked for, on this machine only.",
    )
    web_post_bytes: int = Field(32 * MEBIBYTE, ge=1024, description="Largest body of a POST, in bytes.")
    web_posts: int = Field(
        600, ge=0, description="Articles that one address may post in a minute; 0: any number of them."
    )
    web_lag: int = Field(
        100_000, ge=0, description="With more articles than this waiting in the stream, POST is put off; 0: never."
    )
    fetch_private: bool = Field(
        False, description="`push` also fetches from addresses that are not public: this machine, the local network."
    )
    fetch_seconds: float = Field(30.0, gt=0, description="Longest time that `push` gives to one address, in seconds.")
    fetch_delay: float = Field(
        1.0, ge=0, description="Seconds that `push` waits between two addresses of the same server."
    )
    fetch_agent: str = Field(
        "tallywire", pattern="^[ -~]+$", description="Who `push` says it is (User-Agent); put a way to reach you in it."
    )
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Least severe log line shown.")

    @model_validator(mode="after")
    def _body_fits_into_a_message(self) -> Self:
        # A character takes up to four bytes in UTF-8 and six as a JSON escape; four is what real text needs at most.
        if self.max_body * 3 > self.max_message_bytes:
            raise ValueError(
                f"TALLYWIRE_MAX_BODY {self.max_body} needs TALLYWIRE_MAX_MESSAGE_BYTES of at least {self.max_body * 3}"
            )
        return self

    @model_validator(mode="after")
    def _way_to_kafka_is_whole(self) -> Self:
        # What is set and would not be used is refused too: who set it believes the way to be safer than it is.
        way = f"TALLYWIRE_KAFKA_SECURITY={self.kafka_security}"
        passwords = [one for one in (self.kafka_password, self.kafka_password_file) if one is not None]
        sasl, tls = self.kafka_security.startswith("SASL"), self.kafka_security.endswith("SSL")
        if (sasl or tls) and not self.bootstrap_servers:
            raise ValueError(f"{way} needs TALLYWIRE_BOOTSTRAP_SERVERS: the local broker is PLAINTEXT")
        if sasl and not (self.kafka_user and len(passwords) == 1):
            raise ValueError(f"{way} needs TALLYWIRE_KAFKA_USER, and one of TALLYWIRE_KAFKA_PASSWORD and ..._FILE")
        if not sasl and (self.kafka_user or passwords):
            raise ValueError(f"TALLYWIRE_KAFKA_USER and TALLYWIRE_KAFKA_PASSWORD are not used with {way}")
        if not tls and (self.kafka_ca_file or self.kafka_certificate_file or self.kafka_key_file):
            raise ValueError(f"TALLYWIRE_KAFKA_CA_FILE, ..._CERTIFICATE_FILE and ..._KEY_FILE are not used with {way}")
        if bool(self.kafka_certificate_file) != bool(self.kafka_key_file):
            raise ValueError("TALLYWIRE_KAFKA_CERTIFICATE_FILE and TALLYWIRE_KAFKA_KEY_FILE go together")
        return self

    def with_(self, **changes: object) -> "Settings":
        """A copy with other values, checked."""
        return Settings(**{**self.model_dump(), **changes})

    def child_environment(self) -> dict[str, str]:
        """The environment for a worker in another process: ours, with these settings."""
        values = self.model_dump(mode="json", exclude_none=True)
        for name in ("kafka_password", "api_key"):  # The dump has asterisks.
            if (secret := getattr(self, name)) is not None:
                values[name] = secret.get_secret_value()
        own = {f"TALLYWIRE_{name.upper()}": str(value) for name, value in values.items()}
        return {name: value for name, value in os.environ.items() if not name.startswith("TALLYWIRE_")} | own


def load_settings() -> Settings:
    """Read the environment.

    Raises:
        ConfigError: a variable has a value that cannot be; it is named.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        # What concerns several settings has no place of its own; its text names them.
        name = f"TALLYWIRE_{first['loc'][0]}".upper() if first["loc"] else ""
        raise ConfigError(first["msg"].removeprefix("Value error, "), key=name) from error
