"""Reference values of reciprocalspaceship (read_crystfel) and numpy on CrystFEL streams (FRIEDEL_DATA, by default ../shared/data); writes crystfel.json.

Only sums over columns are kept, in the order of the file: plain, and weighted by row number + 1, of values rounded to
float32 as an MTZ holds them. reciprocalspaceship computes Ewald offsets in float32; `offset` here is the same formula in
float64, and `rsOffset` theirs, whose rounding is about 1e-7 Å⁻¹.
"""

import json
import os
import re
from pathlib import Path

import numpy as np
import reciprocalspaceship as rs
from scipy import constants

DATA = Path(os.environ.get("FRIEDEL_DATA", Path(__file__).parents[4] / "shared/data"))
FILES = {"crystfel/crystfel_test.stream": "C 2 2 21", "crystfel/rs_crystfel.stream": "P 43 21 2"}
HC = constants.Planck * constants.c / constants.electron_volt * 1e10


def sums(values):
    values = np.asarray(values, dtype=np.float32).astype(float)
    return {"sum": float(values.sum()), "weighted": float((values * np.arange(1, len(values) + 1)).sum())}


def crystals(text):
    """Cell, axes, wavelength and rows of each crystal, by regular expressions over the whole file."""
    out = []
    for chunk in re.findall(r"----- Begin chunk -----\n(.*?)----- End chunk -----", text, re.S):
        energy = float(re.search(r"^photon_energy_eV = (\S+)", chunk, re.M)[1])
        for crystal in re.findall(r"--- Begin crystal\n(.*?)--- End crystal", chunk, re.S):
            cell = [float(x) for x in re.findall(r"[\d.]+", re.search(r"^Cell parameters.*", crystal, re.M)[0])]
            axes = [[float(x) / 10 for x in m.split()[:3]] for m in re.findall(r"^[abc]star = (.*)", crystal, re.M)]
            table = re.search(r"fs/px  ss/px panel\n(.*?)End of reflections", crystal, re.S)[1].splitlines()
            out.append(
                {
                    "cell": [10 * x for x in cell[:3]] + cell[3:],
                    "axes": np.array(axes),
                    "wavelength": HC / energy,
                    "rows": np.array([[float(x) for x in line.split()[:9]] for line in table]),
                    "panels": [line.split()[9] for line in table],
                    "radius": float(re.search(r"^profile_radius = (\S+)", crystal, re.M)[1]) / 10,
                    "limit": 10 / float(re.search(r"^diffraction_resolution_limit = (\S+)", crystal, re.M)[1]),
                }
            )
    return out


def offsets(crystal):
    incident = np.array([0, 0, 1 / crystal["wavelength"]])
    return np.linalg.norm(crystal["rows"][:, :3] @ crystal["axes"] + incident, axis=1) - incident[2]


def reference(path, group):
    dataset = rs.read_crystfel(str(path), spacegroup=group, num_cpus=1).reset_index()
    text = path.read_text()
    found = crystals(text)
    rows = np.concatenate([c["rows"] for c in found])
    columns = dict(zip(["h", "k", "l", "I", "sigma(I)", "peak", "background", "fs/px", "ss/px"], rows.T))
    theirs = {"H": "h", "K": "k", "L": "l", "I": "I", "SigI": "sigma(I)", "XDET": "fs/px", "YDET": "ss/px"}
    for label, name in theirs.items():
        assert np.array_equal(dataset[label].to_numpy(dtype=np.float32), columns[name].astype(np.float32)), label
    asu = dataset.set_index(["H", "K", "L"]).hkl_to_asu().reset_index()
    median = np.median([c["cell"] for c in found], axis=0)
    return {
        "spaceGroup": group,
        "reflections": len(dataset),
        "images": text.count("----- Begin chunk -----"),
        "crystals": int(dataset["BATCH"].max()) + 1,
        "rowsByCrystal": [int(n) for n in np.bincount(dataset["BATCH"].to_numpy(dtype=int))],
        "cell": list(dataset.cell.parameters),
        "median": [float(x) for x in median],
        "cells": sums(np.concatenate([c["cell"] for c in found])),
        "columns": {name: sums(values) for name, values in columns.items()},
        "asu": {x: sums(asu[x].to_numpy(dtype=float)) for x in ["H", "K", "L"]},
        "plus": int((asu["M/ISYM"].to_numpy(dtype=int) % 2 == 1).sum()),
        "panels": len(set(sum((c["panels"] for c in found), []))),
        "wavelengths": [c["wavelength"] for c in found],
        "radii": sums([c["radius"] for c in found]),
        "limits": sums([c["limit"] for c in found]),
        "offset": sums(np.concatenate([offsets(c) for c in found])),
        "rsOffset": [float(x) for x in dataset["ewald_offset"].to_numpy(dtype=np.float32)[::97]],
    }


result = {"versions": {"reciprocalspaceship": rs.__version__, "numpy": np.__version__}}
result["files"] = {path: reference(DATA / path, group) for path, group in FILES.items()}
Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
