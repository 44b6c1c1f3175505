"""Find quotations in a document and the mention that utters each."""

from transforms.quotations.attribute import attribute
from transforms.quotations.find import find

__all__ = ["attribute", "find"]
