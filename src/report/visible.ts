/**
 * Characters that a terminal obeys or that change the order of what is read (C0, C1, and Unicode's bidirectional
 * marks), as escapes: a scanned file must not be able to move the cursor, hide words or forge a line of the report.
 */
export function visible(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, escape);
}

function escape(char: string): string {
  const short = JSON.stringify(char).slice(1, -1);
  return short === char ? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}` : short;
}

/** The same for a text that may have several lines, which become spaces. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s*[\r\n]+\s*/g, " "));
}
