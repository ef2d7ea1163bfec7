"""The races on PostgreSQL: see `races`."""

from tests.faults.races import harness_postgresql as harness

__all__ = ["harness"]
