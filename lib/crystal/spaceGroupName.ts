/**
 * From the name or number of a space group to its tabulated setting. Spaces, underscores and letter case do not matter.
 * Known beside every tabulated Hermann–Mauguin symbol, with or without `:extension`:
 * - short monoclinic names with unique axis b ("P 21", "C 2/c"), but "B 2" means B 1 1 2, as in the PDB;
 * - "H 3", "H 3 2", … and "R 3 H", "R 3 R" for the axes of rhombohedral groups;
 * - symbols with e for a double glide plane, and cubic symbols without the minus of -3 ("P m 3 m");
 * - numbers of International Tables or CCP4.
 * Where a name without extension has two settings, the first is meant: hexagonal axes for R (unless a cell says
 * otherwise) and origin choice 1, as in CCP4.
 */
import { nearestName, SymmetryError } from "../errors.js";
import { alternativeNames, type SpaceGroupEntry, spaceGroupTable } from "./spaceGroupTable.js";
import type { UnitCell } from "./unitCell.js";

let byName: ReadonlyMap<string, readonly SpaceGroupEntry[]> | undefined;

/** The name with its extension, "R 3:H". */
export function extendedName(entry: SpaceGroupEntry): string {
  return entry.extension === "" ? entry.hermannMauguin : `${entry.hermannMauguin}:${entry.extension}`;
}

/**
 * The setting that a name means.
 * @param cell chooses between hexagonal and rhombohedral axes where the name does not
 * @throws SymmetryError if there is none, naming the nearest
 */
export function settingOfName(name: string, cell?: UnitCell): SpaceGroupEntry {
  if (typeof name !== "string") {
    throw new SymmetryError(
      `space group: got ${typeof name}, expected a name such as P 21 21 21 or a number`,
    );
  }
  byName ??= indexNames();
  const trimmed = name.trim();
  if (/^\d+$/.test(trimmed)) return settingOfNumber(Number(trimmed));
  const { base, extension } = splitName(trimmed);
  const settings = byName.get(base) ?? [];
  if (extension !== "") {
    const setting = settings.find((entry) => entry.extension.toLowerCase() === extension);
    if (setting !== undefined) return setting;
    if (settings.length > 0) {
      const known = settings.map(extendedName).join(", ");
      throw new SymmetryError(
        `space group "${name}": got extension "${extension}", expected one of ${known}`,
      );
    }
  }
  if (settings.length === 0) throw unknownName(name, base, byName);
  if (/\s1\s+21\s*$/.test(trimmed) && settings[0].hermannMauguin.endsWith(" 1 2 1")) {
    // with its spaces it says a screw axis, without them the twofold axis of another group
    const screw = settings[0].hermannMauguin.replace("1 2 1", "1 21 1");
    throw new SymmetryError(`space group: got "${name}", expected ${settings[0].hermannMauguin} or ${screw}`);
  }
  const rhombohedral = settings.find((entry) => entry.extension === "R");
  return cell !== undefined && rhombohedral !== undefined && isRhombohedral(cell)
    ? rhombohedral
    : settings[0];
}

/**
 * The setting of a number: CCP4's where it has that number (4005 is I 1 21 1), which for 1 to 230 is the group of
 * International Tables with hexagonal axes and origin choice 1.
 * @throws SymmetryError if there is none
 */
export function settingOfNumber(number: number): SpaceGroupEntry {
  const setting = spaceGroupTable.find((entry) => entry.ccp4 === number && number > 0);
  if (setting === undefined) {
    throw new SymmetryError(
      `space group number: got ${number}, expected 1 to 230 (or a CCP4 number such as 1003)`,
    );
  }
  return setting;
}

function unknownName(
  name: string,
  base: string,
  names: ReadonlyMap<string, readonly SpaceGroupEntry[]>,
): SymmetryError {
  const nearest = nearestName(base, [...names.keys()]);
  const hint = nearest === undefined ? "" : `; did you mean ${extendedName(names.get(nearest)![0])}?`;
  return new SymmetryError(
    `space group: got "${name}", expected a Hermann–Mauguin symbol such as P 21 21 21 or R 3:H${hint}`,
  );
}

/** α : γ is 90 : 120 with hexagonal axes and 1 : 1 with rhombohedral. */
function isRhombohedral(cell: UnitCell): boolean {
  return cell.gamma < 1.125 * cell.alpha;
}

function splitName(name: string): { base: string; extension: string } {
  const [text, extension = ""] = plain(name).split(":");
  if (text.startsWith("h")) return { base: `r${text.slice(1)}`, extension: extension || "h" };
  const ending = /^(r.*\d.*)([hr])$/.exec(text);
  if (ending !== null && extension === "") return { base: ending[1], extension: ending[2] };
  return { base: text, extension };
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_]/g, "");
}

function indexNames(): Map<string, SpaceGroupEntry[]> {
  const index = new Map<string, SpaceGroupEntry[]>();
  // full names go first, so that no short name can take the place of one
  for (const entry of spaceGroupTable) add(entry.hermannMauguin, entry);
  for (const entry of spaceGroupTable) {
    const short = shortMonoclinic(entry) ?? cubicWithoutMinus(entry);
    if (short !== undefined) add(short, entry);
  }
  for (const line of alternativeNames) {
    const [other, tabulated] = line.split("=");
    for (const entry of index.get(plain(tabulated)) ?? []) add(other, entry);
  }
  return index;

  function add(name: string, entry: SpaceGroupEntry): void {
    const key = plain(name);
    const settings = index.get(key);
    if (settings === undefined) index.set(key, [entry]);
    else settings.push(entry);
  }
}

/** "P 21" of P 1 21 1, and "B 2" of B 1 1 2. */
function shortMonoclinic(entry: SpaceGroupEntry): string | undefined {
  if (entry.number < 3 || entry.number > 15) return undefined;
  const [lattice, a, b, c] = entry.hermannMauguin.split(" ");
  if (lattice === "B") return a === "1" && b === "1" ? `B ${c}` : undefined;
  return a === "1" && c === "1" ? `${lattice} ${b}` : undefined;
}

/** "P m 3 m" of P m -3 m: the symbol of centrosymmetric cubic groups in the International Tables of 1935 and 1952. */
function cubicWithoutMinus(entry: SpaceGroupEntry): string | undefined {
  const { number, hermannMauguin } = entry;
  const centrosymmetric = (number >= 200 && number <= 206) || number >= 221;
  return centrosymmetric ? hermannMauguin.replace("-3", "3") : undefined;
}
