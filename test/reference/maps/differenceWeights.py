"""Weights of difference maps for a small made-up data set, by NumPy in float64, with multiplicities and centric flags by gemmi.
k as rs-booster has it (rsbooster/diffmaps/weights.py) and Xtrapol8 (calculate_k.py): 1 / (1 + s2/<s2> + alpha d2/<d2>).
q after Ursby & Bourgeois, Acta Cryst. A53 (1997) 564.

usage: python differenceWeights.py > differenceWeights.json      needs: gemmi, numpy
"""
import json, sys
import gemmi, numpy as np

rng = np.random.default_rng(1997)
hkl = np.array([(h, k, l) for h in range(7) for k in range(6) for l in range(6) if h + k + l > 0], np.int32)
group, cell = gemmi.SpaceGroup("P 2 2 2"), gemmi.UnitCell(31, 37, 43, 90, 90, 90)
ops = group.operations()
epsilon = ops.epsilon_factor_array(hkl).astype(float)
centric = ops.centric_flag_array(hkl)
s2 = 1 / cell.calculate_d_array(hkl) ** 2
n = len(hkl)
difference = rng.normal(0, 5 * np.sqrt(epsilon * np.where(centric, 1, 0.5)), n)
# Errors that grow with resolution: in the outermost shells they explain more than all of the differences.
sigma = rng.uniform(0.5, 1.5, n) * (1 + 4 * s2 / s2.max())
variance = sigma**2


def k(alpha):
    return 1 / (1 + variance / variance.mean() + alpha * difference**2 / np.mean(difference**2))


q, limited, count = np.zeros(n), 0, n // 50
order = np.argsort(s2, kind="stable")
for i in range(count):
    rows = order[int(np.floor(i * n / count + 0.5)) : int(np.floor((i + 1) * n / count + 0.5))]
    # The variance of a difference of amplitudes, in units of that of the change of the structure factor of a general reflection.
    share = epsilon[rows] * np.where(centric[rows], 1, 0.5)
    half = np.average(difference[rows] ** 2 / share) / 2
    beyond = np.average((difference[rows] ** 2 - variance[rows]) / share)
    limited += bool(beyond < half)
    expected = share * max(beyond, half)
    q[rows] = (1 / variance[rows]) / (1 / variance[rows] + 1 / expected)  # the paper's form: precisions
assert 0 < limited < count
assert len(set(epsilon)) > 1 and 0 < centric.sum() < n
json.dump({
    "gemmi": gemmi.__version__, "numpy": np.__version__, "spaceGroup": "P 2 2 2", "hkl": hkl.ravel().tolist(),
    "inverseDSquared": s2.tolist(), "difference": difference.tolist(), "sigma": sigma.tolist(),
    "k": {"0": k(0).tolist(), "0.05": k(0.05).tolist(), "1": k(1).tolist()},
    "q": {"weight": q.tolist(), "shells": count, "shellsAtLimit": limited},
    "sigmaWeight": (variance.min() / variance).tolist(),
}, sys.stdout)
