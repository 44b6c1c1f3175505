"""Runs of capitalised words, with the small words that join the parts of one name."""

from collections.abc import Iterator, Sequence

from transforms.speakers import lexicon
from transforms.speakers.known import is_given, is_organisation_head, known_word
from transforms.speakers.names import is_title
from transforms.speakers.words import Word

_RUN_MAX = 14
_OWNED_MAX = 4
_JOINING = frozenset({"of", "for", "on", "to", "against"})
_BEFORE_OF = lexicon.words("before_of")


def find_runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Each maximal run of capitalised words in `words`, as a half-open range of indices."""
    index, count = 0, len(words)
    while index < count:
        if words[index].is_capital:
            end = _run_end(words, index)
            yield index, end
            index = end
        else:
            index += 1


def _run_end(words: Sequence[Word], start: int) -> int:
    end, joined = start + 1, False
    limit = min(len(words), start + _RUN_MAX)
    while end < limit and words[end].sentence == words[start].sentence:
        if words[end - 1].is_possessive:
            following = _after_possessive(words, start, end, limit)
            if following is None:
                break
            end = following
            continue
        if words[end].is_capital:
            end += 1
            continue
        following = _after_joint(words, end, limit, joined=joined)
        if following is None:
            break
        joined = joined or words[end].lower in _JOINING
        end = following
    return end


def _after_possessive(words: Sequence[Word], start: int, index: int, limit: int) -> int | None:
    """Where the run ends if the possessive before `index` is part of a name: “Nurses’ Union”, “St. Ita’s School”."""
    owner = words[index - 1]
    is_plural = owner.end == words[index].start  # “Nurses’”: the mark is a word of its own
    first = end = index + is_plural
    while end < min(limit, first + _OWNED_MAX) and words[end].is_capital and words[end].sentence == owner.sentence:
        end += 1
        if words[end - 1].is_possessive:
            break
    if end == first or not is_organisation_head(words[end - 1].lower):
        return None
    if is_plural:
        return end if _is_plural_noun(words, start, index - 1) else None
    is_saint = index - 2 >= start and words[index - 2].lower in {"st", "st.", "saint"}
    return end if is_saint or owner.lower in lexicon.words("name_owners") else None


def _is_plural_noun(words: Sequence[Word], start: int, index: int) -> bool:
    """True for “Workers’”, not for “Ada Williams’” or “the Republicans’”."""
    lower = words[index].lower
    return known_word(lower) is None and not (index > start and is_given(words[index - 1].lower))


def _after_joint(words: Sequence[Word], index: int, limit: int, *, joined: bool) -> int | None:
    """Where the run goes on if the word at `index` joins two parts of one name."""
    lower, before = words[index].lower, words[index - 1].lower
    target = index + 1
    if lower in lexicon.words("particles"):
        while target < limit and words[target].lower in lexicon.words("particles"):
            target += 1
    elif lower in _JOINING:
        if not _takes_of(lower, before):
            return None
        if target < limit and words[target].lower == "the":
            target += 1
    elif lower == "and":
        if not joined or target >= limit or words[target].lower not in lexicon.words("portfolios"):
            return None
    elif lower != "&":
        return None
    return target + 1 if target < limit and words[target].is_capital else None


def _takes_of(joint: str, before: str) -> bool:
    if joint == "of":
        return is_organisation_head(before) or is_title(before) or before in _BEFORE_OF
    if joint == "to":
        return before in {"ambassador", "envoy", "representative", "delegate"}
    if joint in {"for", "against"} and (is_title(before) or before in lexicon.words("citizens")):
        return True
    return is_organisation_head(before)
