"""Values that never change, kept in the process that has read them once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar, cast

from flask import current_app

V = TypeVar("V")


class Lru(Generic[V]):
    """The `size` values used last. Only for what is immutable: nothing is ever refreshed."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._touching = Lock()
        self._loading = Lock()

    def get(self, key: Hashable, load: Callable[[], V]) -> V:
        """The kept value, or the loaded one; what `load` raises is not kept.

        Of those who ask at the same moment one loads and the others wait for it.
        """
        found = self._find(key)
        if found is not None:
            return found
        with self._loading:
            found = self._find(key)
            return found if found is not None else self._keep(key, load())

    def _find(self, key: Hashable) -> V | None:
        with self._touching:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def _keep(self, key: Hashable, value: V) -> V:
        with self._touching:
            self._values[key] = value
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value


def lru(name: str, size: int) -> Lru[V]:
    """The cache of this name of the present application, made on first use."""
    caches = current_app.extensions.setdefault("thiso_caches", {})
    if name not in caches:
        caches.setdefault(name, Lru[V](size))
    return cast("Lru[V]", caches[name])
