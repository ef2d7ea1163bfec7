"""Failures that are not the program's: a database or a disk that serves again by itself."""

from __future__ import annotations

import errno

from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, ProgrammingError, TimeoutError

RETRY_SECONDS = 5
"""After so long somebody who was turned away may ask again."""
_OF_THE_MACHINE = frozenset(
    (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.ENFILE, errno.EMFILE)
)
_OF_THE_PROGRAM = (DataError, IntegrityError, ProgrammingError)


def is_out_of_reach(error: Exception) -> bool:
    """Whether the database or the disk could not do what was asked: gone, full, read-only, busy.

    What was asked is then not done, as far as is known. Wrong statements and broken
    constraints are the program's own failures.
    """
    if isinstance(error, TimeoutError) or "closed database" in str(error):
        return True  # Closed under us by another thread that found it read-only.
    if isinstance(error, DatabaseError):
        return not isinstance(error, _OF_THE_PROGRAM)
    return isinstance(error, OSError) and error.errno in _OF_THE_MACHINE
