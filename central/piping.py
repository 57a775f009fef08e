"""Statements that travel together with the first whose answer is waited for, and cost little here.

The driver would send each at once (three calls of the system, and the database woken for each),
and make a cursor with maps of types for it. A sale asks two dozen; all that is used is here.
"""

from typing import Any, cast

import psycopg
from psycopg import errors
from psycopg._queries import PostgresQuery
from psycopg.abc import Params, Query
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGresult

Row = tuple[Any, ...]
_UNKNOWN = -1
_READY_MAX = 1_000


class Said:
    """One statement that was sent, and what came of it: what is used of a cursor."""

    __slots__ = ("_conn", "_result")

    def __init__(self, connection: "Piped") -> None:
        """Begin without an answer."""
        self._conn = connection
        self._result: PGresult | None = None

    @property
    def rowcount(self) -> int:
        """Give how many rows were given or written; -1 while no answer has come."""
        result = self._result
        if result is None:
            return _UNKNOWN
        if result.status == ExecStatus.TUPLES_OK:
            return result.ntuples
        count = result.command_tuples
        return _UNKNOWN if count is None else count

    def fetchall(self) -> list[Row]:
        """Wait for the answer, and give its rows."""
        if self._result is None:
            self._conn.arrive()
        result = self._result
        if result is None or result.status != ExecStatus.TUPLES_OK:
            raise psycopg.ProgrammingError("this gives no rows")
        loading = self._conn.loading
        loading.set_pgresult(result)
        return loading.load_rows(0, result.ntuples, tuple)

    def fetchone(self) -> Row | None:
        """Wait for the answer, and give its first row."""
        return next(iter(self.fetchall()), None)

    # What the driver asks of a cursor when an answer has come

    def _check_results(self, results: list[PGresult]) -> None:
        for result in results:
            if result.status == ExecStatus.FATAL_ERROR:
                encoding = self._conn.info.encoding
                raise errors.error_from_result(result, encoding=encoding)
            if result.status == ExecStatus.PIPELINE_ABORTED:
                raise psycopg.errors.PipelineAborted("pipeline aborted")

    def _set_results(self, results: list[PGresult]) -> None:
        self._result = results[0]


class Piped(psycopg.Connection[Row]):
    """A connection that spells a statement once, and hands over what differs.

    Where statements are not piped it is the driver's.
    """

    _ready: dict[tuple[Query, bool], PostgresQuery] | None = None

    def execute(
        self,
        query: Any,
        params: Params | None = None,
        *,
        prepare: bool | None = None,
        binary: bool = False,
    ) -> psycopg.Cursor[Row]:
        """Send a statement, or, where statements are piped, send it with the next that waits."""
        if self._pipeline is None:
            return super().execute(query, params, prepare=prepare, binary=binary)
        if self.pgconn.status == ConnStatus.BAD:
            raise psycopg.OperationalError("the connection is closed")
        return cast("psycopg.Cursor[Row]", self._send(self._spelled(query, params)))

    def _spelled(self, query: Query, params: Params | None) -> PostgresQuery:
        if self._ready is None:
            self._ready = {}
            self.loading = Transformer(self)
        about = query, params is None
        found = self._ready.get(about)
        if found is None:
            found = PostgresQuery(Transformer(self))
            found.convert(query, params)
            if len(self._ready) >= _READY_MAX:
                self._ready.clear()
            self._ready[about] = found
        else:
            found.dump(params)
        return found

    def _send(self, asked: PostgresQuery) -> Said:
        """Hand a statement over as the driver's cursors do; into memory, what is much is sent."""
        pipeline, pgconn, prepared = self._pipeline, self.pgconn, self._prepared
        assert pipeline is not None, "statements are piped"
        while pipeline.command_queue:
            pipeline.command_queue.popleft()()
        prep, name = prepared.get(asked)
        said = Said(self)
        if prep == prep.NO:
            pgconn.send_query_params(
                asked.query, asked.params, param_formats=asked.formats, param_types=asked.types
            )
        else:
            if prep == prep.SHOULD:
                pgconn.send_prepare(name, asked.query, param_types=asked.types)
                pipeline.result_queue.append(None)
            pgconn.send_query_prepared(name, asked.params, param_formats=asked.formats)
        asked.params = None  # a push may be large, and is sent
        key = prepared.maybe_add_to_cache(asked, prep, name)
        queued = None if key is None else (key, prep, name)
        pipeline.result_queue.append((said, queued))  # type: ignore[arg-type] # all it asks for
        if prepared._to_flush:  # noqa: SLF001 - as the driver's cursors do
            self.wait(prepared.maintain_gen(self))
        return said

    def arrive(self) -> None:
        """Wait for what has come of all that was sent."""
        pipeline = self._pipeline
        if pipeline is not None:
            self.wait(pipeline._fetch_gen(flush=True))  # noqa: SLF001 - as above
