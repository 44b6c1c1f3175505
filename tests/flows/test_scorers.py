"""The scorers that settings name, and what their answers depend on."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from pydantic import ValidationError

from flows import scorers
from flows.batches import InProcess, WorkerProcesses
from flows.commands.predict import predictor
from flows.context import Context
from flows.home import Home
from flows.judges import JudgeSize
from flows.runs import run_pipeline
from flows.scorers import HubModelMissing, scorer_mark, sentiment_scorer, stance_scorer, tone_scorer
from flows.settings import SentimentSettings, Settings, SettingsBroken, StanceSettings, read_settings
from transforms.scores.encoder_judge import EncoderSentiment, ShippedJudge
from transforms.scores.hub import HubExtraMissing
from transforms.scores.stance import SIDE_FLOOR


def test_without_a_model_in_the_settings_the_scorers_are_those_of_onrecord() -> None:
    assert isinstance(stance_scorer(StanceSettings()), ShippedJudge)
    assert isinstance(sentiment_scorer(SentimentSettings()), EncoderSentiment)


@pytest.mark.parametrize("size", list(JudgeSize))
def test_one_judge_gives_side_and_tone_where_both_sections_name_it(size: JudgeSize) -> None:
    stance = StanceSettings(judge=size)
    for other in JudgeSize:
        assert (tone_scorer(stance, SentimentSettings(judge=other)) is None) == (other == size)


def test_a_model_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    scorers._folder.cache_clear()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    for settings in (StanceSettings(hub_model="some/model"), SentimentSettings(hub_model="some/model")):
        with pytest.raises(HubExtraMissing, match=r"pip install 'onrecord\[hub\]'"):
            scorer_mark(settings)
    with pytest.raises(HubExtraMissing):
        predictor("stance", Settings(stance=StanceSettings(hub_model="some/model")))


def test_a_model_that_cannot_be_fetched_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("transformers")
    hub = pytest.importorskip("huggingface_hub")

    def offline(*_: object, **__: object) -> str:
        raise hub.errors.LocalEntryNotFoundError("offline")

    scorers._folder.cache_clear()
    monkeypatch.setattr(hub, "snapshot_download", offline)
    with pytest.raises(HubModelMissing, match="hf download some/model --revision main"):
        stance_scorer(StanceSettings(hub_model="some/model"))


def test_the_mark_follows_the_floor_and_the_model() -> None:
    assert scorer_mark(StanceSettings()) == scorer_mark(StanceSettings(abstain_below=SIDE_FLOOR))
    assert scorer_mark(StanceSettings()) != scorer_mark(StanceSettings(abstain_below=SIDE_FLOOR + 0.1))


@pytest.mark.parametrize("floor", [-0.1, 1.1])
def test_a_floor_that_is_no_probability_is_refused(floor: float) -> None:
    with pytest.raises(ValidationError):
        StanceSettings(abstain_below=floor)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text("Mara Quist, the mayor, denounced Tomas Reyl. “We praise Ada Lim,” she said on Monday.", "utf-8")
    return path


@pytest.fixture
def place(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.create()
    return home


def scored(place: Home, article: Path, *, workers: int = 1) -> int:
    """Runs the pipeline and gives the number of articles that were scored."""
    runner = InProcess() if workers == 1 else WorkerProcesses(workers)
    done = run_pipeline(Context(place, read_settings(place.settings), runner), [article])
    return next(report.rows_in for report in done.reports if report.step == "score")


def stances(place: Home) -> pl.DataFrame:
    return pl.read_parquet(place.root / "published" / "latest" / "out_stances.parquet")


def test_a_higher_floor_scores_anew_and_leaves_sides_out(place: Home, article: Path) -> None:
    assert scored(place, article) == 1
    sides = (stances(place)["label"] != "neutral").sum()
    assert sides > 0
    assert scored(place, article) == 0
    place.settings.write_text("[stance]\nabstain_below = 0.999\n", "utf-8")
    assert scored(place, article) == 1
    assert (stances(place)["label"] != "neutral").sum() < sides


def test_the_large_judge_judges_where_the_settings_name_it(place: Home, article: Path) -> None:
    assert scored(place, article) == 1
    small = stances(place)
    place.settings.write_text("[stance]\njudge = 'large'\n[sentiment]\njudge = 'large'\n", "utf-8")
    assert scored(place, article) == 1
    assert scored(place, article) == 0
    large = stances(place)
    assert set(small["scorer"]) == {"minilm-judge"}
    assert set(large["scorer"]) == {"mpnet-minilm-judge"}
    assert large["target_id"].to_list() == small["target_id"].to_list()
    assert (large["p_neutral"] != small["p_neutral"]).all()
    place.settings.write_text("[stance]\njudge = 'large'\n", "utf-8")
    assert scored(place, article) == 1
    assert stances(place)["target_sentiment"].to_list() != large["target_sentiment"].to_list()
    place.settings.write_text("[stance]\njudge = 'huge'\n", "utf-8")
    with pytest.raises(SettingsBroken, match="'small' or 'large'"):
        read_settings(place.settings)


def test_a_model_in_the_settings_judges_the_stances_of_a_run(
    place: Home, article: Path, tiny_model: Callable[..., Path]
) -> None:
    assert scored(place, article) == 1
    own = stances(place)
    folder = tiny_model(("entailment", "neutral", "contradiction"))
    place.settings.write_text(f"[stance]\nhub_model = '{folder}'\nabstain_below = 0.1\n", "utf-8")
    assert scored(place, article, workers=2) == 1
    assert scored(place, article) == 0
    judged = stances(place)
    assert judged["target_id"].to_list() == own["target_id"].to_list()
    assert set(judged["scorer"]) == {f"hub:{folder.name}"}
    (folder / "config.json").write_text((folder / "config.json").read_text("utf-8") + "\n", "utf-8")
    assert scored(place, article) == 1
