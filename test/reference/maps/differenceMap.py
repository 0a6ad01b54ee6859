"""Weights, scales and coefficients of a difference map for a small made-up data set, by NumPy in float64; and what
shared/judge/light_dark_peaks.py finds in careless's merges of the PYP data (its numbers are rounded there: its last line is
run here without the rounding).

usage: python differenceMap.py SHARED > differenceMap.json      needs: gemmi, numpy, reciprocalspaceship
"""
import contextlib, io, json, pathlib, sys
import gemmi, numpy as np, reciprocalspaceship as rs

shared = pathlib.Path(sys.argv[1])
rng = np.random.default_rng(71)
n = 240
hkl = np.array([(h, k, l) for h in range(6) for k in range(8) for l in range(1, 6)])[:n]
cell = gemmi.UnitCell(31, 37, 43, 90, 97, 90)
s2 = np.array([1 / cell.calculate_d(h.tolist()) ** 2 for h in hkl])
dark = rng.gamma(3, 30, n)
sd = rng.uniform(1, 6, n)
light = (dark * rng.normal(1, 0.1, n) + rng.normal(0, 3, n)) * np.exp(-8 * s2 / 4) / 1.7
sl = rng.uniform(1, 6, n)
phase = rng.uniform(-180, 180, n)


def coefficients(k, alpha):
    diff = k * light - dark
    var = sd**2 + (k * sl) ** 2
    w = 1 / (1 + var / var.mean() + alpha * diff**2 / (diff**2).mean())
    return {"weight": w.tolist(), "difference": diff.tolist(), "sigma": np.sqrt(var).tolist(),
            "amplitude": np.abs(w * diff).tolist(), "phase": np.where(diff < 0, phase + 180, phase).tolist()}


order = np.argsort(s2, kind="stable")
shells = np.split(order, [60, 120, 180])
x = np.array([s2[r].mean() for r in shells])
ratio = np.array([dark[r].sum() / light[r].sum() for r in shells])
slope, intercept = np.polyfit(x / 4, np.log(ratio), 1, w=np.sqrt([len(r) for r in shells]))
out = {
    "gemmi": gemmi.__version__, "numpy": np.__version__, "reciprocalspaceship": rs.__version__,
    "hkl": hkl.ravel().tolist(), "cell": [31, 37, 43, 90, 97, 90], "dark": dark.tolist(), "sigmaDark": sd.tolist(),
    "light": light.tolist(), "sigmaLight": sl.tolist(), "inverseDSquared": s2.tolist(), "phaseModel": phase.tolist(),
    "correlation": float(np.corrcoef(dark, light)[0, 1]),
    "overall": {"k": dark.sum() / light.sum(), **coefficients(dark.sum() / light.sum(), 0.05)},
    "alpha1": coefficients(dark.sum() / light.sum(), 1),
    "bFactor": {"k": float(np.exp(intercept)), "b": float(-slope), "factors": np.exp(intercept + slope * s2 / 4).tolist()},
    "shells": {"factors": np.interp(s2, x, ratio).tolist()},
    "rIso": float(np.abs(dark.sum() / light.sum() * light - dark).sum() / dark.sum()),
}

judge = (shared / "judge/light_dark_peaks.py").read_text().replace("round(float(grid.array.max()), 1)", "float(grid.array.max())")
judge = judge.replace("round(float(grid.array.min()), 1)", "float(grid.array.min())").replace("round(hi, 1)", "hi").replace("round(lo, 1)", "lo")
merges = shared / "reference/careless/pyp_10k"
sys.argv = ["", str(merges / "pyp_0.mtz"), str(merges / "pyp_1.mtz"), str(shared / "data/pyp/reference_data/off.pdb"), "HC4"]
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    exec(compile(judge, "light_dark_peaks.py", "exec"))
out["judge"] = json.loads(printed.getvalue())
json.dump(out, sys.stdout)
