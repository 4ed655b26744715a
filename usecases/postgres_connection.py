"""A connection to PostgreSQL whose transactions belong to the thread that owns it.

SQLAlchemy and psycopg run most statements on it as ever. What every update runs goes to libpq as it
is: psycopg's cursors cost three times what the statement costs (docs/decisions.md).
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

# After a ROLLBACK to a savepoint psycopg has the server forget all that is prepared, ours too.
FORGOTTEN = "26000"
_TEXT = [[PyFormat.TEXT] * length for length in range(40)]
_GOOD = {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}


class OwnedConnection(psycopg.Connection[Any]):
    """A connection that only its owner begins, commits and rolls back.

    A failed flush makes SQLAlchemy roll the driver's transaction back; here that is a word without
    effect, and the owner ends what he began.
    """

    def __init__(self, pgconn: PGconn) -> None:
        super().__init__(pgconn)
        # Under which name the server knows what; another after it was made to forget.
        self._named: dict[bytes, bytes] = {}
        self._forgot = 0
        self._adapted = Transformer.from_context(self)

    def commit(self) -> None:
        """Leave the commit to the owner."""

    def rollback(self) -> None:
        """Leave the rollback to the owner."""

    def say(self, command: bytes) -> bytes | None:
        """Run one command without parameters; return what the server says it has done."""
        return self._checked(self.pgconn.exec_(command)).command_status

    def run(self, name: bytes, sql: bytes, values: Sequence[Any]) -> list[Any]:
        """Run a statement that is prepared at its first run here; return its rows."""
        known = self._named.get(name)
        if known is None:
            known = b"%s_%d" % (name, self._forgot)
            self._checked(self.pgconn.prepare(known, sql))
            self._named[name] = known
        adapted = self._adapted
        given: Any = adapted.dump_sequence(values, _TEXT[len(values)])
        result = self._checked(self.pgconn.exec_prepared(known, given))
        if not result.ntuples:
            return []
        adapted.set_pgresult(result)
        return adapted.load_rows(0, result.ntuples, tuple)

    def _checked(self, result: PGresult) -> PGresult:
        if result.status in _GOOD:
            return result
        if self.pgconn.status != ConnStatus.OK:
            # It gives no state of its own then.
            raise psycopg.OperationalError(self.pgconn.get_error_message())
        error = error_from_result(result, encoding=self.info.encoding)
        if error.sqlstate == FORGOTTEN:
            # Some it may know, prepared since: hence new names.
            self._named.clear()
            self._forgot += 1
        raise error
