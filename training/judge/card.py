"""The model card of the judge, written from its metrics."""

from typing import Any

_HEAD = """# The judge, version {version}

One encoder pass per question (a text with a marked speaker and target): which side the speaker takes on the target, and
the tone of the text toward the target. Written by `training/judge/ship.py`, not by hand.

- **favor / against**: what the text lets the speaker say or do is for or against the target. **neutral**: neither, or
  both, or not to be told from this text. It is about this text, not about what the speaker thinks elsewhere.
- **negative / neutral / positive**: how the text speaks of the target, whoever speaks. News of a war is negative in
  tone about a victim without anybody being against him: side and tone are two columns.
- **Not for**: other languages, irony, decisions about persons.
- **Encoder**: {layers} layers of all-MiniLM-L6-v2 (Apache-2.0, `LICENSE-MiniLM.txt` beside the weights), one vector per
  word; the roles of speaker and target are added to their words. int8, seven bits, {megabytes} MB.
- **Trained on** (only weights are shipped) {fitted:,} rows: the train parts of `stance_dse` (Park et al. 2021) and
  `targeted_sentiment_newsmtsc` (Hamborg, Donnay 2021, MIT), `stance_perspectrum` (Chen et al. 2019, CC BY-SA).
  {epochs} epochs, seed {seed}. **Calibrated** by one temperature per task on {tuning:,} rows left out of these.
- **Where it fails**: the tables say how often. A side in `stance_dse` is between two parties in political news of the
  United States and of world politics; other fields and issues that are no parties are less sure.
"""


def model_card(metrics: dict[str, Any]) -> str:
    """Markdown: what the judge is, and its scores."""
    parts = [_HEAD.format(**metrics["facts"])]
    parts += [_corpus(name, found) for name, found in metrics.items() if name != "facts"]
    return "".join(parts)


def _corpus(name: str, found: dict[str, Any]) -> str:
    lines = [
        f"\n## {name}, dev\n",
        f"Macro-F1 {found['macro_f1']}, accuracy {found['accuracy']}, "
        f"calibration error {found['calibration_error']} %.\n",
        "| class | precision | recall | F1 | n |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {label} | {row['precision']} | {row['recall']} | {row['f1']} | {row['n']} |"
        for label, row in found["classes"].items()
    ]
    lines += ["", "| mean probability % | right % | n |", "|---|---|---|"]
    lines += [f"| {row['confidence']} | {row['right']} | {row['n']} |" for row in found["bins"]]
    return "\n".join(lines) + "\n"
