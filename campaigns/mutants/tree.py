"""Terraform's language as a tree with places: python-hcl2 parses, this names what a mutant needs of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import hcl2
from lark.tree import Tree

Path = tuple[str, ...]


@dataclass(frozen=True)
class Node:
    """A piece of a file. `path` leads to it: labels of blocks, names of arguments, keys of objects."""

    tree: Tree[object]
    source: str
    path: Path
    parent: Node | None = None

    @property
    def kind(self) -> str:
        return str(self.tree.data)

    @property
    def start(self) -> int:
        return int(self.tree.meta.start_pos)

    @property
    def end(self) -> int:
        return int(self.tree.meta.end_pos)

    @property
    def text(self) -> str:
        return self.source[self.start : self.end]

    @property
    def line(self) -> int:
        return self.source.count("\n", 0, self.start) + 1

    @property
    def string(self) -> str:
        """What is between the quotes, when it is a string; else nothing."""
        text = self.text
        return text[1:-1] if text.startswith('"') and text.endswith('"') and "\n" not in text else ""

    @cached_property
    def children(self) -> tuple[Node, ...]:
        """What it consists of, without its name, and without what holds no text."""
        trees = [each for each in self.tree.children if isinstance(each, Tree) and not each.meta.empty]
        if self.kind == "block":
            labels = [each for each in trees if each.data in ("identifier", "string")]
            named = tuple(self.source[each.meta.start_pos : each.meta.end_pos].strip('"') for each in labels)
            return tuple(
                Node(each, self.source, self.path + named, self) for each in trees if each not in labels
            )
        if self.kind in ("attribute", "object_elem"):
            key = self.source[trees[0].meta.start_pos : trees[0].meta.end_pos].strip('"')
            return tuple(Node(each, self.source, (*self.path, key), self) for each in trees[1:])
        return tuple(Node(each, self.source, self.path, self) for each in trees)

    @property
    def value(self) -> Node:
        """What an argument or an element of an object is set to, without the wrappers of the grammar."""
        found = self.children[-1]
        while found.kind == "expr_term" and len(found.children) == 1 and found.children[0].text == found.text:
            found = found.children[0]
        return found

    @property
    def labels(self) -> Path:
        """Of a block: `("dynamic", "statement")`."""
        trees = [each for each in self.tree.children if isinstance(each, Tree)]
        return tuple(
            self.source[each.meta.start_pos : each.meta.end_pos].strip('"')
            for each in trees
            if each.data in ("identifier", "string")
        )

    @property
    def name(self) -> str:
        """Of an argument or an element of an object."""
        first = next(each for each in self.tree.children if isinstance(each, Tree))
        return self.source[first.meta.start_pos : first.meta.end_pos].strip('"')

    def all(self) -> Iterator[Node]:
        """It, and everything in it."""
        yield self
        for child in self.children:
            yield from child.all()

    def within(self, kind: str) -> Node | None:
        """The nearest of a kind around it."""
        found = self.parent
        while found is not None and found.kind != kind:
            found = found.parent
        return found


def parse(source: str) -> Node:
    """The whole file."""
    return Node(hcl2.parses_to_tree(source), source, ())
