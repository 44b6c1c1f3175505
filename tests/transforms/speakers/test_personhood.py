"""Tables of what may be meant by “he” and “she”, and of capitals that are no part of a speaker’s name."""

import re
from collections.abc import Callable

import pytest

from transforms.speakers.mentions import find_mentions
from transforms.speakers.resolve import resolve
from transforms.speakers.words import read_words
from transforms.text.document import Document
from transforms.text.records import EntityType, Resolution
from transforms.text.spans import Span

Build = Callable[..., Document]
Resolve = Callable[[str], Resolution]
MARKED = re.compile(r"\[\[(.*?)\]\]")


@pytest.fixture(name="resolved", scope="session")
def _resolved(document: Build) -> Resolve:
    """Resolves the phrase in [[…]]."""

    def resolved(marked: str) -> Resolution:
        match = MARKED.search(marked)
        assert match
        built = document(MARKED.sub(r"\1", marked))
        span = Span(match.start(), match.start() + len(match.group(1)))
        return resolve(built, read_words(built), find_mentions(built, read_words(built)), [span])[0]

    return resolved


@pytest.mark.parametrize(
    "text",
    [
        "The Halden Statehouse was shut. [[He]] said so.",
        "Unit-7 Plumbing told us so. [[He]] left.",
        "The Ostland Mirror said it rained. [[She]] said so.",
        "Trade Insider said it rained. [[He]] said so.",
        "Xanlo Vreb stood there. [[He]] said so.",
        "Xanlo said it rained. [[He]] said so.",
        "The box of Paul Halden was found. It is old. [[He]] said so.",
        "They opened Paul Halden’s box. [[He]] said so.",
    ],
)
def test_what_nothing_shows_to_be_a_person_is_not_he_or_she(resolved: Resolve, text: str):
    resolution = resolved(text)
    assert resolution.canonical is None
    assert resolution.reasons


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Mr. Vreb stood there. [[He]] said so.", "Vreb"),
        ("Mayor Xanlo Vreb came. [[He]] said so.", "Xanlo Vreb"),
        ("Xanlo Vreb, 34, came. [[He]] said so.", "Xanlo Vreb"),
        ("Xanlo Vreb, who lives in Ostby, came. [[He]] said so.", "Xanlo Vreb"),
        ("Xanlo Vreb said it rained. [[He]] said so.", "Xanlo Vreb"),
        ("Paul Halden came. [[He]] said so.", "Paul Halden"),
    ],
)
def test_a_title_an_age_a_given_name_or_speaking_shows_a_person(resolved: Resolve, text: str, canonical: str):
    assert resolved(text).canonical == canonical


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("The Halden Watch is new. It was sold by Halden. [[Halden]] said so.", "Halden"),
        ("Halden Group grew. [[Halden]] said so.", "Halden Group"),
        ("Calder Rovers won. [[Rovers]] said so.", "Calder Rovers"),
    ],
)
def test_only_a_company_or_institution_is_called_by_its_first_word(resolved: Resolve, text: str, canonical: str):
    assert resolved(text).canonical == canonical


@pytest.mark.parametrize(
    "text",
    [
        "OSTBY — Rain fell on the town.",
        "HALDENTON, N.Y. (OPA) — Rain fell on the town.",
        "NEW OSTBY (OPA) - Rain fell on the town.",
        "Rain fell.\nDUBAI – It stopped there.",
    ],
)
def test_a_dateline_holds_no_mention(document: Build, text: str):
    assert find_mentions(document(text), read_words(document(text))) == []


def test_an_acronym_before_an_aside_is_no_dateline(document: Build):
    text = "NATO – the alliance – said so."
    assert [mention.span.slice(text) for mention in find_mentions(document(text), read_words(document(text)))] == [
        "NATO"
    ]


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Then [[Halden DL Peter Vreb]] said so.", "Peter Vreb"),
        ("According to [[OBC Sports NFL Insider Paul La Vreba]], it rained.", "Paul La Vreba"),
    ],
)
def test_a_position_before_a_given_name_is_no_part_of_it(resolved: Resolve, text: str, canonical: str):
    resolution = resolved(text)
    assert resolution.canonical == canonical
    assert resolution.entity_type is EntityType.PERSON


@pytest.mark.parametrize(
    "text",
    [
        "Paul Halden was robbed. [[The man]], who asked to be left alone, said so.",
        "The man, [[who]] asked to be left alone, said so.",
        "Sandra Lim left. [[The woman]] said so.",
        "Paul Halden left. [[The witness]] said so.",
    ],
)
def test_somebody_unnamed_is_nobody_by_name(resolved: Resolve, text: str):
    resolution = resolved(text)
    assert resolution.canonical is None
    assert resolution.reasons
