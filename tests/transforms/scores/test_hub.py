"""A model of Hugging Face's kind as scorer: a tiny one with random weights, made here, and folders that hold none.

Without the extra `onrecord[hub]` (as in the development environment) what needs its libraries is skipped.
"""

import importlib.metadata
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from transforms.scores.hub import (
    HYPOTHESES,
    HubExtraMissing,
    HubModelUnusable,
    HubSentiment,
    HubStance,
    hub_version,
    sentiment_columns,
    stance_columns,
)
from transforms.text.scores import SentimentLabel, StanceQuestion, StanceScorer
from transforms.text.spans import Span

NLI = ("CONTRADICTION", "neutral", "entailment")
TONES = ("Positive", "Negative", "Neutral")


def labelled(folder: Path, labels: tuple[str, ...]) -> Path:
    folder.mkdir(exist_ok=True)
    config = {"id2label": {str(at): label for at, label in enumerate(labels)}}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    return folder


@pytest.fixture
def nli(tiny_model: Callable[..., Path]) -> Path:
    return tiny_model(NLI)


@pytest.fixture
def tones(tiny_model: Callable[..., Path]) -> Path:
    return tiny_model(TONES)


QUESTIONS = [
    StanceQuestion("Ada Lim praised the dam.", speaker=Span(0, 7), target=Span(16, 23)),
    StanceQuestion("Bo Ek blamed the levy on Ada Lim, on the pier.", speaker_name="Bo Ek", target_name="the levy"),
    StanceQuestion("The pier."),
    StanceQuestion("Ada Lim supports the dam, " * 400 + "the levy.", target=Span(10_400, 10_408)),
]


def test_a_model_is_a_scorer_whose_answers_are_probabilities(nli: Path) -> None:
    scorer: StanceScorer = HubStance(nli, "tiny")
    answers = scorer.judge(QUESTIONS)
    assert scorer.name == "hub:tiny"
    for answer in answers:
        assert answer.p_favor + answer.p_against + answer.p_neutral == pytest.approx(1, abs=1e-9)
        assert answer.tone is None
    assert len({answer.p_favor for answer in answers}) == len(answers)


def test_the_answer_is_the_mean_over_what_supports_and_what_opposes_entail(nli: Path) -> None:
    torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")
    model = transformers.AutoModelForSequenceClassification.from_pretrained(nli).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(nli)
    shares = []
    for hypothesis in HYPOTHESES:
        second = hypothesis.format(speaker="Ada Lim", target="the dam")
        with torch.no_grad():
            logits = model(**tokenizer(QUESTIONS[0].text, second, return_tensors="pt")).logits
        shares.append(logits.softmax(dim=-1)[0].tolist())
    (answer,) = HubStance(nli, "tiny").judge(QUESTIONS[:1])
    assert answer.p_favor == pytest.approx((shares[0][2] + shares[1][0]) / 2, abs=1e-4)
    assert answer.p_against == pytest.approx((shares[0][0] + shares[1][2]) / 2, abs=1e-4)


def test_the_company_of_other_questions_changes_no_answer(nli: Path) -> None:
    scorer = HubStance(nli, "tiny")
    assert scorer.judge(QUESTIONS * 9) == [scorer.judge([question])[0] for question in QUESTIONS * 9]
    assert scorer.judge([]) == []


def test_sentiment_reads_the_target_as_second_segment(tones: Path) -> None:
    text = "Ada Lim praised the dam, Bo Ek blamed the levy."
    scorer = HubSentiment(tones, "tiny")
    lim, levy, nothing = scorer.judge([(text, Span(0, 7)), (text, Span(38, 46)), (text, None)])
    assert lim.probabilities is not None and lim.probabilities != levy.probabilities != nothing.probabilities
    assert sum(lim.probabilities.values()) == pytest.approx(1, abs=0.001)
    positive, negative = lim.probabilities[SentimentLabel.POSITIVE], lim.probabilities[SentimentLabel.NEGATIVE]
    assert lim.score == pytest.approx(positive - negative)
    assert lim.probabilities[lim.label] == max(lim.probabilities.values())


def test_the_version_follows_the_files(tiny_model: Callable[..., Path]) -> None:
    one, other = tiny_model(NLI), tiny_model(NLI[::-1])
    assert HubStance(one, "tiny").version == hub_version(one) == hub_version(tiny_model(NLI))
    assert hub_version(one) != hub_version(other)


def test_weights_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    pytest.importorskip("transformers")
    folder = labelled(tmp_path / "model", NLI)
    with pytest.raises(HubModelUnusable, match=r"no \*.safetensors"):
        HubStance(folder, "broken")
    (folder / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(HubModelUnusable, match=r"config.json, tokenizer and \*.safetensors"):
        HubStance(folder, "broken")


@pytest.mark.parametrize(
    ("labels", "columns"),
    [(NLI, [2, 0, 1]), (("entailment", "neutral", "contradiction"), [0, 2, 1])],
)
def test_outputs_are_told_by_their_labels(tmp_path: Path, labels: tuple[str, ...], columns: list[int]) -> None:
    assert stance_columns(labelled(tmp_path / "model", labels)) == columns


@pytest.mark.parametrize(
    "labels", [(), ("LABEL_0", "LABEL_1", "LABEL_2"), ("entailment", "not_entailment"), (*NLI, "other"), TONES]
)
def test_labels_that_do_not_tell_are_named(tmp_path: Path, labels: tuple[str, ...]) -> None:
    with pytest.raises(HubModelUnusable, match="must be entailment, contradiction, neutral, and are"):
        stance_columns(labelled(tmp_path / "model", labels))


def test_sentiment_outputs_are_told_by_their_labels(tmp_path: Path) -> None:
    assert sentiment_columns(labelled(tmp_path / "model", TONES)) == [1, 2, 0]
    with pytest.raises(HubModelUnusable, match="config.json cannot be read"):
        sentiment_columns(tmp_path)


def test_without_the_extra_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(HubExtraMissing, match=r"pip install 'onrecord\[hub\]'"):
        hub_version(tmp_path)
