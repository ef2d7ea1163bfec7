"""The bank as a YAML file: bytes in, a checked bank or all problems with their lines out."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from app.formats import bank_yaml_guard as guard
from app.formats.bank_yaml_tree import TreeBuilder, place_of
from app.formats.bank_yaml_write import write
from app.formats.read_bank import ReadBank, finish, in_order, no_image

__all__ = ["read", "write"]


def read(data: bytes, *, image_exists: Callable[[str], int] = no_image) -> ReadBank:
    """Read and check a bank; whatever the bytes are, the answer is a value, never an exception.

    `image_exists` is asked for each image file, a clean relative path.
    """
    builder = TreeBuilder()
    try:
        guard.check_bytes(data)
        draft = builder.build(data)
    except guard.Unreadable as error:
        return ReadBank(None, in_order([*builder.faults, error.problem]))
    except yaml.YAMLError as error:
        return ReadBank(None, in_order([*builder.faults, guard.syntax_fault(error, data)]))
    return finish(
        draft,
        builder.faults,
        place_of=lambda steps, at_key: place_of(draft, steps, at_key),
        image_exists=image_exists,
    )
