"""`python -m benchmarks [letters]`: run the benchmarks of this folder, each in a process of its own."""

import importlib
import json
import pkgutil
import subprocess
import sys
import tempfile
from pathlib import Path

import benchmarks
from benchmarks import report
from benchmarks.harness import Benchmark


def found() -> dict[str, str]:
    """The letter of each benchmark, and its module's name."""
    names = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return {name[0]: f"benchmarks.{name}" for name in sorted(names) if name[0].isalpha() and name[1:2] == "_"}


def loaded(module: str) -> Benchmark:
    benchmark = importlib.import_module(module).BENCHMARK
    assert isinstance(benchmark, Benchmark)
    return benchmark


def measure(module: str) -> None:
    """Run one benchmark in a fresh process, print it, and put it on the page. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "result.json")
        subprocess.run([sys.executable, "-m", "benchmarks", "--alone", module, str(path)], check=True)
        kept = json.loads(path.read_text())
    report.keep(kept["letter"], kept["title"], kept["result"])
    print(report.section(kept["letter"], {"title": kept["title"], **kept["result"]}), flush=True)


def alone(module: str, path: str) -> None:
    """In the fresh process: run, and leave the result in a file."""
    benchmark = loaded(module)
    kept = {"letter": benchmark.letter, "title": benchmark.title, "result": benchmark.run().document()}
    Path(path).write_text(json.dumps(kept))


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--alone"]:
        alone(*arguments[1:])
        return
    known = found()
    wanted = "".join(arguments) or "".join(known)
    for letter in wanted:
        if letter not in known:
            sys.exit(f"there is no benchmark '{letter}': they are {', '.join(known)}")
    for letter in wanted:
        measure(known[letter])


if __name__ == "__main__":
    main(sys.argv[1:])
