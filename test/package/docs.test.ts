/**
 * The examples of the README and of docs/: TypeScript blocks are type-checked (those of one page together, in order,
 * like the cells of a notebook: what one imports or defines, the later ones know) and, where the block says ```ts run, run against the build; commands in shell blocks
 * exist, with the options that they are given.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { build, staleBuild } from "../../binder/build.mjs";
import { root } from "../../binder/common.mjs";
import { collect } from "../notebooks/runNotebook.js";
import { writeFiles } from "./packed.js";

interface Block {
  /** What stands after the opening fence, e.g. "ts run". */
  readonly info: string;
  readonly code: string;
}

const output = join(root, "test", "output", "docs");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
const cli = join(root, "dist", "cjs", "cli", "main.js");
const docs = join(root, "docs");
const pages = [
  join(root, "README.md"),
  ...(existsSync(docs) ? readdirSync(docs) : [])
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(docs, name)),
];

beforeAll(async () => {
  if (staleBuild() !== undefined) await build();
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
});

describe.each(pages.map((page) => [relative(root, page), page]))("%s", (_name, page) => {
  const blocks = existsSync(page) ? blocksOf(readFileSync(page, "utf8")) : [];
  const code = blocks.filter(({ info }) => /^(ts|typescript)\b/.test(info));
  const shell = blocks.filter(({ info }) => /^(sh|bash|shell|console)\b/.test(info));

  test("is there", () => {
    expect(existsSync(page)).toBe(true);
  });

  if (code.length > 0)
    test("its TypeScript is right", async () => {
      const folder = join(output, basename(page, ".md"));
      writeFiles(folder, {
        "page.ts": moduleOf(code),
        "tsconfig.json": JSON.stringify({
          extends: join(root, "tsconfig.json"),
          compilerOptions: { noUnusedLocals: false },
          include: [],
          files: ["page.ts"],
        }),
      });
      expect((await collect(process.execPath, [compiler, "-p", folder, "--noEmit"])).stdout).toBe("");
    });

  const runnable = code.filter(({ info }) => /\brun\b/.test(info));
  if (runnable.length > 0)
    test("its TypeScript that says so runs", async () => {
      const folder = join(output, basename(page, ".md"), "run");
      writeFiles(folder, { "page.ts": moduleOf(runnable) });
      const options = [
        "--module",
        "esnext",
        "--moduleResolution",
        "bundler",
        "--target",
        "es2022",
        "--skipLibCheck",
      ];
      await collect(process.execPath, [compiler, ...options, join(folder, "page.ts")]);
      await collect(process.execPath, ["-e", makeExample], process.env, folder);
      const run = await collect(process.execPath, ["page.js"], process.env, folder);
      expect(run).toMatchObject({ status: 0, stderr: "" });
    });

  test("its commands exist, with their options", async () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
    for (const { code } of shell)
      for (const line of code.split("\n")) {
        const words = line
          .replace(/^\s*\$ /, "")
          .trim()
          .split(/\s+/);
        if (words[0] === "npm") {
          const script = words[1] === "run" ? words[2] : words[1];
          if (!["ci", "install", "i", "pack"].includes(script))
            expect(Object.keys(scripts)).toContain(script);
        }
        const start = words[0] === "npx" ? 1 : 0;
        if (words[start] === "friedel") await checkCommand(words.slice(start + 1));
      }
  });
});

/** Unmerged data, as the examples that read a file expect them in the folder they run in. */
const makeExample = `require("friedel").simulateRotation({ seed: 1, dMin: 3, scaled: true }).observations.write("scaled.mtz")`;

/** The blocks put together into one module; as in a notebook, a name may be imported more than once. */
function moduleOf(blocks: readonly Block[]): string {
  const imports = new Map<string, Set<string>>();
  const body = blocks
    .map(({ code }) => code)
    .join("\n")
    .replace(/^import \{([^}]*)\} from "([^"]*)";$/gm, (_statement, names: string, from: string) => {
      const known = imports.get(from) ?? new Set();
      for (const name of names.split(",")) if (name.trim() !== "") known.add(name.trim());
      imports.set(from, known);
      return "";
    });
  const head = [...imports].map(([from, names]) => `import { ${[...names].join(", ")} } from "${from}";\n`);
  return `${head.join("")}${body}\nexport {};\n`;
}

/** The command is one that `friedel` has, and its help names every option in the example. */
async function checkCommand(words: readonly string[]): Promise<void> {
  if (words.length === 0 || words[0].startsWith("-")) return;
  const help = await collect(process.execPath, [cli, words[0], "--help"]);
  expect(help.status, `friedel ${words[0]}`).toBe(0);
  for (const option of words.filter((word) => word.startsWith("--")))
    expect(help.stdout).toContain(option.replace(/=.*/, "").replace(/^--no-/, "--"));
}

/** The fenced blocks of a Markdown page. */
function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  for (const [, info, code] of markdown.matchAll(/^```([^\n`]*)\n([\s\S]*?)^```\s*$/gm))
    blocks.push({ info: info.trim(), code });
  return blocks;
}
