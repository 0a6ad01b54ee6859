"""CCpred, CC1/2 and CCanom by the programs of careless 0.5.4 (careless.ccpred, cchalf, ccanom) on small made-up files, which are
kept beside the values, and on its half data sets of gamma (../../../../shared/reference); weighted correlations once more
in float64 by the function that careless calls. Run in an environment with careless:
pip install careless==0.5.4; python careless.py > careless.json"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import version

import numpy as np
import reciprocalspaceship as rs

here = os.path.dirname(os.path.abspath(__file__))
data = os.environ.get("FRIEDEL_DATA", os.path.join(here, "../../../../shared/data"))
xval = os.path.join(data, "../reference/careless/gamma_half3k/gamma_xval_0.mtz")
programs = os.path.dirname(sys.executable)
rng = np.random.default_rng(4)
CELL, GROUP = (38.0, 41.0, 45.0, 90.0, 101.0, 90.0), "P 1 21 1"
digits = lambda x, n=5: np.array([float(f"{v:.{n}g}") for v in np.asarray(x, float)], np.float32)
plain = lambda x: [None if np.isnan(v) else float(f"{v:.6g}") for v in np.asarray(x, float)]


def run(program, path, *options):
    """Rows of the program's CSV: bin, resolution range, repeat or test, and its last column."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as out:
        subprocess.run([os.path.join(programs, program), path, "-o", out.name, *options], check=True, capture_output=True,
                       env={**os.environ, "MPLBACKEND": "Agg"})
        rows = list(csv.reader(open(out.name)))
    head = rows[0]
    key = "test" if "test" in head else "repeat"
    return [{"bin": int(r[head.index("bin")]), "range": r[head.index("Resolution Range (Å)")], key: r[head.index(key)], "value": float(r[-1])}
            for r in rows[1:]]


def indices(dmin):
    h = rs.utils.generate_reciprocal_asu(CELL, GROUP, dmin, anomalous=False)
    return h[~rs.utils.is_absent(h, GROUP)]


def series(h):
    return {axis: rs.DataSeries(h[:, i], dtype="H") for i, axis in enumerate("HKL")}


def predictions(path):
    h = indices(6.0)[np.newaxis].repeat(3, 0).reshape(-1, 3)
    n = len(h)
    true = rng.exponential(200, n // 3)[np.newaxis].repeat(3, 0).ravel()
    sigma = digits(0.1 * true + rng.uniform(2, 30, n))
    observed = digits(true + sigma * rng.standard_t(4, n))
    predicted = digits(true * rng.lognormal(0, 0.25, n))
    spread = digits(0.1 * predicted + 1)
    test = (rng.random(n) < 0.2).astype(int)
    image = rng.integers(0, 12, n)
    ds = rs.DataSet({**series(h), "asu_id": rs.DataSeries(np.zeros(n, int), dtype="I"), "image_id": rs.DataSeries(image, dtype="I"),
                     "file_id": rs.DataSeries(np.zeros(n, int), dtype="I"), "test": rs.DataSeries(test, dtype="I"),
                     "Iobs": rs.DataSeries(observed, dtype="J"), "SigIobs": rs.DataSeries(sigma, dtype="Q"),
                     "Ipred": rs.DataSeries(predicted, dtype="J"), "SigIpred": rs.DataSeries(spread, dtype="Q")},
                    cell=CELL, spacegroup=GROUP, merged=False).set_index(["H", "K", "L"])
    ds.write_mtz(path)
    w = lambda mask: float(rs.utils.weighted_pearsonr(observed[mask].astype(float), predicted[mask].astype(float), 1 / sigma[mask].astype(float) ** 2))
    return {"hkl": h.ravel().tolist(), "observed": plain(observed), "sigma": plain(sigma), "predicted": plain(predicted),
            "predictedSigma": plain(spread), "test": test.tolist(), "image": image.tolist(),
            "weightedOverall": {"train": w(test == 0), "test": w(test == 1)}}


def half_datasets(path):
    """Three repeats of two anomalous halves; some mates missing, as rs writes them."""
    h = indices(7.0)
    centric = rs.utils.is_centric(h, GROUP)
    true = rng.gamma(2, 20, len(h))
    anomalous = np.where(centric, 0, rng.normal(0, 3, len(h)))
    frames, kept = [], []
    for repeat in range(3):
        for half in range(2):
            columns = {}
            for name, sign in (("(+)", 1), ("(-)", -1)):
                sigma = digits(1 + 0.03 * true + rng.uniform(0, 2, len(h)))
                f = digits(np.abs(true + sign * anomalous + sigma * rng.normal(size=len(h))))
                number = rng.integers(1, 6, len(h)).astype(np.float32)
                if sign < 0:
                    f[centric], sigma[centric], number[centric] = columns["F(+)"][centric], columns["SigF(+)"][centric], columns["N(+)"][centric]
                gone = ~centric & (rng.random(len(h)) < 0.08)
                columns |= {f"F{name}": f, f"SigF{name}": sigma, f"I{name}": digits(f.astype(float) ** 2 + sigma.astype(float) ** 2),
                            f"SigI{name}": digits(2 * f.astype(float) * sigma), f"N{name}": number}
                for label in list(columns):
                    if label.endswith(name): columns[label] = np.where(gone, np.nan, columns[label]).astype(np.float32)
            there = ~(np.isnan(columns["F(+)"]) & np.isnan(columns["F(-)"]))
            columns = {k: v[there] for k, v in columns.items()}
            kept.append({"repeat": repeat, "half": half, "hkl": h[there].ravel().tolist(), **{k: plain(v) for k, v in columns.items()}})
            types = {"F": "G", "SigF": "L", "I": "K", "SigI": "M", "N": "R"}
            ds = rs.DataSet({**series(h[there]), **{k: rs.DataSeries(v, dtype=types[k[:-3]]) for k, v in columns.items()}}, cell=CELL,
                            spacegroup=GROUP, merged=True)
            for label, value in (("repeat", repeat), ("half", half)):
                ds[label] = rs.DataSeries(np.full(len(ds), value), index=ds.index, dtype="I")
            frames.append(ds.set_index(["H", "K", "L"]))
    rs.concat(frames).write_mtz(path)
    return kept


def all_methods(program, path, *options):
    return {m: run(program, path, "-m", m, *options) for m in ("pearson", "spearman", "weighted")}


with tempfile.TemporaryDirectory() as folder:
    p, x = os.path.join(folder, "predictions.mtz"), os.path.join(folder, "xval.mtz")
    made_predictions, made_halves = predictions(p), half_datasets(x)
    result = {
        "versions": {name: version(name) for name in ("careless", "reciprocalspaceship", "numpy", "pandas")},
        "cell": CELL, "spaceGroup": GROUP,
        "predictions": made_predictions, "ccPred": all_methods("careless.ccpred", p, "-b", "5"),
        "halves": made_halves, "ccHalf": all_methods("careless.cchalf", x, "-b", "4"),
        "ccHalfAmplitudes": all_methods("careless.cchalf", x, "-b", "4", "--use-structure-factors"),
        "ccAnomalous": all_methods("careless.ccanom", x, "-b", "4"),
        "gamma": {"ccHalf": all_methods("careless.cchalf", xval), "ccAnomalous": all_methods("careless.ccanom", xval)},
    }
print(json.dumps(result))
