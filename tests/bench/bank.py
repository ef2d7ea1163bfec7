"""Checking and importing a large bank."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.lines import Line, Scale
from tests.bench.stage import Stage

MEGABYTES = 256


def bank(stage: Stage, scale: Scale) -> Iterator[Line]:
    """Checking and importing a large bank, in a process of its own."""
    path = stage.folder / "large.yaml"
    path.write_text(_large_bank(scale.questions), encoding="utf-8")
    limits = {"check": 3.0, "import": 6.0}
    for act, limit in limits.items():
        seconds, megabytes = _run_bank(stage, act, path)
        limit = limit * scale.questions / 10_000
        judged = scale.questions >= 10_000
        target = f"≤ {limit:.1f} s, {MEGABYTES} MB"
        yield Line(
            f"bank {act}, {scale.questions} questions", seconds, "s CPU", target,
            seconds <= limit and megabytes <= MEGABYTES if judged else None, f"{megabytes:.0f} MB",
        )  # fmt: skip


def _large_bank(count: int) -> str:
    lines = ["format: 1", "bank: lon", "title: Ngân hàng lớn", "language: vi", "questions:"]
    for number in range(count):
        lines += [
            f"  - id: q{number}",
            "    type: single",
            f'    text: "Câu hỏi số {number} về chuyển đổi số là gì?"',
            "    options:",
            f"      - {{id: a, text: Đúng {number}, correct: true}}",
            f"      - {{id: b, text: Sai {number}}}",
            f"      - {{id: c, text: Khác {number}}}",
            f"    explanation: Vì {number}.",
            "    source: Quyết định 749/QĐ-TTg ngày 03/6/2020",
        ]
    return "\n".join(lines) + "\n"


def _run_bank(stage: Stage, act: str, path: Path) -> tuple[float, float]:
    """CPU seconds and peak memory of a command, less those of one that does nothing."""

    def cost(*arguments: str) -> tuple[float, float]:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        process = subprocess.Popen(
            command, cwd=stage.tree, stdout=subprocess.DEVNULL,
            env={**os.environ, **stage.environment},
        )  # fmt: skip
        # Of this process alone: what others took before it is not its memory.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, arguments
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024

    idle, _ = cost("contest", "list")
    seconds, megabytes = cost("bank", act, str(path))
    return seconds - idle, megabytes
