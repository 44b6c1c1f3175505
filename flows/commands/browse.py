"""`onrecord browse`: the local web page; `onrecord report`: its pages as files."""

import sys
from contextlib import closing
from pathlib import Path

import uvicorn

from flows.home import Home
from flows.judgements import CuratedJudgements
from flows.loopback import HOST, listen
from warehouse.browse.app import create_app
from warehouse.browse.report import write_report
from warehouse.browse.run import LatestRun


def browse_command(home: Path, port: int) -> None:
    """Serves the pages until it is stopped.

    Raises:
        NothingPublished: there is no run to show.
        OlderRun: an earlier version of onrecord published it.
        PortTaken: another program uses the port.
    """
    place = Home(home.absolute())
    with closing(LatestRun(place.published)) as latest, listen(port) as listener:
        app = create_app(latest, CuratedJudgements(place))
        address = f"http://{HOST}:{listener.getsockname()[1]}/"
        sys.stderr.write(f"browse {address} (only from this machine; Ctrl-C stops)\n")
        sys.stderr.flush()
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        uvicorn.Server(config).run(sockets=[listener])


def report_command(home: Path, folder: Path, articles: int) -> None:
    """Writes the pages about the newest articles and says how many.

    Raises:
        NothingPublished: there is no run to report.
        OlderRun: an earlier version of onrecord published it.
        FolderInUse: the folder holds something else.
    """
    pages = write_report(Home(home.absolute()).published, folder.absolute(), articles)
    sys.stderr.write(f"{pages:,} pages in {folder}; open {folder / 'index.html'}\n")
