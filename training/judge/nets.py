"""The nets that are shipped, and how each is described."""

from dataclasses import dataclass
from pathlib import Path

from transforms.reader import weights
from transforms.scores.encoder_judge import EncoderJudge, encoder_judge

MODEL = Path(weights.__file__).with_name("model")


@dataclass(frozen=True, slots=True)
class Net:
    """What is shipped of one net: what it is called, by its encoder and its use; each counts its versions for itself.

    `reads` is a key of READINGS; `beside` the net whose odds are mixed in; for `smoothed` see `export`.
    """

    name: str
    version: str
    reads: str = "words"
    beside: str | None = None
    smoothed: bool = False


NETS = {
    "judge": Net("minilm-judge", version="9"),
    "large_judge": Net("mpnet-minilm-judge", version="4", reads="pieces", beside="judge", smoothed=True),
    "claims": Net("mpnet-claims", version="5"),
}


def fresh(model: str) -> EncoderJudge:
    """A net as its files now are."""
    encoder_judge.cache_clear()
    return encoder_judge(model)
