"""Writes unitCell.json: unit cells by gemmi (float64) and by mpmath (50 digits, from the metric tensor alone).

Run from the repository root with gemmi 0.7.5 and mpmath:  python test/reference/crystal/unitCell.py
"""

import json
import random

import gemmi
import mpmath as mp

mp.mp.dps = 50
random.seed(7)
CELLS = [
    (10, 20, 30, 90, 90, 90), (78.17, 78.17, 78.17, 90, 90, 90), (57.61, 57.61, 150.2, 90, 90, 120),
    (81, 81, 81, 60, 60, 60), (44.5, 44.5, 44.5, 109.47122063449069, 109.47122063449069, 109.47122063449069),
    (30, 40, 50, 90, 101.5, 90), (30, 40, 50, 90, 90, 77), (33.3, 44.4, 55.5, 66, 77, 88),
    (2.5, 3000, 7, 91, 92, 93), (1e-3, 1e3, 1, 90, 30, 90), (50, 60, 70, 119.9, 119.9, 120),
    (50, 60, 70, 10, 20, 29.5), (50, 60, 70, 5, 89, 90), (20, 21, 22, 170, 100, 80), (20, 21, 22, 1, 1, 1.5),
    (9, 9, 9, 120, 120, 119.99), (100, 5, 100, 90, 179, 90), (100, 5, 100, 90, 1, 90),
]
while len(CELLS) < 50:
    lengths = [round(10 ** random.uniform(0.5, 2.7), 3) for _ in range(3)]
    angles = [round(random.uniform(20, 150), 2) for _ in range(3)]
    if sum(angles) < 355 and all(2 * x < sum(angles) - 1 for x in angles):
        CELLS.append((*lengths, *angles))
HKL = [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1), (3, -2, 5), (-7, 11, 4)]


def exact(cell):
    a, b, c = (mp.mpf(repr(float(x))) for x in cell[:3])
    ca, cb, cg = (mp.cos(mp.mpf(repr(float(x))) * mp.pi / 180) for x in cell[3:])
    g = mp.matrix([[a * a, a * b * cg, a * c * cb], [a * b * cg, b * b, b * c * ca], [a * c * cb, b * c * ca, c * c]])
    r = g**-1
    # G = Mᵀ M with M upper triangular is the Cholesky factor
    m = mp.cholesky(g).T
    star = [mp.sqrt(r[i, i]) for i in range(3)]
    angle = lambda i, j: mp.acos(r[i, j] / star[i] / star[j]) * 180 / mp.pi
    d = []
    for hkl in HKL:
        h = mp.matrix(hkl)
        d.append(float(1 / mp.sqrt((h.T * r * h)[0])))
    return {
        "volume": float(mp.sqrt(mp.det(g))),
        "d": d,
        "orthogonalization": [float(m[i, j]) for i in range(3) for j in range(3)],
        "reciprocal": [float(x) for x in (*star, angle(1, 2), angle(0, 2), angle(0, 1))],
    }


rows = []
for cell in CELLS:
    uc = gemmi.UnitCell(*cell)
    rows.append({
        "cell": cell,
        "exact": exact(cell),
        "gemmi": {
            "volume": uc.volume,
            "d": [uc.calculate_d(hkl) for hkl in HKL],
            "orthogonalization": [x for row in uc.orth.mat.tolist() for x in row],
            "reciprocal": list(uc.reciprocal().parameters),
        },
    })
out = {"gemmi": gemmi.__version__, "mpmath": mp.__version__, "hkl": HKL, "cells": rows}
json.dump(out, open("test/reference/crystal/unitCell.json", "w"))
