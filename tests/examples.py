"""How many examples a property of many has: few in each run, many in `make walk`."""

import os


def examples(few: int, many: int) -> int:
    return many if "WALK_SEEDS" in os.environ else few
