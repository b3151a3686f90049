import type { Finding, SuppressedFinding } from "../model/finding.ts";
import type { Exception } from "./configuration.ts";
import { namesFile, namesRule } from "./globs.ts";

/** Findings after the configuration's exceptions have been heard. */
export interface Excepted {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly expired: readonly Exception[];
  /** Exceptions that still hold and except nothing. */
  readonly unused: readonly Exception[];
}

export interface ExceptionSettings {
  /** `YYYY-MM-DD`: an exception holds through the day that it names. */
  readonly today: string;
  readonly pathInConfiguration: (path: string) => string;
}

function excepts(exception: Exception, finding: Finding, settings: ExceptionSettings): boolean {
  const { rule, files, match } = exception;
  if (!namesRule(rule, finding.rule)) return false;
  if (match !== undefined && !finding.message.includes(match)) return false;
  if (files === undefined) return true;
  const places = [finding.at, ...finding.related.map(({ at }) => at)];
  return places.some(({ file }) => namesFile(files, settings.pathInConfiguration(file.path)));
}

/** Takes away the findings that an exception accepts, at any of their places. */
export function applyExceptions(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
  settings: ExceptionSettings,
): Excepted {
  const holds = ({ expires }: Exception): boolean => expires === undefined || expires >= settings.today;
  const active = exceptions.filter(holds);
  const used = new Set<Exception>();
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const fitting = active.filter((exception) => excepts(exception, finding, settings));
    fitting.forEach((exception) => used.add(exception));
    const first = fitting[0];
    if (first === undefined) kept.push(finding);
    else suppressed.push({ finding, kind: "exception", justification: first.reason });
  }
  return {
    kept,
    suppressed,
    expired: exceptions.filter((exception) => !holds(exception)),
    unused: active.filter((exception) => !used.has(exception)),
  };
}
