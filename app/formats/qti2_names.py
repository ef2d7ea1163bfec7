"""One spelling for the names of QTI 2.1, 2.2 and 3.0.

`simpleChoice` and `qti-simple-choice` are both `simplechoice`, and so with attributes.
"""

from __future__ import annotations

from app.formats.xml_tree import Node


def normalise(node: Node) -> Node:
    """Return the node with the names of itself and all below in the one spelling."""
    node.tag = _plain(node.tag)
    if node.attributes:
        node.attributes = {_plain(name): value for name, value in node.attributes.items()}
    for child in node.children:
        normalise(child)
    return node


def _plain(name: str) -> str:
    return name.removeprefix("qti-").replace("-", "").lower()
