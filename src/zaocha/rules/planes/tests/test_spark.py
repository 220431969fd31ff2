"""What a Spark worker is handed and hands back, without a cluster (bench/match_cluster.py starts one, by hand)."""

import pickle
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

import pyarrow.parquet as pq  # noqa: E402

from zaocha.rules.facts import dictionary  # noqa: E402
from zaocha.rules.planes import readers, running, spark  # noqa: E402
from zaocha.rules.planes.tests import test_match_run  # noqa: E402
from zaocha.rules.policies import files  # noqa: E402


def test_shards_give_the_lines_of_one_machine(tmp_path):
    import random

    facts = dictionary()
    policies = files.policies(test_match_run.PACKS / "zhuji", dictionary=facts)
    rows = list(test_match_run.companies(90, [one.id for one in policies], random.Random(3)))
    file = tmp_path / "companies.parquet"
    pq.write_table(test_match_run.table(rows), file)
    work = running.work_for(policies, on=date(2026, 3, 1), dictionary=facts, engine="numpy")
    reader = readers.Reader(file, dictionary=work.dictionary)
    running.run(reader, work, out=tmp_path)
    sent = pickle.loads(pickle.dumps((work, file, reader.id)))
    wanted = [reader.id, *reader.also, *spark.columns(reader, work)]
    batches = pq.read_table(file, columns=wanted).to_batches(max_chunksize=17)
    lines = pa.Table.from_batches(spark.judged(batches, sent)).to_pylist()
    alone = pq.read_table(tmp_path / "verdicts.parquet").to_pylist()
    assert sorted(map(str, lines)) == sorted(map(str, alone))


def test_what_travels_is_small():
    facts = dictionary()
    policies = files.policies(test_match_run.PACKS / "zhuji", dictionary=facts)
    work = running.work_for(policies, on=date(2026, 3, 1), dictionary=facts, engine="numpy")
    assert len(pickle.dumps(work.judgement)) < 10_000


@pytest.mark.skipif(
    not find_spec("pyspark"), reason="the extra `spark` is not installed: cluster not tried here"
)
def test_the_start_class_of_the_package_is_there():
    import pyspark

    assert (Path(pyspark.__file__).parent / "bin" / "spark-class").exists()
