"""How quickly a server answers on a connection that stays open."""

import statistics
import time

import httpx


async def usual_seconds(http: httpx.AsyncClient, url: str) -> float:
    """Return the median over enough calls for the kernel to begin to delay acknowledgements."""
    taken = []
    for _ in range(15):
        began = time.perf_counter()
        await http.get(url)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
