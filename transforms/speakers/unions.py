"""Sets that are joined pair by pair (union–find)."""


class Unions:
    """Which keys belong together; a key never joined stands alone."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def find(self, key: str) -> str:
        """The key that stands for the whole set of `key`."""
        root = key
        while (parent := self._parents.get(root, root)) != root:
            root = parent
        while (parent := self._parents.get(key, key)) != root:
            self._parents[key] = root
            key = parent
        return root

    def join(self, a: str, b: str) -> str:
        """Joins the sets of `a` and `b`; the one that stands for them does not depend on the order of joins."""
        first, second = sorted((self.find(a), self.find(b)))
        self._parents[second] = first
        return first
