"""Processes that fork from a warm one: real ones, for a signal or a power cut too, without seconds of imports each."""

import multiprocessing

import pytest

WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(["tests.warm"])

in_one_worker = pytest.mark.xdist_group("forked")
"""For tests that start such processes: one warm process, which takes seconds to come about, serves them all."""
