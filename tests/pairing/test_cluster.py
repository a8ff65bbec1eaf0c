"""The engine on a cluster: Dask's executor over several processes gives the same bytes."""

from importlib import import_module

import pytest

from benchmarks.people import invented
from rounds.pairing import solve

distributed = pytest.importorskip("distributed", reason="the optional extra “cluster” is not installed")


@pytest.mark.filterwarnings("ignore")  # Dask's own, when processes start and end
def test_local_cluster_of_two_processes_gives_the_same_answer(monkeypatch, tmp_path):
    monkeypatch.setattr(import_module("rounds.pairing.solving.solve"), "MOST_PAIRS", 0)
    problem = invented(1_200, 600)
    expected = solve(problem).to_json()

    with (
        distributed.LocalCluster(
            n_workers=2,
            processes=True,
            threads_per_worker=1,
            dashboard_address=None,
            local_directory=str(tmp_path),
            protocol="tcp://",
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        answer = solve(problem, executor=client.get_executor()).to_json()

    assert answer == expected
