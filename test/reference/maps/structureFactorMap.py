"""Golden maps by gemmi (Mtz.transform_f_phi_to_map) from made-up structure factors in many space groups, values between
grid points (interpolate_value, tricubic_interpolation), structure factors of a map without symmetry
(transform_map_to_f_phi), and, with the folder of real data as argument, samples of maps of real data.

usage: python structureFactorMap.py DATA > structureFactorMap.json      needs: gemmi, numpy
"""
import json, math, sys
import gemmi, numpy as np
from parkMiller import ParkMiller

GROUPS = [
    ("P 1", (7, 8, 9, 81, 97, 105), 2.4), ("P -1", (8, 9, 7, 95, 100, 85), 2.4), ("P 1 21 1", (9, 7, 8, 90, 104, 90), 2.1),
    ("P 1 1 21", (9, 8, 7, 90, 90, 111), 2.05), ("C 1 2 1", (14, 9, 8, 90, 110, 90), 2.2),
    ("I 1 2 1", (14, 9, 8, 90, 95, 90), 2.2), ("P 21 21 21", (8, 11, 13, 90, 90, 90), 2.1),
    ("I 21 21 21", (9, 11, 13, 90, 90, 90), 1.9), ("P n m a", (9, 7, 11, 90, 90, 90), 1.7),
    ("P 43 21 2", (11, 11, 14, 90, 90, 90), 2.0), ("I 41 2 2", (12, 12, 17, 90, 90, 90), 2.1),
    ("P 31 2 1", (11, 11, 13, 90, 90, 120), 2.2), ("R 3:H", (16, 16, 13, 90, 90, 120), 2.4), ("R 3 2:R", (11, 11, 11, 80, 80, 80), 2.0),
    ("P 61", (11, 11, 17, 90, 90, 120), 2.3), ("P 63 2 2", (13, 13, 12, 90, 90, 120), 2.1), ("P 21 3", (12, 12, 12, 90, 90, 90), 2.0),
    ("I 2 3", (15, 15, 15, 90, 90, 90), 2.1), ("F 41 3 2", (24, 24, 24, 90, 90, 90), 2.3), ("P a -3", (13, 13, 13, 90, 90, 90), 1.7),
]
REAL = [
    ("structure_factors/1dur.mtz", "FC", "PHIC"), ("structure_factors/1dur.mtz", "FWT", "PHWT"),
    ("structure_factors/1rx2_phases.mtz", "FC", "PHIC"), ("structure_factors/4xof.mtz", "DELFWT", "PHDELWT"),
    ("structure_factors/PYP_refine_1.mtz", "2FOFCWT", "PH2FOFCWT"), ("fmodel/1CTJ.mtz", "FMODEL", "PHIFMODEL"),
    ("fmodel/6OFL.mtz", "FMODEL", "PHIFMODEL"), ("fmodel/6GEO.mtz", "FMODEL", "PHIFMODEL"), ("fmodel/6E1X.mtz", "FMODEL", "PHIFMODEL"),
    ("fmodel/6S34.mtz", "FMODEL", "PHIFMODEL"), ("fmodel/6R62.mtz", "FMODEL", "PHIFMODEL"),
]


def samples(grid, count=24):
    """Values at points spread over the cell: point number i is (7i mod nu, 11i mod nv, 13i mod nw)."""
    a = grid.array
    points = [(7 * i % a.shape[0], 11 * i % a.shape[1], 13 * i % a.shape[2]) for i in range(count)]
    return {"shape": list(a.shape), "mean": float(a.mean(dtype=float)), "sigma": float(a.std(dtype=float)),
            "values": [float(a[p]) for p in points]}


def restriction(ops, h):
    """The phase (radians, modulo pi) of a centric reflection, or None."""
    for op in ops.sym_ops:
        if list(op.apply_to_hkl(h)) == [-x for x in h]:
            return math.pi * sum(x * t for x, t in zip(h, op.tran)) / 24
    return None


def made_up(name, cell, dmin, seed):
    sg, cell = gemmi.SpaceGroup(name), gemmi.UnitCell(*cell)
    ops, rng = sg.operations(), ParkMiller(seed)
    hkl = [h for h in gemmi.make_miller_array(cell, sg, dmin, 1000, True).tolist() if not ops.is_systematically_absent(h)]
    rows = []
    for h in hkl:
        f, p = round(100 * (rng.next() + 0.5), 2), rng.next() * 360
        allowed = restriction(ops, h)
        if allowed is not None:
            p = math.degrees(allowed) + (180 if p < 0 else 0)
        rows.append([*h, f, round((p + 720) % 360, 3)])
    mtz = gemmi.Mtz(with_base=True)
    mtz.spacegroup = sg
    mtz.set_cell_for_all(cell)
    mtz.add_dataset("x")
    mtz.add_column("F", "F")
    mtz.add_column("P", "P")
    mtz.set_data(np.array(rows, dtype=np.float32))
    return mtz, rows



def main():
    made = []
    for i, (name, cell, dmin) in enumerate(GROUPS):
        mtz, rows = made_up(name, cell, dmin, 100 + i)
        grid = mtz.transform_f_phi_to_map("F", "P", sample_rate=3.0)
        rng = ParkMiller(500 + i)
        between = []
        for _ in range(5):
            f = [round(3 * rng.next(), 4) for _ in range(3)]
            at = gemmi.Fractional(*f)
            between.append([f, grid.interpolate_value(at), grid.tricubic_interpolation(at)])
        made.append({"spaceGroup": name, "cell": cell, "rows": rows, **samples(grid), "between": between})

    # structure factors of a map without symmetry or band limit
    shape = (8, 9, 10)
    flat = np.array(ParkMiller(3).take(720), dtype=np.float32).reshape(shape)
    grid = gemmi.FloatGrid(flat, gemmi.UnitCell(7, 8, 9, 81, 97, 105), gemmi.SpaceGroup("P 1"))
    fphi = gemmi.transform_map_to_f_phi(grid)
    hkl = [(h, k, l) for h in (-3, -1, 0, 2) for k in (-4, 0, 1, 3) for l in (-4, -1, 0, 4)]
    inverse = [[*h, fphi.get_value(*h).real, fphi.get_value(*h).imag] for h in hkl]

    real = []
    if len(sys.argv) > 1:
        for path, f, p in REAL:
            grid = gemmi.read_mtz_file(f"{sys.argv[1]}/{path}").transform_f_phi_to_map(f, p, sample_rate=3.0)
            real.append({"path": path, "f": f, "phi": p, **samples(grid)})
    json.dump({"gemmi": gemmi.__version__, "numpy": np.__version__, "made": made, "inverse": inverse, "real": real},
              sys.stdout, separators=(",", ":"))


if __name__ == "__main__":
    main()
