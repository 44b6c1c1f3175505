"""What tests share: the samples, a run over them, and a Prefect server of their own."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from flows.context import Context
from flows.home import Home
from flows.runs import Run, run_pipeline
from flows.settings import read_settings

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
ARTICLES = SAMPLES / "articles"
# Tests are never timed: a busy machine makes none of them fail.
settings.register_profile("onrecord", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("onrecord")
TINY_WORDS = "ada lim bo ek supports opposes praised blamed the dam levy pier . , on"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a Prefect server come last: its threads live on and disturb what others watch."""
    items.sort(key=lambda item: "prefect_server" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def sample_articles() -> Path:
    return ARTICLES


@pytest.fixture
def new_home(tmp_path: Path) -> Path:
    """A home with the samples' watch-list and nothing else."""
    return make_home(tmp_path / "home")


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after one run over the samples; tests only read it."""
    home = make_home(tmp_path_factory.mktemp("samples") / "home")
    run_once(home, ARTICLES)
    return home


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """Prefect's own test server on a fresh database, without the waits of a real one."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    quiet = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None, PREFECT_LOGGING_TO_API_ENABLED: False}
    with prefect_test_harness(server_startup_timeout=120), temporary_settings(quiet):
        yield


@pytest.fixture
def tiny_model(tmp_path: Path) -> Callable[..., Path]:
    """Makes a folder as transformers saves it: a model with these labels, two layers and random weights."""
    torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *TINY_WORDS.split()]

    def made(labels: tuple[str, ...]) -> Path:
        torch.manual_seed(1)
        folder = tmp_path / "-".join(labels)
        transformers.BertTokenizerFast(vocab={word: at for at, word in enumerate(words)}).save_pretrained(folder)
        config = transformers.BertConfig(
            vocab_size=len(words), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
            max_position_embeddings=64, initializer_range=0.8, id2label=dict(enumerate(labels)),
            label2id={label: at for at, label in enumerate(labels)},
        )  # fmt: skip
        transformers.BertForSequenceClassification(config).save_pretrained(folder)
        return folder

    return made


def make_home(home: Path) -> Path:
    home.mkdir(parents=True)
    shutil.copy(SAMPLES / "targets.toml", home / "targets.toml")
    return home


def run_once(home: Path, *paths: Path) -> Run:
    place = Home(home)
    return run_pipeline(Context(place, read_settings(place.settings)), paths)


def table_hashes(home: Path) -> dict[str, str]:
    """SHA-256 of every file of the published tables."""
    latest = home / "published" / "latest"
    files = sorted([*latest.glob("*.parquet"), *latest.glob("*/*.parquet")])
    return {str(file.relative_to(latest)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture(scope="session")
def published_tables() -> Callable[[Path], dict[str, str]]:
    return table_hashes


@pytest.fixture(scope="session")
def run_pipeline_on() -> Callable[..., Run]:
    return run_once
