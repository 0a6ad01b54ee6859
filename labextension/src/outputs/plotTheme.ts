/**
 * A plot in JupyterLab's dark theme. The library's plots bring their colours with them, made for white paper (lib/plots/theme.ts):
 * here the paper becomes transparent, the ink light, and the two colours of series that would be lost are brightened. What
 * is saved or copied stays as it was made, for paper.
 */

/** Colours for paper, and what stands for them in the dark; in lower case. */
const dark: Readonly<Record<string, string>> = {
  "#222222": "#e4e4e4",
  "#666666": "#adadad",
  "#767676": "#a0a0a0",
  "#ececec": "#3c3c3c",
  "#888888": "#808080",
  // Okabe & Ito's blue and black.
  "#0072b2": "#3d9fd8",
  "#000000": "#f2f2f2",
};

/** A specification with its colours changed; its data are left as they are. */
export function darkPlot(spec: unknown): unknown {
  if (typeof spec !== "object" || spec === null) return spec;
  const recoloured = changed(spec) as Record<string, unknown>;
  const { config } = recoloured;
  if (typeof config === "object" && config !== null && "background" in config)
    recoloured.config = { ...config, background: "transparent" };
  return recoloured;
}

function changed(value: unknown): unknown {
  if (typeof value === "string") return dark[value.toLowerCase()] ?? value;
  if (Array.isArray(value)) return value.map(changed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      /^(data|datasets)$/.test(key) ? inner : changed(inner),
    ]),
  );
}
