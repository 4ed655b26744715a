"""Running one deed on a session, whatever the database behind it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from usecases.city import CitySession
from usecases.database_errors import DatabaseStoppedError, DeedBrokenError

T = TypeVar("T")
Deed = Callable[[CitySession], T]


def call(deed: Deed[T], session: CitySession) -> T:
    """Run the deed; what no caller can be handed comes out as DeedBrokenError."""
    try:
        return deed(session)
    except BaseException as error:
        if isinstance(error, Exception) and not isinstance(error, StopIteration):
            raise
        raise DeedBrokenError(type(error).__name__) from error


async def in_thread(pool: ThreadPoolExecutor, work: Callable[..., T], *args: object) -> T:
    """Run `work` in a thread of the pool; a pool that is closed raises DatabaseStoppedError."""
    try:
        waiting = asyncio.get_running_loop().run_in_executor(pool, work, *args)
    except RuntimeError as stopped:
        raise DatabaseStoppedError from stopped
    return await waiting
