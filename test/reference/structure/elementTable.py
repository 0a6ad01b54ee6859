"""Writes lib/structure/elementTable.ts: symbols and standard atomic weights, in order of atomic number.

Run as: python elementTable.py ../../../lib/structure/elementTable.ts
"""
import sys
import gemmi

weights = [(gemmi.Element(z).name, gemmi.Element(z).weight) for z in range(1, 119)]
lines = []
line = ""
for symbol, weight in weights:
    word = f"{symbol}:{weight:g}"
    if len(line) + len(word) + 1 > 96:
        lines.append(line)
        line = ""
    line += ("" if line == "" else " ") + word
lines.append(line)
text = " ".join(lines)
with open(sys.argv[1], "w") as out:
    out.write("/**\n * Symbol and standard atomic weight (Da) of the elements, in order of atomic number: IUPAC's values.\n")
    out.write(f" * Written by test/reference/structure/elementTable.py from gemmi {gemmi.__version__}; do not edit by hand.\n */\n")
    out.write('export const elementTable: string = [\n')
    for line in lines:
        out.write(f'  "{line}",\n')
    out.write('].join(" ");\n')
