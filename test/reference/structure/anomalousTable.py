"""Writes lib/structure/anomalousTable.ts: f' and f'' of lithium to bismuth, and uranium, from 4.3 to 35 keV, packed.

The values are Cromer and Liberman's, as gemmi.cromer_liberman calculates them (relativistic term by Kissel and Pratt).
At some energies far from an edge the quadrature of that programme meets a pole and gives a spike in f'. There, and
only there, the value is Sasaki's (cctbx.eltbx.sasaki: the same theory on a coarser grid) plus the median difference
of the two, which is the relativistic term, a constant of the element.

Per element, the fewest photon energies (whole eV, greedily from below) between which straight lines in 1/E² stay
within a tolerance at every eV: 0.002 electrons (step 0.001) up to calcium, where nothing has an edge in this range,
0.02 electrons (step 0.01) above. Digits are base 90. A point is: the energy difference to the point before (one
digit, or the digit 89 and then two digits), f' + 60 in 0.01 or f' + 6 in 0.001 (two digits), f'' in the same step
(two digits). The first energy is 4300 eV.

Run as: python anomalousTable.py ../../../lib/structure/anomalousTable.ts
"""
import sys
from importlib.metadata import version
import numpy as np
from cctbx.array_family import flex  # noqa: F401  registers the arrays of cctbx; before gemmi, or it crashes
from cctbx.eltbx import sasaki
import gemmi

LOW, HIGH = 4300, 35000
HC = 12398.419843320026  # eV Å
DIGITS = [chr(code) for code in range(35, 127) if code not in (36, 92)]  # no $ and no backslash
energies = np.arange(LOW, HIGH + 1)
u = 1.0 / energies.astype(float) ** 2


def two(value):
    assert 0 <= value < 90 * 90, value
    return DIGITS[value // 90] + DIGITS[value % 90]


def both(z):
    """f' and f'' at every eV by gemmi, and Sasaki's f'."""
    values = np.array([gemmi.cromer_liberman(z=z, energy=float(energy)) for energy in energies]).T
    table = sasaki.table(gemmi.Element(z).name)
    assert table.atomic_number() == z
    return values, np.array([table.at_angstrom(HC / energy).fp() for energy in energies])


def constant(z):
    """The median of gemmi's f' less Sasaki's; of the neighbours for cerium, where the pole spoils half of the range."""
    if z == 58:
        return (constant(57) + constant(59)) / 2
    values, other = both(z)
    return np.median(values[0] - other)


def factors(z):
    """f' and f'' at every eV, without spikes."""
    values, other = both(z)
    shift = constant(z)
    near = np.zeros(len(energies), dtype=bool)
    for edge in np.nonzero(np.abs(np.diff(values[1])) > 0.1)[0]:
        near[max(0, edge - 20) : edge + 21] = True
    spike = (np.abs(values[0] - other - shift) > 0.05 + 0.02 * np.abs(values[0])) & ~near
    values[0, spike] = other[spike] + shift
    return values, shift, spike


def pack(z):
    values, shift, spike = factors(z)
    step, offset, tolerance = (0.001, 6.0, 0.002) if z <= 20 else (0.01, 60.0, 0.02)

    def straight(i, j):
        t = (u[i : j + 1] - u[i]) / (u[j] - u[i])
        return all(np.abs(y[i] + (y[j] - y[i]) * t - y[i : j + 1]).max() <= tolerance for y in values)

    points = [0]
    last = len(energies) - 1
    while points[-1] < last:
        i = points[-1]
        j = i + 1
        stride = 1
        while j + stride <= min(last, i + 8000) and straight(i, j + stride):
            j += stride
            stride *= 2
        while stride >= 1:
            if j + stride <= min(last, i + 8000) and straight(i, j + stride):
                j += stride
            stride //= 2
        points.append(j)
    text = ""
    before = LOW
    for i in points:
        difference = int(energies[i]) - before
        before = int(energies[i])
        text += DIGITS[difference] if difference < 89 else DIGITS[89] + two(difference)
        text += two(round((values[0, i] + offset) / step)) + two(round(values[1, i] / step))
    return text, shift, spike.sum(), len(points)


with open(sys.argv[1], "w") as out:
    out.write("""/**
 * Anomalous scattering factors f′ and f″ of lithium (3) to bismuth (83) and of uranium (92) from 4.3 to 35 keV, by
 * Cromer and Liberman, packed: a row is the atomic number and the points; anomalousFactors.ts tells how to read them.
""")
    out.write(f" * Written by test/reference/structure/anomalousTable.py from gemmi {gemmi.__version__} and cctbx-base "
              f"{version('cctbx-base')}; do not edit by hand.\n */\n")
    out.write("export const anomalousTable: readonly string[] = [\n")
    for z in [*range(3, 84), 92]:
        packed, shift, spikes, points = pack(z)
        print(z, gemmi.Element(z).name, f"shift {shift:.3f} spikes {spikes} points {points}")
        out.write(f'  "{z} {packed}",\n')
    out.write("];\n")
