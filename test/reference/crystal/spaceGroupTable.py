"""Writes lib/crystal/spaceGroupTable.ts from the facts in gemmi's space-group table.

Run from the repository root with gemmi 0.7.5:  python test/reference/crystal/spaceGroupTable.py

Facts taken: International Tables number, CCP4 number, Hermann-Mauguin symbol, extension, Hall symbol and the
change of basis to the reference setting, for each of the 564 settings (the 530 of sgtbx in the same order, nine
CCP4 settings, and enlarged cells). The order is kept: where two settings share a name, the first is meant. The alternative
names with the letter e are those of International Tables A (1992 and later) for groups with a double glide plane.
"""

import gemmi

ALTERNATIVES = [
    "A e m 2=A b m 2", "B m e 2=B m a 2", "B 2 e m=B 2 c m", "C 2 m e=C 2 m b", "C m 2 e=C m 2 a",
    "A e 2 m=A c 2 m", "A e a 2=A b a 2", "B b e 2=B b a 2", "B 2 e b=B 2 c b", "C 2 c e=C 2 c b",
    "C c 2 e=C c 2 a", "A e 2 a=A c 2 a", "C m c e=C m c a", "C c m e=C c m b", "A e m a=A b m a",
    "A e a m=A c a m", "B b e m=B b c m", "B m e b=B m a b", "C m m e=C m m a", "A e m m=A b m m",
    "B m e m=B m c m", "C c c e=C c c a", "A e a a=A b a a", "B b e b=B b c b",
    "P 21 21 2a=P 21212(a)", "C 2 2 21a=C 2 2 21a)", "C 2 2 21 (a)=C 2 2 21a)", "P 1-=P -1",
]
HEADER = '''/**
 * Every setting of every space group: its number in International Tables A, CCP4 number, Hermann–Mauguin symbol,
 * extension, Hall symbol and change of basis from the reference setting (International Tables B, section 1.4; CCP4
 * syminfo). Written by test/reference/crystal/spaceGroupTable.py from gemmi %s; do not edit.
 */

/** One setting of a space group, as tabulated. */
export interface SpaceGroupEntry {
  /** Number in International Tables A, 1 to 230. */
  readonly number: number;
  /** CCP4's number (1003 for P 1 1 2, …); 0 where CCP4 has none. */
  readonly ccp4: number;
  readonly hermannMauguin: string;
  /** "1" or "2" (origin choice), "H" or "R" (axes), or "". */
  readonly extension: string;
  readonly hall: string;
  /** Coordinates of this setting as a triplet of those of the reference one; so hkl (reference) = hkl · its rotation. */
  readonly fromReference: string;
}

const changesOfBasis =
  "%s";

// number[/CCP4 number], Hermann–Mauguin[:extension], Hall[, index of the change of basis]
const settings = `
%s`;

/** Names that International Tables and other programs give to a tabulated setting, as `other=tabulated`. */
export const alternativeNames: readonly string[] = `
%s`
  .trim()
  .split(/;\\s*/);

/** All settings, in the order of International Tables; where two share a name, the first is the one meant. */
export const spaceGroupTable: readonly SpaceGroupEntry[] = unpack();

function unpack(): SpaceGroupEntry[] {
  const bases = changesOfBasis.split(" ");
  return settings
    .trim()
    .split(/;\\s*/)
    .map((line) => {
      const [numbers, name, hall, basis] = line.split(",");
      const [number, ccp4 = number] = numbers.split("/");
      const [hermannMauguin, extension = ""] = name.split(":");
      return {
        number: Number(number),
        ccp4: Number(ccp4),
        hermannMauguin,
        extension,
        hall,
        fromReference: bases[Number(basis ?? 0)],
      };
    });
}
'''


def wrap(items, separator, width):
    lines, line = [], ""
    for item in items:
        if line and len(line) + len(item) + len(separator) > width:
            lines.append(line.rstrip())
            line = ""
        line += item + separator
    lines.append(line[: -len(separator)] if line.endswith(separator) else line)
    return "\n".join(lines)


table = list(gemmi.spacegroup_table())
bases = list(dict.fromkeys(sg.basisop.triplet() for sg in table))
assert bases[0] == "x,y,z"
rows = []
for sg in table:
    numbers = str(sg.number) if sg.ccp4 == sg.number else f"{sg.number}/{sg.ccp4}"
    name = sg.hm if sg.ext == "\0" else f"{sg.hm}:{sg.ext}"
    basis = bases.index(sg.basisop.triplet())
    rows.append(",".join([numbers, name, sg.hall] + ([str(basis)] if basis else [])))
assert not any(";" in row or row.count(",") > 3 for row in rows)
text = HEADER % (
    gemmi.__version__,
    " ".join(bases).replace('"', '\\"'),
    wrap(rows, "; ", 108),
    wrap(ALTERNATIVES, "; ", 108),
)
open("lib/crystal/spaceGroupTable.ts", "w").write(text)
print(len(table), "settings,", len(bases), "changes of basis")
