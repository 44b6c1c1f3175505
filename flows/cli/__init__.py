"""The command line: what can be asked, one module per theme; `flows.commands` does it.

Imports stand inside the commands: `onrecord sql` must answer in under a second and needs neither Polars nor Prefect.
"""

import logging
import os
import sys
from typing import Any

import typer

from flows.cli import models, pages, pipeline, speakers, tables
from transforms.text.errors import PipelineError

app = typer.Typer(
    help="Who said what, about whom, in which tone and on which side: news articles in, tables out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for theme in (pipeline, tables, pages, models):
    app.add_typer(theme.commands)
app.add_typer(speakers.commands, name="speakers")


def main(arguments: list[str] | None = None) -> Any:  # noqa: ANN401 - typer's return
    """Entry point: an error the user can mend is one message and exit code 2, never a traceback."""
    _log_to_stderr()
    try:
        return app(arguments)
    except PipelineError as error:
        sys.stderr.write(f"onrecord: {error}\n")
        sys.exit(2)
    except UnicodeDecodeError as error:
        sys.stderr.write(f"onrecord: a file is not UTF-8 text ({error}). Save it as UTF-8.\n")
        sys.exit(2)
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        sys.stderr.write(f"onrecord: {error}. Give the right to read and write it, or another path.\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.stderr.write("onrecord: stopped; run the same command again to go on where it was\n")
        sys.exit(130)


def _log_to_stderr() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
    logger = logging.getLogger("onrecord")
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False
