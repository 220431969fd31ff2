"""The same work on a Spark cluster: the program travels, row shards stay, sparse verdicts come back (extra `spark`)."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zaocha.rules.planes import running
from zaocha.rules.planes.judging import WRITTEN
from zaocha.rules.planes.readers import Reader
from zaocha.rules.planes.running import Totals, Work
from zaocha.rules.policies.verdicts import CODES, Code

BATCH = 131_072  # companies that reach a worker's Python at a time


def run(reader: Reader, work: Work, *, out: Path, master: str | None = None) -> Totals:
    """Judge the file on a cluster and write the verdicts here.

    Executors read the companies themselves: FILE and OUT lie where all of them can reach. They need Zaocha and its
    extra `spark` installed, or this machine's folder of the same name.
    """
    session = _session(master)
    shards = out / "verdicts.shards"
    shutil.rmtree(shards, ignore_errors=True)
    try:
        broadcast = session.sparkContext.broadcast((work, reader.file, reader.id))
        wanted = [reader.id, *reader.also, *columns(reader, work)]
        table = session.read.parquet(reader.file.absolute().as_uri()).select(*[f"`{one}`" for one in wanted])
        kind = table.schema[reader.id].dataType.simpleString()
        found = table.mapInArrow(
            lambda batches: judged(batches, broadcast.value),
            f"company {kind}, policy string, verdict string",
        )
        found.write.parquet(shards.absolute().as_uri(), compression="zstd")
    finally:
        session.stop()
    totals = _gathered(shards, out / "verdicts.parquet", reader, work)
    shutil.rmtree(shards)
    return totals


def columns(reader: Reader, work: Work) -> list[str]:
    return [name for name in running.needed(work, reader.facts) if name in reader.facts]


def judged(batches: Iterable[Any], sent: tuple[Work, Path, str]) -> Iterator[Any]:
    """On a worker: batches of companies to batches of verdicts."""
    work, file, id_column = sent
    for batch in batches:
        table = pa.Table.from_batches([batch])
        reader = Reader.of_table(file, table.schema, dictionary=work.dictionary, id_column=id_column)
        part = reader.part(table, running.needed(work, reader.facts))
        schema = running.verdict_schema(table.schema.field(id_column).type)
        for policy, rows, codes, _counts in running.judged(part, work):
            if len(rows):
                yield from running.lines(part.ids, policy, rows, codes, schema).to_batches()


def _gathered(shards: Path, file: Path, reader: Reader, work: Work) -> Totals:
    """One file of all shards, and the counts."""
    totals = Totals(companies=reader.rows)
    schema = running.verdict_schema(reader.schema.field(reader.id).type)
    with running.Writer(file, schema) as writer:
        for shard in sorted(shards.glob("*.parquet")):
            with pq.ParquetFile(shard) as opened:
                for number in range(opened.num_row_groups):
                    table = opened.read_row_group(number).cast(schema)
                    writer.write(table)
                    _count(table, totals)
    for one in work.judgement.policies:
        found = totals.counts.setdefault(one.policy, dict.fromkeys(CODES, 0))
        found["not_eligible"] = totals.companies - sum(found[code] for code in WRITTEN)
    return totals


def _count(table: Any, totals: Totals) -> None:
    counted = table.group_by(["policy", "verdict"]).aggregate([([], "count_all")])
    for row in counted.to_pylist():
        code: Code = row["verdict"]
        totals.add(row["policy"], {code: row["count_all"]})


def _session(master: str | None) -> Any:
    """A session of this interpreter's own Spark, on loopback unless a master is named."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    source = str(Path(__file__).parents[3])  # workers on this machine find Zaocha where it runs from
    path = os.pathsep.join(
        dict.fromkeys([source, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))])
    )
    made = (
        SparkSession.builder.appName("zaocha match")
        .master(master or "local[*]")
        .config("spark.executorEnv.PYTHONPATH", path)
        .config("spark.pyspark.python", os.environ["PYSPARK_PYTHON"])
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", BATCH)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.showConsoleProgress", "false")
    )
    if master is None or "127.0.0.1" in master or "localhost" in master:
        made = made.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    os.environ["PYTHONPATH"] = path
    session = made.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
