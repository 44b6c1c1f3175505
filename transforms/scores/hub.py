"""Stance and targeted sentiment by a sequence-classification model of Hugging Face's kind, read from a folder.

Its libraries are the extra `onrecord[hub]`, imported when a model is loaded. Nothing is fetched here, code of the
folder is never run, and weights are only read from safetensors.
"""

import hashlib
import importlib.metadata
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from transforms.scores.stance import MAX_CONTEXT_CHARS
from transforms.text.errors import PipelineError
from transforms.text.scores import SentimentAnswer, SentimentLabel, StanceAnswer, StanceQuestion
from transforms.text.spans import Span

# Both ways of asking: what contradicts “supports” need not oppose.
HYPOTHESES = ("{speaker} supports {target}.", "{speaker} opposes {target}.")
_NLI = {"entailment": "entail", "contradiction": "contra", "neutral": "neutral"}
_TONES = {SentimentLabel.NEGATIVE: "neg", SentimentLabel.NEUTRAL: "neu", SentimentLabel.POSITIVE: "pos"}
_BATCH = 16
_MAX_TOKENS = 512
_MAX_NAME_CHARS = 200
_DECIMALS = 4  # the last digits of a sum depend on what else is in the batch, and reruns must be byte-equal
Pair = tuple[str, str]


class HubExtraMissing(PipelineError):
    """A model of the hub is named, its libraries are not installed."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"The settings name a hub_model, and {missing} is not installed. Run `pip install 'onrecord[hub]'`, or "
            "remove hub_model from onrecord.toml."
        )


class HubModelUnusable(PipelineError):
    """A folder holds no model that can be used for this."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"hub_model in {folder}: {why}. Name a sequence-classification model, as transformers saves it: "
            "config.json, tokenizer and *.safetensors."
        )


class HubStance:
    """A model of natural language inference: does the text entail that the speaker supports, or opposes, the target?"""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = f"hub:{name}"
        self.version = hub_version(folder)
        self._entails, self._contradicts, _ = stance_columns(folder)
        self._classifier = _Classifier(folder)

    def judge(self, questions: list[StanceQuestion]) -> list[StanceAnswer]:
        """One answer per question, in order."""
        pairs = [pair for question in questions for pair in _hypotheses(question)]
        rows = self._classifier.probabilities(pairs)
        return [self._answer(*both) for both in zip(rows[::2], rows[1::2], strict=True)]

    def _answer(self, supports: list[float], opposes: list[float]) -> StanceAnswer:
        favor = round((supports[self._entails] + opposes[self._contradicts]) / 2, _DECIMALS)
        against = round((supports[self._contradicts] + opposes[self._entails]) / 2, _DECIMALS)
        return StanceAnswer(favor, against, max(0.0, 1 - favor - against))


class HubSentiment:
    """A model of targeted sentiment, given the text and, as second segment, the target."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = f"hub:{name}"
        self.version = hub_version(folder)
        self._columns = sentiment_columns(folder)
        self._classifier = _Classifier(folder)

    def judge(self, questions: list[tuple[str, Span | None]]) -> list[SentimentAnswer]:
        """One answer per (text, target), in order; a text that does not name its target is judged with an empty one."""
        pairs = [(_near(text, target), _name(target.slice(text) if target else "")) for text, target in questions]
        rows = self._classifier.probabilities(pairs)
        return [
            SentimentAnswer.of({
                label: round(row[at], _DECIMALS) for label, at in zip(_TONES, self._columns, strict=True)
            })
            for row in rows
        ]  # fmt: skip


def stance_columns(folder: Path) -> list[int]:
    """Which outputs of the model are entailment, contradiction and neutral.

    Raises:
        HubModelUnusable: its labels do not say so.
    """
    return _columns(folder, list(_NLI.values()), "entailment, contradiction, neutral")


def sentiment_columns(folder: Path) -> list[int]:
    """Which outputs of the model are negative, neutral and positive.

    Raises:
        HubModelUnusable: its labels do not say so.
    """
    return _columns(folder, list(_TONES.values()), "negative, neutral, positive")


def hub_version(folder: Path) -> str:
    """Hash of the files of the model and of the library that runs it.

    Raises:
        HubExtraMissing: the library is not installed.
        HubModelUnusable: the folder holds no weights.
    """
    try:
        digest = hashlib.sha256(f"transformers={importlib.metadata.version('transformers')}\n".encode())
    except importlib.metadata.PackageNotFoundError as error:
        raise HubExtraMissing("transformers") from error
    files = sorted(path for path in folder.iterdir() if path.suffix in (".json", ".txt", ".model", ".safetensors"))
    if not any(path.suffix == ".safetensors" for path in files):
        raise HubModelUnusable(folder, "no *.safetensors file")
    for path in files:
        digest.update(f"{path.name}\n".encode())
        with path.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:16]


class _Classifier:
    """Probabilities of the model's labels for pairs of texts."""

    def __init__(self, folder: Path) -> None:
        try:
            import torch
            from transformers import AutoModelForSequenceClassification, AutoTokenizer
            from transformers.utils.logging import disable_progress_bar
        except ImportError as error:
            raise HubExtraMissing(error.name or "a library of it") from error
        disable_progress_bar()
        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            model: Any = AutoModelForSequenceClassification.from_pretrained(
                folder, local_files_only=True, use_safetensors=True, dtype=torch.float32
            )
        except (OSError, ValueError, KeyError, ImportError) as error:
            raise HubModelUnusable(folder, f"{type(error).__name__}: {str(error).splitlines()[0]}") from error
        self._model = model.eval()
        positions = getattr(model.config, "max_position_embeddings", _MAX_TOKENS)
        self._max_tokens = min(_MAX_TOKENS, positions, self._tokenizer.model_max_length)

    def probabilities(self, pairs: Sequence[Pair]) -> list[list[float]]:
        """One row per pair, in order; pairs of like length are computed together."""
        rows: list[list[float]] = [[] for _ in pairs]
        order = sorted(range(len(pairs)), key=lambda at: sum(map(len, pairs[at])))
        for first in range(0, len(order), _BATCH):
            places = order[first : first + _BATCH]
            for at, row in zip(places, self._batch([pairs[at] for at in places]), strict=True):
                rows[at] = row
        return rows

    def _batch(self, pairs: Sequence[Pair]) -> list[list[float]]:
        import torch

        texts, seconds = (list(side) for side in zip(*pairs, strict=True))
        tokens = self._tokenizer(
            texts, seconds, padding=True, truncation="only_first", max_length=self._max_tokens, return_tensors="pt"
        )
        with torch.no_grad():
            rows: list[list[float]] = self._model(**tokens).logits.double().softmax(dim=-1).tolist()
        return rows


def _columns(folder: Path, beginnings: Sequence[str], wanted: str) -> list[int]:
    """For each of `beginnings` the output whose label begins so; every label must be one of them."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        labels = {str(label).lower(): int(at) for at, label in config.get("id2label", {}).items()}
    except (OSError, ValueError, AttributeError) as error:
        raise HubModelUnusable(folder, f"config.json cannot be read ({error})") from error
    found = [[at for label, at in labels.items() if label.startswith(beginning)] for beginning in beginnings]
    if len(labels) != len(beginnings) or any(len(places) != 1 for places in found):
        said = ", ".join(labels) or "none"
        raise HubModelUnusable(folder, f"its labels (id2label) must be {wanted}, and are {said}")
    return [place for (place,) in found]


def _hypotheses(question: StanceQuestion) -> Iterable[Pair]:
    speaker = question.speaker_name or (question.speaker.slice(question.text) if question.speaker else "The speaker")
    target = question.target_name or (question.target.slice(question.text) if question.target else "this")
    text = _near(question.text, question.target)
    return [(text, hypothesis.format(speaker=_name(speaker), target=_name(target))) for hypothesis in HYPOTHESES]


def _name(text: str) -> str:
    return text[:_MAX_NAME_CHARS]


def _near(text: str, target: Span | None) -> str:
    """What stands around the target, not longer than the tables' questions are."""
    if len(text) <= MAX_CONTEXT_CHARS:
        return text
    middle = (target.start + target.end) // 2 if target else 0
    start = max(0, min(middle - MAX_CONTEXT_CHARS // 2, len(text) - MAX_CONTEXT_CHARS))
    return text[start : start + MAX_CONTEXT_CHARS]
