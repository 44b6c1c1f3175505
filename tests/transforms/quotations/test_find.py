from collections.abc import Callable

import pytest

from transforms.quotations import find
from transforms.quotations.reading import read
from transforms.text.document import Document
from transforms.text.records import CueKind, QuotationKind

Parse = Callable[..., Document]


def contents(document: Document):
    return [[span.slice(document.text) for span in quotation.spans] for quotation in find(read(document))]


DIRECT = [
    ("“The bridge is safe,” said Ada Lim.", ["“The bridge is safe,”"]),
    ("“The bridge is safe,” Ada Lim said.", ["“The bridge is safe,”"]),
    ('"The bridge is safe", Ada Lim said.', ['"The bridge is safe"']),
    ("‘The bridge is safe,’ said Mr. Osei.", ["‘The bridge is safe,’"]),
    ("«The bridge is safe», said Ada Lim.", ["«The bridge is safe»"]),
    ("``The bridge is safe,'' said Ada Lim.", ["``The bridge is safe,''"]),
    ("Ada Lim said: “The bridge is safe.”", ["“The bridge is safe.”"]),
    ("Ada Lim told reporters, “The bridge is safe.”", ["“The bridge is safe.”"]),
    ("Asked about the bridge, Ada Lim said flatly: “It is safe.”", ["“It is safe.”"]),
    ("“Is it safe?” Ada Lim asked. Nobody answered.", ["“Is it safe?”"]),
    ("“Stop!” he shouted. The lorry rolled on.", ["“Stop!”"]),
    ("“It is safe. We checked. Go,” Ada Lim said.", ["“It is safe. We checked. Go,”"]),
    ("“We opened early,” she said. “Nobody came.”", ["“We opened early,”", "“Nobody came.”"]),
    ("“We opened early,” she said, “but nobody came.”", ["“We opened early,”", "“but nobody came.”"]),
    ("“She told me ‘go home’ twice,” Mr. Osei recalled.", ["“She told me ‘go home’ twice,”"]),
    ("“The bridge is safe,” the paper quoted Ada Lim as saying.", ["“The bridge is safe,”"]),
    ("“Nobody knows,” Ada Lim, the city engineer, told The Star.", ["“Nobody knows,”"]),
    ("Lim went on:\n\n“The bridge is safe.”", ["“The bridge is safe.”"]),
    ("Her message was: “Repair the bridge.”", ["“Repair the bridge.”"]),
    ("Ada Lim: “The bridge is safe.”", ["“The bridge is safe.”"]),
    ("“The bridge is safe.” – Ada Lim", ["“The bridge is safe.”"]),
    ("“The bridge is safe.”\n\n— Ada Lim, engineer", ["“The bridge is safe.”"]),
    ("The sign reads “No entry”.", ["“No entry”"]),
    (
        "“The tide rose,” she said.\n\n“We left. Then we swam.",
        ["“The tide rose,”"],
    ),
    (
        "She said: “The tide rose.\n\n“We left.\n\n“Then we swam.”",
        ["“The tide rose.", "“We left.", "“Then we swam.”"],
    ),
    (
        '"The tide rose," said Ada Lim. "We left. "Then we swam."',
        ['"The tide rose,"', '"We left.', '"Then we swam."'],
    ),
    ("Said Ada Lim, “The bridge is safe.”", ["“The bridge is safe.”"]),
    ("“The bridge is safe, said Ada Lim.", ["“The bridge is safe,"]),
    ("The bridge is safe,” said Ada Lim.", ["The bridge is safe,”"]),
]


@pytest.mark.parametrize(("text", "spans"), DIRECT)
def test_direct_quotations_of_every_form_are_found_whole(parsed: Parse, text: str, spans: list[str]):
    document = parsed(text)
    assert contents(document)[0] == spans
    assert find(read(document))[0].kind is QuotationKind.DIRECT


REPORTED = [
    ("Ada Lim said that the bridge was safe.", ["that the bridge was safe"]),
    ("Ada Lim said the bridge was safe.", ["the bridge was safe"]),
    ("Ada Lim told MPs on Monday that the bridge was safe.", ["that the bridge was safe"]),
    ("Police said on Friday the lorry was stolen.", ["the lorry was stolen"]),
    ("The bridge was safe, Ada Lim said.", ["The bridge was safe"]),
    ("The bridge was safe, said Ada Lim, the city engineer.", ["The bridge was safe"]),
    ("The bridge, Ada Lim said, was safe.", ["The bridge", "was safe"]),
    ("According to Ada Lim, the bridge was safe.", ["the bridge was safe"]),
    ("The bridge was safe, according to the city engineer.", ["The bridge was safe"]),
    ("The board has said it will appeal.", ["it will appeal"]),
    ("She is saying the bridge is safe.", ["the bridge is safe"]),
    ("He went on to say that the bridge was safe.", ["that the bridge was safe"]),
    ("He was quoted as saying the bridge was safe.", ["the bridge was safe"]),
    ("She vowed to rebuild the bridge.", ["to rebuild the bridge"]),
    ("Ada Lim visited the site, saying the bridge was safe.", ["the bridge was safe"]),
    ("Ada Lim visited the site and said the bridge was safe.", ["the bridge was safe"]),
    ("A source close to the talks said they had failed.", ["they had failed"]),
    ("The report found that the bridge was unsafe.", ["that the bridge was unsafe"]),
    ("Ada Lim called on the council to repair the bridge.", ["the council to repair the bridge"]),
    ("Ada Lim praised the council’s repairs.", ["the council’s repairs"]),
    ("Ada Lim accused the council of neglect.", ["the council of neglect"]),
    ("Ada Lim urged drivers to stay at home.", ["drivers to stay at home"]),
    ("Ada Lim defended the council.", ["the council"]),
    ("Nobody believed Ada Lim’s claim that the bridge was unsafe.", ["that the bridge was unsafe"]),
    ("The council ignored repeated pleas by Ada Lim to close the bridge.", ["to close the bridge"]),
]


@pytest.mark.parametrize(("text", "spans"), REPORTED)
def test_indirect_quotations_end_where_their_clause_ends(parsed: Parse, text: str, spans: list[str]):
    document = parsed(text)
    assert contents(document) == [spans]
    assert find(read(document))[0].kind is QuotationKind.INDIRECT


MIXED = [
    ("Ada Lim said the plan would “cripple the port”.", "the plan would “cripple the port”"),
    ("In a statement, the port said it was “surprised” by the ruling.", "it was “surprised” by the ruling"),
    ("Ada Lim called the plan “reckless” and “cruel”.", "the plan “reckless” and “cruel”"),
    ("Ada Lim described the plan as “reckless”.", "the plan as “reckless”"),
]


@pytest.mark.parametrize(("text", "content"), MIXED)
def test_a_quotation_partly_in_marks_is_mixed_and_keeps_its_clause(parsed: Parse, text: str, content: str):
    document = parsed(text)
    assert contents(document) == [[content]]
    assert find(read(document))[0].kind is QuotationKind.MIXED


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “Green Corridor” opened in 2019.",
        "He read “The Long Road” on the train.",
        "She wore a “lucky” scarf.",
        "That said, the bridge is safe.",
        "Needless to say, the bridge is safe.",
        "Having said that, the bridge is safe.",
        "If Ada Lim says the bridge is safe, we will cross.",
        "Ada Lim did not say whether the bridge was safe.",
        "Ada Lim would say nothing about the bridge.",
        "It is hard to say that the bridge is safe.",
        "Nobody said the bridge was safe.",
        "The claims were rejected on Tuesday.",
        "The United States will close the bridge.",
        "She called the police.",
        "A source asked not to be named.",
        "A café called The Mill closed on Monday.",
        "The bureau cited in the report has closed.",
        "“The Long Road,” a novel, came out in May.",
        "The video showed a lorry on the bridge.",
        "A man reported to have left the city has died.",
        "He was told that the bridge was safe.",
        "The people who write novels live here.",
    ],
)
def test_scare_quotes_titles_idioms_and_what_was_not_said_are_no_quotations(parsed: Parse, text: str):
    assert find(read(parsed(text))) == []


def test_quoted_words_go_on_with_the_sentence_before_the_cue(parsed: Parse):
    assert contents(parsed("The plan, she said, “is dead.”")) == [["The plan", "“is dead.”"]]


def test_what_somebody_called_it_is_a_quotation_unless_it_is_a_title(parsed: Parse):
    assert contents(parsed("He left after what she called “a shameful day”.")) == [["“a shameful day”"]]
    assert contents(parsed("He left after what she called “The Long Road”.")) == []


def test_a_dateline_is_no_part_of_what_was_said(parsed: Parse):
    assert contents(parsed("PORT ANSEL (KPA) — The bridge will close, Ada Lim said.")) == [["The bridge will close"]]


def test_the_time_and_place_of_an_act_of_speaking_are_left_out(parsed: Parse):
    assert contents(parsed("Ada Lim defended the plan in an interview on Monday.")) == [["the plan"]]


def test_two_verbs_of_saying_share_no_words(parsed: Parse):
    document = parsed("The minister said the tide had turned, but the unions warned that jobs would go.")
    assert contents(document) == [["the tide had turned"], ["that jobs would go"]]


def test_words_of_somebody_else_behind_despite_are_a_quotation_of_their_own(parsed: Parse):
    document = parsed("He defended the ban despite pleas by Ada Lim to “open the bridge” at night.")
    assert contents(document) == [["the ban"], ["to “open the bridge” at night"]]
    assert [quotation.cue.kind for quotation in find(read(document))] == [CueKind.SPEECH_ACT, CueKind.NOUN]


def test_a_quoted_paragraph_without_a_cue_is_a_quotation_of_its_own(parsed: Parse):
    document = parsed("“It rose,” said Ada Lim.\n\n“We left before the second wave came in.”")
    assert [quotation.cue is None for quotation in find(read(document))] == [False, True]


def test_a_transcript_gives_one_quotation_per_turn(parsed: Parse):
    document = parsed(
        "LIM: Is the bridge safe?\n\nOSEI: It is. We checked it.\n\nLIM: When was that?\n\nOSEI: On Monday."
    )
    assert contents(document) == [
        ["Is the bridge safe?"],
        ["It is. We checked it."],
        ["When was that?"],
        ["On Monday."],
    ]
    assert {quotation.kind for quotation in find(read(document))} == {QuotationKind.DIRECT}


def test_a_list_with_colons_is_no_transcript(parsed: Parse):
    assert find(read(parsed("Date: 3 May\n\nVenue: Town Hall\n\nDate: 4 May\n\nVenue: Library"))) == []


def test_boilerplate_never_yields_a_quotation(parsed: Parse):
    assert find(read(parsed("“Subscribe now,” said the editor.", boilerplate=(0,)))) == []


@pytest.mark.parametrize(
    ("text", "cue", "lemma", "kind"),
    [
        ("“Go,” said Ada Lim.", "said", "say", CueKind.VERB),
        ("Ada Lim called on drivers to stop.", "called on", "call on", CueKind.SPEECH_ACT),
        ("It rose, according to Ada Lim.", "according to", "according to", CueKind.ACCORDING),
        ("Repeated pleas by Ada Lim to stop failed.", "pleas", "plea", CueKind.NOUN),
        ("Ada Lim: “The bridge is safe.”", ":", ":", CueKind.LAYOUT),
    ],
)
def test_the_cue_is_its_words_with_lemma_and_kind(parsed: Parse, text: str, cue: str, lemma: str, kind: CueKind):
    document = parsed(text)
    (quotation,) = find(read(document))
    assert (quotation.cue.span.slice(text), quotation.cue.lemma, quotation.cue.kind) == (cue, lemma, kind)


NESTED = [
    (
        "She defended the refusal to sell the park despite repeated pleas by its patron, Ada Lim, to “leave it be”.",
        [["the refusal to sell the park"], ["to “leave it be”"]],
    ),
    ("He praised the mayor even though Ada Lim called her “a coward”.", [["the mayor"], ["her “a coward”"]]),
    (
        "He defended the ban in the face of criticism from drivers that it was “a farce”.",
        [["the ban"], ["that it was “a farce”"]],
    ),
    ("He attacked the plan that Ada Lim has called “a gang”.", [["the plan"], ["“a gang”"]]),
    (
        "She dismissed the union’s claims that the bridge was “a death trap”.",
        [["the union’s claims"], ["that the bridge was “a death trap”"]],
    ),
    (
        "Unions urged caution as Ada Lim warned that “lives will be lost”.",
        [["caution"], ["that “lives will be lost”"]],
    ),
    (
        "She rejected the port’s claim that ships would leave, noting that fees were “low”.",
        [["the port’s claim"], ["that ships would leave"], ["that fees were “low”"]],
    ),
]


@pytest.mark.parametrize(("text", "spans"), NESTED)
def test_an_act_of_speaking_ends_before_the_words_of_somebody_else(parsed: Parse, text: str, spans: list[list[str]]):
    document = parsed(text)
    assert contents(document) == spans
    assert find(read(document))[0].kind is QuotationKind.INDIRECT


def test_marks_that_belong_to_somebody_inside_do_not_make_the_outer_words_mixed(parsed: Parse):
    (quotation,) = find(read(parsed("Ada Lim criticised Mr. Osei for calling drivers “pests”.")))
    assert quotation.kind is QuotationKind.INDIRECT


def test_what_a_noun_of_saying_announces_ends_before_the_verb_it_is_the_subject_of(parsed: Parse):
    assert contents(parsed("Repeated pleas by Ada Lim to “fix the lift” have been ignored.")) == [["to “fix the lift”"]]
    document = parsed("Ms. Lim’s claim that jobs would go drew a sharp reply.")
    assert contents(document) == [["that jobs would go"]]


SURROUNDINGS = [
    (
        "Ada Lim accused the board on Tuesday of neglect, hours after a ferry sank.",
        ["the board", "of neglect"],
    ),
    ("Ada Lim promised 900 drivers, mechanics and bakers that the toll would go.", ["that the toll would go"]),
    (
        "Ada Lim told the board that the road could open, according to two people who were there.",
        ["that the road could open"],
    ),
    ("The answer, according to the ferry company, is that it will close.", ["that it will close"]),
    ("Where they live is less clear: according to Ms. Lim, they moved north.", ["they moved north"]),
    ("Ada Lim claimed it would cost 800 crowns, a figure the union disputes.", ["it would cost 800 crowns"]),
    ("Ada Lim promises to abolish the toll.", ["to abolish the toll"]),
    ("When Ada Lim proposed to drain the basin, he rowed out.", ["to drain the basin"]),
    ("Talks ended in what one driver described as a room without windows.", ["a room without windows"]),
    ("The priest, Père Osei, asked for calm.", ["calm"]),
    ("“We’ll be back,” one of them shouted as the others filed out.", ["“We’ll be back,”"]),
]


@pytest.mark.parametrize(("text", "spans"), SURROUNDINGS)
def test_what_surrounds_the_words_is_left_out(parsed: Parse, text: str, spans: list[str]):
    assert contents(parsed(text)) == [spans]


def test_notes_under_the_names_of_two_teams_are_no_transcript(parsed: Parse):
    text = "Rovers: Lim missed the match.\n\nAthletic: Osei was hurt.\n\nRovers: Home on Friday.\n\nAthletic: Away."
    assert find(read(parsed(text))) == []
