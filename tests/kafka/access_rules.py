"""The access rules that docs/security.md gives to operators, read from it and set at a broker."""

import argparse
import asyncio
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.admin import CreateAclsRequest, DeleteAclsRequest, DescribeAclsRequest

DOCUMENT = Path(__file__).parents[2] / "docs" / "security.md"
TOPIC, GROUP = 2, 3
LITERAL, PREFIXED = 3, 4
OPERATIONS = {"Read": 3, "Write": 4, "Create": 5, "Delete": 6, "Describe": 8}
ALLOW = 3


@dataclass(frozen=True, order=True)
class Rule:
    """A user may do something with a topic or group, or with all whose names begin so."""

    user: str
    operation: str
    kind: str
    name: str
    prefixed: bool

    def under(self, prefix: str) -> "Rule":
        """With a topic prefix. A subscriber's groups are its own affair."""
        return self if self.name.startswith("subscriber-") else replace(self, name=prefix + self.name)


def documented() -> list[Rule]:
    """All rules of the document, one for each operation and name."""
    command = argparse.ArgumentParser()
    command.add_argument("--allow-principal")
    command.add_argument("--resource-pattern-type", choices=["literal", "prefixed"], default="literal")
    for option in ("--operation", "--topic", "--group"):
        command.add_argument(option, action="append", default=[])
    lines = [line.strip() for line in DOCUMENT.read_text(encoding="utf-8").splitlines()]
    rules = []
    for line in lines:
        if line.startswith("acl "):
            given = command.parse_args(shlex.split(line)[1:])
            user, prefixed = given.allow_principal.removeprefix("User:"), given.resource_pattern_type == "prefixed"
            names = [("topic", name) for name in given.topic] + [("group", name) for name in given.group]
            rules += [Rule(user, what, kind, name, prefixed) for what in given.operation for kind, name in names]
    return rules


async def set_rules(bootstrap: str, rules: Iterable[Rule]) -> None:
    """What `kafka-acls --add` does."""
    await _send(bootstrap, CreateAclsRequest, rules)


async def drop_rules(bootstrap: str, rules: Iterable[Rule]) -> None:
    """What `kafka-acls --remove` does."""
    await _send(bootstrap, DeleteAclsRequest, rules)


async def _send(bootstrap: str, request: Any, rules: Iterable[Rule]) -> None:
    """Send a request for each rule, and wait until the broker keeps to it."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        for rule in rules:
            answer = await admin._send_to_controller(request(*_wire(rule)))
            ((_, (outcome,)),) = [one for one in answer.to_object().items() if isinstance(one[1], list)]
            assert outcome["error_code"] == 0, outcome
            async with asyncio.timeout(15):
                while await _holds(admin, rule) != (request is CreateAclsRequest):  # noqa: ASYNC110 (only asking shows it)
                    await asyncio.sleep(0.02)
    finally:
        await admin.close()


async def _holds(admin: AIOKafkaAdminClient, rule: Rule) -> bool:
    return bool((await admin._send_request(DescribeAclsRequest(*_wire(rule)))).resources)


def _wire(rule: Rule) -> tuple[Any, ...]:
    kind, pattern = (TOPIC if rule.kind == "topic" else GROUP), (PREFIXED if rule.prefixed else LITERAL)
    return kind, rule.name, pattern, f"User:{rule.user}", "*", OPERATIONS[rule.operation], ALLOW
