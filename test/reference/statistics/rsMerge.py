"""Merging of ../shared/data/gamma and insulin by reciprocalspaceship: rs.algorithms.merge (every 50th reflection, and sums
over all), rs.stats.compute_completeness, and the binning of rs. Writes rsMerge.json beside itself.
"""
import json, os, sys, warnings
from importlib.metadata import version
import numpy as np
import reciprocalspaceship as rs

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
    c = rs.stats.compute_completeness(kept, bins=10, anomalous=True)
    _, edges = kept.assign_resolution_bins(bins=10, return_labels=False, return_edges=True)
    result["sets"][name] = dict(
        absent=int(absent.sum()),
        together=rows(together, ["I", "SIGI", "N"]),
        apart=rows(apart, ["I(+)", "SIGI(+)", "I(-)", "SIGI(-)", "N(+)", "N(-)"]),
        edges=[float(e) for e in edges],
        completeness={k: [float(x) for x in c[("completeness", k)]] for k in ("all", "non-anomalous", "anomalous")},
    )
    print(name, c)
json.dump(result, open(os.path.join(here, "rsMerge.json"), "w"))
