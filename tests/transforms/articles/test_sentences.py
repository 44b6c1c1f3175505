import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles.sentences import sentence_spans

# A bar marks each break; the text is the row without its bars.
CASES = [
    "The ferry sank.| Nobody was hurt.",
    "Did it sink?| Nobody knows!| It may have.",
    # titles
    "Mr. Okoro met Mrs. Lind on Friday.| They spoke for an hour.",
    "Maj.-Gen. Paula Strand left.| She did not say why.",
    "Lt.-Col. Ames and Brig.-Gen. Roy agreed.| Neither spoke.",
    "The panel heard Sens. Ida Moss and Rolf Quist.| It then rose.",
    "Reps. Ann Dale and Lou Parr voted no.",
    "Then Gov. Hale signed it.| The bill is law.",
    "She thanked Dr. Amara Ncube.| He bowed.",
    "Prof. Lee and Rev. Stone disagreed.",
    "The late St. John of Riga is honoured.| So is his church.",
    "Capt. Mills, Sgt. Young and Cpl. Dee were named.",
    # initials
    "J. K. Marlow wrote it.| We printed it.",
    "George W. Tanner ran again.| He lost.",
    "A report by R. J. Dunn was late.",
    "They chose plan B. The harbour stays shut.".replace("B. ", "B.| "),
    "Neither do I.| Tom does.",
    # acronyms
    "U.S. President Dana Cole spoke.| Reporters listened.",
    "The U.S. Senate met.| It adjourned.",
    "He moved to the U.S.| The rest stayed.",
    "The U.N. Security Council voted.",
    "It was agreed at 5 a.m. on Monday.| Work began.",
    "It ended at 11 p.m.| The crowd went home.",
    "Experts, e.g. Dr. Holm, disagree, i.e. they object.",
    # companies
    "Norvik Inc. said so.| Its rival did not.",
    "He joined Bolt Corp. in May.",
    "Hart & Sons Ltd. sold it.",
    "The shares of Acme Co. rose.",
    # numbers and dates
    "Prices rose 1.4 per cent.| Wages fell.",
    "It cost $1.2 million.| Nobody paid.",
    "The storm came on March. 8 and stayed.",
    "It happened on Jan. 14 in Oslo.| It will again.",
    "She was born on Sept. 3, 1970.",
    "He lives at No. 10 now.",
    "Nos. 4 and 5 are closed.",
    "We counted 12.| The others counted 13.",
    "They left in 2019.| In 2020 they returned.",
    "Version 2.0 is out.",
    # ellipses
    "We meet next week.... I do not expect much.",
    "They are tired … their engines fail.",
    "I wonder... maybe not.",
    "“We tried … and failed,” he said.",
    # direct speech
    "“Stop.” he said.| She stopped.",
    "“Never.”| She left.",
    "“Will you go?” asked Tom.",
    "“Will you go?” Mr. Tanner asked.",
    "“What now?” Dana Cole said, rising.",
    "“Yes!” he cried.| Then silence.",
    "“Yes!| No!” he cried.",
    "“We won,” said Ida.| “We will win again.”",
    "“We won.| We will win again,” said Ida.",
    "He said: “Go.”| She went.",
    "He called it “over.”| They wept.",
    "“It is over.” The crowd wept.".replace("” ", "”| "),
    '"It is over." They wept.'.replace('" T', '"| T'),
    '"Will it hold?" she asked.',
    '"Stop!" she said. "Go home."'.replace(' "G', '| "G'),
    "‘Stop!’ she said.| ‘Go home.’",
    "'Stop!' she said.| 'Go home.'",
    "“He told me, ‘Leave.’ ” she said.",
    "“We will go.”| “We will stay.”",
    "“How?” he asked.| “When?”",
    "“Is that so?”| The mayor shrugged.",
    # brackets
    "(He left.)| Then it was over.",
    "He left (she stayed).| It was over.",
    "He left. (She stayed.) It was over.".replace(". (", ".| (").replace(".) ", ".)| "),
    "The senator (D-Nev.) agreed.",
    # words a legal model takes for abbreviations
    "They visited New York.| Nobody came.",
    "It closed last month.| Fans are sad.",
    "Nobody knows who will.| Perhaps Ida.",
    "She read both reports.| They differ.",
    "They trailed in Iowa.| Others led.",
    "He robbed a bank.| Police came.",
    # lower-case names and continuations
    "He said.| Then iPhone sales fell.",
    "the end came.| It was quiet.",
    "Who knows? asked the clerk.",
    # glued text
    "It ended last week.|The minister left.",
    "“It is done.”|He went.",
    "He spoke.|“We go.”",
    "See example.com for more.",
    # line breaks inside a hard-wrapped paragraph
    "The ferry\nsank.| Nobody\nwas hurt.",
    "Mr.\nOkoro left.",
    # other marks
    "Wait — no.| Yes – go.",
    "He won; she lost.| They drew.",
    "«Stop!»| He ran.",
    "Really?!| Yes.",
    "It was 5 vs. Kim.",
    "Smith v. Jones was heard.| It was brief.",
    "The firm, est. 1901, closed.",
    "no final stop",
    "...",
]


@pytest.mark.parametrize("case", CASES)
def test_breaks_stand_where_a_reader_puts_them(case: str):
    text = case.replace("|", "")
    expected = [part.strip() for part in case.split("|")]
    assert [span.slice(text) for span in sentence_spans(text)] == expected


def test_white_space_alone_has_no_sentence():
    assert sentence_spans(" \n\t ") == []


@given(st.text(alphabet=st.sampled_from("aB1 .!?…\n“”‘’\"'()[]-–é,:;«»"), max_size=120) | st.text(max_size=80))
def test_sentences_cover_all_but_white_space_in_order(text: str):
    position = 0
    for start, end in sentence_spans(text):
        assert start >= position
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        position = end
    assert not text[position:].strip()
