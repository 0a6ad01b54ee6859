"""Reference values of the comparison with a truth: made-up amplitudes, E and their correlation by numpy, epsilon by gemmi.

usage: python truthComparison.py > truthComparison.json
"""
import json
import gemmi
import numpy as np

rng = np.random.default_rng(7)
group = gemmi.SpaceGroup("P 63")
cell = gemmi.UnitCell(31, 31, 40, 90, 90, 120)
hkl = gemmi.make_miller_array(cell, group, 3.4)
ops = group.operations()
epsilon = np.array([ops.epsilon_factor_without_centering(list(map(int, h))) for h in hkl])
s2 = cell.calculate_1_d2_array(hkl)
truth = np.round(np.sqrt(epsilon * rng.exponential(1, len(hkl))) * 100 * np.exp(-12 * s2), 4)
sigma = np.round(5 + 10 * rng.random(len(hkl)), 4)
merged = np.round(np.abs(0.3 * truth * np.exp(2 * s2) + 0.3 * sigma * rng.standard_normal(len(hkl))), 4)
sigma = np.round(0.3 * sigma, 4)
apart = (rng.random(len(hkl)) < 0.3).astype(int)
shells = 4
q3 = s2 ** 1.5
edges = q3.min() + (q3.max() - q3.min()) * np.arange(shells + 1) / shells
shell = np.clip(np.searchsorted(edges, q3, side="right") - 1, 0, shells - 1)


def root(squares):
    mean = np.array([np.mean(squares[shell == s] / epsilon[shell == s]) for s in range(shells)])
    return np.sqrt(epsilon * mean[shell])


e, se, e0 = merged / root(merged ** 2 + sigma ** 2), sigma / root(merged ** 2 + sigma ** 2), truth / root(truth ** 2)


def agreement(keep):
    rows = [keep & (shell == s) for s in range(shells)] + [keep]
    return {
        "count": [int(r.sum()) for r in rows],
        "correlation": [float(np.corrcoef(e[r], e0[r])[0, 1]) for r in rows],
        "withinOneSigma": [float(np.mean(np.abs(e - e0)[r] <= se[r])) for r in rows],
        "withinTwoSigma": [float(np.mean(np.abs(e - e0)[r] <= 2 * se[r])) for r in rows],
    }


print(json.dumps({
    "made by": f"numpy {np.__version__}, gemmi {gemmi.__version__}, test/reference/simulate/truthComparison.py",
    "cell": [31, 31, 40, 90, 90, 120], "spaceGroup": "P 63", "shells": shells, "hkl": hkl.ravel().tolist(),
    "truth": truth.tolist(), "merged": merged.tolist(), "sigma": sigma.tolist(), "apart": apart.tolist(),
    "all": agreement(np.ones(len(hkl), bool)), "inApart": agreement(apart == 1), "rest": agreement(apart == 0),
}))
