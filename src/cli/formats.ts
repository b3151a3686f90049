import { didYouMean } from "../engine/closest.ts";
import type { Report } from "../report/report.ts";
import { UsageError } from "./usage-error.ts";

export type Formatter = (report: Report) => string;

/** The formats of `check`; each is loaded when it is asked for. */
const formats: Readonly<Record<string, () => Promise<Formatter>>> = {
  pretty: async () => (await import("../report/pretty.ts")).formatPretty,
  full: async () => (await import("../report/full.ts")).formatFull,
  concise: async () => (await import("../report/concise.ts")).formatConcise,
  json: async () => (await import("../report/json.ts")).formatJson,
  sarif: async () => (await import("../report/sarif.ts")).formatSarif,
  github: async () => (await import("../report/github.ts")).formatGithub,
  gitlab: async () => (await import("../report/gitlab.ts")).formatGitlab,
  junit: async () => (await import("../report/junit.ts")).formatJunit,
  markdown: async () => (await import("../report/markdown.ts")).formatMarkdown,
};

/** The formats that a program reads: nothing else may stand on standard output beside them. */
export const machineFormats: readonly string[] = ["json", "sarif", "gitlab", "junit"];

export const formatNames: readonly string[] = Object.keys(formats);

/** One `--format NAME[=FILE]`. */
export interface WantedFormat {
  readonly name: string;
  /** Undefined for standard output. */
  readonly file: string | undefined;
}

/** What `--format` asks for: at most one format goes to standard output. */
export function readFormats(texts: readonly string[]): readonly WantedFormat[] {
  const wanted = (texts.length === 0 ? ["pretty"] : texts).map((text): WantedFormat => {
    const at = text.indexOf("=");
    const name = at === -1 ? text : text.slice(0, at);
    if (!formatNames.includes(name)) {
      const guess = didYouMean(name, formatNames);
      throw new UsageError(`there is no format "${name}"${guess}; formats are ${formatNames.join(", ")}`);
    }
    if (at !== -1 && text.length === at + 1) throw new UsageError(`--format ${text} names no file`);
    return { name, file: at === -1 ? undefined : text.slice(at + 1) };
  });
  if (wanted.filter(({ file }) => file === undefined).length > 1) {
    throw new UsageError(
      "only one format can go to standard output: give the others a file, --format NAME=FILE",
    );
  }
  return wanted;
}

export async function loadFormatter(name: string): Promise<Formatter> {
  const load = formats[name];
  if (load === undefined) throw new UsageError(`there is no format "${name}"`);
  return load();
}
