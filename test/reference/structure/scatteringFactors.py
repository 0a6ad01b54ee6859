"""Writes scatteringFactors.json: form factors and anomalous factors that other programmes give.

- formFactors: f0 of every neutral atom by gemmi and of every ion by cctbx at some 1/d²;
- anomalous: f' and f'' of gemmi.cromer_liberman at random energies between 4.3 and 35 keV, and cctbx's tables of
  Sasaki at the same energies. Left out where the two f', less their median difference (the relativistic term), are more
  than 0.05 electrons + 2 % apart though no edge is within 50 eV: there gemmi's quadrature has met a pole.

Run as: python scatteringFactors.py
"""
import json
import pathlib
import random
import re
import statistics
from importlib.metadata import version
from cctbx.array_family import flex  # noqa: F401  before gemmi, or it crashes
from cctbx.eltbx import sasaki, xray_scattering
import gemmi

random.seed(7)
HC = 12398.419843320026
S_SQUARED = [0.0, 0.01, 0.08, 0.25, 0.7, 1.9]

form_factors = {}
for z in range(1, 99):
    element = gemmi.Element(z)
    form_factors[element.name] = [element.it92.calculate_sf(s / 4) for s in S_SQUARED]
for gaussian in xray_scattering.it1992_iterator():
    if re.fullmatch(r"[A-Z][a-z]?\d[+-]", gaussian.label()):
        form_factors[gaussian.label()] = [gaussian.fetch().at_stol_sq(s / 4) for s in S_SQUARED]


def gemmi_at(z, energy):
    return gemmi.cromer_liberman(z=z, energy=energy)


def shift(z):
    if z == 58:  # poles spoil half of the range of cerium
        return (shift(57) + shift(59)) / 2
    table = sasaki.table(gemmi.Element(z).name)
    differences = [gemmi_at(z, energy)[0] - table.at_angstrom(HC / energy).fp() for energy in range(4350, 34900, 101)]
    return statistics.median(differences)


anomalous = []
for z in [*range(3, 84), 92]:
    name = gemmi.Element(z).name
    table = sasaki.table(name)
    constant = shift(z)
    for _ in range(25):
        energy = round(random.uniform(4350, 34900), 1)
        f_prime, f_double_prime = gemmi_at(z, energy)
        around = [gemmi_at(z, energy + step) for step in range(-50, 51, 5)]
        edge = any(abs(a[1] - b[1]) > 0.1 for a, b in zip(around, around[1:]))
        other = table.at_angstrom(HC / energy)
        if not edge and abs(f_prime - other.fp() - constant) > 0.05 + 0.02 * abs(f_prime):
            print("left out:", name, energy, f_prime, other.fp() + constant)
            continue
        anomalous.append([name, energy, *(round(v, 5) for v in (f_prime, f_double_prime, other.fp() + constant, other.fdp())),
                          int(edge)])
tubes = {}
for label, wavelength in {"CrKa": 2.291, "FeKa": 1.9374, "CoKa": 1.7903, "CuKa": 1.5418, "MoKa": 0.7107,
                          "AgKa": 0.5608}.items():
    tubes[label] = {name: gemmi_at(gemmi.Element(name).atomic_number, HC / wavelength)
                    for name in ["C", "O", "P", "S", "Cl", "Ca", "Fe", "Zn", "Se", "Br", "I", "Xe", "Gd", "Au", "Hg", "U"]}
result = {
    "gemmi": gemmi.__version__,
    "cctbx": version("cctbx-base"),
    "sSquared": S_SQUARED,
    "formFactors": {k: [round(v, 8) for v in values] for k, values in form_factors.items()},
    "anomalousColumns": ["element", "energy", "fPrime", "fDoublePrime", "fPrimeSasaki", "fDoublePrimeSasaki", "nearEdge"],
    "anomalous": anomalous,
    "tubes": tubes,
}
text = json.dumps(result)
(pathlib.Path(__file__).parent / "scatteringFactors.json").write_text(text + "\n")
print(len(text), "bytes")
