"""The engine under whatever may happen, as a state machine: hypothesis chooses the steps, and shortens what fails.

The steps are those of the walks. `make engine` takes many longer runs; a failure prints its steps, and a line
`@reproduce_failure` that takes them again.
"""

import asyncio
import contextlib
import os
from collections.abc import Callable, Coroutine
from copy import deepcopy
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.sandbox.errors import NotPossibleError
from bot.sandbox.telegram import Sandbox
from tests.cast import staged
from tests.databases import SqliteFiles
from tests.scenes import ENROLLED, enrolled
from tests.stateful import invariants, rules
from tests.stateful.test_walks import holds
from tests.stateful.walk import Walk

RUNS = int(os.environ.get("ENGINE_RUNS", "5"))
STEPS = int(os.environ.get("ENGINE_STEPS", "8"))
LONG = "ENGINE_RUNS" in os.environ
AFTER_EACH = (
    invariants.i2_a_reminder_comes_once,
    invariants.i3_quiet_means_quiet,
    invariants.i7_nobody_reads_of_another,
    invariants.i8_an_update_counts_once,
    invariants.i14_nothing_is_stuck,
    invariants.i16_after_an_outage_one_message_comes,
)
REST = (*AFTER_EACH, invariants.i14_the_queues_are_empty)
chances = st.randoms(use_true_random=False)


class Engine(RuleBasedStateMachine):
    """One bot on the local Telegram; its loop runs while a step does. Each rule of the walks is a rule here."""

    files: SqliteFiles
    scene: Sandbox

    def __init__(self) -> None:
        super().__init__()
        self._ends = contextlib.ExitStack()
        self._runner = self._ends.enter_context(asyncio.Runner())
        self._walk: Walk | None = None

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(work)

    @initialize(chance=chances)
    def begins(self, chance: Random) -> None:
        urls = self.files.fresh(ENROLLED)
        self._ends.callback(lambda: next(urls, None))
        stage = staged(next(urls), deepcopy(self.scene))
        self._walk = Walk(self._run(stage.__aenter__()), chance)
        self._ends.callback(lambda: self._run(stage.__aexit__(None, None, None)))
        self._run(self._walk.look())

    def takes(self, run: rules.Run, chance: Random) -> None:
        """One step, with the choices that hypothesis makes in it."""
        assert self._walk is not None
        self._walk.chance = chance
        with contextlib.suppress(NotPossibleError):
            self._run(run(self._walk))  # type: ignore[arg-type]
        self._run(self._walk.stage.settle())
        self._run(self._walk.look())

    @invariant()
    def holds(self) -> None:
        if self._walk is not None:
            self._run(holds(self._walk, AFTER_EACH))

    def teardown(self) -> None:
        """The trouble ends, and what is owed has left soon after."""
        try:
            if self._walk is not None:
                self._run(rules.come_to_rest(self._walk))
                self._run(holds(self._walk, REST))
        finally:
            if self._walk is not None:
                self._run(self._walk.stage.app.close())
            self._ends.close()


def _rule(run: rules.Run) -> Callable[..., None]:
    def step(self: Engine, chance: Random) -> None:
        self.takes(run, chance)

    step.__name__ = run.__name__
    return rule(chance=chances)(step)


for run, _ in rules.RULES:
    setattr(Engine, run.__name__, _rule(run))


def test_the_engine_keeps_its_promises(sqlite_files: SqliteFiles, enrolments: dict[str, Sandbox]) -> None:
    Engine.files, Engine.scene = sqlite_files, enrolled(enrolments, "sqlite", sqlite_files)
    phases = [Phase.generate, Phase.shrink] if LONG else [Phase.generate]
    chosen = settings(
        max_examples=RUNS, stateful_step_count=STEPS, derandomize=not LONG, database=None, deadline=None,
        print_blob=True, phases=phases, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(Engine, settings=chosen)
