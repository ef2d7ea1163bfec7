"""Deadlines on PostgreSQL: see `deadlines`."""

from tests.faults.deadlines import harness_postgresql as harness

__all__ = ["harness"]
