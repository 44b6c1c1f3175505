"""The model card, written from the metrics."""

from typing import Any

_HEAD = """# Lexical stance and targeted sentiment, version 1

Multinomial logistic regressions over some forty named signals (`transforms/scores/signals.py`), which come from word
lists written for onrecord and from VADER compounds. Written by `training/stance_lexicon/train.py`, not by hand.

- **For**: the side a speaker takes on a target named in the sentence; the tone toward a marked mention; English news.
- **Not for**: irony, stance on a topic the sentence does not name, other languages, decisions about persons.
- **Trained on** (only weights are shipped): `stance_dse` train (Park et al. 2021, directed sentiment between political
  entities) and `targeted_sentiment_newsmtsc` train (Hamborg and Donnay 2021, MIT).
- **Templates**: stance is also fitted on plain sentences from `templates.txt`, written for onrecord (“the dam must be
  stopped”), because stance_dse holds few quotations; they are left out of every score but their own, which is
  cross-validated with whole templates held out.
- **Chosen** by five-fold cross-validation grouped by sentence; held-out rows were only scored (`stance_dse` dev rows
  whose sentence is not in train; both dev sets of NewsMTSC). Stance has slight class weights.
- **In the tables** a side also needs words that bear it (a governing verb of the speaker's own, a predicate, an effect,
  a name given) and a probability of one half; tone alone is neutral there. Cross-validated: against 84 %, favor
  74 % right, at a recall of 22 % and 17 %; held out: against 72 % of 36, favor 44 % of 16 only.
- **Known weaknesses**: in stance_dse the speaker always stands before the target; a text that does not name its target
  is called neutral nearly always; who does what to whom is often missed in long
  sentences; verbs of the content itself (“we can deepen the basin now”), images and pronouns of the target are missed;
  a report of what the speaker once thought (“I said we were against it”) counts as what he thinks.
"""


def model_card(metrics: dict[str, dict[str, Any]]) -> str:
    """Markdown with one table of scores per set of weights."""
    return _HEAD + "".join(_table(name, found) for name, found in metrics.items())


def _table(name: str, found: dict[str, Any]) -> str:
    chosen, rows = found["chosen"], found["rows"]
    lines = [
        f"\n## {name}\n",
        f"{found['corpus']}: {rows['train']} rows train, {rows['held_out']} held out; {found['features']} features; "
        f"C = {chosen['penalty']}, class weight = frequency ^ -{chosen['balance']}.\n",
        "| | macro-F1 | calibration error | label: precision / recall / F1 |",
        "|---|---|---|---|",
    ]
    for title, key in (("cross-validation", "cross_validation"), ("held out", "held_out")):
        scores = found[key]
        labels = "; ".join(
            f"{label}: {of['precision']} / {of['recall']} / {of['f1']}" for label, of in scores["labels"].items()
        )
        lines.append(f"| {title} | {scores['macro_f1']} | {scores['calibration_error']} | {labels} |")
    if "plain_macro_f1" in found["cross_validation"]:
        lines.append(f"\nTemplates held out: macro-F1 {found['cross_validation']['plain_macro_f1']}.")
    return "\n".join(lines) + "\n"
