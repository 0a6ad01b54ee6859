"""Writes pdbStructures.json: what gemmi reads from every PDB file of ../../../../shared/data, and from its mmCIF model
(mmcifStructures.json): counts by element, chain and residue, sums, and every 97th atom in full.

Run as: python pdbStructures.py DATA_FOLDER
"""
import collections
import json
import pathlib
import sys
import gemmi

data = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).parent


def describe(path):
    structure = gemmi.read_structure(str(path))
    atoms = [
        (model, chain, residue, atom)
        for model in structure
        for chain in model
        for residue in chain
        for atom in residue
    ]
    atoms.sort(key=lambda entry: (entry[0].num, entry[3].serial))
    group = structure.find_spacegroup()

    def u(atom):
        return [atom.aniso.u11, atom.aniso.u22, atom.aniso.u33, atom.aniso.u12, atom.aniso.u13, atom.aniso.u23]

    anisotropic = [atom for _, _, _, atom in atoms if atom.aniso.nonzero()]
    return {
        "cell": list(structure.cell.parameters),
        "spaceGroup": group.xhm() if group else None,
        "atoms": len(atoms),
        "models": len(structure),
        "elements": collections.Counter(atom.element.name for *_, atom in atoms),
        "chains": collections.Counter(chain.name for _, chain, _, _ in atoms),
        "residues": collections.Counter(residue.name for *_, residue, _ in atoms),
        "altlocs": collections.Counter(atom.altloc.replace("\0", "") for *_, atom in atoms),
        "hetero": sum(residue.het_flag == "H" for *_, residue, _ in atoms),
        "charge": sum(atom.charge for *_, atom in atoms),
        "sums": {
            "x": sum(atom.pos.x for *_, atom in atoms),
            "y": sum(atom.pos.y for *_, atom in atoms),
            "z": sum(atom.pos.z for *_, atom in atoms),
            "b": sum(atom.b_iso for *_, atom in atoms),
            "occupancy": sum(atom.occ for *_, atom in atoms),
        },
        "anisotropic": len(anisotropic),
        "uSums": [sum(values) for values in zip(*map(u, anisotropic))],
        "sampled": [
            {
                "serial": atom.serial,
                "name": atom.name,
                "element": atom.element.name,
                "residueName": residue.name,
                "residueNumber": residue.seqid.num,
                "insertionCode": residue.seqid.icode.strip(),
                "chain": chain.name,
                "altloc": atom.altloc.replace("\0", ""),
                "x": atom.pos.x,
                "y": atom.pos.y,
                "z": atom.pos.z,
                "occupancy": atom.occ,
                "b": atom.b_iso,
                "u": u(atom) if atom.aniso.nonzero() else None,
            }
            for _, chain, residue, atom in atoms[::97]
        ],
    }


for name, paths in {
    "pdbStructures": sorted(data.rglob("*.pdb")),
    "mmcifStructures": [data / "structure_factors" / "1dur.cif"],
}.items():
    files = {str(path.relative_to(data)): describe(path) for path in paths}
    text = json.dumps({"gemmi": gemmi.__version__, "files": files}, indent=1)
    (here / f"{name}.json").write_text(text + "\n")
    print(name, len(files), "files", len(text), "bytes")
