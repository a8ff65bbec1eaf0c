"""Twenty broken settings files, each answered in sentences that name the place, what was found, and what is allowed."""

import io
from dataclasses import fields

import openpyxl
import pytest
from click.testing import CliRunner

from rounds.cli import main
from rounds.cli.match.settings.weights import AffinityTable, PolicyTable, PriorityTable, WeightsTable
from rounds.pairing import Affinity, Policy, PriorityWeight, Weights
from tests.cli.broken_settings.loading import list_scenes, list_together


def run(folder, *scenes):
    out = folder / "out.xlsx"
    options = [word for scene in scenes for word in (f"--{scene.option}", str(scene.settings))]
    files = [str(scenes[0].mentees), str(scenes[0].mentors)]
    return CliRunner().invoke(main, ["match", *files, *options, "--out", str(out)]), out


def places_of_mentors(out):
    book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    return [row[1] for row in list(book["Workload"].iter_rows(values_only=True))[1:]]


@pytest.mark.parametrize("scene", list_scenes(), ids=lambda scene: scene.name)
def test_mistake_is_named_with_its_fix(tmp_path, scene):
    result, out = run(tmp_path, scene)

    if scene.or_works and result.exit_code == 0:
        assert scene.or_works == "each of the two mentors has 2 places"
        assert places_of_mentors(out) == [2, 2]
        return
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 1
    assert scene.unsaid(result.output) == [], result.output
    assert not out.exists()


@pytest.mark.parametrize("scenes", list_together(), ids=lambda scenes: "_and_".join(s.name for s in scenes))
def test_mistakes_of_both_files_come_at_once(tmp_path, scenes):
    result, out = run(tmp_path, *scenes)

    assert [word for scene in scenes for word in scene.unsaid(result.output)] == [], result.output
    assert not out.exists()


def test_the_file_knows_every_setting_of_the_engine():
    pairs = (
        (PolicyTable, Policy),
        (AffinityTable, Affinity),
        (PriorityTable, PriorityWeight),
        (WeightsTable, Weights),
    )

    for table, engine in pairs:
        own = {"preset", "policy"} if engine is Weights else set()
        assert set(table().fields) - own == {one.name for one in fields(engine)}
