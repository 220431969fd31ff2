"""The same verdicts from a Spark cluster, a worker killed in the middle: `python bench/match_cluster.py`.

Starts a standalone master and two workers of the installed pyspark on loopback, runs `zaocha match run` on them and
on this machine alone, kills one worker during the run (`--kill`), and compares the verdicts line by line.
Needs Java 17 and the extra `spark`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import match_world, places

MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, compare, report."""
    usual = Path(os.environ.get("ZAOCHA_BENCH", "/tmp/zaocha-bench"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--companies", type=int, default=1_000_000)
    parser.add_argument("--policies", type=int, default=200)
    parser.add_argument("--kill", type=float, default=4.0, help="Seconds into the shards; below 0: never.")
    parser.add_argument("--data", type=Path, default=usual / "match")
    given = parser.parse_args(arguments)
    companies, _rules = match_world.write(given.data, rows=given.companies, count=given.policies)
    rules = match_world.documents(given.data / f"policies-{given.policies}", count=given.policies)
    folder = given.data / "cluster"
    shutil.rmtree(folder, ignore_errors=True)
    local = run(companies, rules, folder / "local", [])
    with cluster(folder) as (master, workers):
        words = ["--engine", "spark", "--master", master]
        spark = run(
            companies,
            rules,
            folder / "spark",
            words,
            kill=workers[0] if given.kill >= 0 else None,
            after=given.kill,
        )
    same = compared(folder / "local", folder / "spark")
    found = {"bench": "match_cluster", "companies": given.companies, "policies": given.policies}
    places.report({**found, "local": local, "spark": spark, **same, "machine": places.machine()})
    return 0 if same["same_lines"] and same["same_counts"] else 1


def run(
    companies: Path, rules: Path, out: Path, words: list[str], *, kill: Any = None, after: float = 0.0
) -> dict[str, Any]:
    """One `match run`; `kill` is a process to kill so many seconds after the first shard has begun."""
    command = [
        sys.executable, "-m", "zaocha", "match", "run", "--companies", str(companies), "--policies", str(rules),
        "--out", str(out), "--on", "2026-03-01", *words,
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(places.ROOT / "src"), "ZAOCHA_LANG": "en"}
    began = time.monotonic()
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    killed = None
    if kill is not None and _begun(out / "verdicts.shards", running):
        time.sleep(after)
        if running.poll() is None:
            killed = round(time.monotonic() - began, 1)
            kill()
    _said, wrong = running.communicate()
    if running.returncode:
        raise SystemExit(wrong.decode()[-3000:])
    return {"seconds": round(time.monotonic() - began, 1), "worker_killed_at_second": killed}


def _begun(shards: Path, running: Any) -> bool:
    while running.poll() is None:
        if shards.exists():
            return True
        time.sleep(0.05)
    return False


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[Any]]]:
    """A master and two workers on loopback; the address, and a call for each worker that kills it."""
    port, page = free_port(), free_port()
    with contextlib.ExitStack() as stack:
        start(
            stack,
            folder / "master",
            [MASTER, "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(page)],
        )
        waited(port)
        kills = []
        for number in range(2):
            own = free_port()
            words = [
                WORKER, "--host", "127.0.0.1", "--port", str(own), "--webui-port", str(free_port()), "--cores", "1",
                "--memory", "1g", "--work-dir", str(folder / f"work{number}"), f"spark://127.0.0.1:{port}",
            ]  # fmt: skip
            process = start(stack, folder / f"worker{number}", words)
            waited(own)
            kills.append(lambda one=process: kill(one))
        time.sleep(2)  # for the workers to register
        yield f"spark://127.0.0.1:{port}", kills


def start(stack: contextlib.ExitStack, log: Path, words: list[str]) -> subprocess.Popen[bytes]:
    """One of Spark's classes by the `spark-class` of the pip package, which has no start scripts."""
    import pyspark

    home = Path(pyspark.__file__).parent
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": str(places.ROOT / "src"),
    }  # fmt: skip
    output = stack.enter_context(log.with_suffix(".log").open("wb"))
    process = subprocess.Popen(
        [str(home / "bin" / "spark-class"), *words], env=environment, stdout=output, stderr=output,
        start_new_session=True,
    )  # fmt: skip
    stack.callback(stop, process)
    return process


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker and its executor, which lives in the worker's process group, at once."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, 9)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End what is still there, so that nothing of the trial stays behind."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, 15)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        kill(process)
        process.wait()


def compared(local: Path, spark: Path) -> dict[str, Any]:
    """Are the counts the same, and every line?"""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    order = [("policy", "ascending"), ("company", "ascending")]
    tables = [pq.read_table(one / "verdicts.parquet").sort_by(order) for one in (local, spark)]
    counts = [json.loads((one / "counts.json").read_text()) for one in (local, spark)]
    same = tables[0].num_rows == tables[1].num_rows and all(
        pc.all(pc.equal(*(table.column(name).combine_chunks() for table in tables))).as_py()
        for name in tables[0].column_names
    )
    return {"lines": tables[0].num_rows, "same_lines": bool(same), "same_counts": counts[0] == counts[1]}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def waited(port: int, seconds: float = 60) -> None:
    """Until somebody listens."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"nothing listens on {port}")


if __name__ == "__main__":
    raise SystemExit(main())
