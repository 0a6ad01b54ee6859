/**
 * Modules that Friedel can talk to but does not depend on. The name reaches `import` through a variable, so that
 * bundlers for the browser and type checkers of users without the module leave it alone.
 */

/** The first of the modules that is installed (its default export where it has one and nothing else), or undefined. */
export async function importOptional(names: readonly string[]): Promise<unknown> {
  for (const name of names) {
    try {
      const module: unknown = await import(/* @vite-ignore */ /* webpackIgnore: true */ name);
      return unwrap(module);
    } catch {
      // not installed, or installed without its native part: try the next
    }
  }
  return undefined;
}

/** CommonJS modules imported from ESM come as `{ default: … }`, with or without their names beside it. */
function unwrap(module: unknown): unknown {
  if (typeof module !== "object" || module === null || !("default" in module)) return module;
  const inner = module.default;
  return typeof inner === "object" && inner !== null ? { ...module, ...inner } : module;
}
