"""Merging of ../shared/data/gamma and insulin by reciprocalspaceship: rs.algorithms.merge (every 50th reflection, and sums
over all), and completeness by its compute_completeness and compute_redundancy. Writes rsMerge.json beside itself.
"""
import json, os, sys, warnings
from importlib.metadata import version
import numpy as np
import reciprocalspaceship as rs
from reciprocalspaceship.utils.stats import compute_redundancy

warnings.filterwarnings("ignore")
here = os.path.dirname(os.path.abspath(__file__))
data = os.environ.get("FRIEDEL_DATA", os.path.join(here, "../../../../shared/data"))
sets = {"gamma": "gamma/HKLOUT_unmerged.mtz", "insulin": "insulin/insulin_dials_scaled_unmerged.mtz"}


def rows(merged, labels):
    merged = merged.sort_index()
    values = np.column_stack([merged[c].to_numpy(float) for c in labels])
    hkl = merged.get_hkls()
    plain = lambda v: [None if np.isnan(x) else float(x) for x in v]
    return dict(labels=labels, count=len(merged), sums=plain(np.nansum(values, axis=0)),
                rows=[[*map(int, h), *plain(v)] for h, v in list(zip(hkl, values))[::50]])


result = {"versions": {p: version(p) for p in ("reciprocalspaceship", "gemmi", "numpy")}, "sets": {}}
for name, path in sets.items():
    ds = rs.read_mtz(os.path.join(data, path))
    # float64, so that the sums are exact
    ds["I"], ds["SIGI"] = ds["I"].to_numpy(np.float64), ds["SIGI"].to_numpy(np.float64)
    absent = rs.utils.is_absent(ds.get_hkls(), ds.spacegroup)
    kept = ds[~absent]
    kept.merged = False
    together = rs.algorithms.merge(kept, anomalous=False)
    apart = rs.algorithms.merge(kept, anomalous=True)
    overall = rs.stats.compute_completeness(kept, bins=10, anomalous=True).loc["overall", "completeness"]
    # The same counts in shells whose edges no reflection lies on; rs's own are quantiles of float32 resolutions, which do,
    # and it leaves out the reflection of lowest resolution, as is done here.
    observed = kept.hkl_to_asu(anomalous=True).get_hkls()
    h, counts = compute_redundancy(observed, kept.cell, kept.spacegroup, anomalous=True)
    d = 1 / np.sqrt(np.array([kept.cell.calculate_1_d2([int(x) for x in v]) for v in h]))
    top = 1 / np.sqrt(min(kept.cell.calculate_1_d2([int(x) for x in v]) for v in observed))
    edges = np.append(np.array([top * (1 - 1e-9), 3.8171, 3.0717, 2.6513, 2.4117, 2.2713, 2.1219, 2.0173, 1.9177]), d.min() * (1 - 1e-9))
    assert min(np.abs(d - e).min() for e in edges[1:-1]) > 1e-6
    counted = rs.DataSet({"n": counts, "H": h[:, 0], "K": h[:, 1], "L": h[:, 2], "d": d}, cell=kept.cell,
                         spacegroup=kept.spacegroup).set_index(["H", "K", "L"])
    counted["shell"] = np.digitize(d, edges) - 1
    counted = counted[(counted.shell >= 0) & (counted.shell < len(edges) - 1)]
    asu = counted.hkl_to_asu()
    asu["measured"] = (asu.n > 0).astype(int)
    acentric = asu[~asu.label_centrics().CENTRIC.to_numpy(bool)]
    either = asu.groupby(["H", "K", "L"])[["measured", "shell"]].max()
    both = acentric.groupby(["H", "K", "L"])[["measured", "shell"]].min()
    share = lambda frame: [float(x) for x in frame.groupby("shell").measured.mean()]
    result["sets"][name] = dict(
        absent=int(absent.sum()),
        together=rows(together, ["I", "SIGI", "N"]),
        apart=rows(apart, ["I(+)", "SIGI(+)", "I(-)", "SIGI(-)", "N(+)", "N(-)"]),
        completeness=dict(overall={k: float(overall[k]) for k in ("all", "non-anomalous", "anomalous")},
                          edges=[float(e) for e in edges], either=share(either), acentric=share(acentric), both=share(both)),
    )
    print(name, result["sets"][name]["completeness"])
json.dump(result, open(os.path.join(here, "rsMerge.json"), "w"))
