"""What is deployed agrees with the code: addresses, limits, metrics."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from streams.broker.container import IMAGE
from streams.metrics import Metrics
from streams.settings import Settings
from streams.topics import LARGEST_MESSAGE

ROOT = Path(__file__).resolve().parents[2]
MONITORING = ROOT / "deploy" / "monitoring"
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
WORKERS = [name for name in SERVICES if name.startswith("worker")]


def metric_names() -> set[str]:
    """All names that a worker's /metrics can show."""
    names = set()
    for family in Metrics().registry.collect():
        suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}.get(family.type, [""])
        names |= {family.name + suffix for suffix in suffixes}
    return names


def shown_metrics() -> set[str]:
    """All of our metrics that the dashboard asks for."""
    board = json.loads((MONITORING / "grafana" / "dashboards" / "tallywire.json").read_text(encoding="utf-8"))
    queries = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    assert len(queries) >= len(board["panels"]) > 5
    return {name for query in queries for name in re.findall(r"\btallywire_\w+", query)}


def test_the_dashboard_asks_for_metrics_that_exist() -> None:
    assert shown_metrics() - metric_names() == set()


def test_each_metric_is_on_the_dashboard() -> None:
    shown = {re.sub(r"_(bucket|count|sum|total)$", "", name) for name in shown_metrics()}
    assert {family.name for family in Metrics().registry.collect()} == shown


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_pinned_and_locked_down(name: str) -> None:
    service = SERVICES[name]
    tag = service["image"].rpartition(":")[2]
    assert re.fullmatch(r"v?\d+\.\d+\.\d+", tag)
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "healthcheck" in service
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_two_workers_have_each_a_folder_of_their_own_and_are_both_scraped() -> None:
    volumes = [SERVICES[name]["volumes"] for name in WORKERS]
    assert len(WORKERS) == 2 and volumes[0] != volumes[1]
    scrape = yaml.safe_load((MONITORING / "prometheus.yml").read_text(encoding="utf-8"))["scrape_configs"]
    port = Settings.model_fields["metrics_port"].default
    assert scrape[0]["static_configs"][0]["targets"] == [f"{name}:{port}" for name in WORKERS]


def test_settings_of_the_containers_are_settings_of_ours() -> None:
    known = {f"TALLYWIRE_{name.upper()}" for name in Settings.model_fields}
    docker_file = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    used = set(re.findall(r"\bTALLYWIRE_[A-Z_]+", docker_file))
    for name in WORKERS:
        used |= set(SERVICES[name]["environment"])
    assert len(used) >= 4 and used <= known


def test_kafka_in_containers_is_the_one_of_the_local_broker() -> None:
    lock = (ROOT / "streams" / "broker" / "kafka.lock").read_text(encoding="utf-8")
    version = IMAGE.rpartition(":")[2]
    assert SERVICES["kafka"]["image"] == IMAGE
    assert f"org.apache.kafka:kafka_2.13:{version} " in lock
    settings = SERVICES["kafka"]["environment"]
    assert (
        int(settings["KAFKA_MESSAGE_MAX_BYTES"])
        == LARGEST_MESSAGE
        == Settings.model_fields["max_message_bytes"].default
    )
    assert settings["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"


def test_volumes_are_declared_and_mounted_files_exist() -> None:
    mounts = [mount.split(":") for service in SERVICES.values() for mount in service.get("volumes", [])]
    assert {source for source, *_ in mounts if not source.startswith(".")} == set(COMPOSE["volumes"])
    assert all((ROOT / source).exists() for source, *_ in mounts if source.startswith("."))


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not here")
def test_prometheus_takes_its_configuration() -> None:
    done = subprocess.run(
        ["promtool", "check", "config", str(MONITORING / "prometheus.yml")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
