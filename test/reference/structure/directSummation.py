"""Writes directSummation.json: structure factors by gemmi's direct summation.

- models of ../../../../shared/data at 240 reflections each, a tenth of them absent or not in the asu;
- the same with f' and f'' of sulphur and iron: gemmi adds real numbers only, so with G_e, the change of F by an addend
  of 1 to element e, F + Σ (f'_e + i f''_e) G_e; compared here with cctbx's direct summation before it is written;
- made-up crystals in centred, rhombohedral and cubic groups, anisotropic atoms and atoms on special positions.

Run as: python directSummation.py DATA_FOLDER
"""
import json
import math
import pathlib
import random
import sys
from importlib.metadata import version
from cctbx.array_family import flex  # before gemmi, or it crashes
import cctbx.miller
import iotbx.pdb
import gemmi

data = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).parent
random.seed(20)

MODELS = {
    "structure_factors/1dur.pdb": 1.6,
    "structure_factors/4xof.pdb": 1.5,
    "structure_factors/1rx2.pdb": 1.8,
    "structure_factors/5e5z.pdb": 1.0,
    "structure_factors/RTSAD_HEWL_refine_25.pdb": 1.7,
    "structure_factors/PYP_refine_1.pdb": 1.6,
    "gamma/gamma_model.pdb": 1.8,
    "thermolysin/2tli.pdb": 2.2,
}
ANOMALOUS = {"S": (0.333, 0.557), "Fe": (-1.179, 3.2)}


def random_hkl(cell, count, d_min):
    hkl = []
    limits = cell.get_hkl_limits(d_min)
    while len(hkl) < count:
        index = [random.randint(-limit, limit) for limit in limits]
        if index != [0, 0, 0] and cell.calculate_d(index) >= d_min:
            hkl.append(index)
    return hkl


def summed(structure, hkl, addends=None):
    calculator = gemmi.StructureFactorCalculatorX(structure.cell)
    for element, value in (addends or {}).items():
        calculator.addends.set(gemmi.Element(element), value)
    return [calculator.calculate_sf_from_model(structure[0], index) for index in hkl]


def columns(values):
    return {"re": [round(value.real, 6) for value in values], "im": [round(value.imag, 6) for value in values]}


def with_anomalous(structure, hkl):
    base = summed(structure, hkl)
    total = list(base)
    for element, (f_prime, f_double_prime) in ANOMALOUS.items():
        unit = summed(structure, hkl, {element: 1.0})
        total = [
            value + complex(f_prime, f_double_prime) * (one - zero)
            for value, one, zero in zip(total, unit, base)
        ]
    return total


def by_cctbx(path, hkl):
    model = iotbx.pdb.input(str(path)).xray_structure_simple()
    model.scattering_type_registry(table="it1992")
    for scatterer in model.scatterers():
        scatterer.scattering_type = scatterer.element_symbol()
        if scatterer.element_symbol() in ANOMALOUS:
            scatterer.fp, scatterer.fdp = ANOMALOUS[scatterer.element_symbol()]
    model.scattering_type_registry(table="it1992")
    assert model.special_position_indices().size() == 0
    indices = cctbx.miller.set(model.crystal_symmetry(), flex.miller_index(hkl), anomalous_flag=True)
    return list(indices.structure_factors_from_scatterers(model, algorithm="direct").f_calc().data())


MADE_UP = {
    "C 1 2 1": ([21, 34, 18, 90, 104, 90], []),
    "R 3 :H": ([25, 25, 40, 90, 90, 120], [(0, 0, 0.21, 1 / 3)]),
    "R 3 2 :R": ([22, 22, 22, 71, 71, 71], [(0.3, 0.3, 0.3, 1 / 3)]),
    "I 2 3": ([30, 30, 30, 90, 90, 90], [(0.2, 0, 0, 1 / 2), (0.1, 0.1, 0.1, 1 / 3)]),
    "F d -3 m :1": ([24, 24, 24, 90, 90, 90], [(0, 0, 0, 1 / 24)]),
    "P -1": ([9, 11, 14, 81, 77, 105], [(0.5, 0, 0.5, 1 / 2)]),
    "P 64 2 2": ([31, 31, 45, 90, 90, 120], [(0.5, 0, 0, 1 / 4)]),
}


def made_up(name, parameters, special):
    structure = gemmi.Structure()
    structure.cell = gemmi.UnitCell(*parameters)
    structure.spacegroup_hm = name
    structure.setup_cell_images()
    residue = gemmi.Residue()
    atoms = []
    sites = special + [(random.random(), random.random(), random.random(), random.choice([1, 0.6])) for _ in range(9)]
    for i, (x, y, z, occupancy) in enumerate(sites):
        atom = gemmi.Atom()
        atom.element = gemmi.Element(random.choice(["C", "N", "O", "S", "Zn", "Br"]))
        atom.pos = structure.cell.orthogonalize(gemmi.Fractional(x, y, z))
        atom.occ = occupancy
        atom.b_iso = random.choice([5.0, 12.5, 30.25])
        if i >= len(special) and i % 2 == 0:
            diagonal = [random.uniform(0.1, 0.4) for _ in range(3)]
            atom.aniso = gemmi.SMat33f(*diagonal, *(random.uniform(-0.08, 0.08) for _ in range(3)))
        residue.add_atom(atom)
        u = [atom.aniso.u11, atom.aniso.u22, atom.aniso.u33, atom.aniso.u12, atom.aniso.u13, atom.aniso.u23]
        atoms.append({
            "element": atom.element.name, "x": atom.pos.x, "y": atom.pos.y, "z": atom.pos.z,
            "occupancy": atom.occ, "bIso": atom.b_iso, "u": u if atom.aniso.nonzero() else None,
        })
    chain = gemmi.Chain("A")
    chain.add_residue(residue)
    model = gemmi.Model(1)
    model.add_chain(chain)
    structure.add_model(model)
    hkl = random_hkl(structure.cell, 60, 1.2)
    return {
        "spaceGroup": structure.find_spacegroup().xhm(), "cell": parameters, "atoms": atoms,
        "hkl": [i for index in hkl for i in index], **columns(summed(structure, hkl)),
    }


models = {}
for name, d_min in MODELS.items():
    structure = gemmi.read_structure(str(data / name))
    hkl = random_hkl(structure.cell, 240, d_min)
    models[name] = {"hkl": [i for index in hkl for i in index], **columns(summed(structure, hkl))}
    if name.endswith("1dur.pdb"):
        total = with_anomalous(structure, hkl)
        other = by_cctbx(data / name, hkl)
        mean = sum(map(abs, total)) / len(total)
        worst = max(abs(a - b) for a, b in zip(total, other)) / mean
        print("gemmi against cctbx with f' f'':", worst)
        assert worst < 1e-5
        models[name]["anomalous"] = columns(total)
result = {
    "gemmi": gemmi.__version__,
    "cctbx": version("cctbx-base"),
    "anomalous": {element: {"fPrime": f[0], "fDoublePrime": f[1]} for element, f in ANOMALOUS.items()},
    "models": models,
    "madeUp": [made_up(name, *rest) for name, rest in MADE_UP.items()],
}
text = json.dumps(result)
(here / "directSummation.json").write_text(text + "\n")
print(len(text), "bytes")
