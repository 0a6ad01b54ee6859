"""Writes cifSyntax.json: what gemmi.cif makes of the CIFs of ../../../../shared/data: blocks, pairs, loops, and the
FNV-1a hash (32 bits) of all values in order, each ended by U+0001; unknown is U+0002 ?, inapplicable U+0002 .

Run as: python cifSyntax.py DATA_FOLDER
"""
import json
import pathlib
import sys
import gemmi
from gemmi import cif

data = pathlib.Path(sys.argv[1])


def plain(raw):
    if raw in ("?", "."):
        return "\2" + raw
    return cif.as_string(raw)


def fnv(values):
    state = 0x811C9DC5
    for value in values:
        for byte in (value + "\1").encode("utf-8"):
            state = ((state ^ byte) * 0x01000193) & 0xFFFFFFFF
    return state


def describe(path):
    blocks = []
    for block in cif.read(str(path)):
        loops = []
        pairs = 0
        values = []
        for item in block:
            if item.pair is not None:
                pairs += 1
                values.append(plain(item.pair[1]))
            elif item.loop is not None:
                loops.append([item.loop.tags[0], item.loop.width(), item.loop.length()])
                values.extend(plain(value) for value in item.loop.values)
        blocks.append({"name": block.name, "pairs": pairs, "loops": loops, "hash": fnv(values)})
    return blocks


names = ["structure_factors/1dur.cif", "structure_factors/1dur-sf.cif", "pyp/reference_data/ligands.cif"]
result = {"gemmi": gemmi.__version__, "files": {name: describe(data / name) for name in names}}
(pathlib.Path(__file__).parent / "cifSyntax.json").write_text(json.dumps(result, indent=1) + "\n")
