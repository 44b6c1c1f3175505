"""Names, titles and plain nouns to the member of the cast they mean."""

from dataclasses import dataclass

from transforms.speakers import lexicon
from transforms.speakers.answers import Answer, is_article, nobody
from transforms.speakers.cast import Cast, Member
from transforms.speakers.collectives import is_collective, organisation
from transforms.speakers.known import is_common, known_word
from transforms.speakers.names import fold, gender_of, is_role, is_title
from transforms.speakers.phrases import Phrase
from transforms.speakers.reading import Reading
from transforms.speakers.roles import role_key, titles_match
from transforms.speakers.scenes import Scenes
from transforms.speakers.words import Word
from transforms.text.records import EntityType, MentionKind, ResolutionMethod

_NEAR_SENTENCES = 3
_ANY_LEADER = frozenset({"head", "chief", "boss", "leader"})
_AMERICAN = frozenset({"us", "u.s.", "american", "america", "usa", "united", "states"})


@dataclass(frozen=True, slots=True)
class Nominals:
    """Answers for the noun phrases of one article."""

    reading: Reading
    cast: Cast
    scenes: Scenes

    def answer(self, phrase: Phrase, shown: str) -> Answer:
        """Whom `phrase`, shown to the reader as `shown`, means."""
        if phrase.is_several:
            return nobody(f"“{shown}” names several", EntityType.GROUP)
        if phrase.name is not None and (phrase.beside is None or not self._is_group(phrase.name)):
            return self._some_of_group(phrase, shown) or self._by_name(phrase.name, shown)
        if phrase.beside is not None:
            beside = self._by_name(phrase.beside, self._mention_text(phrase.beside))
            if beside.member is not None:
                step = f"“{shown}” → “{beside.member.canonical}”: the name stands beside it"
                return Answer(beside.member, ResolutionMethod.APPOSITION, 0.9, (step,))
        if self._is_unmarked_name(phrase):
            name = self.reading.text(phrase.first + is_article(self.reading.words[phrase.first].lower), phrase.head + 1)
            return Answer(None, ResolutionMethod.FULL_NAME, 0.5, (f"“{name}” is written like a name",), name)
        if phrase.is_plural:
            return nobody(f"“{shown}” names nobody: several unnamed people", EntityType.GROUP)
        if phrase.kind is MentionKind.TITLE:
            return self._by_title(phrase, shown)
        if is_collective(self.reading, phrase):
            return organisation(self.reading, self.cast, self.scenes, phrase, shown)
        return self._named_just_after(phrase, shown) or self._unnamed(phrase, shown)

    def why(self, member: Member, shown: str) -> str:
        """The text that ties `shown` to the canonical name of `member`."""
        held = next((role for role in member.roles if titles_match(_without_article(shown), role.title)), None)
        if held is not None:
            return held.evidence
        first, last = self.reading.ranges[member.first]
        return f"first named as “{self.reading.text(first, last)}”"

    def _is_unmarked_name(self, phrase: Phrase) -> bool:
        """Capitalised words that nothing else tells to be a name, but that speak: “Jambula said”."""
        words = self.reading.words[phrase.first : phrase.head + 1]
        head = words[-1].lower
        if is_title(head) or is_role(head) or is_common(head) or head in lexicon.words("plurals"):
            return False
        if known_word(head) is EntityType.GROUP or (len(words) > 1 and words[-1].text.isupper()):
            return False
        named = [word for word in words if not is_article(word.lower)]
        if len(named) == 1 and named[0].is_initial and not self._speaks(phrase.head + 1):
            return False
        return (
            bool(named) and all(word.is_capital and not word.is_possessive for word in named) and not phrase.is_plural
        )

    def _speaks(self, index: int) -> bool:
        return index < len(self.reading.words) and self.reading.words[index].lower in lexicon.words("saying")

    def _mention_text(self, index: int) -> str:
        return self.reading.mentions[index].span.slice(self.reading.document.text)

    def _is_group(self, index: int) -> bool:
        return self.reading.mentions[index].entity_type is EntityType.GROUP

    def _some_of_group(self, phrase: Phrase, shown: str) -> Answer | None:
        """“some Republicans”, “a Democrat”: members of a group, whoever they are."""
        if phrase.name is None or not self._is_group(phrase.name):
            return None
        begin, words = self.reading.ranges[phrase.name][0], self.reading.words
        if begin == phrase.first or (begin == phrase.first + 1 and words[phrase.first].lower == "the"):
            return None
        return nobody(f"“{shown}” names nobody: unnamed members of a group", EntityType.GROUP)

    def _by_name(self, index: int, shown: str) -> Answer:
        link = self.cast.links.get(index)
        if link is None:
            return nobody(f"“{shown}” is no name that the article settles", EntityType.UNKNOWN)
        if link.member is None:
            return nobody(link.reason, EntityType.PERSON)
        if shown == link.member.canonical:
            reasons: tuple[str, ...] = (link.reason,)
        else:
            reasons = (f"“{shown}” → “{link.member.canonical}”: {link.reason}",)
        return Answer(link.member, link.method, link.confidence, reasons)

    def _by_title(self, phrase: Phrase, shown: str) -> Answer:
        title = self._title_text(phrase)
        holders = self._right_place(self.cast.holders(title), phrase)
        gender = gender_of(self.reading.words[phrase.head].lower)
        holders = [m for m in holders if not (gender and m.gender and m.gender is not gender)]
        if not holders:
            return self._leader(phrase, shown) or self._unnamed(phrase, shown)
        chosen, confidence, why = self._nearest(holders, phrase.first)
        if chosen is None:
            listed = ", ".join(f"“{member.canonical}”" for member in holders)
            return nobody(f"“{shown}” may be {listed}", EntityType.PERSON, role=title)
        step = f"“{shown}” → “{chosen.canonical}”: {self.why(chosen, title)}{why}"
        return Answer(chosen, ResolutionMethod.TITLE, confidence, (step,))

    def _leader(self, phrase: Phrase, shown: str) -> Answer | None:
        """“The head of the Halden Council” is the one who the article says is, say, its president."""
        owner = self._owner(phrase)
        if owner is None or self.reading.words[phrase.head].lower not in _ANY_LEADER:
            return None
        found = [
            (member, role)
            for member in self.cast.members
            for role in member.roles
            if role_key(role.title) in lexicon.words("leading_titles") and _same_place(owner, role.affiliation)
        ]
        if len({id(member) for member, _ in found}) != 1:
            return None
        member, role = found[0]
        step = f"“{shown}” → “{member.canonical}”: {role.evidence}"
        return Answer(member, ResolutionMethod.TITLE, 0.65, (step,))

    def _named_just_after(self, phrase: Phrase, shown: str) -> Answer | None:
        """“A judge” that opens an article is the one judge whom its next sentences name."""
        words = self.reading.words
        opens = words[phrase.first].lower in {"a", "an"} and words[phrase.first].sentence <= _NEAR_SENTENCES
        if not opens or phrase.last != phrase.head + 1 or not is_title(words[phrase.head].lower):
            return None
        holders = self.cast.holders(self._title_text(phrase))
        if len(holders) != 1:
            return None
        begin = self.reading.ranges[holders[0].first][0]
        if not phrase.last <= begin or words[begin].sentence - words[phrase.first].sentence > _NEAR_SENTENCES:
            return None
        step = f"“{shown}” → “{holders[0].canonical}”: the one of that title whom the next sentences name"
        return Answer(holders[0], ResolutionMethod.TITLE, 0.6, (step,))

    def _nearest(self, holders: list[Member], index: int) -> tuple[Member | None, float, str]:
        before = [member for member in holders if self.reading.ranges[member.first][0] < index]
        if len(holders) == 1:
            return holders[0], 0.88 if before else 0.7, "" if before else " (named later)"
        if len(before) == 1:
            return before[0], 0.8, " (the only one named before)"
        sentence = self.reading.words[index].sentence
        for back in range(_NEAR_SENTENCES):
            present = self.scenes.before(sentence - back, index)
            near = {id(there.member): there.member for there in present if there.member in before}
            if near:
                return (next(iter(near.values())), 0.65, " (the last one named)") if len(near) == 1 else (None, 0.0, "")
        return None, 0.0, ""

    def _title_text(self, phrase: Phrase) -> str:
        first = phrase.first
        for index in range(phrase.first, phrase.head):
            word = self.reading.words[index]
            if word.is_possessive or self.reading.name_at(index) is not None or is_article(word.lower):
                first = index + 1
        known = lexicon.words("title_modifiers")
        while first < phrase.head:
            lower = self.reading.words[first].lower
            if lower in known or is_title(lower) or is_role(lower):
                break
            first += 1
        last = phrase.head + 1
        if last + 1 < phrase.last and self.reading.words[last].lower == "of":
            last += 2 * (self.reading.words[last + 1].lower in lexicon.words("portfolios"))  # “of state”, “of staff”
        return self.reading.text(first, last)

    def _right_place(self, holders: list[Member], phrase: Phrase) -> list[Member]:
        """Without those who hold the office elsewhere: “the French president” is no president of Russia."""
        asked = self._owner(phrase)
        if asked is None or not holders:
            return holders
        kept = [m for m in holders if any(_same_place(asked, role.affiliation) for role in m.roles)]
        open_ones = [m for m in holders if all(role.affiliation is None for role in m.roles)]
        return kept or open_ones

    def _owner(self, phrase: Phrase) -> str | None:
        """The name in “Russia’s president”, “the French president”, “the president of Russia”."""
        for index in (*range(phrase.first, phrase.head), *range(phrase.head + 1, phrase.last)):
            name = self.reading.name_at(index)
            if name is not None:
                return self._mention_text(name)
            word: Word = self.reading.words[index]
            is_modifier = is_title(word.lower) or word.lower in lexicon.words("title_modifiers")
            if index < phrase.head and word.is_capital and not word.is_initial and not is_modifier:
                return word.text
        return None

    def _unnamed(self, phrase: Phrase, shown: str) -> Answer:
        head = self.reading.words[phrase.head].lower
        human = is_title(head) or is_role(head)
        reason = f"“{shown}” names nobody, and no name in the article is tied to it"
        return nobody(
            reason,
            EntityType.PERSON if human else EntityType.UNKNOWN,
            role=self._title_text(phrase) if human else None,
            affiliation=self._owner(phrase),
        )


def _without_article(text: str) -> str:
    head, _, tail = text.partition(" ")
    return tail if tail and is_article(head.lower()) else text


def _same_place(asked: str, held: str | None) -> bool:
    """“Russian” and “Russia”, “U.S.” and “American” are one place; other names must share a word."""
    if held is None:
        return False
    left, right = set(fold(asked).split()), set(fold(held).split())
    if left & right or (left <= _AMERICAN and right <= _AMERICAN):
        return True
    return any(a[:4] == b[:4] for a in left for b in right if min(len(a), len(b)) >= 4)
