"""Tables of phrases by class: titles, organisations, occupations and pronouns, and what they must not be taken for."""

import re
from collections.abc import Callable

import pytest

from transforms.speakers.mentions import find_mentions
from transforms.speakers.resolve import resolve
from transforms.speakers.words import read_words
from transforms.text.document import Document, Paragraph, ParagraphRole
from transforms.text.records import Resolution
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
    ("text", "canonical"),
    [
        ("[[The judge]] said so.\nMr. Justice Halden sat on Monday.", "Halden"),
        ("[[A judge]] said so.\nMr. Justice Halden sat on Monday.", "Halden"),
        ("[[Ostland’s auditor-general]] said so.\nAuditor-general Ada Lim read it.", "Ada Lim"),
        ("[[The minister]] said so.\nTransport Minister Ada Lim read it.", "Ada Lim"),
        ("[[The mayor of Ostby]] said so.\nBo Ekman, the mayor of Ostby, came.", "Bo Ekman"),
        ("[[The head of the Halden Council]] said so.\nAda Lim, the council’s president, came.", "Ada Lim"),
        ("[[The general]] said so.\nMaj.-Gen. Ada Lim came.", "Ada Lim"),
    ],
)
def test_a_title_is_its_one_holder_wherever_the_article_names_them(resolved: Resolve, text: str, canonical: str):
    assert resolved(text).canonical == canonical


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("[[The Bakers’ Union]] said so.", "Bakers’ Union"),
        ("[[The Ostland Bakers' Association]] said so.", "Ostland Bakers' Association"),
        ("[[The Women’s Institute]] said so.", "Women’s Institute"),
        ("St. Ita’s Hospital closed. [[St. Ita’s Hospital]] said so.", "St. Ita’s Hospital"),
        ("St. Ita’s Hospital closed. [[St. Ita’s]] said so.", "St. Ita’s Hospital"),
        ("The Ostland Bakers’ Union met. [[The union]] said so.", "Ostland Bakers’ Union"),
        ("[[The union]] said so.\nThe Ostland Bakers’ Union met.", "Ostland Bakers’ Union"),
        ("Ostby Wanderers won. [[The club]] said so.", "Ostby Wanderers"),
        ("The Halden Courier printed it. [[The Courier]] said so.", "The Halden Courier"),
        ("Bo Ekman works for the budget airline Halden Air. [[The bank]] said so.\nHalden Bank closed.", "Halden Bank"),
    ],
)
def test_an_organisation_keeps_its_name_and_is_found_by_its_noun(resolved: Resolve, text: str, canonical: str):
    assert resolved(text).canonical == canonical


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("[[Fisherman Bo Ekman]] said so.", "Bo Ekman"),
        ("[[Schoolteacher Ada Lim]] said so.", "Ada Lim"),
        ("[[Auditor-general Ada Lim]] said so.", "Ada Lim"),
        ("[[Goalkeeper Ada Lim]] said so.", "Ada Lim"),
        ("[[Père Halden]] said so.", "Halden"),
        ("[[Mr. Justice Halden]] said so.", "Halden"),
    ],
)
def test_a_title_or_occupation_is_no_part_of_the_name(resolved: Resolve, text: str, canonical: str):
    assert resolved(text).canonical == canonical


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Her sister, Ada Lim, runs the shop. [[She]] said so.", "Ada Lim"),
        ("Ada Lim of the Halden League came. [[She]] said so.", "Ada Lim"),
        ("The radio quoted President Carl Halden as saying that it rained. [[He]] left.", "Carl Halden"),
        ("It is a blow for Dr. Sandra Lim, who will go.\n[[She]] said so.", "Sandra Lim"),
        ("Mr. Carl Halden spoke. “It rains. It pours. It stops.” [[He]] said so.", "Carl Halden"),
        ("Carl Halden, whose wife is a nurse, was there. [[He]] said so.", "Carl Halden"),
        ("Sandra Lim, whose brother is a pilot, was there. [[She]] said so.", "Sandra Lim"),
    ],
)
def test_a_pronoun_finds_the_one_person_it_can_mean(resolved: Resolve, text: str, canonical: str):
    resolution = resolved(text)
    assert resolution.canonical == canonical
    assert resolution.reasons


@pytest.mark.parametrize(
    "text",
    [
        "St. Ita’s Hospital was built in May. [[He]] said so.",
        "Mr. Carl Halden left early. A man in a green coat was singing. [[He]] said so.",
        "Mr. Carl Halden left early. Her colleague was not so sure. [[He]] said so.",
        "Mr. Carl Halden left early. Someone in the hall laughed. [[He]] said so.",
        "Mr. Carl Halden left early. One of the pilots stayed. [[He]] said so.",
        "Mr. Carl Halden left early. The pilot stayed. [[He]] said so.",
        "Mr. Carl Halden met Mr. Hans Olsen. [[He]] said so.",
        "Ms. Lim’s reply drew a laugh from Ms. Berg. [[She]] said so.",
        "Barbara Halden came. [[He]] said so.",
        "Asked by Mr. Carl Halden, [[he]] said so.",
        "[[A spokeswoman for the mayor]] said so.\nMayor Ada Lim came.",
        "Mayor Ada Lim came. [[His lawyer]] said so.",
        "[[A minister]] said so.\nIt rained.\nIt poured.\nIt stopped.\nIt froze.\nTransport Minister Ada Lim came.",
        "The Bakers’ Union wrote to the Pilots’ Union. It rained. [[The union]] said so.",
    ],
)
def test_nobody_is_named_where_the_article_leaves_it_open(resolved: Resolve, text: str):
    resolution = resolved(text)
    assert resolution.canonical is None
    assert resolution.reasons


@pytest.mark.parametrize("role", [ParagraphRole.HEADING, ParagraphRole.BOILERPLATE])
def test_a_pronoun_is_not_read_across_parts_to_one_whose_gender_is_open(document: Build, role: ParagraphRole):
    text = "Xanlo Halden spoke.\n10:42\nHe said so."
    built = document(text)
    middle = Paragraph(built.paragraphs[1].span, role, "test")
    paragraphs = (built.paragraphs[0], middle, built.paragraphs[2])
    sentences = tuple(sentence for sentence in built.sentences if sentence.paragraph != 1)
    parted = Document(text, paragraphs, sentences, ())
    he = Span(text.index("He"), text.index("He") + 2)
    assert resolve(parted, read_words(parted), find_mentions(parted, read_words(parted)), [he])[0].canonical is None
