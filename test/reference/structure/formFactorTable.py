"""Writes lib/structure/formFactorTable.ts: the coefficients of International Tables C, table 6.1.1.4 (1992).

The numbers are taken from cctbx; that gemmi has the same for every neutral atom is a test (formFactors.test.ts).
Run as: python formFactorTable.py ../../../lib/structure/formFactorTable.ts
"""
import re
import sys
from importlib.metadata import version
from cctbx.array_family import flex  # noqa: F401  registers the arrays that xray_scattering returns
from cctbx.eltbx import xray_scattering

rows = []
for gaussian in xray_scattering.it1992_iterator():
    label = gaussian.label()
    match = re.fullmatch(r"([A-Z][a-z]?)(?:(\d)([+-]))?", label)
    if match is None or label in ("Hiso", "Cval", "Sival"):
        print("left out:", label)
        continue
    terms = gaussian.fetch()
    a = terms.array_of_a()
    b = terms.array_of_b()
    assert len(a) == 4 and terms.use_c(), label
    rows.append((label, [f"{value:.6g}" for value in [*a, *b, terms.c()]]))
with open(sys.argv[1], "w") as out:
    out.write("/**\n * X-ray form factors of atoms and ions: label, a1 a2 a3 a4 (electrons), b1 b2 b3 b4 (Å²), c, of\n")
    out.write(" * f(s) = Σ aᵢ exp(−bᵢ (sin θ/λ)²) + c. International Tables C (1992), table 6.1.1.4, valid to sin θ/λ = 2 Å⁻¹.\n")
    out.write(" * Written by test/reference/structure/formFactorTable.py from cctbx-base "
              f"{version('cctbx-base')}; do not edit by hand.\n * One row an entry, so longer than a file of code.\n */\n")
    out.write("export const formFactorTable: readonly string[] = [\n")
    for label, numbers in rows:
        out.write(f'  "{label} {" ".join(numbers)}",\n')
    out.write("];\n")
print(len(rows), "rows")
