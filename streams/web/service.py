"""The process behind `tallywire web`: the projection, the application and the server, joined."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from typing import Any

import uvicorn

from streams.errors import ConfigError
from streams.kafka_io import producer
from streams.metrics import WebMetrics
from streams.records import Outgoing
from streams.settings import Settings
from streams.stages.tally import TallyDefinition
from streams.web.app import create_app
from streams.web.events import Hub
from streams.web.intake import Intake, Send
from streams.web.lag import follow_lag
from streams.web.limits import Backlog
from streams.web.projection import Projection
from streams.web.store import Store

STOP_SECONDS = 3
"""So long an answer may go on when the service is to end."""


class _Server(uvicorn.Server):
    """Ends the readers' connections first: they would go on for ever."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # The original raises the signal again when all is done, and the process would die of it.
        loop = asyncio.get_running_loop()
        for one in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(one, self.handle_exit, one, None)
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hub.close()
        await super().shutdown(sockets)


async def serve(settings: Settings, definitions: tuple[TallyDefinition, ...], started: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl-C. `started` is told the address.

    Raises:
        ConfigError: the address cannot be listened on.
    """
    listening = _listen(settings)
    host, port = listening.getsockname()[:2]
    metrics, hub, backlog = WebMetrics(), Hub(settings.web_readers), Backlog()
    with closing(Store(definitions)) as store:
        async with AsyncExitStack() as open_now:
            intake = None
            if settings.web_intake:
                send = _sender(settings, await open_now.enter_async_context(producer(settings)))
                intake = Intake(settings, send, backlog, metrics)
            app = create_app(store, settings, hub=hub, metrics=metrics, intake=intake)
            config = uvicorn.Config(
                app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=STOP_SECONDS
            )
            server = _Server(config, hub)
            started(f"http://{f'[{host}]' if ':' in host else host}:{port}")
            works = [Projection(settings, store, hub, metrics).run()]
            works += [follow_lag(settings, backlog)] if intake and settings.web_lag else []
            await _until_stopped(server, listening, works)


async def _until_stopped(server: uvicorn.Server, listening: socket.socket, works: list[Any]) -> None:
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    working = [asyncio.create_task(one) for one in works]
    try:
        done, _ = await asyncio.wait([serving, *working], return_when=asyncio.FIRST_COMPLETED)
        if serving not in done:
            # What is read no longer must not be shown as if it were: the supervisor starts the service again.
            server.should_exit = True
            await serving
        for task in done:
            task.result()
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)


def _listen(settings: Settings) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in settings.web_host else socket.AF_INET
        return socket.create_server((settings.web_host, settings.web_port), family=family, backlog=1024)
    except OSError as error:
        reason = f"{settings.web_host}:{settings.web_port} cannot be listened on: {error.strerror or error}"
        raise ConfigError(reason, key="TALLYWIRE_WEB_PORT") from None


def _sender(settings: Settings, out: Any) -> Send:
    async def send(one: Outgoing) -> object:
        return await out.send_and_wait(f"{settings.topic_prefix}{one.topic}", key=one.key, value=one.value)

    return send
