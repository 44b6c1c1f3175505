import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.speakers.mentions import find_mentions
from transforms.speakers.resolve import resolve
from transforms.speakers.words import read_words
from transforms.text.document import Document
from transforms.text.records import EntityType, MentionKind, Resolution, ResolutionMethod
from transforms.text.spans import Span

Build = Callable[..., Document]
Resolve = Callable[..., Resolution]
MARKED = re.compile(r"\[\[(.*?)\]\]")


@pytest.fixture(name="resolved", scope="session")
def _resolved(document: Build) -> Resolve:
    """Resolves the phrase in [[…]]."""

    def resolved(marked: str, *, author: str | None = None) -> Resolution:
        match = MARKED.search(marked)
        assert match
        built = document(MARKED.sub(r"\1", marked), author=author)
        span = Span(match.start(), match.start() + len(match.group(1)))
        return resolve(built, read_words(built), find_mentions(built, read_words(built)), [span])[0]

    return resolved


INTRO = "UNESCO Director-General Ada Lim spoke in Paris on Monday.\n"


@pytest.mark.parametrize(
    ("text", "canonical", "method"),
    [
        ("[[UNESCO Director-General Ada Lim]] spoke.", "Ada Lim", ResolutionMethod.FULL_NAME),
        (INTRO + "[[Ms. Lim]] said so.", "Ada Lim", ResolutionMethod.SURNAME),
        (INTRO + "[[Lim]] said so.", "Ada Lim", ResolutionMethod.SURNAME),
        ("Sir Bo Ekman left. [[Sir Bo]] said so.", "Bo Ekman", ResolutionMethod.SURNAME),
        ("The rapper Kenzo Varga left. [[Kenzo]] said so.", "Kenzo Varga", ResolutionMethod.SURNAME),
        (INTRO + "[[The Director-General]] said so.", "Ada Lim", ResolutionMethod.TITLE),
        (INTRO + "[[She]] said so.", "Ada Lim", ResolutionMethod.PRONOUN),
        (INTRO + "Ms. Lim, [[who]] was late, said so.", "Ada Lim", ResolutionMethod.PRONOUN),
        ("[[The team’s coach, Bo Ekman,]] said so.", "Bo Ekman", ResolutionMethod.APPOSITION),
        ("[[The team’s coach]], Bo Ekman, said so.", "Bo Ekman", ResolutionMethod.APPOSITION),
        ("Bo Ekman, mayor of Ostby, came. [[The mayor]] said so.", "Bo Ekman", ResolutionMethod.TITLE),
        ("Ostby’s mayor, Bo Ekman, came. [[The mayor]] said so.", "Bo Ekman", ResolutionMethod.TITLE),
        ("[[The White House]] said so.", "White House", ResolutionMethod.ORGANISATION),
        ("The Northern Harbour Council (NHC) met. [[NHC]] said so.", "Northern Harbour Council", None),
        ("Halden Bank closed. [[The bank]] said so.", "Halden Bank", ResolutionMethod.ORGANISATION),
        ("[[The Lim administration]] said so.", "Lim administration", ResolutionMethod.ORGANISATION),
        ("[[Bo Ekman, a farmer who lost his barn,]] said so.", "Bo Ekman", ResolutionMethod.FULL_NAME),
    ],
)
def test_a_phrase_is_resolved_to_its_name(
    resolved: Resolve, text: str, canonical: str, method: ResolutionMethod | None
):
    resolution = resolved(text)
    assert resolution.canonical == canonical
    assert method is None or resolution.method is method
    assert 0 < resolution.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lim and Bo Lim came. [[Lim]] said so.",  # two of that name
        "Mr. Ekman and Mr. Halden came. [[He]] said so.",
        "[[A senior official]] said so.",
        "[[Police]] said so.",
        "[[Critics of Ada Lim]] said so.",
        "[[A spokesman for Halden Bank]] said so.",
        "Mayor Bo Ekman and Mayor Ada Lim came. [[The mayor]] said so.",
        "Deputy Mayor Bo Ekman came. [[The mayor]] said so.",
        "Mrs. Lim came. [[He]] said so.",
        "[[We]] said so.",
        "[[I]] said so.",
        "Ms. Lim said: “I told her that [[she]] was late.”",
        "[[Ada Lim and Bo Ekman]] said so.",
        "[[Some Democrats]] said so.",
    ],
)
def test_a_phrase_that_the_text_leaves_open_is_nobody_with_a_reason(resolved: Resolve, text: str):
    resolution = resolved(text)
    assert resolution.canonical is None
    assert resolution.method is ResolutionMethod.NONE
    assert resolution.reasons and all(resolution.reasons)


def test_the_form_of_address_tells_two_of_one_family_name_apart(resolved: Resolve):
    text = "Mr. Bo Lim met Mrs. Ada Lim. Then [[Mrs. Lim]] said so."
    assert resolved(text).canonical == "Ada Lim"


def test_a_pronoun_goes_back_to_the_one_who_speaks_not_to_whom_it_was_said(resolved: Resolve):
    text = "Mr. Bo Ekman told Mr. Carl Halden in Paris that it rained. [[He]] said so."
    assert resolved(text).canonical == "Bo Ekman"


def test_a_pronoun_skips_those_of_the_other_gender(resolved: Resolve):
    text = "Mr. Bo Ekman came early. Ms. Ada Lim came late. [[He]] said so."
    assert resolved(text).canonical == "Bo Ekman"


def test_gender_learned_from_a_clear_pronoun_holds_for_the_article(resolved: Resolve):
    text = "Robin Ekman said she was glad. Mr. Carl Halden came with Robin Ekman. [[He]] said so."
    assert resolved(text).canonical == "Carl Halden"


def test_a_chain_of_reasons_names_every_step(resolved: Resolve):
    text = "UNESCO Director-General Ada Lim spoke. The Director-General was late. [[She]] said so."
    first, second = resolved(text).reasons
    assert first.startswith("“She” → “The Director-General”")
    assert second == "“The Director-General” → “Ada Lim”: UNESCO Director-General Ada Lim"


@pytest.mark.parametrize(
    ("text", "role", "affiliation"),
    [
        ("[[UNESCO Director-General Ada Lim]] spoke.", "Director-General", "UNESCO"),
        ("[[Ada Lim]], vice-president of the Ostland Institute, spoke.", "vice-president", "Ostland Institute"),
        ("[[Ada Lim]], a lawyer, spoke.", "lawyer", None),
        ("The institute’s director, [[Ada Lim]], spoke.", "director", "institute"),
        ("[[Ada Lim]], director of staff at the Ostland Institute, spoke.", "director of staff", "Ostland Institute"),
        ("Ada Lim is the mayor of Ostby. [[Ms. Lim]] spoke.", "mayor", "Ostby"),
    ],
)
def test_role_and_affiliation_come_from_title_and_apposition(
    resolved: Resolve, text: str, role: str, affiliation: str | None
):
    resolution = resolved(text)
    assert (resolution.role, resolution.affiliation) == (role, affiliation)


def test_the_honorific_is_kept(resolved: Resolve):
    assert resolved("[[Maj.-Gen. Sørby]] spoke.").honorific == "Maj.-Gen."


def test_i_outside_quotations_is_the_author_where_known(resolved: Resolve):
    assert resolved("[[I]] think so.", author="Clara Benn").canonical == "Clara Benn"


def test_an_unnamed_official_keeps_role_and_affiliation(resolved: Resolve):
    resolution = resolved("[[An official at Halden Bank]] said so.")
    assert (resolution.canonical, resolution.role, resolution.affiliation) == (None, "official", "Halden Bank")
    assert resolution.entity_type is EntityType.PERSON


def test_kinds_of_phrases_are_told(resolved: Resolve):
    kinds = [
        resolved(text).mention_kind for text in ("[[Ada Lim]] spoke.", "[[The mayor]] spoke.", "[[police]]", "[[he]]")
    ]
    assert kinds == [MentionKind.NAME, MentionKind.TITLE, MentionKind.NOMINAL, MentionKind.PRONOUN]


PIECES = st.sampled_from(
    [
        "Ada Lim",
        "Mr. Ek",
        "the mayor",
        "said",
        "“",
        "”",
        '"',
        "he",
        "She",
        "who",
        ", a lawyer,",
        "I",
        "they",
        ".",
        "\n",
        "of",
        "’s",
    ]
)


@given(
    st.lists(PIECES, max_size=50).map(" ".join),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), max_size=8),
)
def test_any_text_and_spans_give_one_aligned_resolution_a_span(document: Build, text: str, cuts: list[tuple[int, int]]):
    built = document(text)
    spans = [Span(min(start, len(text)), min(start + length, len(text))) for start, length in cuts]
    resolutions = resolve(built, read_words(built), find_mentions(built, read_words(built)), spans)
    assert [resolution.mention for resolution in resolutions] == spans
    for resolution in resolutions:
        assert resolution.reasons
        assert (resolution.canonical is None) == (resolution.method is ResolutionMethod.NONE)
        assert resolution.canonical is None or resolution.canonical.strip()
