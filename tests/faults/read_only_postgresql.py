"""A PostgreSQL that can only be read: see `read_only`."""

from tests.faults.read_only import harness_postgresql as harness

__all__ = ["harness"]
