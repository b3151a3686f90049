const NAMED: ReadonlyMap<string, string> = new Map([
  ["\0", "\\0"],
  ["\u0007", "\\a"],
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\v", "\\v"],
  ["\f", "\\f"],
  ["\r", "\\r"],
  ["\u001b", "\\e"],
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\u0085", "\\N"],
  ["\u2028", "\\L"],
  ["\u2029", "\\P"],
]);

/** What libyaml's emitter takes for printable (yaml_emitter is_printable), line ends included. */
export function isPrintable(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  if (code === 0x0a) return true;
  if (code < 0x20 || (code > 0x7e && code < 0xa0) || code === 0xfeff) return false;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd);
}

/** How libyaml's emitter writes a character between double quotes; undefined when it stands as it is. */
export function escaped(char: string): string | undefined {
  const named = NAMED.get(char);
  if (named !== undefined) return named;
  if (isPrintable(char)) return undefined;
  const code = char.codePointAt(0) ?? 0;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}
