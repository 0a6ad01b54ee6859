"""Reference values of gemmi and reciprocalspaceship on real files (FRIEDEL_DATA, by default ../shared/data); writes files.json.

Only sums over columns and every STEP-th row are kept.
"""

import json
import os
from pathlib import Path

import gemmi
import numpy as np
import pandas as pd
import reciprocalspaceship as rs

DATA = Path(os.environ.get("FRIEDEL_DATA", Path(__file__).parents[4] / "shared/data"))
STEP = 997


def summary(data, labels):
    flat = data.reset_index() if data.index.names[0] else data
    out = {"length": len(flat), "columns": {}}
    for label in labels:
        values = flat[label].to_numpy(dtype=float, na_value=np.nan)
        rows = [None if np.isnan(x) else round(float(x), 5) for x in values[::STEP]]
        out["columns"][label] = {
            "sum": round(float(np.nansum(values)), 4),
            "weighted": round(float(np.nansum(values * (np.arange(len(values)) % 1000))), 2),
            "missing": int(np.isnan(values).sum()),
            "rows": rows,
        }
    return out


def unmerged(path):
    # gemmi takes the symmetry operations of M/ISYM in the order of the file's SYMM records, as CCP4 does, and so meets
    # the Ewald sphere (median excitation error on gamma 4e-4 Å⁻¹, against 0.1 in the order of gemmi's own table, which
    # is what reciprocalspaceship's read_mtz takes); hence observed indices come from gemmi
    mtz = gemmi.read_mtz_file(str(DATA / path))
    mtz.switch_to_original_hkl()
    hkl = np.array(mtz.array[:, :3], dtype=int)
    columns = {label: rs.DataSeries(hkl[:, i], dtype="H") for i, label in enumerate("HKL")}
    data = rs.DataSet(columns, cell=mtz.cell, spacegroup=mtz.spacegroup, merged=False).set_index(["H", "K", "L"])
    with_all = data.compute_dHKL().label_centrics().label_absences().compute_multiplicity(include_centering=False)
    observed = summary(with_all, ["H", "K", "L", "dHKL", "CENTRIC", "ABSENT", "EPSILON"])
    return {"observed": observed, "asu": summary(data.hkl_to_asu(), ["H", "K", "L"])}


def merged(path):
    data = rs.read_mtz(str(DATA / path))
    pairs = [l for l in data.columns if l.endswith("(+)") or l.endswith("(-)")]
    data = data[pairs]
    stacked = data.stack_anomalous()
    # its own order of rows is that of a pandas merge: sorted by H, K, L
    back = stacked.unstack_anomalous()
    one = [l[:-3] for l in pairs if l.endswith("(+)")]
    return {"stacked": summary(stacked, ["H", "K", "L"] + one), "unstacked": summary(back, ["H", "K", "L"] + pairs)}


result = {
    "versions": {"reciprocalspaceship": rs.__version__, "gemmi": gemmi.__version__, "pandas": pd.__version__},
    "step": STEP,
    "unmerged": {p: unmerged(p) for p in ("gamma/HKLOUT_unmerged.mtz", "pyp/off.mtz", "insulin/insulin_dials_scaled_unmerged.mtz", "thermolysin/friedel_minus_n395.mtz")},
    "merged": {p: merged(p) for p in ("gamma/aimless_french_wilson.mtz",)},
}
Path(__file__).with_suffix(".json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
