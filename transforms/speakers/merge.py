"""Which speakers are one: what the signals propose and the human judgements, which beat every signal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from transforms.speakers.identity import identify, speaker_id
from transforms.speakers.judgements import ID_PREFIX, ContradictoryJudgements, Judgement, Verdict
from transforms.speakers.names import fold
from transforms.speakers.unions import Unions
from transforms.text.records import EntityType

_BY_RULE = 2**31  # behind every line


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome: for each node (an id made from a name) its speaker's id; new names; pairs of speakers kept apart."""

    speakers: Mapping[str, str]
    names: Mapping[str, str]
    judged: frozenset[str]
    apart: frozenset[tuple[str, str]]


def split_names(judgements: Iterable[Judgement]) -> frozenset[str]:
    """Folded names that the rules would take for one (“Ada B. Lim”, “Ada Lim”) but that are judged different."""
    apart: set[str] = set()
    for judgement in judgements:
        if judgement.verdict is Verdict.DIFFERENT and not _is_id(judgement.left) and not _is_id(judgement.right):
            left, right = fold(judgement.left), fold(judgement.right)
            if left != right and _key(judgement.left) == _key(judgement.right):
                apart |= {left, right}
    return frozenset(apart)


def merge(
    nodes: Mapping[str, tuple[str, ...]], proposals: Sequence[tuple[str, str]], judgements: Sequence[Judgement]
) -> Merged:
    """Joins nodes by judgement, then by `proposals` (node, node it belongs to) where no judgement forbids.

    `nodes` has, for each folded name, the ids made from it, the first bearer's first.

    Raises:
        ContradictoryJudgements: judged the same and different, seen only now that ids and names are known.
    """
    known = _Nodes(nodes, judgements)
    node_of = {j: (known.find(j.left), known.find(j.right)) for j in judgements if j.verdict is not Verdict.RENAME}
    unions = Unions()
    heads: dict[str, tuple[int, str]] = {}  # the id that a set keeps, and the line of the judgement that gave it
    for judgement, (left, right) in node_of.items():
        if judgement.verdict is Verdict.SAME:
            given = [heads[root] for root in (unions.find(left), unions.find(right)) if root in heads]
            heads[unions.join(left, right)] = min([*given, (judgement.line, left)])
    judged = frozenset(node for j, pair in node_of.items() if j.verdict is Verdict.SAME for node in pair)
    different = [(j, *pair) for j, pair in node_of.items() if j.verdict is Verdict.DIFFERENT]
    for judgement, left, right in different:
        if unions.find(left) == unions.find(right):
            raise ContradictoryJudgements(judgement.left, judgement.right, judgement.line)
    for node, target in proposals:
        if not _forbidden(unions, node, target, different):
            given = [heads[root] for root in (unions.find(node), unions.find(target)) if root in heads]
            heads[unions.join(node, target)] = min([*given, (_BY_RULE, target)])
    members = {node for ids in nodes.values() for node in ids} | set(judged)
    speakers = {node: heads[unions.find(node)][1] if unions.find(node) in heads else node for node in members}
    names = {speakers.get(node, node): name for node, name in known.renamed}
    pairs = ((speakers.get(a, a), speakers.get(b, b)) for _, a, b in different)
    return Merged(speakers, names, judged, frozenset((min(pair), max(pair)) for pair in pairs))


def _forbidden(unions: Unions, a: str, b: str, different: Sequence[tuple[Judgement, str, str]]) -> bool:
    both = {unions.find(a), unions.find(b)}
    return any({unions.find(left), unions.find(right)} == both for _, left, right in different)


def _is_id(speaker: str) -> bool:
    return speaker.startswith(ID_PREFIX)


def _key(name: str) -> tuple[str, str]:
    identity = identify(name, EntityType.PERSON.value)
    return identity.key, identity.kind


class _Nodes:
    """Finds the node that a judgement means by an id or a name."""

    def __init__(self, nodes: Mapping[str, tuple[str, ...]], judgements: Sequence[Judgement]) -> None:
        self._nodes = nodes
        self._apart = split_names(judgements)
        self._new_names: dict[str, str] = {}
        self.renamed: list[tuple[str, str]] = []
        for judgement in judgements:
            if judgement.verdict is Verdict.RENAME:
                node = self.find(judgement.left)
                self.renamed.append((node, judgement.right))
                self._new_names[fold(judgement.right)] = node

    def find(self, speaker: str) -> str:
        """The node of `speaker`; a name that no article has yet gives the id it will have."""
        if _is_id(speaker):
            return speaker
        folded = fold(speaker)
        key, kind = (folded, "person") if folded in self._apart else _key(speaker)
        for name in (folded, key, folded.removeprefix("the ")):
            if name in self._nodes:
                return self._nodes[name][0]
        return self._new_names.get(folded) or speaker_id(key, kind, "")
