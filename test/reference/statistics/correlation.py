"""Golden correlations by scipy and reciprocalspaceship. Writes correlation.json beside itself."""
import json, os
from importlib.metadata import version
import numpy as np
from scipy.stats import pearsonr, spearmanr
from reciprocalspaceship.utils.stats import weighted_pearsonr

rng = np.random.default_rng(3)
cases = []
for n, ties in ((5, False), (40, False), (40, True), (200, True)):
    x = rng.normal(100, 20, n)
    y = 0.5 * x + rng.normal(0, 15, n)
    if ties:
        x, y = np.round(x, -1), np.round(y, -1)
    w = rng.gamma(2, 1, n)
    cases.append(dict(x=x.tolist(), y=y.tolist(), w=w.tolist(), pearson=float(pearsonr(x, y)[0]),
                      weighted=float(weighted_pearsonr(x, y, w)), spearman=float(spearmanr(x, y)[0])))
here = os.path.dirname(os.path.abspath(__file__))
json.dump({"versions": {p: version(p) for p in ("scipy", "numpy", "reciprocalspaceship")}, "cases": cases},
          open(os.path.join(here, "correlation.json"), "w"))
