"""The model card of the judges, written from their metrics."""

from typing import Any

_HEAD = """# The judges: small, version {version}; large, version {large_version}

A text and places in it in: which side the speaker takes on each target, and the tone of the text toward it. Written by
`training/judge/ship.py`, not by hand.

- **favor / against**: what the text lets the speaker say or do is for or against the target. **neutral**: neither, or
  both, or not to be told from this text. It is about this text, not about what the speaker thinks elsewhere.
- **negative / neutral / positive**: how the text speaks of the target, whoever speaks. News of a war is negative in
  tone about a victim without anybody being against him: side and tone are two columns.
- **Not for**: other languages, irony, decisions about persons.
- **The large judge** (`large_judge.onnx`, `judge = "large"` in the settings): all-mpnet-base-v2 (Apache-2.0,
  `LICENSE-encoders.txt` beside the weights; {large_layers} layers, the lower {frozen} left as they were) reads each
  text in word pieces anew for each target, with the words of speaker and target marked and the target once more behind
  it. int8, seven bits, {large_megabytes} MB. The small judge is asked as well: what is said is the mean of the odds of
  both, of the side {shares[stance]:.0f} % and of the tone {shares[sentiment]:.0f} % of the larger net.
- **The small judge** (`judge.onnx`, asked where the settings name no other): {layers} layers of all-MiniLM-L6-v2
  (Apache-2.0) with {inner} inner neurons and heads of {head_width} numbers (of 1536 and 32), one vector per word, the
  speaker's words marked; a text is read once for all its targets, the last layer is computed for these only, with all
  its inner neurons. int8, seven bits, {megabytes} MB. First its layers were fitted to those of the mean of two teachers
  of {teacher_layers} whole layers, one of the side and one of the tone, on plain text without labels; then all of it to
  the labels (not those of NewsMTSC) and to what earlier large nets said.
- **Claims that do not stand in the text** are judged by a net of their own (`claims.onnx`, the first {claims_layers}
  layers of all-mpnet-base-v2, {claims_frozen} of them left as they were; weights in eight bits, {claims_megabytes} MB):
  the pipeline never asks for them, `onrecord predict stance` does.
- **Trained on** (only weights are shipped): {fitted:,} rows of the train parts of `stance_dse` (Park et al. 2021) and
  `targeted_sentiment_newsmtsc` (Hamborg, Donnay 2021, MIT); {written:,} sentences from patterns written for it
  (`training/judge/written`); {rated:,} sentences of `sentiment_vader_nyt_editorials` and `sentiment_vader_tweets`
  (Hutto, Gilbert 2014, MIT) whose twenty raters were sure of a tone or of none (of these two the large judge saw
  {large_written:,} and {large_rated:,}); and questions about plain articles that **a language model** answered one by
  one (`training/judge/annotated/GUIDE.md` tells how, and how well): {annotated[annotated issues]:,} about issues,
  {annotated[annotated names]:,} about names in quotations, {annotated[annotated pairs]:,} about two names in one
  sentence (the large judge that is shipped saw those of the first round, 26,954 in all, and 7,000 drawn of both); and
  pairs of names that it graded by what the readers of `stance_dse` would say (`training/judge/annotated/GRADES.md`):
  {graded_rows:,} rows of that corpus and {graded:,} others (the large judge that is shipped saw the first and 15,924 of
  the others, the small one none: decision 8). The small judge also without labels: what the pipeline asks about
  {plain},
  and {news:,} about names and pronouns in sentences of
  {news_of};
  plain text: {imitated:,} passages of
  {imitated_of}.
  In half of its batches speakers and targets bear other names, so that who they are tells less. The net for claims:
  {debates:,} rows of `stance_perspectrum` (Chen et al. 2019, CC BY-SA) and `stance_gwsd` (Luo et al. 2020), whose
  annotators it is told the shares of. Seed {seed}. Where the shipped weights were fitted otherwise than
  `training/judge` now does say decisions 8 (versions 5 to 9) and 16.
- **Calibrated** on {tuning:,} rows whose texts were left out of the training and whose targets stand in them: one
  temperature per task, by how much listed words that speak for a side make it likelier, and, on the rows that people
  labelled, what is added to neutral.
  The net for claims: on what five nets that had not seen them say of the rows of `stance_gwsd`, and on rows of
  `stance_perspectrum` left out. (What was added to neutral in the larger net: decision 16.)
- **Where it fails, and for whom it is less sure.** `stance_dse` asks for the side between two parties in political news
  of the United States and of world politics, `targeted_sentiment_newsmtsc` for politicians: speakers, targets and
  outlets of other fields (courts, sport, culture, local news) and of other Englishes are judged by what was learned
  there, and nobody has measured how well. Issues that are no parties, and names in quotations, were learned from the
  annotated questions, whose labels are a language model's: the scores on those left out tell how near a judge comes to
  it, not to people. What merely happens to a target is at times taken for a side, a plea named by a harsh verb (“begged
  the council to shut the sky”) for opposition, and who rejects a claim against a thing for its opponent.
  Two targets of one sentence tend to get one side, and what others hold of a target is at times taken for what the
  speaker holds. What needs knowledge of the world, or a sentence further away, is not seen; a long quotation is read
  only around its target. Sides are less often found than missed where the class is rare: see recall below.
"""


def model_card(metrics: dict[str, Any]) -> str:
    """Markdown: what the judge is, and its scores."""
    parts = [_HEAD.format(**metrics["facts"])]
    parts += [_corpus(name, found) for name, found in metrics.items() if name != "facts"]
    return "".join(parts)


def _corpus(name: str, found: dict[str, Any]) -> str:
    lines = [
        f"\n## {name}\n",
        f"Macro-F1 {found['macro_f1']} ({found['interval'][0]} to {found['interval'][1]} in 95 % of the bootstrap's "
        f"samples), accuracy {found['accuracy']}, "
        f"calibration error {found['calibration_error']} %.\n",
        "| class | precision | recall | F1 | n |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {label} | {row['precision']} | {row['recall']} | {row['f1']} | {row['gold']} |"
        for label, row in found["classes"].items()
    ]
    lines += ["", "| mean probability % | right % | n |", "|---|---|---|"]
    lines += [f"| {row['confidence']} | {row['right']} | {row['n']} |" for row in found["bins"]]
    return "\n".join(lines) + "\n"
