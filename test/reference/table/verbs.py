"""Reference values of pandas (through reciprocalspaceship's DataSet) for sort, group and join; writes verbs.json.

`left` has repeated Miller indices and missing values, `right` each index once, `repeated` some twice.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import reciprocalspaceship as rs

random = np.random.default_rng(7)


def frame(n, unique, limit=3):
    hkl = random.integers(-limit, limit + 1, size=(n, 3))
    if unique:
        hkl = random.permutation(np.unique(hkl, axis=0))
    n = len(hkl)
    values = random.integers(-400, 400, n) / 8
    values[random.random(n) < 0.1] = np.nan
    columns = {"H": hkl[:, 0], "K": hkl[:, 1], "L": hkl[:, 2], "BATCH": random.integers(1, 9, n), "I": values}
    columns["SIGI"] = random.integers(1, 64, n) / 8
    types = {"H": "H", "K": "H", "L": "H", "BATCH": "B", "I": "J", "SIGI": "Q"}
    return rs.DataSet({k: rs.DataSeries(v, dtype=types[k]) for k, v in columns.items()}, merged=False,
                      cell=(10, 20, 30, 90, 90, 90), spacegroup=19)


def plain(data):
    out = {}
    for label in data.columns:
        out[label] = [None if pd.isna(x) else round(float(x), 9) for x in data[label]]
    return out


left, right, repeated = frame(150, False), frame(120, True), frame(40, False, 1)
on = ["H", "K", "L"]
result = {"versions": {"reciprocalspaceship": rs.__version__, "pandas": pd.__version__, "numpy": np.__version__},
          "left": plain(left), "right": plain(right), "repeated": plain(repeated), "joins": {}}
for name, other in (("right", right), ("repeated", repeated)):
    for how in ("inner", "left", "outer"):
        joined = left.merge(other, how=how, on=on, suffixes=("_1", "_2"))
        joined = joined.sort_values(list(joined.columns), kind="stable")
        result["joins"][f"{name} {how}"] = plain(joined)
anti = left.merge(right, how="left", on=on, suffixes=("", "_2"), indicator=True)
anti = anti[anti["_merge"] == "left_only"][list(left.columns)]
result["joins"]["right anti"] = plain(anti)

plainleft = pd.DataFrame({k: np.asarray(left[k], dtype=float) for k in left.columns})
plainleft["row"] = np.arange(len(plainleft))
result["sorts"] = [
    {"by": by, "descending": down,
     "rows": plainleft.sort_values(by, ascending=[not d for d in down], kind="stable", na_position="last")["row"].tolist()}
    for by, down in ((on, [False] * 3), (["I"], [False]), (["I"], [True]), (["BATCH", "I"], [True, False]), (["SIGI", "L"], [False, True]))
]
groups = plainleft.groupby(on)
result["groups"] = {
    "keys": plain(groups["I"].size().reset_index()[on]),
    "size": groups.size().tolist(),
    **{how: plain(getattr(groups["I"], how)().to_frame())["I"] for how in ("mean", "count", "min", "max", "first", "sum")},
}
weights = 1 / plainleft["SIGI"] ** 2
weights = weights.where(plainleft["I"].notna())
total = weights.groupby([plainleft[k] for k in on]).sum(min_count=1)
result["groups"]["inverseVarianceMean"] = plain(((weights * plainleft["I"]).groupby([plainleft[k] for k in on]).sum(min_count=1) / total).to_frame("x"))["x"]
result["groups"]["inverseVarianceSigma"] = plain((total ** -0.5).to_frame("x"))["x"]
Path(__file__).with_suffix(".json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
