"""Batches on a Dask cluster of separate processes: the same bytes, also when a worker is killed over a batch."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest
from distributed import Client, KilledWorker
from distributed.comm import CommClosedError
from distributed.scheduler import NoWorkerError
from pydantic import ValidationError

from flows.batches import Work
from flows.cli import main
from flows.cluster import (
    BatchKillsWorkers,
    ClusterEmpty,
    ClusterUnreachable,
    DaskExtraMissing,
    WorkersUnfit,
    on_cluster,
)
from flows.context import Context
from flows.home import Home
from flows.settings import ScaleSettings, Settings, read_settings
from flows.versions import step_versions
from transforms.text.errors import PipelineError
from warehouse.staging import StagedBatch
from warehouse.staging_folder import FolderBatch
from warehouse.staging_objects import ObjectStaging

ROOT = Path(__file__).parents[2]
NOBODY = "tcp://127.0.0.1:1"
PATIENCE_S = 120
Hashes = Callable[[Path], dict[str, str]]
pytestmark = pytest.mark.usefixtures("prefect_server")


@dataclass(slots=True)
class Cluster:
    """A scheduler and its workers, each a process of its own."""

    address: str
    scratch: Path
    stack: ExitStack
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add_worker(self, *options: str, code: Path = ROOT) -> None:
        """Starts one more worker, which computes with the packages in the folder `code`."""
        command = ["worker", self.address, "--no-nanny", "--no-dashboard", *(options or ("--nthreads", "1"))]
        process = self.stack.enter_context(started(command, self.scratch / f"worker-{len(self.workers)}", code))
        self.workers.append(process)

    def settle(self) -> None:
        """Waits until the scheduler knows those workers that live."""
        with Client(self.address, timeout=PATIENCE_S, set_as_default=False) as client:
            deadline = time.monotonic() + PATIENCE_S
            while len(client.nthreads()) != sum(worker.poll() is None for worker in self.workers):
                assert time.monotonic() < deadline, [path.read_text() for path in self.scratch.glob("*.log")]
                time.sleep(0.1)


@contextmanager
def started(command: list[str], scratch: Path, code: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    scratch.mkdir()
    environment = os.environ | {"PREFECT_HOME": str(scratch / "prefect"), "PYTHONPATH": str(code)}
    with scratch.with_suffix(".log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            cwd=code, env=environment | {"DASK_TEMPORARY_DIRECTORY": str(scratch)}, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def running_cluster(scratch: Path) -> Iterator[Cluster]:
    listening = scratch / "scheduler.json"
    command = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(listening)]
    with ExitStack() as stack:
        stack.enter_context(started(command, scratch / "scheduler"))
        deadline = time.monotonic() + PATIENCE_S
        while not listening.exists():
            assert time.monotonic() < deadline, (scratch / "scheduler.log").read_text()
            time.sleep(0.1)
        with Client(scheduler_file=str(listening), timeout=PATIENCE_S, set_as_default=False) as client:
            address = client.scheduler.address
        yield Cluster(address, scratch, stack)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running_cluster(tmp_path_factory.mktemp("dask")) as running:
        running.add_worker()
        running.add_worker()
        running.settle()
        yield running


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory, sample_articles: Path) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    shutil.copytree(sample_articles / "calder-courier", folder / "calder-courier")
    return folder


@pytest.fixture(scope="module")
def expected(
    tmp_path_factory: pytest.TempPathFactory,
    articles: Path,
    run_pipeline_on: Callable[..., object],
    published_tables: Hashes,
) -> dict[str, str]:
    """The tables of a run in one process and large batches."""
    home = tmp_path_factory.mktemp("one-process") / "home"
    make(home)
    run_pipeline_on(home, articles)
    return published_tables(home)


def make(home: Path, settings: str = "") -> Path:
    home.mkdir()
    shutil.copy(ROOT / "samples" / "targets.toml", home)
    (home / "onrecord.toml").write_text(f"[run]\nbatch_articles = 2\n{settings}", "utf-8")
    return home


def run(home: Path, articles: Path, address: str) -> None:
    from flows.pipeline import pipeline

    assert pipeline(paths=[str(articles)], home=str(home), dask=address)


def fatal_once(work: Work, marker: Path) -> Work:
    """`work` that has killed its own process once; `marker` holds whom."""

    def fatal(source: StagedBatch, target: StagedBatch, options: object) -> None:
        if not marker.exists():
            marker.write_text(str(os.getpid()))
            os.kill(os.getpid(), signal.SIGKILL)
        work(source, target, options)

    return fatal


def test_workers_elsewhere_give_the_bytes_of_one_process(
    tmp_path: Path, cluster: Cluster, articles: Path, expected: dict[str, str], published_tables: Hashes
) -> None:
    home = make(tmp_path / "home", f"[scale]\nstaging = 'file://{tmp_path}/share'\n")
    run(home, articles, cluster.address)
    assert published_tables(home) == expected
    assert not (home / "staging").exists()
    steps = sorted(path.name for path in (tmp_path / "share").iterdir() if any(path.iterdir()))
    assert steps == ["annotate", "score", "tables", "texts"]


def test_a_worker_killed_over_a_batch_changes_no_byte(
    tmp_path: Path,
    cluster: Cluster,
    articles: Path,
    expected: dict[str, str],
    published_tables: Hashes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from flows.steps import annotate

    killed = tmp_path / "killed"
    monkeypatch.setattr(annotate, "annotate_batch", fatal_once(annotate.annotate_batch, killed))
    monkeypatch.setattr("flows.context.open_staging", lambda _: ObjectStaging(f"file://{tmp_path}/bucket"))
    home = make(tmp_path / "home")
    try:
        run(home, articles, cluster.address)
        victim = next(worker for worker in cluster.workers if worker.pid == int(killed.read_text()))
        assert victim.wait(PATIENCE_S) == -signal.SIGKILL
        assert published_tables(home) == expected
    finally:
        cluster.settle()


def test_workers_with_other_code_or_several_threads_are_named_before_anything_is_computed(
    tmp_path: Path, articles: Path
) -> None:
    for package in ("flows", "transforms", "warehouse"):
        shutil.copytree(ROOT / package, tmp_path / "code" / package, ignore=shutil.ignore_patterns("__pycache__"))
    lexicon = tmp_path / "code" / "transforms" / "quotations" / "lexicon" / "verbs_say.txt"
    lexicon.write_text(lexicon.read_text("utf-8") + "\n", "utf-8")
    home = make(tmp_path / "home")
    (tmp_path / "dask").mkdir()
    with running_cluster(tmp_path / "dask") as other:
        with pytest.raises(ClusterEmpty, match="dask worker tcp://"):
            run(home, articles, other.address)
        other.add_worker(code=tmp_path / "code")
        other.add_worker("--nthreads", "3")
        other.settle()
        with pytest.raises(WorkersUnfit) as found:
            run(home, articles, other.address)
    assert "other versions of annotate;" in str(found.value)
    assert "3 threads" in str(found.value)
    assert not [path for step in ("ingest", "annotate", "check") for path in (home / "staging" / step).glob("*")]


def test_workers_that_do_not_see_the_staging_are_named(tmp_path: Path, cluster: Cluster, articles: Path) -> None:
    home = make(tmp_path / "home", "[scale]\nstaging = 'memory://bucket/staging'\n")
    with pytest.raises(WorkersUnfit, match="does not see the batches staged here"):
        run(home, articles, cluster.address)


def test_workers_that_do_not_reach_the_prefect_server_are_named(
    tmp_path: Path, cluster: Cluster, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.cluster.get_client", lambda **_: SimpleNamespace(api_url="http://127.0.0.1:1/api"))
    with pytest.raises(WorkersUnfit, match=r"does not reach the Prefect server at http://127.0.0.1:1/api"):
        run(make(tmp_path / "home"), articles, cluster.address)


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        (KilledWorker("batch", None, 3), BatchKillsWorkers),
        (NoWorkerError("batch", 60), ClusterEmpty),
        (CommClosedError("scheduler gone"), ClusterUnreachable),
    ],
)
def test_what_ends_a_run_on_a_cluster_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Exception, named: type[PipelineError]
) -> None:
    monkeypatch.setattr("flows.cluster._look_over", lambda *_: 2)
    with pytest.raises(named), on_cluster(Context(Home(tmp_path), Settings()), NOBODY) as (_, slots):
        assert slots == 2
        raise broken


def test_a_worker_that_joins_with_other_code_computes_nothing(tmp_path: Path) -> None:
    from flows.pipeline import OtherCode, compute_batch

    batch = FolderBatch(tmp_path / "batch")
    with pytest.raises(OtherCode, match="other versions of annotate"):
        compute_batch.fn(lambda *_: None, batch, batch, None, "1 article", step_versions() | {"annotate": "newer"})


def test_the_command_line_beats_the_settings(tmp_path: Path) -> None:
    home = make(tmp_path / "home", f"[scale]\nworkers = 3\ndask = '{NOBODY}'\n")
    settings = read_settings(home / "onrecord.toml")
    asked = [
        settings.at_scale(workers=workers, dask=dask).scale
        for workers, dask in ((None, None), (2, None), (None, "x:1"))
    ]
    assert [(scale.workers, scale.dask) for scale in asked] == [(3, NOBODY), (2, ""), (3, "x:1")]


@pytest.mark.parametrize("staging", ["share/batches", "/share/*"])
def test_a_staging_that_machines_would_read_differently_is_refused(staging: str) -> None:
    with pytest.raises(ValidationError, match="staging"):
        ScaleSettings(staging=staging)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--workers", "2"], "--dask on a cluster"),
        (["--no-orchestrate"], "through Prefect"),
    ],
)
def test_options_that_contradict_a_cluster_are_refused(
    tmp_path: Path, articles: Path, capsys: pytest.CaptureFixture[str], options: list[str], says: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", str(articles), "--home", str(tmp_path / "home"), "--dask", NOBODY, *options])
    assert ended.value.code == 2
    assert says in " ".join(capsys.readouterr().err.split())


def test_an_address_where_nobody_listens_is_named(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.cluster._CONNECT_S", 1)
    home = make(tmp_path / "home")
    for address in (NOBODY, "dask"):
        with pytest.raises(ClusterUnreachable, match="dask scheduler"):
            run(home, articles, address)


def test_without_the_extra_it_is_named(tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "prefect_dask" else find(name))
    with pytest.raises(DaskExtraMissing, match=r"pip install 'onrecord\[dask\]'"):
        run(make(tmp_path / "home"), articles, NOBODY)
