"""Writes lattice.json: positions in reciprocal space, d and symmetry of some reflections, by gemmi.

Run from the repository root with gemmi 0.7.5:  python test/reference/reciprocal/lattice.py

s is the transpose of gemmi's fractionalization matrix times hkl; equivalents are those of all operations with Friedel mates
(GroupOps, as a set); epsilon without centring, centric and absent are gemmi's.
"""

import itertools
import json

import gemmi

CASES = [
    ("P 1", [21.3, 34.7, 40.2, 82.1, 97.4, 111.8]),
    ("P 1 21 1", [50.1, 60.2, 70.3, 90, 104.6, 90]),
    ("C 1 2 1", [90.1, 40.2, 65.3, 90, 118.2, 90]),
    ("P 21 21 21", [33.9, 55.3, 71.2, 90, 90, 90]),
    ("P 43 21 2", [57.8, 57.8, 149.9, 90, 90, 90]),
    ("R 3:H", [81.1, 81.1, 33.2, 90, 90, 120]),
    ("P 61 2 2", [92.8, 92.8, 129.2, 90, 90, 120]),
    ("I 2 3", [78.1, 78.1, 78.1, 90, 90, 90]),
]
INDICES = [(0, 0, 1), (0, 0, 3), (2, 0, 0), (0, 4, 0), (1, 1, 0), (1, 2, 3), (-3, 5, 7), (4, -2, 0), (6, 6, 6), (11, 0, -5)]


def reflection(cell, operations, hkl):
    s = cell.frac.mat.transpose().multiply(gemmi.Vec3(*hkl))
    mates = set()
    for operation in operations.sym_ops:
        image = operation.apply_to_hkl(hkl)
        mates.add(tuple(image))
        mates.add(tuple(-i for i in image))
    return {
        "hkl": hkl,
        "s": s.tolist(),
        "d": cell.calculate_d(hkl),
        "equivalents": sorted(mates),
        "epsilon": operations.epsilon_factor_without_centering(hkl),
        "centric": operations.is_reflection_centric(hkl),
        "absent": operations.is_systematically_absent(hkl),
    }


cases = []
for name, parameters in CASES:
    cell, operations = gemmi.UnitCell(*parameters), gemmi.SpaceGroup(name).operations()
    cases.append({"spaceGroup": name, "cell": parameters, "reflections": [reflection(cell, operations, hkl) for hkl in INDICES]})
with open("test/reference/reciprocal/lattice.json", "w") as file:
    json.dump({"gemmi": gemmi.__version__, "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
