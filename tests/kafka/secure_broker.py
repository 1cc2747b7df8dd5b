"""A local broker with certificates, passwords and access rules: what a company's Kafka asks of us.

Listeners, one for each thing that may be right or wrong:

- PLAINTEXT (`bootstrap`): no security; who comes this way is `User:ANONYMOUS`, a super user, for the tests themselves.
- SCRAM: TLS with a certificate for `localhost`, user name and password.
- MUTUAL: TLS where clients show a certificate; its common name is the user.
- OPEN: user name and password without TLS, with SCRAM-SHA-256 only.
- ELSEWHERE, EXPIRED: as SCRAM, with a certificate for another host, and with one that has ended.
- ASTRAY: as OPEN, but tells its clients to come to an address that there is not.
"""

import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import trustme
from cryptography.hazmat.primitives import serialization

from streams.broker.local import LocalBroker, free_port
from streams.settings import Settings

LISTENERS = {
    "SCRAM": "SASL_SSL",
    "MUTUAL": "SSL",
    "OPEN": "SASL_PLAINTEXT",
    "ELSEWHERE": "SASL_SSL",
    "EXPIRED": "SASL_SSL",
    "ASTRAY": "SASL_PLAINTEXT",
}
MECHANISMS = ("SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN")
USERS = ("admin", "operator", "worker", "producer", "subscriber", "page", "web", "leaver", "nobody")
SUPER_USERS = ("ANONYMOUS", "admin")


def password_of(user: str) -> str:
    """What a user's password is at the beginning."""
    return f"secret-of-{user}-7391"


@dataclass
class Certificates:
    """Files for the broker and its clients, from an authority made for the test."""

    folder: Path
    authority: trustme.CA = field(default_factory=trustme.CA)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ca_file = self.folder / "ca.pem"
        self.authority.cert_pem.write_to_path(self.ca_file)
        self.other_ca_file = self.folder / "other-ca.pem"
        trustme.CA().cert_pem.write_to_path(self.other_ca_file)
        yesterday = datetime.now(UTC) - timedelta(days=1)
        self._broker("localhost", self.authority.issue_cert("localhost"))
        self._broker("elsewhere", self.authority.issue_cert("kafka.elsewhere.example"))
        self._broker("expired", self.authority.issue_cert("localhost", not_after=yesterday))

    def _broker(self, name: str, certificate: trustme.LeafCert) -> None:
        # Kafka reads keys in PKCS 8 only.
        key = serialization.load_pem_private_key(certificate.private_key_pem.bytes(), None).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        chain = [one.bytes() for one in certificate.cert_chain_pems]
        (self.folder / f"{name}.pem").write_bytes(b"".join([key, *chain]))

    def client(self, user: str) -> tuple[Path, Path]:
        """Certificate and key of a user, as files."""
        made = self.authority.issue_cert(f"{user}@clients.example", common_name=user)
        certificate, key = self.folder / f"{user}.crt", self.folder / f"{user}.key"
        made.cert_chain_pems[0].write_to_path(certificate)
        made.private_key_pem.write_to_path(key)
        return certificate, key


class SecureBroker(LocalBroker):
    """The local broker with the listeners above, SCRAM users and access rules."""

    def __init__(self, folder: Path) -> None:
        self.certificates = Certificates(folder / "certificates")
        self.ports = {name: free_port() for name in LISTENERS}
        super().__init__(folder / "kafka")

    def address(self, listener: str) -> str:
        return f"localhost:{self.ports[listener]}"

    def access(self, user: str, listener: str = "SCRAM", **values: Any) -> dict[str, Any]:
        """The settings with which a user comes in by a listener."""
        tls = {"kafka_ca_file": self.certificates.ca_file} if LISTENERS[listener].endswith("SSL") else {}
        way = {"bootstrap_servers": self.address(listener), "kafka_security": LISTENERS[listener]} | tls
        if listener == "MUTUAL":
            certificate, key = self.certificates.client(user)
            return way | {"kafka_certificate_file": certificate, "kafka_key_file": key} | values
        return way | {"kafka_user": user, "kafka_password": password_of(user)} | values

    def settings(self, user: str, listener: str = "SCRAM", **values: Any) -> Settings:
        return Settings(**self.access(user, listener, **values))

    def change_password(self, user: str, password: str) -> None:
        """What `kafka-configs --alter` does, for SCRAM-SHA-512; connections that are open go on."""
        command = [*self._java(), "kafka.admin.ConfigCommand", "--bootstrap-server", self.bootstrap, "--alter"]
        command += ["--entity-type", "users", "--entity-name", user]
        command += ["--add-config", f"SCRAM-SHA-512=[password={password}]"]
        subprocess.run(command, check=True, capture_output=True)

    def properties(self, controller_port: int) -> dict[str, str]:
        plain = super().properties(controller_port)
        listeners = [f"{name}://127.0.0.1:{port}" for name, port in self.ports.items()]
        advertised = [f"{name}://{self.address(name)}" for name in self.ports if name != "ASTRAY"]
        advertised.append("ASTRAY://kafka.invalid:9092")
        protocols = {"PLAINTEXT": "PLAINTEXT", "CONTROLLER": "PLAINTEXT"} | LISTENERS
        folder = self.certificates.folder
        added = {
            "listeners": ",".join([plain["listeners"], *listeners]),
            "advertised.listeners": ",".join([plain["advertised.listeners"], *advertised]),
            "listener.security.protocol.map": ",".join(f"{name}:{kind}" for name, kind in protocols.items()),
            "inter.broker.listener.name": "PLAINTEXT",
            "sasl.enabled.mechanisms": ",".join(MECHANISMS),
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": str(folder / "localhost.pem"),
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": str(folder / "ca.pem"),
            "listener.name.open.sasl.enabled.mechanisms": "SCRAM-SHA-256",
            "listener.name.mutual.ssl.client.auth": "required",
            # "CN=worker,OU=..." is the user `worker`.
            "listener.name.mutual.ssl.principal.mapping.rules": "RULE:^.*CN=([^,]+).*$/$1/,DEFAULT",
            "listener.name.elsewhere.ssl.keystore.location": str(folder / "elsewhere.pem"),
            "listener.name.expired.ssl.keystore.location": str(folder / "expired.pem"),
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users": ";".join(f"User:{name}" for name in SUPER_USERS),
            "allow.everyone.if.no.acl.found": "false",
        }
        for name, kind in LISTENERS.items():
            if kind.startswith("SASL"):
                added |= _logins(f"listener.name.{name.lower()}")
        return plain | added

    def format_options(self) -> list[str]:
        return [
            word
            for user in USERS
            for mechanism in MECHANISMS[:2]
            for word in ("--add-scram", f"{mechanism}=[name={user},password={password_of(user)}]")
        ]


def _logins(listener: str) -> dict[str, str]:
    users = " ".join(f'user_{user}="{password_of(user)}"' for user in USERS)
    plain = f"org.apache.kafka.common.security.plain.PlainLoginModule required {users};"
    scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
    return {
        f"{listener}.plain.sasl.jaas.config": plain,
        f"{listener}.scram-sha-256.sasl.jaas.config": scram,
        f"{listener}.scram-sha-512.sasl.jaas.config": scram,
    }
