"""An app that is no worker of ours: as little as can join a group on a real Kafka."""

from pathlib import Path

from streams.engine.faust_app import App


def small_app(bootstrap: str, group: str, folder: Path, store: str, **times: float) -> App:
    """One without a server and without the topic of a leader; `times` are Faust's settings in seconds."""
    return App(
        group,
        broker=f"kafka://{bootstrap}",
        datadir=folder,
        store=store,
        topic_disable_leader=True,
        web_enabled=False,
        **times,
    )
