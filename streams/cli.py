"""The command `tallywire`. Data goes to stdout, logs and progress to stderr; codes: 0 done, 1 failed, 2 wrong usage."""

import logging
import sys

import typer
from aiokafka.errors import KafkaError

from streams.broker import BrokerFailed, KafkaUnavailable
from streams.commands.letters import list_letters, show_letter
from streams.commands.letters import replay as replay_letters
from streams.commands.live import push, watch
from streams.commands.offline import extract, tally
from streams.commands.parts import broker, topics, worker
from streams.commands.replay import replay
from streams.commands.up import up
from streams.commands.web import web
from streams.errors import ConfigError, NoAccess
from streams.harmless import harmless
from streams.running import WorkerFailed

app = typer.Typer(
    help="Raw news articles in, running tallies that cite their evidence out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (up, push, watch, extract, tally, worker, web, replay, broker, topics):
    app.command()(command)

letters = typer.Typer(help="What was refused, with its bytes and the reason.", no_args_is_help=True)
letters.command("list")(list_letters)
letters.command("show")(show_letter)
letters.command("replay")(replay_letters)
app.add_typer(letters, name="dead-letters")


def main() -> None:
    """Run the command line; what is wrong is one line on stderr that names file, line and key where there are any."""
    # The client logs each retry while topics and coordinators come up; what matters raises.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    try:
        app()
    except ConfigError as error:
        print(f"tallywire: {harmless(str(error))}", file=sys.stderr)
        sys.exit(2)
    except KafkaError as error:
        print(f"tallywire: Kafka: {harmless(str(error))}", file=sys.stderr)
        sys.exit(1)
    except (BrokerFailed, KafkaUnavailable, NoAccess, WorkerFailed, TimeoutError) as error:
        print(f"tallywire: {harmless(str(error))}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # `tallywire extract ... | head`
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
