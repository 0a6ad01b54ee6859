/**
 * How far SIGF of Laue data and stills holds: simulations by their defaults, merged by their recipes, beside the truth by
 * resolution shell (`compareWithTruth`): correlation of E, and the share of truths within one and two SIGF, which of a normal
 * posterior that is right are 68 and 95 %. bench/coverage.mjs prints it.
 */

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard error of the mean. */
export function error(values) {
  const m = mean(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - m) ** 2, 0) / (values.length - 1) / values.length,
  );
}

export const percent = (share) => (100 * share).toFixed(1);

/** Laue data and stills by the defaults of simulation, recipe and training; of Laue data beam and reach are told. */
export const kinds = {
  laue: {
    simulate: ({ simulateLaue }, options) => simulateLaue(options),
    model: (dMin) => ({ laue: { range: [0.5, 2], dMin } }),
    apart: (data) => data.truthOfReflections.harmonicOnly,
  },
  stills: {
    simulate: ({ simulateStills }, options) => simulateStills(options),
    model: () => ({ recipe: "stills" }),
    apart: () => undefined,
  },
};

const SHELLS = 5;

/**
 * One set of a kind, merged, beside the truth (`compareWithTruth`).
 * @param {typeof import("../lib/index.js")} friedel
 */
export async function comparedSet(friedel, kind, seed, { engine, data: made, training, shells } = {}) {
  const data = kind.simulate(friedel, { ...made, seed });
  const reach = friedel
    .computeDHKL(data.truth)
    .values("dHKL")
    .reduce((a, b) => Math.min(a, b));
  const model = friedel.merge(data.observations, { engine, ...kind.model(reach) });
  const run = await model.train({ seed, reporters: [], evaluateEvery: 1e9, ...training });
  return friedel.compareWithTruth(run.merged, data.truth, {
    shells: shells ?? SHELLS,
    apart: kind.apart(data),
  });
}

/** Lines of a table: a shell each, and all; means over the sets, with their standard errors. */
export function shellTable(sets) {
  const cell = (of) => {
    const found = sets.map(of).filter(Number.isFinite);
    return found.length < 2 ? "–" : `${percent(mean(found))} ± ${percent(error(found))}`;
  };
  const line = (name, of) => {
    const shares = ["all", "apart", "rest"].flatMap((part) =>
      sets[0][part] === undefined
        ? []
        : ["correlation", "withinOneSigma", "withinTwoSigma"].map((key) => cell((set) => of(set[part][key]))),
    );
    return `| ${[name, ...shares].join(" | ")} |`;
  };
  const [{ dMax, dMin, apart }] = sets;
  const heads = (apart === undefined ? [""] : ["", ", harmonics only", ", indexed"]).flatMap((part) =>
    ["CC(E)", "1σ", "2σ"].map((name) => `${name}${part}`),
  );
  return [
    `| d, Å | ${heads.join(" | ")} |`,
    `|---|${"---|".repeat(heads.length)}`,
    ...Array.from(dMax, (d, s) => line(`${d.toFixed(2)}–${dMin[s].toFixed(2)}`, ({ shells }) => shells[s])),
    line("all", ({ overall }) => overall),
  ];
}

/** Prints the table of so many sets of a kind, E normalised in so many shells. */
export async function reportShells(friedel, engine, name, { sets, shells, training }) {
  const found = [];
  for (let seed = 1; seed <= sets; seed++) {
    found.push(await comparedSet(friedel, kinds[name], seed, { engine, shells, training }));
    process.stderr.write(`\r${seed} of ${sets} sets `);
  }
  console.log(shellTable(found).join("\n"));
}
