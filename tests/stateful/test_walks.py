"""Whatever happens, in whatever order, the invariants hold.

`make walk` takes 1,000 seeds with longer walks; WALK_SEED=7 WALK_STEPS=12 takes one again.
"""

import os
import random
from collections.abc import Iterator
from copy import deepcopy

import pytest

from bot.sandbox.telegram import Sandbox
from tests.cast import staged
from tests.databases import SqliteFiles
from tests.overlooked import overlooked
from tests.scenes import ENROLLED, enrolled
from tests.stateful import rules
from tests.stateful.invariants import AT_REST, CHECKS, Check, Evidence, broken
from tests.stateful.walk import Walk

STEPS = int(os.environ.get("WALK_STEPS", "7"))
CLOSELY = "WALK_SEED" in os.environ
"""Whether to check after every step: what is broken once stays broken, so that the end is enough to find it."""
BATCHES = 5
"""So that the seeds are shared by the test processes."""


def seeds() -> range:
    if one := os.environ.get("WALK_SEED"):
        return range(int(one), int(one) + 1)
    return range(int(os.environ.get("WALK_SEEDS", "20")))


@pytest.fixture
def scene(enrolments: dict[str, Sandbox], sqlite_files: SqliteFiles) -> Sandbox:
    return enrolled(enrolments, "sqlite", sqlite_files)


@pytest.mark.parametrize("batch", range(BATCHES))
async def test_whatever_happens_the_invariants_hold(scene: Sandbox, sqlite_files: SqliteFiles, batch: int) -> None:
    for seed in seeds()[batch::BATCHES]:
        for url in fresh(sqlite_files):
            await walked(deepcopy(scene), url, seed)


def fresh(files: SqliteFiles) -> Iterator[str]:
    yield from files.fresh(ENROLLED)


async def walked(sandbox: Sandbox, url: str, seed: int) -> None:
    """One walk to its rest. The message of a failure is how to walk it again."""
    async with staged(url, sandbox) as stage:
        walk = Walk(stage, random.Random(seed))
        await walk.look()
        try:
            for _ in range(STEPS):
                await rules.step(walk)
                if CLOSELY:
                    await holds(walk, [check for check in CHECKS if check not in AT_REST])
            assert await overlooked(stage) == []
            walk.steps.append("comes to rest")
            await rules.come_to_rest(walk)
            await holds(walk, CHECKS)
        except Exception as error:
            error.add_note(f"WALK_SEED={seed} WALK_STEPS={STEPS}: {', '.join(walk.steps)}")
            raise
        finally:
            await walk.stage.app.close()


async def holds(walk: Walk, checks: "list[Check] | tuple[Check, ...]") -> None:
    async with walk.stage.database() as session:
        evidence = Evidence(
            session, walk.stage.app.content, walk.stage.sandbox.transcript.entries, walk.history, walk.replayed,
            walk.stage.clock.now(),
        )  # fmt: skip
        assert await broken(evidence, checks) == []
