/** CCP4 map files by their path. */
import { readCcp4Map, type WriteCcp4Options, writeCcp4Map } from "../formats/ccp4Map.js";
import { type Ccp4GridOptions, gridOfCcp4Map } from "../formats/ccp4MapGrid.js";
import type { Grid } from "../maps/index.js";
import { withFile } from "./fileSource.js";
import { writeFileAtomic } from "./writeFile.js";

/**
 * Reads a CCP4 or MRC map as a grid over the whole cell.
 * @throws FormatError for a file that is no map, or a broken one; InputError for a path that cannot be read
 */
export async function readMap(path: string, options: Ccp4GridOptions = {}): Promise<Grid> {
  return gridOfCcp4Map(await withFile(path, readCcp4Map), options);
}

/**
 * Writes a grid as a CCP4 map (mode 2, the whole cell), as Coot and PyMOL read it.
 * @throws InputError where the file cannot be written
 */
export async function writeMap(grid: Grid, path: string, options: WriteCcp4Options = {}): Promise<void> {
  await writeFileAtomic(path, writeCcp4Map(grid, options));
}
