"""Reference values of gemmi (read_xds_ascii, to_mtz) and numpy on XDS's files (FRIEDEL_DATA, by default ../shared/data); writes xds.json.

Only sums over columns are kept: plain, and weighted by row number + 1, in the order of the file (`items`, numpy) or sorted
by H K L BATCH I (`table`, gemmi's MTZ), over reflections whose sigma is not negative. Values are rounded to float32 first, as an
MTZ holds them.
"""

import json
import os
from pathlib import Path

import gemmi
import numpy as np

DATA = Path(os.environ.get("FRIEDEL_DATA", Path(__file__).parents[4] / "shared/data"))
FILES = ["xds/XDS_ASCII.HKL", "xds/INTEGRATE.HKL", "xds/INTEGRATE-tiny.HKL"]


def sums(values):
    values = np.asarray(values, dtype=np.float32).astype(float)
    return {"sum": float(values.sum()), "weighted": float((values * np.arange(1, len(values) + 1)).sum())}


def item_names(path):
    names = []
    for line in path.read_text().splitlines():
        if line.startswith("!ITEM_"):
            names.append(line[6:].split("=")[0])
        elif line.startswith("!H,K,L,") or line.startswith("! ") and "," in line:
            names += [name for name in line[1:].strip().split(",") if name]
    return names


def reference(path):
    xds = gemmi.read_xds_ascii(str(path))
    rows = np.loadtxt(path, comments="!")
    kept = rows[:, 4] >= 0
    mtz = xds.to_mtz()
    table = np.array(mtz, dtype=float)
    labels = mtz.column_labels()
    # gemmi keeps misfits: with a positive sigma, and FLAG 64
    table = table[table[:, labels.index("FLAG")] == 0]
    order = np.lexsort([table[:, labels.index(x)] for x in ("I", "BATCH", "L", "K", "H")])
    batches = {b.number: b for b in mtz.batches}
    shown = [batches[n] for n in sorted({int(n) for n in table[:, labels.index("BATCH")]})][::50]
    return {
        "reflections": xds.data_size,
        "read": int(len(rows)),
        "misfits": int((~kept).sum()),
        "images": len({int(n) for n in table[:, labels.index("BATCH")]}),
        "cell": list(xds.cell_constants),
        "wavelength": xds.wavelength,
        "spaceGroup": xds.spacegroup_number,
        "rotationAxis": xds.rotation_axis.tolist(),
        "items": {name: sums(rows[kept][:, i]) for i, name in enumerate(item_names(path))},
        "table": {x: sums(table[order][:, labels.index(x)]) for x in labels if x not in ("FLAG", "FRACTIONCALC", "CORR")},
        "batches": [
            {
                "number": b.number,
                "u": [float(b.floats[6 + 3 * j + i]) for i in range(3) for j in range(3)],
                "phi": [float(b.floats[36]), float(b.floats[37])],
                "source": [float(x) for x in list(b.floats)[83:86]],
                "wavelength": float(b.floats[86]),
                "mosaicity": float(b.floats[21]),
            }
            for b in shown
        ],
    }


result = {"versions": {"gemmi": gemmi.__version__, "numpy": np.__version__}}
result["files"] = {path: reference(DATA / path) for path in FILES}
Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
