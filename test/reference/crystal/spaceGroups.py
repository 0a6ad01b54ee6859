"""Writes spaceGroups.json: what gemmi says of its 564 settings, of names, of M/ISYM and of unique indices.

Run from the repository root with gemmi 0.7.5:  python test/reference/crystal/spaceGroups.py

Operations are kept as the first 12 hexadecimal digits of the SHA-1 of their triplets joined by blanks.
"""

import hashlib
import json
import random

import gemmi

random.seed(3)
HKL = [(0, 0, 0), (0, 0, 2), (0, 3, 0), (-4, 0, 0), (1, 1, 0), (0, -2, 2), (2, 2, -2)]
HKL += [tuple(random.randint(-9, 9) for _ in range(3)) for _ in range(33)]


def digest(operations):
    return hashlib.sha1(" ".join(op.triplet() for op in operations).encode()).hexdigest()[:12]


settings = []
for sg in gemmi.spacegroup_table():
    ops = sg.operations()
    asu = gemmi.ReciprocalAsu(sg)
    settings.append({
        "name": sg.xhm(),
        "number": sg.number,
        "ccp4": sg.ccp4,
        "hall": sg.hall,
        "pointGroup": sg.point_group_hm(),
        "laue": sg.laue_str(),
        "centring": sg.centring_type(),
        "centrosymmetric": sg.is_centrosymmetric(),
        "operations": digest(list(ops)),
        "primitive": digest(ops.sym_ops),
        "isym": " ".join(str(asu.to_asu(hkl, ops)[1]) for hkl in HKL),
    })

spellings = [
    "P1", "P -1", "P-1", "P 2", "P2", "P 21", "P21", "C 2", "C2", "I 2", "A 2", "B 2", "C 1 2 1", "P 1 21 1", "P 1 1 21",
    "I 21", "I 1 21 1", "C 1 21 1", "P 21/c", "P21/n", "C2/c", "I2/a", "P212121", "p 21 21 21", "P_21_21_21", "P 2 21 21",
    "P 21 21 2a", "P 21 21 2 (a)", "P21212a", "C 2 2 21a)", "C2221", "F222a", "I 2 2 2a", "P 42 21 2a", "I 2 3a",
    "P n n n", "Pnnn:2", "P n n n :1", "I 41/a", "I41/a:2", "P 4/n", "R 3", "R3", "R 3:H", "R3:h", "R 3 :R", "H 3", "H3", "H 3 2",
    "H32", "R 3 2", "R 3 2:R", "R 3 R", "R3H", "R -3 c", "H -3 c", "P 3 2 1", "P 31 2 1", "P3121", "P312", "P 61 2 2",
    "P 43 3 2", "P m -3 m", "P m 3 m", "Pm3m", "F d 3 m", "Fd-3m:2", "I a 3 d", "A e m 2", "C m c e", "C c c e:2", "Aba2",
    "A b a m", "F 4 2 2", "C 4 2 21", "A 1", "F 1 2 1", "I1", "19", "146", "1146", "5005", "4005", "1018", "2014",
]
names = {}
for name in spellings:
    names[name] = gemmi.find_spacegroup_by_name(name).xhm()
cells = []
for name in ["R 3", "R 3 2", "R -3 m"]:
    for angles in [(90, 90, 120), (60, 60, 60), (109, 109, 109), (90, 90, 90)]:
        found = gemmi.find_spacegroup_by_name(name, alpha=angles[0], gamma=angles[2])
        cells.append([name, *angles, found.xhm()])
unknown = [
    name
    for name in ["", "P", "X 21", "P 22 22 22", "P 21 21", "P 7", "R 3:2", "P 1 2 1:H", "231", "0", "-P 2yb", "none", "P 5"]
    if gemmi.find_spacegroup_by_name(name) is None
]

# no reflection lies exactly at a limit, where rounding would decide
unique = []
for name, cell, d_min in [
    ("P 1", (10, 11, 12, 80, 95, 110), 1.5), ("P -1", (10, 11, 12, 80, 95, 110), 1.5), ("P 1 21 1", (12, 20, 15, 90, 103, 90), 1.6),
    ("C 1 2 1", (40, 12, 15, 90, 120, 90), 1.7), ("P 21 21 21", (20, 25, 30, 90, 90, 90), 1.9), ("I 2 2 2", (20, 25, 30, 90, 90, 90), 1.9),
    ("P 43 21 2", (30, 30, 50, 90, 90, 90), 2.3), ("I 41/a:2", (30, 30, 50, 90, 90, 90), 2.3), ("P 31 2 1", (25, 25, 40, 90, 90, 120), 2.0),
    ("P 3 1 2", (25, 25, 40, 90, 90, 120), 2.0), ("R 3 2:H", (50, 50, 70, 90, 90, 120), 3.0), ("R 3:R", (30, 30, 30, 70, 70, 70), 2.5),
    ("P 61 2 2", (40, 40, 60, 90, 90, 120), 3.0), ("P 63", (40, 40, 60, 90, 90, 120), 3.0), ("I 21 3", (40, 40, 40, 90, 90, 90), 2.01),
    ("F 41 3 2", (60, 60, 60, 90, 90, 90), 2.51), ("F d -3 m:1", (60, 60, 60, 90, 90, 90), 2.51), ("P 1 1 21", (12, 20, 15, 90, 90, 103), 1.6),
    ("A b a m", (20, 25, 30, 90, 90, 90), 1.9), ("C 4 2 21", (30, 30, 50, 90, 90, 90), 2.3),
]:
    sg = gemmi.SpaceGroup(name)
    hkl = sorted(map(tuple, gemmi.make_miller_array(gemmi.UnitCell(*cell), sg, d_min).tolist()))
    text = " ".join(f"{h},{k},{l}" for h, k, l in hkl)
    unique.append([name, cell, d_min, len(hkl), hashlib.sha1(text.encode()).hexdigest()[:12]])

json.dump(
    {
        "gemmi": gemmi.__version__, "hkl": HKL, "settings": settings, "names": names, "cells": cells, "unknown": unknown,
        "unique": unique,
    },
    open("test/reference/crystal/spaceGroups.json", "w"),
    indent=0,
)
