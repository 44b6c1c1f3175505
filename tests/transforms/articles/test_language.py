import pytest

from transforms.articles.language import UNDETERMINED, is_read, languages

ENGLISH = (
    "The council said on Tuesday that it would close the bridge after engineers found cracks in two of its pillars."
)
SHOUTED = ENGLISH.upper()
DUTCH = (
    "De premier zei dat hij was verrast door de beslissing van het parlement, maar voegde eraan toe dat de wet er nu is"
    " en dat of men het wil of niet de nieuwe regering haar moet uitvoeren."
)
FRENCH = (
    "Le Premier ministre a déclaré que la décision du parlement était surprenante, mais que la loi devait"
    " être appliquée par le nouveau gouvernement dès le mois prochain."
)
JAPANESE = "首相は記者団に対し、新しい法律について説明し、来月から施行されると述べた。野党は反対している。" * 3


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"), (SHOUTED, "en"), (DUTCH, "nl"), (FRENCH, "fr"), (JAPANESE, "ja"),
        ("He won.", UNDETERMINED), ("", UNDETERMINED), ("12 34 56 " * 20, UNDETERMINED),
    ],
)  # fmt: skip
def test_the_language_is_told_where_the_text_is_long_enough(text: str, language: str):
    assert languages([text]) == [language]


def test_texts_are_judged_one_by_one_in_order():
    assert languages([FRENCH, ENGLISH, DUTCH]) == ["fr", "en", "nl"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", ENGLISH, True), ("fr", FRENCH, False), (UNDETERMINED, "He won.", True),
        (UNDETERMINED, "Он победил.", False),
        (UNDETERMINED, "12 34", True),
    ],
)  # fmt: skip
def test_only_english_and_short_latin_texts_are_analysed(language: str, text: str, expected: bool):
    assert is_read(language, text, analysed=frozenset({"en"})) is expected
