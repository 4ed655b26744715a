"""Processes of one's own in milliseconds: forks of a server that has imported everything once.

One list for all tests: what is set last holds for everybody, so a test that sets its own makes
every other one import the chat door anew at each fork.
"""

import multiprocessing

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.e2e.lives", "tests.cast", "tests.databases"])
