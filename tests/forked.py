"""Processes that fork from a warm one: real ones, for a signal or a power cut too, without seconds of imports each."""

import multiprocessing

WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(["tests.warm"])
