"""The language of texts, from their first characters."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNDETERMINED: Final = "und"
_SAMPLE_CHARS: Final = 1_000
_FEWEST_WORDS: Final = 20
_FEWEST_LETTERS: Final = 40
_PREFIX_CHARS: Final = 500
# of the listed words 98 in 100 English news articles have more; other languages stay below .05
_ENGLISH_SHARE: Final = 0.12
# the detector gives these to terse English (earnings, tables); nobody publishes news in Volapük
_NO_CANDIDATES: Final = frozenset({"pcm", "vo"})
_NO_LANGUAGE: Final = "zxx"


def languages(texts: Sequence[str]) -> list[str]:
    """The ISO 639-1 code of each text, in order; `und` below 20 words, or without letters to tell by.

    A text rich in words that only English has is English; any other goes to py3langid.
    """
    return [_language(text) for text in texts]


def is_read(language: str, text: str, *, analysed: frozenset[str]) -> bool:
    """Whether a text in `language` is analysed; one too short to tell is, unless most of its letters are not Latin."""
    if language != UNDETERMINED:
        return language in analysed
    letters = [char for char in text[:_SAMPLE_CHARS] if char.isalpha()]
    return sum(char < "\u0250" for char in letters) * 2 >= len(letters)


def _language(text: str) -> str:
    words = text[:_PREFIX_CHARS].lower().split()
    if len(words) < _FEWEST_WORDS:
        # a script without spaces has few "words" but letters enough
        sample = text[:_SAMPLE_CHARS]
        if len(sample.split()) < _FEWEST_WORDS and (sample.isascii() or len(sample) < 4 * _FEWEST_WORDS):
            return UNDETERMINED
    # Terse English is told by its next sentences; the detector takes half a second to load.
    if _is_english(words) or _is_english(text[:_SAMPLE_CHARS].lower().split()):
        return "en"
    if sum(char.isalpha() for char in text[:_SAMPLE_CHARS]) < _FEWEST_LETTERS:
        return UNDETERMINED
    language, _ = _identifier().classify(text[:_SAMPLE_CHARS])
    return UNDETERMINED if language == _NO_LANGUAGE else str(language)


def _is_english(words: list[str]) -> bool:
    return bool(words) and sum(map(_english_words().__contains__, words)) >= _ENGLISH_SHARE * len(words)


@cache
def _english_words() -> frozenset[str]:
    lines = files(__package__).joinpath("english_words.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _identifier() -> LanguageIdentifier:
    # one of our own: the module's is a global that other code may restrict to some languages
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([label for label in identifier.labels if label not in _NO_CANDIDATES])
    return identifier
