"""The order of system calls on PostgreSQL: see `power_cut`."""

from tests.faults.power_cut import harness_postgresql as harness

__all__ = ["harness"]
