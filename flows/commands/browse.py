"""`onrecord browse`: the local web page; `onrecord report`: its pages as files."""

import socket
import sys
from contextlib import closing
from pathlib import Path

import uvicorn

from flows.home import Home
from flows.judgements import CuratedJudgements
from transforms.text.errors import PipelineError
from warehouse.browse.app import create_app
from warehouse.browse.report import write_report
from warehouse.browse.run import LatestRun

# Never another address: the pages show articles and take judgements without a password.
_LOOPBACK = "127.0.0.1"


class PortTaken(PipelineError):
    """Another program listens there."""

    def __init__(self, port: int, detail: str) -> None:
        super().__init__(
            f"port {port} of {_LOOPBACK} cannot be used ({detail}); give another --port, 0 for any free one."
        )


def browse_command(home: Path, port: int) -> None:
    """Serves the pages until it is stopped.

    Raises:
        NothingPublished: there is no run to show.
        PortTaken: another program uses the port.
    """
    place = Home(home.absolute())
    with closing(LatestRun(place.published)) as latest, _listening(port) as listener:
        app = create_app(latest, CuratedJudgements(place))
        address = f"http://{_LOOPBACK}:{listener.getsockname()[1]}/"
        sys.stderr.write(f"browse {address} (only from this machine; Ctrl-C stops)\n")
        sys.stderr.flush()
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        uvicorn.Server(config).run(sockets=[listener])


def report_command(home: Path, folder: Path, articles: int) -> None:
    """Writes the pages about the newest articles and says how many.

    Raises:
        NothingPublished: there is no run to report.
        FolderInUse: the folder holds something else.
    """
    pages = write_report(Home(home.absolute()).published, folder.absolute(), articles)
    sys.stderr.write(f"{pages:,} pages in {folder}; open {folder / 'index.html'}\n")


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_LOOPBACK, port))
        # Listening at once: whoever reads the address may open it.
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortTaken(port, error.strerror or str(error)) from error
    return listener
