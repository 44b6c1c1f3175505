"""Which scorers the settings name: those of onrecord, or models of Hugging Face's kind."""

import importlib.util
from functools import cache
from pathlib import Path

from flows.judges import JUDGES
from flows.settings import ScorerSettings, SentimentSettings, StanceSettings
from transforms.scores.encoder_judge import EncoderSentiment, encoder_judge, shipped_judge
from transforms.scores.hub import (
    HubExtraMissing,
    HubSentiment,
    HubStance,
    hub_version,
    sentiment_columns,
    stance_columns,
)
from transforms.text.errors import PipelineError
from transforms.text.scores import SentimentScorer, StanceScorer

_FILES = ["*.json", "*.txt", "*.model", "*.safetensors"]


class HubModelMissing(PipelineError):
    """The model is not on this machine and cannot be fetched."""

    def __init__(self, settings: ScorerSettings, error: Exception) -> None:
        name, revision = settings.hub_model, settings.hub_revision
        super().__init__(
            f"hub_model {name!r} (revision {revision}) is no folder, not on this machine and cannot be fetched "
            f"({type(error).__name__}). Where there is a network, run `hf download {name} --revision {revision}`, "
            "copy the folder that it prints, and name that folder as hub_model."
        )


@cache
def stance_scorer(settings: StanceSettings) -> StanceScorer:
    """The scorer of stances; loaded once per process.

    Raises:
        PipelineError: the model that is named cannot be used.
    """
    if settings.hub_model:
        return HubStance(_folder(settings), _shown(settings))
    return shipped_judge(JUDGES[settings.judge])


@cache
def sentiment_scorer(settings: SentimentSettings) -> SentimentScorer:
    """The scorer of the tone toward a target; loaded once per process.

    Raises:
        PipelineError: the model that is named cannot be used.
    """
    if settings.hub_model:
        return HubSentiment(_folder(settings), _shown(settings))
    return EncoderSentiment(encoder_judge(JUDGES[settings.judge]))


def tone_scorer(stance: StanceSettings, sentiment: SentimentSettings) -> SentimentScorer | None:
    """The scorer of the tone beside a stance; None where the scorer of the stance tells it as well.

    Raises:
        PipelineError: the model that is named cannot be used.
    """
    tells_both = stance.judge == sentiment.judge and not (stance.hub_model or sentiment.hub_model)
    return None if tells_both else sentiment_scorer(sentiment)


def scorer_mark(settings: StanceSettings | SentimentSettings) -> str:
    """What the answers of a scorer depend on besides the code: its settings, and its weights where it is of the hub.

    Raises:
        PipelineError: the model that is named cannot be used.
    """
    if not settings.hub_model:
        return settings.model_dump_json()
    folder = _folder(settings)
    columns = stance_columns if isinstance(settings, StanceSettings) else sentiment_columns
    columns(folder)
    return f"{settings.model_dump_json()} {hub_version(folder)}"


@cache
def _folder(settings: ScorerSettings) -> Path:
    """The folder of the model: the one named, else what the hub's client keeps or fetches."""
    for library in ("transformers", "torch"):
        if importlib.util.find_spec(library) is None:
            raise HubExtraMissing(library)
    folder = Path(settings.hub_model)
    if folder.is_dir():
        return folder.absolute()
    from huggingface_hub import snapshot_download

    try:
        found = snapshot_download(settings.hub_model, revision=settings.hub_revision, allow_patterns=_FILES)
    # Its client's errors are of many kinds (of the name, of HTTP, of the cache), most of them ValueError or OSError.
    except (OSError, ValueError, RuntimeError) as error:
        raise HubModelMissing(settings, error) from error
    return Path(found)


def _shown(settings: ScorerSettings) -> str:
    """The name of a model in the tables, which are no place for the folders of this machine."""
    folder = Path(settings.hub_model)
    return folder.absolute().name if folder.is_dir() else settings.hub_model
