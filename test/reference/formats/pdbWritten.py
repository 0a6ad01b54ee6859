"""Writes pdbWritten.json: a PDB text that lib/formats/pdbWriter.ts wrote, and what gemmi reads from it.

Run as: python pdbWritten.py TEXT.pdb
"""
import json
import pathlib
import sys
import gemmi

text = pathlib.Path(sys.argv[1]).read_text()
structure = gemmi.read_pdb_string(text)
atoms = []
for chain in structure[0]:
    for residue in chain:
        for atom in residue:
            u = atom.aniso
            elements = [u.u11, u.u22, u.u33, u.u12, u.u13, u.u23]
            atoms.append({
                "name": atom.name, "element": atom.element.name, "charge": atom.charge,
                "residueName": residue.name, "residueNumber": residue.seqid.num,
                "insertionCode": residue.seqid.icode.strip(), "chain": chain.name,
                "altloc": atom.altloc.replace("\0", ""), "hetero": residue.het_flag == "H",
                "x": atom.pos.x, "y": atom.pos.y, "z": atom.pos.z,
                "occupancy": round(atom.occ, 4), "b": round(atom.b_iso, 4),
                "u": [round(value, 6) for value in elements] if u.nonzero() else None,
            })
result = {"text": text, "gemmi": {"version": gemmi.__version__, "cell": list(structure.cell.parameters),
                                  "spaceGroup": structure.find_spacegroup().xhm(), "atoms": atoms}}
path = pathlib.Path(__file__).parent / "pdbWritten.json"
path.write_text(json.dumps(result, indent=1) + "\n")
