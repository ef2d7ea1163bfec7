"""The house stands as drawn: floors, cycles, commits, sizes, permissions."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.domain.permissions import PERMISSIONS

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app"
LINES_A_FILE = 300
SOURCES = (".py", ".html", ".css", ".js")
NOT_OURS = ("static/vendor/", ".venv/", "instance/")

# What each floor may import besides itself.
FLOORS: dict[str, set[str]] = {
    "domain": set(),
    "storage": {"domain"},
    "formats": {"domain"},
    "wording": {"domain"},
    "services": {"domain", "storage", "formats", "wording", "config"},
    "tasks": {"domain", "services", "wording", "config"},
    "cli": {"domain", "services", "wording", "tasks", "config"},
    "web": {"domain", "services", "wording", "config"},
    "config": set(),
    "translations": {"config"},
}
FACES = ("public", "accounts", "play", "organiser", "api")


def modules() -> dict[str, Path]:
    found = {}
    for path in APP.rglob("*.py"):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = path
    return found


MODULES = modules()


def imports_of(path: Path, *, top_level_only: bool = False) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level_only else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own(name: str) -> str | None:
    """The module of ours that an imported name lies in."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        candidate = ".".join(parts[:length])
        if candidate in MODULES:
            return candidate
    return None


def floor(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def test_no_floor_imports_from_a_floor_above() -> None:
    wrong = []
    for module, path in MODULES.items():
        if module == "app":
            continue
        for name in imports_of(path):
            target = own(name)
            if target is None or target == "app" or floor(target) == floor(module):
                continue
            if floor(target) not in FLOORS[floor(module)]:
                wrong.append(f"{module} imports {target}")
    assert wrong == []


def test_the_domain_needs_only_the_standard_library() -> None:
    wrong = []
    for module, path in MODULES.items():
        if floor(module) == "domain":
            for name in imports_of(path):
                root = name.split(".")[0]
                if root != "app" and root not in sys.stdlib_module_names:
                    wrong.append(f"{module} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("forbidden", ["datetime.now", "time.time", "random.random", "secrets."])
def test_the_domain_knows_no_clock_and_no_chance(forbidden: str) -> None:
    found = [
        module
        for module, path in MODULES.items()
        if floor(module) == "domain" and forbidden in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_the_faces_of_the_web_do_not_know_each_other() -> None:
    wrong = []
    for module, path in MODULES.items():
        parts = module.split(".")
        if len(parts) > 2 and parts[1] == "web" and parts[2] in FACES:
            for name in imports_of(path):
                target = (own(name) or "").split(".")
                other_faces = set(FACES) - {parts[2]}
                if target[1:2] == ["web"] and not other_faces.isdisjoint(target[2:3]):
                    wrong.append(f"{module} imports {name}")
    assert wrong == []


def test_no_module_imports_itself_in_a_circle() -> None:
    arrows = {
        module: {
            target
            for name in imports_of(path, top_level_only=True)
            if (target := own(name)) is not None and target != module
        }
        for module, path in MODULES.items()
        if path.name != "__init__.py"
    }
    assert circle(arrows) is None


def circle(arrows: dict[str, set[str]]) -> list[str] | None:
    done: set[str] = set()

    def visit(module: str, way: list[str]) -> list[str] | None:
        if module in way:
            return [*way[way.index(module) :], module]
        if module in done:
            return None
        for target in sorted(arrows.get(module, ())):
            found = visit(target, [*way, module])
            if found:
                return found
        done.add(module)
        return None

    for module in sorted(arrows):
        found = visit(module, [])
        if found:
            return found
    return None


def test_a_circle_would_be_noticed() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) is None


# A link hands on the commit of the driver; it is services that call it.
MAY_COMMIT = ("app.services.transactions", "app.storage.links")


def test_only_services_commit() -> None:
    wrong = []
    for module, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            commits = isinstance(node, ast.Attribute) and node.attr == "commit"
            if commits and module not in MAY_COMMIT:
                wrong.append(f"{module}:{node.lineno}")
    assert wrong == []


def test_no_file_is_longer_than_300_lines() -> None:
    long = []
    for folder in ("app", "tests", "migrations", "deploy"):
        for path in (ROOT / folder).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in SOURCES and not any(part in name for part in NOT_OURS):
                lines = len(path.read_text(encoding="utf-8").splitlines())
                if lines > LINES_A_FILE:
                    long.append(f"{name}: {lines}")
    assert long == []


def test_every_endpoint_declares_a_known_permission(app: Flask) -> None:
    undeclared = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and getattr(view, "permission", None) not in PERMISSIONS
    ]
    assert undeclared == []


def test_relationships_are_never_loaded_by_surprise(app: Flask) -> None:
    from app.storage.db import Base

    eager = [
        f"{mapper.class_.__name__}.{relation.key}"
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if relation.lazy != "raise"
    ]
    assert eager == []


def test_every_public_function_says_what_it_does() -> None:
    silent = []
    for module, path in MODULES.items():
        if floor(module) not in ("domain", "storage", "formats", "services"):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node) and not is_enum(node):
                silent.append(f"{module}.{node.name}")
    assert silent == []


def is_enum(node: ast.AST) -> bool:
    bases = getattr(node, "bases", [])
    return any(isinstance(base, ast.Name) and base.id.endswith("Enum") for base in bases)
