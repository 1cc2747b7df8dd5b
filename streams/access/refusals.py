"""Why a connection to Kafka failed, in words that name what to change."""

import asyncio
import socket
import ssl

from aiokafka.conn import create_conn
from aiokafka.errors import (
    IllegalSaslStateError,
    InconsistentGroupProtocolError,
    InvalidSessionTimeoutError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)
from aiokafka.protocol.admin import SaslHandShakeRequest

from streams.errors import ConfigError, NoAccess
from streams.settings import Settings

PROBE_SECONDS = 5.0
HOST_NAMES, ENDED = (62, 64), 10
"""OpenSSL's numbers: the certificate is for another host name or address; it is no longer valid."""

UNSUPPORTED_MECHANISM = 33
"""Kafka's error code. It comes, like none, from a listener that wants a user; another wants none."""


async def explain(error: Exception, address: tuple[str, int], settings: Settings) -> Exception:
    """The error to raise instead: ConfigError where a setting is certainly wrong, NoAccess otherwise."""
    where = f"{address[0]}:{address[1]}"
    if known := refusal(error, where, settings):
        return known
    if isinstance(error, socket.gaierror):
        return NoAccess(f"{where}: there is no such host")
    if isinstance(error, TimeoutError):
        return NoAccess(f"{where}: no answer")
    if isinstance(error, ConnectionRefusedError):
        return NoAccess(f"{where}: nobody listens there")
    found = await _way_of(address)
    if found not in ("", settings.kafka_security):
        reason = f"{where} speaks {found}, we are set to {settings.kafka_security}"
        return ConfigError(reason, key="TALLYWIRE_KAFKA_SECURITY")
    if not found and await _shakes_hands(address):
        reason = f"{where} speaks TLS and wants a certificate of ours that it trusts"
        return ConfigError(reason, key="TALLYWIRE_KAFKA_CERTIFICATE_FILE")
    return NoAccess(f"{where}: {error or 'the connection was closed'}")


def refusal(error: BaseException, where: str, settings: Settings) -> Exception | None:
    """What to raise for an error after which trying again does not help; None for any other."""
    if isinstance(error, SaslAuthenticationFailed):
        # Kafka does not tell an unknown user from a wrong password.
        reason = f"{where} does not know user {settings.kafka_user} with this password ({settings.kafka_mechanism})"
        return ConfigError(reason, key="TALLYWIRE_KAFKA_USER, TALLYWIRE_KAFKA_PASSWORD")
    if isinstance(error, UnsupportedSaslMechanismError):
        return ConfigError(f"{where} does not take {settings.kafka_mechanism}", key="TALLYWIRE_KAFKA_MECHANISM")
    if isinstance(error, IllegalSaslStateError):
        reason = f"{where} takes no user name; we are set to {settings.kafka_security}"
        return ConfigError(reason, key="TALLYWIRE_KAFKA_SECURITY")
    if isinstance(error, InconsistentGroupProtocolError):
        reason = f"the consumer group of this worker is in use by another program at {where}"
        return ConfigError(reason, key="TALLYWIRE_APP_ID, TALLYWIRE_TOPIC_PREFIX")
    if isinstance(error, InvalidSessionTimeoutError):
        reason = f"{where} takes no session of {settings.session_timeout:g} s (group.min and max.session.timeout.ms)"
        return ConfigError(reason, key="TALLYWIRE_SESSION_TIMEOUT")
    return _untrusted(error, where) if isinstance(error, ssl.SSLCertVerificationError) else None


def _untrusted(error: ssl.SSLCertVerificationError, where: str) -> Exception:
    if error.verify_code == ENDED:
        return NoAccess(f"{where} shows a certificate that has expired")
    if error.verify_code in HOST_NAMES:
        reason = f"{where} shows a certificate for another host: {error.verify_message}"
        return ConfigError(reason, key="TALLYWIRE_BOOTSTRAP_SERVERS")
    reason = f"{where} shows a certificate that is not trusted: {error.verify_message}"
    return ConfigError(reason, key="TALLYWIRE_KAFKA_CA_FILE")


async def _way_of(address: tuple[str, int]) -> str:
    """How the listener wants to be spoken to, as `TALLYWIRE_KAFKA_SECURITY` has it; empty where it does not say."""
    for name, context in (("PLAINTEXT", None), ("SSL", _blind())):
        try:
            connection = await create_conn(
                *address, request_timeout_ms=PROBE_SECONDS * 1000, security_protocol=name, ssl_context=context
            )
        except (OSError, KafkaError):
            continue
        try:
            code = (await connection.send(SaslHandShakeRequest("PLAIN"))).error_code
            return f"SASL_{name}" if code in (0, UNSUPPORTED_MECHANISM) else name
        except (OSError, KafkaError):
            return ""
        finally:
            connection.close()
    return ""


async def _shakes_hands(address: tuple[str, int]) -> bool:
    """Does the listener speak TLS, whatever it says afterwards?"""
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            _, writer = await asyncio.open_connection(*address, ssl=_blind())
    except OSError:
        return False
    writer.close()
    return True


def _blind() -> ssl.SSLContext:
    """TLS with whoever answers: to learn how a listener speaks, and nothing of ours is said to it."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
