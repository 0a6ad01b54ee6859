"""Local maxima (26 neighbours, periodic) by scipy.ndimage of the maps that structureFactorMap.py makes with gemmi.

usage: python findPeaks.py > findPeaks.json      needs: gemmi, numpy, scipy
"""
import json, sys
import gemmi, numpy as np, scipy
from scipy.ndimage import maximum_filter
from structureFactorMap import GROUPS, made_up


def components(points, heights, shape):
    """The height of each set of maxima that touch: points that are equal by symmetry, but for rounding, are one peak."""
    kept = []
    for i in np.argsort(-heights, kind="stable"):
        apart = [np.abs((points[i] - points[j] + shape // 2) % shape - shape // 2).max() for j in kept]
        if not apart or min(apart) > 1:
            kept.append(i)
    return [round(float(heights[i]), 5) for i in kept]


made = []
for i, (name, cell, dmin) in enumerate(GROUPS):
    grid = made_up(name, cell, dmin, 100 + i)[0].transform_f_phi_to_map("F", "P", sample_rate=3.0)
    grid.normalize()
    a = grid.array
    peak = (a == maximum_filter(a, size=3, mode="wrap")) & (a > 0.5)
    made.append({"spaceGroup": name, "heights": components(np.argwhere(peak), a[peak], np.array(a.shape))})
json.dump({"gemmi": gemmi.__version__, "scipy": scipy.__version__, "made": made}, sys.stdout, separators=(",", ":"))
