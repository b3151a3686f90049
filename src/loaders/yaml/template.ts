/** What begins a directive of Go templates and Jinja, Jinja's statements and comments, ERB, and templatefile. */
const OPENERS = /\{\{|\{%|\{#|<%|%\{/g;
const TEMPLATE_DIRECTORY = /(?:^|\/)templates?\//;
const TEMPLATE_ENDING = /\.(?:tpl|tmpl|tftpl|gotmpl|j2|jinja2?|erb|mustache|hbs)(?:\.ya?ml)?$/;

/** How far back a line is looked at. */
const MAX_LINE = 500;

/**
 * Whether a text that is not YAML (error at `errorAt`) is a template: it lies where templates lie, or a directive
 * stands outside comments and quotes, or a substitution stands on the line of the error or the one before.
 */
export function looksLikeTemplate(path: string, text: string, errorAt: number): boolean {
  if (TEMPLATE_ENDING.test(path)) return true;
  if (TEMPLATE_DIRECTORY.test(path) && text.includes("{{")) return true;
  if (linesAround(text, errorAt).includes("${")) return true;
  for (const match of text.matchAll(OPENERS)) if (isBare(text, match.index)) return true;
  return false;
}

/** The line of an offset with the one before it. */
function linesAround(text: string, offset: number): string {
  const line = text.lastIndexOf("\n", Math.max(0, offset - 1));
  const start = line <= 0 ? 0 : text.lastIndexOf("\n", line - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end === -1 ? text.length : end);
}

/** Whether an offset is neither in a comment nor, counting the quotes of its line, in a quoted string. */
function isBare(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - MAX_LINE), offset);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (line.trimStart().startsWith("#")) return false;
  const count = (quote: string): number => line.split(quote).length - 1;
  return count('"') % 2 === 0 && count("'") % 2 === 0;
}
