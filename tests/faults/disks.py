"""A small disk for a harness: it can be filled, and made read-only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = "48m"


class Disk:
    """A file system in memory, mounted below a folder; through `window` it is seen again."""

    def __init__(self, place: Path, window: Path) -> None:
        self.place, self.window = place, window

    def fill(self) -> None:
        """Leave no byte free."""
        with (self.place / "ballast").open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                return

    def empty(self) -> None:
        """Take away what `fill` brought."""
        (self.place / "ballast").unlink()

    def set_writable(self, writable: bool) -> None:
        """Let what is seen through the window be written to or not. Raises `OSError` while
        somebody has a file open there for writing."""
        mode = f"remount,bind,{'rw' if writable else 'ro'}"
        done = subprocess.run(["mount", "-o", mode, str(self.window)], capture_output=True)
        if done.returncode != 0:
            raise OSError(done.stderr.decode())


def why_not() -> str:
    """Why no disk can be mounted here; empty where one can."""
    if os.geteuid() != 0:
        return "only root may mount a small disk"
    tried = subprocess.run(["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
                           capture_output=True)  # fmt: skip
    return "" if tried.returncode == 0 else "no disk may be mounted here"


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """A disk until the block ends."""
    place, window = folder / "disk", folder / "window"
    place.mkdir()
    window.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], check=True)
    subprocess.run(["mount", "--bind", str(place), str(window)], check=True)
    try:
        yield Disk(place, window)
    finally:
        subprocess.run(["umount", "--lazy", str(window)], check=False)
        subprocess.run(["umount", "--lazy", str(place)], check=False)
