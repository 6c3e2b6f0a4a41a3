"""Questions about a group of rows whose ids go as one value: the same statement for any number of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Executable, bindparam
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import among, id_list


class Group:
    """Some rows by their ids. Answers are plain tuples, without objects of the tables."""

    def __init__(self, session: AsyncSession, ids: Sequence[int]) -> None:
        self._session, self._dialect = session, session.get_bind().dialect.name
        self._ids = id_list(ids, self._dialect)

    def has(self, column: Any) -> ColumnElement[bool]:
        """Whether a column has one of the ids."""
        return among(column, bindparam("group"), self._dialect)

    async def ask(self, found: Executable) -> Sequence[Any]:
        """The rows of a statement in which `has` stands."""
        connection = await self._session.connection()
        rows: Sequence[Any] = (await connection.execute(found, {"group": self._ids})).all()
        return rows
