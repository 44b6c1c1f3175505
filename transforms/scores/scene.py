"""A stance question laid over its reading."""

from dataclasses import dataclass

from transforms.scores.lexicon import Role, lines
from transforms.scores.reading import Hit, Reading, read
from transforms.text.scores import StanceQuestion
from transforms.text.spans import Span

REACH_WORDS = 14  # about a long clause; set by judgement, not tuned
_NO_NOUN_ENDINGS = ("ed", "ing", "ly")
NEGATION_WORDS = 4  # how far before a word a negator still turns it round
# Words and the side they speak for: 1 or -1. Tone is no evidence: an editor accepts a word that says something of the
# target, not a mood around it.
Evidence = list[tuple[Span, int]]


@dataclass(frozen=True, slots=True)
class Scene:
    """Who speaks of what in a reading, in words; `is_own`: the target stands in what the speaker says."""

    reading: Reading
    target: range
    speaker: range
    cue: range
    is_own: bool
    content_start: int  # first word of the content that holds the target, else 0

    def span(self, hit: Hit) -> Span:
        """The characters of `hit`."""
        return Span(self.reading.starts[hit.first], self.reading.ends[hit.last])


def scene_of(question: StanceQuestion) -> Scene:
    """The words of `question`; ranges are empty for what its text does not name."""
    reading = read(question.text)
    target, speaker, cue = (
        reading.words_in(span) if span else range(0) for span in (question.target, question.speaker, question.cue)
    )
    held = [span.start for span in question.content if question.target is not None and span.overlaps(question.target)]
    content_start = reading.words_in(Span(held[0], held[0] + 1)).start if held else 0
    return Scene(reading, target, speaker, cue, _is_own(question, reading, speaker), content_start)


def _is_own(question: StanceQuestion, reading: Reading, speaker: range) -> bool:
    """Whether the target lies in the content; no content marked: whether a verb of saying stands by the speaker."""
    if question.content:
        return question.target is not None and any(span.overlaps(question.target) for span in question.content)
    beside = range(max(0, speaker.start - 4), min(len(reading.words), speaker.stop + 4)) if speaker else range(0)
    return any(hit.role is Role.REPORT for at in beside for hit in reading.hits.get(at, ()))


def turn(reading: Reading, first: int, floor: int) -> int:
    """-1 where an odd number of negators stands shortly before the word `first` (not before `floor`), else 1."""
    turned = 1
    for at in range(max(floor, first - NEGATION_WORDS), first):
        if any(hit.role is Role.NEGATOR for hit in reading.hits.get(at, ())):
            turned = -turned
    return turned


def is_possessor(scene: Scene) -> bool:
    """Whether the target only tells whose or which another thing is (“Norland's army”, “Norland troops”)."""
    words, last = scene.reading.words, scene.target.stop - 1
    if has_genitive(scene):
        return True
    if last + 1 >= len(words) or not scene.reading.is_name[last]:
        return False
    following = words[last + 1].removesuffix("'s")
    return (
        following.isalpha()
        and not scene.reading.is_name[last + 1]
        and following not in lines("function_words")
        and not following.endswith(_NO_NOUN_ENDINGS)
    )


def has_genitive(scene: Scene) -> bool:
    """Whether the target stands in the genitive (“Norland's army”)."""
    words, last = scene.reading.words, scene.target.stop - 1
    return words[last].endswith(("'s", "s'")) or words[last + 1 : last + 2] == ("'",)
