"""The cast of one article: its people and organisations, each with every name the article gives it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from transforms.speakers.lexicon import Gender
from transforms.speakers.names import Name, compatible, fold, gender_of, gender_of_given, split_name
from transforms.speakers.reading import Reading
from transforms.speakers.roles import Role, role_after, role_ahead, role_before, titles_match
from transforms.speakers.short_forms import long_forms, with_article
from transforms.text.records import EntityType, MentionKind, ResolutionMethod

_LEAD = 3  # a namesake named this many times as often as all others together keeps the bare family name
_ROLES_MAX = 20
_GIVEN_VOTES = 2  # how many pronouns a given name counts for
_NAMESAKES_MAX = 50  # more than any article has; keeps odd texts from taking time without end
_BEFORE_GIVEN = frozenset({"sir", "dame", "father", "sister", "brother", "prince", "princess"})
_OTHER_TYPES = frozenset({EntityType.ORGANISATION, EntityType.PLACE, EntityType.GROUP})


@dataclass(slots=True, eq=False)
class Member:
    """One person or organisation of the article; grows while the article is read."""

    name: Name
    canonical: str
    entity_type: EntityType
    first: int  # the mention that brings it in
    stated: Gender | None = None  # by a form of address, a title or a role
    votes: Counter[Gender] = field(default_factory=Counter)  # by pronouns
    honorific: str | None = None
    roles: list[Role] = field(default_factory=list)
    count: int = 0
    is_named: bool = True
    is_shown_human: bool = False  # by a title, a given name, an age …: `mark_people`

    def add_role(self, role: Role | None) -> None:
        """Notes `role`, and the gender that it states."""
        if role is not None:
            known = any(role.title == other.title and role.affiliation == other.affiliation for other in self.roles)
            if not known and len(self.roles) < _ROLES_MAX:
                self.roles.append(role)
            self.stated = self.stated or role.gender
            if self.entity_type is EntityType.UNKNOWN:
                self.entity_type = EntityType.PERSON

    @property
    def gender(self) -> Gender | None:
        """What the article says, else what most of its pronouns for this member and the given name say."""
        if self.stated is not None:
            return self.stated
        given = gender_of_given(self.name.given) if self.entity_type not in _OTHER_TYPES else None
        male = self.votes[Gender.MALE] + _GIVEN_VOTES * (given is Gender.MALE)
        female = self.votes[Gender.FEMALE] + _GIVEN_VOTES * (given is Gender.FEMALE)
        if male == female:
            return None
        return Gender.MALE if male > female else Gender.FEMALE


@dataclass(frozen=True, slots=True)
class Link:
    """Whom a mention by name refers to, and why; `member` None: `reason` says why not."""

    member: Member | None
    method: ResolutionMethod
    confidence: float
    reason: str


@dataclass(slots=True)
class Cast:
    """Everybody in the article; `links[i]` is for mention i, where it is a name."""

    members: list[Member]
    links: dict[int, Link]
    by_family: dict[str, list[Member]]
    by_given: dict[str, list[Member]]
    held: dict[str, list[Member]] = field(default_factory=dict)

    def holders(self, title: str) -> list[Member]:
        """The people of whom the article says that they are `title`."""
        if title not in self.held:
            self.held[title] = [
                member
                for member in self.members
                if member.entity_type not in _OTHER_TYPES
                and (
                    any(titles_match(title, role.title) for role in member.roles)
                    or (member.honorific is not None and titles_match(title, member.honorific))
                )
            ]
        return self.held[title]


def build_cast(reading: Reading) -> Cast:
    """Reads the names of the article twice: full names make its members, the shorter ones are linked to them."""
    cast = Cast([], {}, defaultdict(list), defaultdict(list))
    named = [i for i, mention in enumerate(reading.mentions) if mention.kind is MentionKind.NAME]
    names = {i: split_name(reading.mentions[i].span.slice(reading.document.text)) for i in named}
    people = [i for i in named if _is_personal(reading, i)]
    for i in people:
        if names[i].is_full:
            _join_full(cast, reading, i, names[i])
    for i in people:
        if not names[i].is_full:
            _join_short(cast, reading, i, names[i])
    _join_others(cast, reading, [i for i in named if not _is_personal(reading, i)])
    return cast


def _is_personal(reading: Reading, index: int) -> bool:
    mention = reading.mentions[index]
    if mention.entity_type is EntityType.UNKNOWN:
        first, last = reading.ranges[index]
        return last - first > 1
    return mention.entity_type is EntityType.PERSON


def _join_full(cast: Cast, reading: Reading, index: int, name: Name) -> None:
    namesakes = cast.by_family[fold(name.family)][:_NAMESAKES_MAX]
    fits = [member for member in namesakes if compatible(member.name, name)]
    same = [member for member in fits if fold(member.canonical) == fold(name.text)]
    if same or len(fits) == 1:
        member = (same or fits)[0]
        if _is_fuller(name, member.name):
            member.name, member.canonical = name, name.text
    else:
        member = Member(name, name.text, reading.mentions[index].entity_type, index)
        cast.members.append(member)
        cast.by_family[fold(name.family)].append(member)
        cast.by_given[fold(name.given)].append(member)
    cast.links[index] = Link(member, ResolutionMethod.FULL_NAME, 0.97, f"“{name.text}” is the full name")
    _note(reading, index, member, name)


def _is_fuller(new: Name, old: Name) -> bool:
    return (len(fold(new.given)), len(new.middle), bool(new.suffix)) > (
        len(fold(old.given)),
        len(old.middle),
        bool(old.suffix),
    ) and len(new.middle) >= len(old.middle)


def _note(reading: Reading, index: int, member: Member, name: Name) -> None:
    """Takes role, affiliation and gender from the words in and around a mention."""
    member.count += 1
    if reading.mentions[index].entity_type is EntityType.PERSON:
        member.entity_type = EntityType.PERSON
    first, last = reading.ranges[index]
    core = len(name.text.split())
    prefix = [reading.words[k].text for k in range(first, max(first, last - core))]
    member.add_role(role_before(prefix, reading.text(first, last)))
    member.add_role(role_after(reading, last))
    member.add_role(role_ahead(reading, first))
    if name.honorific:
        member.honorific = member.honorific or name.honorific
        member.stated = member.stated or gender_of(name.honorific.split()[0])


def _join_short(cast: Cast, reading: Reading, index: int, name: Name) -> None:
    key = fold(name.family)
    found = [member for member in cast.by_family[key][:_NAMESAKES_MAX] if compatible(member.name, name)]
    if not found and (not name.honorific or name.honorific.lower() in _BEFORE_GIVEN):
        found = cast.by_given[key][:_NAMESAKES_MAX]
    link = _choose(found, reading, index, name)
    if link is None:
        member = Member(name, name.text, reading.mentions[index].entity_type, index)
        cast.members.append(member)
        cast.by_family[key].append(member)
        link = Link(member, ResolutionMethod.SURNAME, 0.75, f"“{name.text}”: the article gives no fuller name")
    cast.links[index] = link
    if link.member is not None:
        _note(reading, index, link.member, name)


def _choose(found: list[Member], reading: Reading, index: int, name: Name) -> Link | None:
    """The one of `found` that a bare family or given name means; None where there is nobody to choose from."""
    if not found:
        return None
    surname = ResolutionMethod.SURNAME
    gender = gender_of(name.honorific.split()[0]) if name.honorific else None
    fits = [member for member in found if not (gender and member.gender and member.gender is not gender)] or found
    if len(fits) == 1:
        only = fits[0]
        if only.canonical == name.text:
            return Link(only, surname, 0.75, f"“{name.text}”: the article gives no fuller name")
        return Link(only, surname, 0.93, f"“{only.canonical}” is the one name in the article with “{name.text}”")
    for rule, confidence, why in (
        (
            lambda m: bool(name.role) and any(titles_match(name.role, role.title) for role in m.roles),
            0.88,
            "has the title",
        ),
        (lambda m: gender is not None and m.gender is gender, 0.88, "agrees with the form of address"),
        (lambda m: m.first < index, 0.85, "is the only one of that name named before"),
        (
            lambda m: m.count >= _LEAD * sum(o.count for o in fits if o is not m),
            0.65,
            "is named far more often than others",
        ),
    ):
        chosen = [member for member in fits if rule(member)]
        if len(chosen) == 1:
            return Link(chosen[0], surname, confidence, f"“{chosen[0].canonical}” {why}")
    listed = ", ".join(f"“{member.canonical}”" for member in fits)
    return Link(None, ResolutionMethod.NONE, 0.0, f"“{name.text}” may be {listed}")


def _join_others(cast: Cast, reading: Reading, indices: Iterable[int]) -> None:
    """Organisations, places, groups and single unknown names, with their acronyms and short forms."""
    texts = {i: reading.mentions[i].span.slice(reading.document.text) for i in indices}
    for i in indices:
        link = _by_given(cast, reading, i, texts[i])
        if link is not None and link.member is not None:
            cast.links[i] = link
            link.member.count += 1
    indices = [i for i in indices if i not in cast.links]
    members: dict[str, Member] = {}
    for i in indices:
        member = members.get(fold(texts[i]))
        if member is None:
            shown = with_article(reading, i, texts[i])
            member = members[fold(texts[i])] = Member(Name(family=shown), shown, reading.mentions[i].entity_type, i)
        member.count += 1
    longer = long_forms({key: (member.canonical, member.entity_type) for key, member in members.items()})
    for i in indices:
        own = members[fold(texts[i])]
        full = members[longer.get(fold(texts[i]), fold(texts[i]))]
        why = "is a name of its own" if full is own else f"is short for “{full.canonical}”"
        method = ResolutionMethod.ORGANISATION if full.entity_type in _OTHER_TYPES else ResolutionMethod.FULL_NAME
        confidence = 0.9 if full.entity_type in _OTHER_TYPES else 0.7
        cast.links[i] = Link(full, method, confidence, f"“{texts[i]}” {why}")
    cast.members.extend(member for key, member in members.items() if longer.get(key, key) == key)


def _by_given(cast: Cast, reading: Reading, index: int, text: str) -> Link | None:
    """The one person named before whose given name a single word of unknown type is: Kanye for Kanye West."""
    first, last = reading.ranges[index]
    if last - first > 1 or reading.mentions[index].entity_type is not EntityType.UNKNOWN:
        return None
    found = [member for member in cast.by_given.get(fold(text), ()) if member.entity_type is EntityType.PERSON]
    if len(found) != 1 or found[0].first > index:
        return None
    why = f"“{found[0].canonical}” is the one name in the article with “{text}”"
    return Link(found[0], ResolutionMethod.FULL_NAME, 0.85, why)
