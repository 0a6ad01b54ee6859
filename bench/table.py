"""The verbs of table.mjs in reciprocalspaceship and pandas, on the same rows: table.py FOLDER ROWS REPEATS prints JSON."""

import json
import os
import sys
import time

import numpy as np
import pandas as pd
import reciprocalspaceship as rs

folder, rows, repeats = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
kinds = {"H": ("<i4", "H"), "K": ("<i4", "H"), "L": ("<i4", "H"), "BATCH": ("<i4", "B")}
kinds |= {"I": ("<f4", "J"), "SIGI": ("<f4", "Q"), "IMEAN": ("<f4", "J")}


def load(prefix):
    paths = {label: os.path.join(folder, prefix + label) for label in kinds}
    return {label: np.fromfile(path, kinds[label][0]) for label, path in paths.items() if os.path.exists(path)}


def dataset(prefix):
    columns = {label: rs.DataSeries(values, dtype=kinds[label][1]) for label, values in load(prefix).items()}
    return rs.DataSet(columns, cell=(60, 70, 80, 90, 90, 90), spacegroup=19)


frames = {
    "pandas": (pd.DataFrame(load("all.")), pd.DataFrame(load("merged."))),
    "rs": (dataset("all."), dataset("merged.")),
}
on = ["H", "K", "L"]
work = {
    "sort by H, K, L": lambda a, b: a.sort_values(on),
    "sort by BATCH, I": lambda a, b: a.sort_values(["BATCH", "I"]),
    "group by H, K, L; mean of I": lambda a, b: a.groupby(on)["I"].mean(),
    "join with the merged table on H, K, L": lambda a, b: a.merge(b, on=on),
}
out = {"versions": f"reciprocalspaceship {rs.__version__}, pandas {pd.__version__}, numpy {np.__version__}"}
out |= {"times": {}, "checks": {}}
for peer, (a, b) in frames.items():
    assert len(a) == rows
    for name, run in work.items():
        times = []
        for _ in range(repeats):
            start = time.perf_counter()
            result = run(a, b)
            times.append(1000 * (time.perf_counter() - start))
        last = np.asarray(result.iloc[:, -1] if result.ndim == 2 else result, dtype=float)
        out["times"].setdefault(name, {})[peer] = min(times)
        out["checks"].setdefault(name, {})[peer] = [len(last), float(last.sum())]
print(json.dumps(out))
