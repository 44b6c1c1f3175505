"""Names of organisations: the article a newspaper keeps, and the short forms and acronyms of longer names."""

from collections import defaultdict
from collections.abc import Mapping

from transforms.speakers import lexicon
from transforms.speakers.known import is_organisation_head, known_word
from transforms.speakers.names import fold, initials
from transforms.speakers.reading import Reading
from transforms.speakers.words import bare
from transforms.text.records import EntityType

_SAINT = frozenset({"st.", "st", "saint"})
_SHORTENED = frozenset({EntityType.ORGANISATION, EntityType.UNKNOWN})


def with_article(reading: Reading, index: int, text: str) -> str:
    """`text`, the mention `index`; newspapers of two words and more keep their article: “The Halden Courier”."""
    first, last = reading.ranges[index]
    is_paper = last - first > 1 and reading.words[last - 1].lower in lexicon.words("newspaper_heads")
    opened = is_paper and reading.same_sentence(first - 1, first) and reading.words[first - 1].text == "The"
    return f"The {text}" if opened else text


def long_forms(names: Mapping[str, tuple[str, EntityType]]) -> dict[str, str]:
    """The key of each short form or acronym in `names` → the key of the one longer name that it stands for."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, (text, entity_type) in names.items():
        words = text.removeprefix("The ").split()
        if len(words) < 2 or entity_type is EntityType.PLACE:
            continue
        found[fold(initials(" ".join(words)))].add(key)
        ending = bare(words[-1].lower()) in lexicon.words("company_forms")  # “Apple” is not the “Apple Watch”
        if ending and all(is_organisation_head(word.lower()) for word in words[1:]):
            found[fold(words[0])].add(key)
        if is_organisation_head(words[-1].lower()) and known_word(words[-1].lower()) is None:
            found[fold(words[-1])].add(key)
        if words[0].lower() in _SAINT and words[1].endswith(("’s", "'s")):
            found[fold(" ".join(words[:2]))].add(key)  # “the drive to St. Ita’s”
    return {
        short: next(iter(longs))
        for short, longs in found.items()
        if len(longs) == 1 and len(short) > 1 and short in names and _is_short(short, names[short][1])
    }


def _is_short(short: str, entity_type: EntityType) -> bool:
    return entity_type in _SHORTENED or short.startswith(("st ", "saint "))
