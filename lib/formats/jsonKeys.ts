/**
 * Finds a key that stands twice in one object of a JSON text. `JSON.parse` takes the last one silently (RFC 8259, section
 * 4, leaves it open), so that two readers of a file could see different things.
 */

const [quote, backslash, colon] = ['"', "\\", ":"].map((letter) => letter.charCodeAt(0));

/**
 * The first key that its object has already, or undefined.
 * @param text what `JSON.parse` has accepted
 */
export function duplicateKey(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (letter === "{" || letter === "[") open.push(new Set());
    else if (letter === "}" || letter === "]") open.pop();
    else if (letter === '"') {
      const start = i;
      for (i++; text.charCodeAt(i) !== quote; i++) if (text.charCodeAt(i) === backslash) i++;
      if (!isKey(text, i + 1)) continue;
      const key: string = JSON.parse(text.slice(start, i + 1));
      const keys = open[open.length - 1];
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}

/** Whether what follows a text makes it a key. */
function isKey(text: string, at: number): boolean {
  let next = at;
  while (text.charCodeAt(next) <= 0x20) next++;
  return text.charCodeAt(next) === colon;
}
