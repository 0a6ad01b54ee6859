/** Text files spoiled in every kind of way, the same ones for the same seed. */
import { random as randomNumbers } from "../table/random.js";

/** What numbers, words and bytes are replaced with. */
const oddities = [
  ["NaN", "-inf", "1e999", "-1e308", "99999999999999999999", "0", "-0.000", "****", "?", ".", ""],
  ["'", '"', "=", "!", ",", "\r", "\r\n", "\n", "\0", "\xef\xbb\xbf", "\xff", "  ", "\t", "x".repeat(500)],
  [
    "\n".repeat(20),
    "End of reflections\n",
    "----- Begin chunk -----\n",
    "!END_OF_DATA\n",
    "!ITEM_H=",
    "1 2 3",
  ],
].flat();

/** `count` spoiled texts: each one of `texts` with one to three changes. */
export function* spoiledTexts(texts: readonly string[], count: number, seed: number): Generator<string> {
  const random = randomNumbers(seed);
  for (let n = 0; n < count; n++) {
    let text = texts[n % texts.length];
    for (let changes = 1 + Math.floor(3 * random() * random()); changes > 0; changes--)
      text = spoiled(text, random);
    yield text;
  }
}

function spoiled(text: string, random: () => number): string {
  const below = (length: number): number => Math.floor(random() * length);
  const odd = (): string => oddities[below(oddities.length)];
  const i = below(text.length + 1);
  const j = i + below(12);
  const kinds: (() => string)[] = [
    () => text.slice(0, i),
    () => text.slice(0, i) + String.fromCharCode(below(256)) + text.slice(i + 1),
    () => text.slice(0, i) + odd() + text.slice(j),
    () => text.slice(0, i) + text.slice(j),
    () => text.slice(0, i) + text.slice(below(text.length)),
    () => text.replaceAll("\n", "\r\n"),
    () => {
      const lines = text.split("\n");
      const [line] = lines.splice(below(lines.length), 1);
      if (random() < 0.7) lines.splice(below(lines.length + 1), 0, line, ...(random() < 0.3 ? [line] : []));
      return lines.join("\n");
    },
    () => {
      const words = text.split(/( +|\n)/);
      words[2 * below(words.length / 2)] = odd();
      return words.join("");
    },
  ];
  return kinds[below(kinds.length)]();
}
