"""The way to Kafka: TLS, and the user name with its password, for every client alike."""

import ssl
from pathlib import Path
from typing import Any

from streams.errors import ConfigError
from streams.settings import Settings


def client_security(settings: Settings) -> dict[str, Any]:
    """The keyword arguments that any client of aiokafka takes; empty where the way is PLAINTEXT.

    Raises:
        ConfigError: a file of the settings cannot be read, or is not what it should be.
    """
    access: dict[str, Any] = {}
    if settings.kafka_security == "PLAINTEXT":
        return access
    access["security_protocol"] = settings.kafka_security
    if settings.kafka_security.endswith("SSL"):
        access["ssl_context"] = _tls(settings)
    if settings.kafka_security.startswith("SASL"):
        access |= {
            "sasl_mechanism": settings.kafka_mechanism,
            "sasl_plain_username": settings.kafka_user,
            "sasl_plain_password": _password(settings),
        }
    return access


def _password(settings: Settings) -> str:
    if settings.kafka_password is not None:
        return settings.kafka_password.get_secret_value()
    assert settings.kafka_password_file is not None
    # Read each time a client is made, so that a changed password needs a restart and nothing else.
    password = _read(settings.kafka_password_file, "TALLYWIRE_KAFKA_PASSWORD_FILE").rstrip("\r\n")
    if not password:
        raise ConfigError(f"{settings.kafka_password_file} is empty", key="TALLYWIRE_KAFKA_PASSWORD_FILE")
    return password


def _tls(settings: Settings) -> ssl.SSLContext:
    """Certificates are always checked, and that they are for the host that is called."""
    authority = settings.kafka_ca_file and _read(settings.kafka_ca_file, "TALLYWIRE_KAFKA_CA_FILE")
    try:
        context = ssl.create_default_context(cadata=authority or None)
    except ssl.SSLError as error:
        reason = f"{settings.kafka_ca_file} has no certificate in PEM: {error.reason or error}"
        raise ConfigError(reason, key="TALLYWIRE_KAFKA_CA_FILE") from None
    if settings.kafka_certificate_file and settings.kafka_key_file:
        _read(settings.kafka_certificate_file, "TALLYWIRE_KAFKA_CERTIFICATE_FILE")
        _read(settings.kafka_key_file, "TALLYWIRE_KAFKA_KEY_FILE")
        try:
            # An empty passphrase: OpenSSL would ask the terminal for one.
            context.load_cert_chain(settings.kafka_certificate_file, settings.kafka_key_file, password=lambda: "")
        except ssl.SSLError as error:
            reason = (
                f"{settings.kafka_certificate_file} and {settings.kafka_key_file} are no certificate with its key "
                f"(PEM, without a passphrase): {error.reason or error}"
            )
            raise ConfigError(reason, key="TALLYWIRE_KAFKA_KEY_FILE") from None
    return context


def _read(path: Path, key: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = f"{path} cannot be read: {getattr(error, 'strerror', None) or error}"
        raise ConfigError(reason, key=key) from None
