"""Rsplit by careless 0.5.4 (`careless.rsplit`: of amplitudes, with a factor k between the halves that makes it least, found by
scipy's minimize) on the made-up half data sets of careless.json. Run in an environment with careless:
python rSplit.py > rSplit.json"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import version

import numpy as np
import reciprocalspaceship as rs

here = os.path.dirname(os.path.abspath(__file__))
made = json.load(open(os.path.join(here, "careless.json")))
parts = []
for half in made["halves"]:
    h = np.array(half["hkl"]).reshape(-1, 3)
    columns = {axis: rs.DataSeries(h[:, i], dtype="H") for i, axis in enumerate("HKL")}
    for mate in ("(+)", "(-)"):
        for stem, kind in (("F", "G"), ("SigF", "L"), ("N", "R")):
            values = [np.nan if v is None else v for v in half[stem + mate]]
            columns[stem + mate] = rs.DataSeries(np.array(values, np.float32), dtype=kind)
    for label in ("repeat", "half"):
        columns[label] = rs.DataSeries(np.full(len(h), half[label]), dtype="I")
    parts.append(rs.DataSet(columns, cell=made["cell"], spacegroup=made["spaceGroup"], merged=True).set_index(["H", "K", "L"]))
with tempfile.TemporaryDirectory() as folder:
    path, out = os.path.join(folder, "xval.mtz"), os.path.join(folder, "out.csv")
    rs.concat(parts).write_mtz(path)
    program = os.path.join(os.path.dirname(sys.executable), "careless.rsplit")
    subprocess.run([program, path, "-o", out, "-b", "4"], check=True, capture_output=True, env={**os.environ, "MPLBACKEND": "Agg"})
    rows = list(csv.DictReader(open(out)))
print(json.dumps({
    "versions": {name: version(name) for name in ("careless", "reciprocalspaceship", "scipy")},
    "shells": [{"bin": int(r["bin"]), "repeat": int(r["repeat"]), "value": float(r["Rsplit"])} for r in rows],
}))
