"""Reference values of reciprocalspaceship for lib/table on small synthetic tables; writes symmetry.json beside this file.

For each space group: random Miller indices with F, SIGF (both exact in float32) and PHI, and what
reciprocalspaceship makes of them: hkl_to_asu, hkl_to_asu(anomalous), label_centrics, label_absences,
compute_multiplicity (epsilon), compute_dHKL, assign_resolution_bins, unstack_anomalous, stack_anomalous.
"""

import json
from pathlib import Path

import gemmi
import numpy as np
import pandas as pd
import reciprocalspaceship as rs

SETTINGS = [
    ("P 1", (31, 37, 43, 81, 97, 105)),
    ("C 1 2 1", (71, 37, 43, 90, 103, 90)),
    ("P 21 21 21", (40, 51, 63, 90, 90, 90)),
    ("P 31 2 1", (47, 47, 81, 90, 90, 120)),
    ("R 3:H", (61, 61, 90, 90, 90, 120)),
    ("P 63", (66, 66, 41, 90, 90, 120)),
    ("I 2 3", (78, 78, 78, 90, 90, 90)),
]
ROWS = 90


def numbers(series):
    return [None if pd.isna(x) else round(float(x), 6) for x in series]


def rows_of(dataset, labels):
    flat = dataset.reset_index() if dataset.index.names[0] else dataset
    return {label: numbers(flat[label]) for label in labels}


def make(name, cell, random):
    group = gemmi.SpaceGroup(name)
    hkl = np.unique(random.integers(-6, 7, size=(4 * ROWS, 3)), axis=0)
    hkl = hkl[np.any(hkl != 0, axis=1)]
    # one row for each of the +asu and -asu index, centrics once, as in one-column anomalous data
    asu, isym = rs.utils.hkl_to_asu(hkl, group)
    centric = rs.utils.is_centric(asu, group)
    half = np.where(centric, 1, isym % 2)
    _, keep = np.unique(np.column_stack([asu, half]), axis=0, return_index=True)
    hkl = random.permutation(hkl[keep])[:ROWS]
    # a centric reflection that reaches the asu only as a mate loses its value in unstack_anomalous: leave it out
    asu, isym = rs.utils.hkl_to_asu(hkl, group)
    hkl = hkl[~(rs.utils.is_centric(asu, group) & (isym % 2 == 0))]
    n = len(hkl)
    return rs.DataSet(
        {
            "H": rs.DataSeries(hkl[:, 0], dtype="H"),
            "K": rs.DataSeries(hkl[:, 1], dtype="H"),
            "L": rs.DataSeries(hkl[:, 2], dtype="H"),
            "F": rs.DataSeries(random.integers(1, 4000, n) / 8, dtype="F"),
            "SIGF": rs.DataSeries(random.integers(1, 80, n) / 8, dtype="Q"),
            "PHI": rs.DataSeries(random.integers(-1440, 1440, n) / 8, dtype="P"),
        },
        cell=gemmi.UnitCell(*cell),
        spacegroup=group,
        merged=True,
    ).set_index(["H", "K", "L"])


def case(name, cell, random):
    data = make(name, cell, random)
    base = ["H", "K", "L", "F", "SIGF", "PHI"]
    asu = data.hkl_to_asu()
    anomalous = data.hkl_to_asu(anomalous=True)
    unstacked = data.unstack_anomalous(["F", "SIGF"])
    pairs = ["F(+)", "SIGF(+)", "F(-)", "SIGF(-)"]
    types = {label: unstacked[label].dtype.mtztype for label in pairs}
    stacked = unstacked.drop(columns="PHI").stack_anomalous()
    bins, edges = data.copy().assign_resolution_bins(7, return_labels=False, return_edges=True)
    return {
        "spaceGroup": name,
        "cell": cell,
        "input": rows_of(data, base),
        "asu": rows_of(asu, base + ["M/ISYM"]),
        "anomalous": rows_of(anomalous, base + ["M/ISYM"]),
        "centric": numbers(data.label_centrics()["CENTRIC"]),
        "absent": numbers(data.label_absences()["ABSENT"]),
        "epsilon": numbers(data.compute_multiplicity(include_centering=False)["EPSILON"]),
        "epsilonWithCentring": numbers(data.compute_multiplicity()["EPSILON"]),
        "dHKL": numbers(data.compute_dHKL()["dHKL"]),
        "bins": numbers(bins["bin"]),
        "binEdges": numbers(edges),
        "unstacked": rows_of(unstacked, ["H", "K", "L"] + pairs),
        "unstackedTypes": types,
        "stacked": rows_of(stacked, ["H", "K", "L", "F", "SIGF"]),
    }


random = np.random.default_rng(20)
result = {
    "versions": {"reciprocalspaceship": rs.__version__, "gemmi": gemmi.__version__, "pandas": pd.__version__, "numpy": np.__version__},
    "cases": [case(name, cell, random) for name, cell in SETTINGS],
}
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
