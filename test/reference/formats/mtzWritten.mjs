/**
 * For mtzWritten.py: writes every sample of test/formats/mtzSamples.ts, what was put into it, and the symmetry that is
 * written for every setting of every space group (settings.json), to the folder given.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createServer } from "vite";

const root = new URL("../../..", import.meta.url).pathname;
const server = await createServer({
  root,
  configFile: false,
  logLevel: "error",
  server: { middlewareMode: true },
});
const { sampleMtz, sampleNames } = await server.ssrLoadModule("/test/formats/mtzSamples.ts");
for (const name of sampleNames) {
  const mtz = sampleMtz(name);
  writeFileSync(join(process.argv[2], `${name}.mtz`), mtz.toBytes());
  const columns = mtz.columnInfos.map((info, i) => ({
    ...info,
    data: Array.from(mtz.column(i), (value) => (Number.isNaN(value) ? null : value)),
  }));
  const batches = mtz.batches.map((batch) => ({
    ...batch,
    integers: Array.from(batch.integers),
    reals: Array.from(batch.reals),
  }));
  const { title, cell, symmetry, datasets, history, sortOrder, inverseDSquaredLimits, merged, bigEndian } =
    mtz;
  const said = {
    title,
    cell,
    symmetry,
    datasets,
    history,
    sortOrder,
    inverseDSquaredLimits,
    merged,
    bigEndian,
  };
  writeFileSync(join(process.argv[2], `${name}.json`), JSON.stringify({ ...said, columns, batches }));
}
const { SpaceGroup } = await server.ssrLoadModule("/lib/crystal/index.ts");
const { mtzSymmetryOf } = await server.ssrLoadModule("/lib/formats/mtzSymmetry.ts");
const settings = SpaceGroup.all().map((group) => ({ ...mtzSymmetryOf(group), setting: group.name }));
writeFileSync(join(process.argv[2], "settings.json"), JSON.stringify(settings));
await server.close();
