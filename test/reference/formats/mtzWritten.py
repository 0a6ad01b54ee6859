"""Shows the MTZ files that Friedel writes from scratch (test/formats/mtzSamples.ts) to gemmi, cctbx and
reciprocalspaceship, checks that each reads what was put in, and keeps the SHA-256 of the bytes they took: mtzWritten.json.

Run from the root of the repository, with node on the path:  python test/reference/formats/mtzWritten.py
"""
import hashlib
import json
import math
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

from iotbx import mtz as iotbx_mtz  # isort: skip (cctbx crashes where scipy is loaded before it)

import gemmi
import numpy
import reciprocalspaceship

here = Path(__file__).parent
flags = {"flagged": -999.0}


def as_array(data):
    return numpy.array([math.nan if value is None else value for value in data], dtype="f4")


def close(one, other, tolerance=1e-9):
    return numpy.allclose(numpy.array(one, dtype=float), numpy.array(other, dtype=float), rtol=tolerance, atol=tolerance)


def check_gemmi(path, said, flag):
    rows = len(said["columns"][0]["data"])
    mtz = gemmi.read_mtz_file(str(path), with_data=rows > 0)  # gemmi 0.7.5 cannot read data of no rows
    assert mtz.nreflections == rows and mtz.title == said["title"] and mtz.history == said["history"]
    assert list(mtz.sort_order) == said["sortOrder"], (list(mtz.sort_order), said["sortOrder"])
    assert close(mtz.cell.parameters, said["cell"])
    assert mtz.spacegroup_number == said["symmetry"]["number"]
    assert mtz.spacegroup is not None, mtz.spacegroup_name
    theirs = {op.triplet() for op in mtz.spacegroup.operations()}
    ours = {gemmi.Op(op).wrap().triplet() for op in said["symmetry"]["operations"]}
    assert theirs == ours, (mtz.spacegroup.xhm(), said["symmetry"]["name"])
    assert mtz.nsymop == len(ours)
    assert math.isnan(mtz.valm) if flag is None else mtz.valm == flag
    for dataset, ours in zip(mtz.datasets, said["datasets"], strict=True):
        assert (dataset.id, dataset.project_name) == (ours["id"], ours["project"])
        assert (dataset.crystal_name, dataset.dataset_name) == (ours["crystal"], ours["name"])
        assert close(dataset.cell.parameters, ours["cell"]) and close(dataset.wavelength, ours["wavelength"])
    for column, ours in zip(mtz.columns, said["columns"], strict=True):
        assert (column.label, column.type, column.dataset_id) == (ours["label"], ours["type"], ours["datasetId"])
        assert column.source == ours.get("source", "")
        if rows == 0:
            continue
        values = column.array.copy()
        if flag is not None and column.type != "H":
            values[values == flag] = math.nan
        assert numpy.array_equal(values, as_array(ours["data"]), equal_nan=True), column.label
        assert column.min_value == numpy.nanmin(values) and column.max_value == numpy.nanmax(values)
    if rows > 0:
        stated = [mtz.min_1_d2, mtz.max_1_d2]
        mtz.update_reso()
        assert close([mtz.min_1_d2, mtz.max_1_d2], stated, 1e-12)
    for batch, ours in zip(mtz.batches, said["batches"], strict=True):
        if said["bigEndian"]:  # gemmi 0.7.5 leaves the words of batch headers in foreign byte order
            continue
        assert batch.number == ours["number"] and batch.title == f"TITLE {ours['title']}".strip()
        assert list(batch.ints) == ours["integers"] and list(batch.floats) == ours["reals"]
        assert list(batch.axes) == ours["axes"] and batch.dataset_id == ours["datasetId"]
        assert close(batch.wavelength, ours["wavelength"]) and close(batch.cell.parameters, ours["cell"], 1e-6)


def check_cctbx(path, said, flag):
    mtz = iotbx_mtz.object(str(path))
    assert mtz.title() == said["title"]
    assert [line.strip() for line in mtz.history()] == said["history"]
    labels = [column["label"].replace("M/ISYM", "M_ISYM") for column in said["columns"]]
    # cctbx lists columns by data set
    assert sorted(mtz.column_labels()) == sorted(labels)
    group = mtz.space_group()
    assert group.order_z() == len(said["symmetry"]["operations"])
    assert group.type().number() == said["symmetry"]["number"] % 1000
    assert mtz.n_batches() == len(said["batches"])
    for column in said["columns"]:
        theirs = mtz.get_column(column["label"].replace("M/ISYM", "M_ISYM"))
        valid = numpy.array(list(theirs.selection_valid()), dtype=bool)
        data = as_array(column["data"])
        assert theirs.type() == column["type"]
        if flag is not None:  # cctbx knows no flag but NaN
            data[numpy.isnan(data)] = flag
        if column["type"] != "H":
            assert numpy.array_equal(valid, ~numpy.isnan(data)), column["label"]
        assert numpy.array_equal(numpy.array(list(theirs.extract_values()), dtype="f4")[valid], data[valid])
    for batch, ours in zip(mtz.batches(), said["batches"], strict=True):
        assert batch.num() == ours["number"] and batch.title().strip() == ours["title"]
        assert list(batch.gonlab())[0].strip() == ours["axes"][0]
        assert close(batch.cell(), ours["cell"], 1e-6) and close(batch.alambd(), ours["wavelength"], 1e-6)
        u = numpy.array(ours["uMatrix"]).reshape(3, 3)
        assert close(numpy.array(list(batch.umat())).reshape(3, 3).T, u, 1e-6)
        assert close([batch.phistt(), batch.phiend(), batch.phirange()], [ours["phiStart"], ours["phiEnd"], ours["phiRange"]])
        assert close(batch.so(), ours["beam"]) and close(batch.scanax(), ours["scanAxis"])
        assert close(batch.crydat()[0], ours["mosaicity"]) and close(batch.dx()[0], ours["detectorDistance"])
        assert close(list(batch.detlm())[:4], ours["detectorLimits"]) and batch.nbsetid() == ours["datasetId"]
    if said["columns"][0]["data"] and said["merged"]:
        assert len(mtz.as_miller_arrays()) > 0


def check_rs(path, said):
    table = reciprocalspaceship.read_mtz(str(path))
    assert len(table) == len(said["columns"][0]["data"])
    assert table.merged == said["merged"], path
    assert close(table.cell.parameters, said["cell"])
    for column in said["columns"][3:]:
        if column["label"] in table.columns and column["type"] in "FQJR":
            values = table[column["label"]].to_numpy(dtype="f4")
            assert numpy.array_equal(values, as_array(column["data"]), equal_nan=True), column["label"]


def check_settings(settings):
    """The name written for each setting leads gemmi to the same operations, point group, lattice and number."""
    for setting in settings:
        angle = 95.5 if setting["lattice"] == "R" else 0.0  # as a cell with rhombohedral axes says
        group = gemmi.find_spacegroup_by_name(setting["name"], angle, angle)
        theirs = {op.triplet() for op in group.operations()}
        assert theirs == {gemmi.Op(op).wrap().triplet() for op in setting["operations"]}, setting["setting"]
        assert group.point_group_hm() == setting["pointGroup"] and len(setting["name"]) <= 20
        assert setting["number"] == (group.ccp4 or group.number), setting["setting"]
        assert setting["lattice"] == ("H" if group.ext == "H" else group.hm[0])
        assert setting["primitiveCount"] == len(group.operations().sym_ops)
    return len(settings)


def main():
    shas = {}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["node", str(here / "mtzWritten.mjs"), folder], check=True)
        for path in sorted(Path(folder).glob("*.mtz")):
            said = json.loads(path.with_suffix(".json").read_text())
            flag = flags.get(path.stem)
            check_gemmi(path, said, flag)
            check_cctbx(path, said, flag)
            if flag is None and said["columns"][0]["data"]:  # rs knows no flag but NaN, and reads by gemmi
                check_rs(path, said)
            shas[path.stem] = hashlib.sha256(path.read_bytes()).hexdigest()
            print("accepted", path.stem)
        settings = check_settings(json.loads((Path(folder) / "settings.json").read_text()))
    reference = {
        "generator": "test/reference/formats/mtzWritten.py",
        "versions": {
            "gemmi": gemmi.__version__,
            "cctbx-base": version("cctbx-base"),
            "reciprocalspaceship": reciprocalspaceship.__version__,
        },
        "settingsChecked": settings,
        "accepted": shas,
    }
    (here / "mtzWritten.json").write_text(json.dumps(reference, indent=1) + "\n")


main()
