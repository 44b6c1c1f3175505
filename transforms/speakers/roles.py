"""What an article says somebody is: role and affiliation from the title before a name and the apposition beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from transforms.speakers import lexicon
from transforms.speakers.known import is_organisation_head
from transforms.speakers.lexicon import Gender
from transforms.speakers.names import fold, gender_of, is_honorific, is_role, is_title
from transforms.speakers.reading import Reading
from transforms.speakers.words import bare, is_capitalised
from transforms.text.records import EntityType

_DETERMINERS = frozenset({"a", "an", "the", "his", "her", "its", "their", "our"})
_INTO = frozenset({"of", "at", "for", "with", "in", "from", "to"})
_BEING = frozenset({"is", "was"})
_STOPS = lexicon.words("phrase_stops")
_PHRASE_MAX = 9
_AFFILIATION_MAX = 7
_SHORT = {"sen": "senator", "rep": "representative", "gov": "governor", "pres": "president", "sec": "secretary"}
_SHORT |= {"justice": "judge"}
_SHORT |= {"congressman": "representative", "congresswoman": "representative", "vp": "vice president"}
_SHORT |= {"gen": "general", "maj": "major", "lt": "lieutenant", "col": "colonel", "capt": "captain", "sgt": "sergeant"}
_SHORT |= {
    "adm": "admiral",
    "prof": "professor",
    "dr": "doctor",
    "rev": "reverend",
    "det": "detective",
    "cmdr": "commander",
}
_UNEQUAL = lexicon.words("unequal_titles")


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is, and where: “Secretary-General”, “NATO”. `evidence` is the text that says so."""

    title: str
    affiliation: str | None
    evidence: str
    gender: Gender | None = None


@lru_cache(maxsize=16_384)
def role_key(title: str) -> str:
    """`title` for comparison: folded, abbreviations written out."""
    return " ".join(_SHORT.get(word, word) for word in fold(title).split())


def titles_match(asked: str, held: str) -> bool:
    """True where one who is `held` may be called `asked`: “minister” fits “Defence Minister”, not “Prime Minister”."""
    query, role = role_key(asked).split(), role_key(held).split()
    if not query or not role or query[-1] != role[-1]:
        return any(titles_match(asked, part) for part in re.split(r" and | & ", held)) if " and " in held else False
    if query[0] == "former" and role[0] != "former":
        query = query[1:]
    short, long = sorted((query, role), key=len)
    if long[len(long) - len(short) :] != short:
        return False
    return not _UNEQUAL.intersection(long[: len(long) - len(short)])


def role_before(prefix: Sequence[str], evidence: str) -> Role | None:
    """The role in the words before a name: ["NATO", "Secretary-General"] → Secretary-General at NATO."""
    words = [word for word in prefix if not is_honorific(word.lower())]
    begin = 0
    while begin < len(words) and not _belongs_to_role(words[begin], is_first=begin == 0):
        begin += 1
    title = " ".join(words[begin:])
    if not title or not any(is_title(word.lower()) or is_role(word.lower()) for word in words):
        return None
    return Role(title, " ".join(words[:begin]) or None, evidence, _gender(words[begin:]))


def _belongs_to_role(word: str, *, is_first: bool) -> bool:
    lower = bare(word.lower())
    if not is_first and word[0].isupper() and is_organisation_head(lower) and not is_title(lower):
        return False  # “American Unity Fund president”
    if word.isupper() and len(word) > 1 and lower not in lexicon.words("titles"):
        return False
    return is_title(lower) or is_role(lower) or lower in lexicon.words("title_modifiers") or not is_capitalised(word)


def _gender(words: Sequence[str]) -> Gender | None:
    return next((gender for word in reversed(words) if (gender := gender_of(word))), None)


def role_after(reading: Reading, last: int) -> Role | None:
    """The role in an apposition or “is the …” that begins at word `last`, right behind a name."""
    words = reading.words
    if last + 1 >= len(words) or not reading.same_sentence(last - 1, last + 1) or words[last - 1].is_possessive:
        return None
    if words[last].lower in {",", "–", "—", "("} or (
        words[last].lower in _BEING and words[last + 1].lower in {"a", "an", "the"}
    ):
        return _described(reading, last + 1, must_close=words[last].is_mark)
    return None


def _described(reading: Reading, first: int, *, must_close: bool) -> Role | None:
    words = reading.words
    limit = min(len(words), first + _PHRASE_MAX)
    head = None
    for index in range(first, limit):
        word = words[index]
        if not reading.same_sentence(first, index) or word.is_quoted != words[first].is_quoted:
            break
        if word.is_mark or word.lower in _INTO or word.lower in _STOPS:
            break
        owner = reading.name_at(index)
        if owner is not None and reading.mentions[owner].entity_type is EntityType.PERSON:
            return None
        if is_title(word.lower) or is_role(word.lower) or (word.lower == "general" and head == index - 1):
            head = index
    if head == first and words[first].is_capital and not (words[-1] is words[first] or words[first + 1].lower in _INTO):
        return None  # “Will Young, Queen, …”: names in a row
    if head is None or (must_close and not _closes(reading, head)):
        return None
    begin = first + (words[first].lower in _DETERMINERS)
    start, affiliation = _affiliation_inside(reading, begin, head)
    end = _portfolio_end(reading, head + 1)
    affiliation = _affiliation_after(reading, end) or affiliation
    title = reading.text(start, end)
    return _split_place(Role(title, affiliation, reading.text(first, end), _gender(title.split())))


def _closes(reading: Reading, head: int) -> bool:
    """An apposition ends in a mark or goes on with a preposition; “John Smith, police chief said” is none."""
    if not reading.same_sentence(head, head + 1):
        return True
    following = reading.words[head + 1]
    return following.is_mark or following.lower in _INTO or following.lower in {"and", "who", "on", "that"}


def _affiliation_inside(reading: Reading, begin: int, head: int) -> tuple[int, str | None]:
    """Where the role begins behind “NBC” or “the institute’s”, and that affiliation."""
    for index in range(head - 1, begin - 1, -1):
        word = reading.words[index]
        if word.is_possessive:
            return index + 1, reading.text(begin, index + 1)
        if reading.name_at(index) is not None:
            first, last = reading.ranges[reading.at[index]]
            if last <= head:
                return last, reading.text(first, last)
    return begin, None


def _portfolio_end(reading: Reading, index: int) -> int:
    """Behind “of staff” in “director of staff with the army”: plain words without an article belong to the role."""
    words = reading.words
    if (
        index + 1 >= len(words)
        or words[index].lower not in {"of", "for"}
        or not reading.same_sentence(index, index + 1)
    ):
        return index
    end = index + 1
    while end < min(len(words), index + 5) and reading.same_sentence(index, end):
        word = words[end]
        if word.is_mark or word.is_capital or word.lower in _DETERMINERS or word.lower in _INTO | _STOPS:
            break
        end += 1
    return end if end > index + 1 and not (end < len(words) and words[end].is_capital) else index


def _affiliation_after(reading: Reading, index: int) -> str | None:
    """“of the Canadian Global Affairs Institute”, “at a bank” behind a role."""
    words = reading.words
    if index + 1 >= len(words) or words[index].lower not in _INTO or not reading.same_sentence(index, index + 1):
        return None
    first = index + 1 + (words[index + 1].lower in _DETERMINERS)
    name = reading.name_at(first) if first < len(words) else None
    if name is not None:
        begin, last = reading.ranges[name]
        if words[last - 1].is_possessive:
            last = _plain_end(reading, last)
        return reading.text(first, last)
    return reading.text(first, _plain_end(reading, first)) or None


def _plain_end(reading: Reading, first: int) -> int:
    words = reading.words
    last = first
    while last < min(len(words), first + _AFFILIATION_MAX) and reading.same_sentence(first, last):
        word = words[last]
        if (
            word.is_mark
            or word.lower in _STOPS
            or word.lower in lexicon.words("saying")
            or word.lower in _INTO - {"of"}
        ):
            break
        last += 1
    return last


def role_ahead(reading: Reading, first: int) -> Role | None:
    """The role in “the institute’s vice-president, David Perry”: it ends in the comma before word `first`."""
    words = reading.words
    comma, head = first - 1, first - 2
    if head < 0 or words[comma].lower != "," or not reading.same_sentence(head, first):
        return None
    if not (is_title(words[head].lower) or is_role(words[head].lower)) or words[head].is_possessive:
        return None
    begin = head
    while begin > 0 and head - begin < _PHRASE_MAX and reading.same_sentence(begin - 1, head):
        word = words[begin - 1]
        if word.is_mark or word.lower in _INTO or word.lower in _STOPS or word.lower in lexicon.words("saying"):
            break
        begin -= 1
        if word.lower in _DETERMINERS:
            break
    inside = begin + (words[begin].lower in _DETERMINERS)
    start, affiliation = _affiliation_inside(reading, inside, head)
    if words[begin].lower not in _DETERMINERS and affiliation is None:
        return None
    title = reading.text(start, head + 1)
    return _split_place(Role(title, affiliation, reading.text(begin, head + 1), _gender(title.split())))


def _split_place(role: Role) -> Role:
    """“French interior minister” is an interior minister, French."""
    if role.affiliation is None and (split := role_before(role.title.split(), role.evidence)) is not None:
        return split
    return role
