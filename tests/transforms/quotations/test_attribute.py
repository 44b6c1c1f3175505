from collections.abc import Callable, Sequence

import pytest

from transforms.quotations import attribute, find
from transforms.quotations.reading import read
from transforms.text.document import Document
from transforms.text.records import AttributionMethod, EntityType, Mention, MentionKind
from transforms.text.spans import Span

Parse = Callable[..., Document]


def mentions_of(document: Document, known: Sequence[Mention] = ()):
    quotations = find(read(document))
    attributions = attribute(read(document), quotations, known)
    return [each.mention and each.mention.slice(document.text) for each in attributions]


CASES = [
    ("“Go,” said Ada Lim.", "Ada Lim"),
    ("“Go,” Ada Lim said.", "Ada Lim"),
    ("“Go,” he said.", "he"),
    ("“Go,” said Mr. Osei on Monday.", "Mr. Osei"),
    ("“Go,” said Rev. J. Osei in a letter.", "Rev. J. Osei"),
    ("“Go,” said Maj.-Gen. Brévin-Hall.", "Maj.-Gen. Brévin-Hall"),
    ("“Go,” Ada Lim, the city engineer, said.", "Ada Lim"),
    ("Ada Lim, the city engineer, said the bridge was safe.", "Ada Lim"),
    ("Ada Lim, who built the bridge in 1999, said it was safe.", "Ada Lim"),
    ("The city engineer Ada Lim said the bridge was safe.", "The city engineer Ada Lim"),
    ("The work and pensions secretary said rules would change.", "The work and pensions secretary"),
    ("Ms. Lim’s spokesman said she was ill.", "Ms. Lim’s spokesman"),
    ("A senior campaign official said it was over.", "A senior campaign official"),
    ("Two of the drivers said they had seen the lorry.", "Two of the drivers"),
    ("Some say the lorry was blue.", "Some"),
    ("Smith and Jones said they agreed.", "Smith and Jones"),
    ("On Monday, Ada Lim said the bridge was safe.", "Ada Lim"),
    ("Ada Lim on Monday said the bridge was safe.", "Ada Lim"),
    ("The bridge was safe, said Ada Lim, the city engineer.", "Ada Lim"),
    ("According to the Oxford Morning Post, the bridge was safe.", "the Oxford Morning Post"),
    ("Nobody believed Ada Lim’s claim that the bridge was unsafe.", "Ada Lim"),
    ("Nobody believed his claim that the bridge was unsafe.", "his"),
    ("He ignored pleas by Mayor Ada Lim to close the bridge.", "Mayor Ada Lim"),
    ("Ada Lim: “The bridge is safe.”", "Ada Lim"),
    ("“The bridge is safe.” – Ada Lim, engineer", "Ada Lim"),
    ("Her message was: “Repair the bridge.”", "Her"),
    ("Ada Lim visited the site, saying the bridge was safe.", "Ada Lim"),
    ("She held up a sign saying “Close the bridge.”", "a sign"),
    ("“Go,” the paper quoted Ada Lim as saying.", "Ada Lim"),
    ("“Go,” said Will Osei, a baker.", "Will Osei"),
    ("“Go,” Sen. Ada Lim (D-N.Y.) said Tuesday.", "Sen. Ada Lim"),
    ("Gov. Ada Lim (R-Ohio), said the bridge was safe.", "Gov. Ada Lim"),
    ("“We do not see it,” the two write.", "the two"),
    ("“Are we done?” Lim asked reporters. He left.", "Lim"),
    ("“Go home!” a welcome message on the website reads.", "a welcome message on the website"),
    ("In a long report Ada Lim said the bridge was unsafe.", "Ada Lim"),
    ("When both sides agree, my old teacher used to say, both are wrong.", "my old teacher"),
    ("“Go,” shouted one of them.", "one of them"),
    ("“Go,” one of them shouted.", "one of them"),
    ("Both sides thanked the driver of the bus.", "Both sides"),
    ("Nobody believed Ada Lim’s repeated claims that the bridge was unsafe.", "Ada Lim"),
    ("Ada Lim was quoted as saying the bridge was safe.", "Ada Lim"),
]


@pytest.mark.parametrize(("text", "mention"), CASES)
def test_the_mention_is_the_noun_phrase_that_utters_it(parsed: Parse, text: str, mention: str):
    assert mentions_of(parsed(text))[0] == mention


def test_a_floating_quotation_goes_to_the_speaker_before(parsed: Parse):
    document = parsed("“It rose,” said Ada Lim.\n\n“We left before the second wave came in.”")
    quotations = find(read(document))
    first, second = attribute(read(document), quotations, ())
    assert (second.mention, second.method) == (first.mention, AttributionMethod.CONTINUED)
    assert second.confidence < first.confidence


def test_a_noun_of_saying_does_not_take_over_the_floating_words(parsed: Parse):
    document = parsed("Mr. Osei defended the ban despite pleas by Ada Lim to stop.\n\n“It keeps the bridge safe.”")
    assert mentions_of(document) == ["Mr. Osei", "Ada Lim", "Mr. Osei"]


def test_floating_words_behind_the_name_of_somebody_else_have_no_mention(parsed: Parse):
    document = parsed("Mr. Osei said the survey was old.\n\nMs. Lim rose at once.\n\n“It was asleep on the day.”")
    floating = attribute(read(document), find(read(document)), ())[-1]
    assert floating.mention is None
    assert "“Ms. Lim” is named in between" in floating.reasons[0]


def test_floating_words_go_on_where_nobody_else_is_named_in_between(parsed: Parse):
    document = parsed("Mr. Osei said the survey was old.\n\nRain fell.\n\n“It was asleep on the day.”")
    assert mentions_of(document) == ["Mr. Osei", "Mr. Osei"]


def test_the_answer_to_a_question_is_not_by_who_asked_it(parsed: Parse):
    document = parsed("“Were you told to?” Ms. Lim asked.\n\n“I was told not to go there.”")
    assert mentions_of(document) == ["Ms. Lim", None]


def test_a_heading_of_the_layout_is_nobody(parsed: Parse):
    document = parsed("Ms. Lim says 90 came.\n\nMore from the square: “He has had one idea. It was a review.”")
    assert mentions_of(document) == ["Ms. Lim", "Ms. Lim"]


def test_words_nobody_is_named_for_have_no_mention_but_a_reason(parsed: Parse):
    document = parsed("Rain fell. “It never stops here.”")
    (attribution,) = attribute(read(document), find(read(document)), ())
    assert (attribution.mention, attribution.method) == (None, AttributionMethod.NONE)
    assert attribution.reasons and attribution.confidence == 0.0


def test_the_labels_of_an_interview_are_its_mentions(parsed: Parse):
    document = parsed("Q: Is it safe?\n\nA: It is. We checked.\n\nQ: When was that?\n\nA: On Monday.")
    assert mentions_of(document) == ["Q", "A", "Q", "A"]


def test_a_known_mention_that_covers_the_phrase_is_taken_whole(parsed: Parse):
    text = "Council of Elders chair Ada Lim said it was over."
    known = Mention(Span(0, text.index(" said")), MentionKind.NAME, EntityType.PERSON)
    assert mentions_of(parsed(text), (known,)) == ["Council of Elders chair Ada Lim"]


def test_the_reason_names_the_mention_and_the_cue(parsed: Parse):
    document = parsed("“Go,” said Ada Lim.")
    (attribution,) = attribute(read(document), find(read(document)), ())
    assert attribution.reasons == ("“Ada Lim” follows “said” as its subject.",)


def test_no_quotations_give_no_attributions(parsed: Parse):
    assert attribute(read(parsed("It rained.")), (), ()) == []
