"""The page docs/reader-errors.md: which kinds of error are how frequent, and what each would take."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from transforms.quotations.verbs import FORMS, Takes
from transforms.quotations.words import words

Row = dict[str, Any]
_MOST = 50
_NOUNS = words("nouns") | frozenset(f"{noun}s" for noun in words("nouns"))
_PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i", "you", "who", "that", "which", "him", "her"))
_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
_CLASSES = (
    (Takes.CLAUSE | Takes.DIRECT, "verb of saying"),
    (Takes.COMMIT, "promise or plan"),
    (Takes.THOUGHT, "thought or wish"),
    (Takes.OBJECT, "speech act"),
)
_TAKES = {
    "missed": "More examples of this cue: no list of the rules holds it, or the corpus marks it in some articles only.",
    "spurious": "People disagree here too: the corpus often marks the same words elsewhere. A second annotation, or a"
    " threshold of one’s own on `confidence`.",
    "bounds": "A parser’s view of where the clause ends; a decoder that scores whole contents instead of words.",
    "speaker": "Reading beyond the paragraph; noun phrases scored as wholes.",
}


def error_page(differences: Sequence[Row]) -> str:
    """Markdown with the most frequent kinds of error; no text of the corpus."""
    kinds = Counter(_kind_of(row) for row in differences)
    whats = Counter(row["what"] for row in differences)
    lines = [
        "# Errors of the reader\n",
        "On `quotes_polnear_dev`; written by `training/reader/ship.py`. A kind is what went wrong, the kind of the",
        "quotation, the class of its cue, and where the difference lies. Two people who mark the same articles reach",
        "an F1 of 72 for exact contents, so that a part of every row is disagreement.\n",
        "| | errors |",
        "|---|---|",
        *(f"| {what} | {count} |" for what, count in whats.most_common()),
        "\n| # | errors | what | quotation | cue | where |",
        "|---|---|---|---|---|---|",
    ]
    for place, (kind, count) in enumerate(kinds.most_common(_MOST), 1):
        lines.append(f"| {place} | {count} | " + " | ".join(kind) + " |")
    lines.append("\n## What each would take\n")
    lines += [f"- **{what}**: {takes}" for what, takes in _TAKES.items()]
    return "\n".join(lines) + "\n"


def _kind_of(row: Row) -> tuple[str, str, str, str]:
    side = "system" if row["what"] == "spurious" else "gold"
    return row["what"], row["kind"], cue_class(row[f"{side}_cue"]), _where(row)


def cue_class(cue: str | None) -> str:
    """What a cue is by the rules’ lists."""
    found = [word.lower() for word in _WORD.findall(cue or "")]
    if not found:
        return "no cue" if not (cue or "").strip() else "colon or dash"
    if "according" in found:
        return "according to"
    for word in reversed(found):
        if word in _NOUNS and word not in FORMS:
            return "noun"
        if word in FORMS:
            takes = FORMS[word][0].takes
            return next(name for flag, name in _CLASSES if takes & flag)
    return "cue on no list"


def _where(row: Row) -> str:
    if row["what"] == "bounds":
        return _edges(row)
    if row["what"] in ("speaker", "name"):
        return f"{_form(row['gold_speaker'])} → {_form(row['system_speaker'])}"
    size = len(_WORD.findall(row["system_text" if row["what"] == "spurious" else "gold_text"] or ""))
    return "1–3 words" if size < 4 else "4–10 words" if size < 11 else "over 10 words"


def _edges(row: Row) -> str:
    starts = row["system_start"] - row["gold_start"]
    ends = row["system_end"] - row["gold_end"]
    first = "begins late" if starts > 1 else "begins early" if starts < -1 else ""
    last = "ends early" if ends < -1 else "ends late" if ends > 1 else ""
    return ", ".join(part for part in (first, last) if part) or "words left out inside"


def _form(speaker: str | None) -> str:
    if not speaker:
        return "nobody"
    found = _WORD.findall(speaker)
    if len(found) == 1 and found[0].lower() in _PRONOUNS:
        return "pronoun"
    return "name" if sum(word[0].isupper() for word in found[1:] or found) else "description"
