"""The runtimes of the encoder against each other: `python -m eval.benchmarks.encoder`.

The runtimes take turns, so that what else runs on the machine slows both; only the ratio says something of another
machine. Processor time is given beside the time that passed: on a busy machine it is the steadier of the two.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from corpus.readers import read_corpus
from index.encoder import Encoder, open_encoder
from index.passage_text import dense_text
from index.runtime import Runtime

QUERY = "ガバメントクラウドの利用料は、誰が負担しますか。"
PASSAGES = 200
QUERY_TURNS, BULK_TURNS, LOAD_TURNS = 40, 3, 3
Row = TypeVar("Row")
Timing = tuple[float, float]  # seconds that passed, seconds of processor time

_LOAD = """
import json, time
started = time.perf_counter()
from index.encoder import open_encoder
open_encoder().encode_query("窓口")
wall, cpu = time.perf_counter() - started, time.process_time()
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(json.dumps([wall, cpu] + [int(status[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")]))
"""


def main() -> None:
    """Print a row for each measure: both runtimes and their ratio."""
    print(f"{'':34}{'OpenVINO':>10}{'torch':>10}{'torch / OpenVINO':>18}")
    loads = in_turns({runtime: partial(load, runtime) for runtime in Runtime}, LOAD_TURNS)
    for position, name in enumerate(("load to first vector, s", "  processor, s", "  resident, MB", "  peak, MB")):
        show(name, {runtime: statistics.median(row[position] for row in rows) for runtime, rows in loads.items()})
    encoders = {runtime: open_encoder(runtime=runtime) for runtime in Runtime}
    compare("one query, ms", lambda encoder: encoder.encode_query(QUERY), encoders, QUERY_TURNS, 1000)
    passages = read_corpus().passages
    texts = [dense_text(passage) for passage in passages[:: len(passages) // PASSAGES]][:PASSAGES]
    compare(f"{len(texts)} passages, s", lambda encoder: encoder.encode_passages(texts), encoders, BULK_TURNS, 1)
    by_openvino, by_torch = (encoder.encode_passages(texts) for encoder in encoders.values())
    print(f"lowest cosine between the vectors of one passage: {(by_openvino * by_torch).sum(axis=1).min():.5f}")


def load(runtime: Runtime) -> list[float]:
    """A new process up to its first vector: seconds passed, of processor time, megabytes resident, and at the peak."""
    program = f"import os; os.environ['KEIKAKU_RUNTIME'] = {runtime.value!r}\n{_LOAD}"
    root = Path(__file__).parents[2]
    output = subprocess.run([sys.executable, "-c", program], cwd=root, check=True, capture_output=True, text=True)
    row: list[float] = json.loads(output.stdout)
    return row


def compare(
    name: str, run: Callable[[Encoder], object], encoders: dict[Runtime, Encoder], turns: int, scale: float
) -> None:
    """Time `run` with each encoder in turns, after one that does not count; print medians times `scale`."""
    for encoder in encoders.values():
        run(encoder)
    timings = in_turns({key: partial(timed, run, encoder) for key, encoder in encoders.items()}, turns)
    for position, label in enumerate((name, "  processor")):
        show(label, {key: scale * statistics.median(row[position] for row in rows) for key, rows in timings.items()})


def timed(run: Callable[[Encoder], object], encoder: Encoder) -> Timing:
    """How long `run` takes once."""
    wall, cpu = time.perf_counter(), time.process_time()
    run(encoder)
    return time.perf_counter() - wall, time.process_time() - cpu


def in_turns(runs: dict[Runtime, Callable[[], Row]], turns: int) -> dict[Runtime, list[Row]]:
    """What each run gives, one after the other, `turns` times."""
    rows: dict[Runtime, list[Row]] = {runtime: [] for runtime in runs}
    for _ in range(turns):
        for runtime, run in runs.items():
            rows[runtime].append(run())
    return rows


def show(name: str, values: dict[Runtime, float]) -> None:
    """One row of the table."""
    ours, other = values[Runtime.OPENVINO], values[Runtime.TORCH]
    print(f"{name:34}{ours:10.2f}{other:10.2f}{other / ours:18.2f}", flush=True)


if __name__ == "__main__":
    main()
