import type { Report } from "./report.ts";

interface Row {
  readonly rule: string;
  readonly severity: string;
  readonly count: number;
}

/** `--statistics`: how many findings each rule gave, most first. */
export function formatStatistics({ findings }: Report): string {
  const rows = new Map<string, Row>();
  for (const { rule, severity } of findings) {
    const key = `${severity} ${rule}`;
    rows.set(key, { rule, severity, count: (rows.get(key)?.count ?? 0) + 1 });
  }
  const sorted = [...rows.values()].sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
  const width = Math.max(0, ...sorted.map(({ count }) => String(count).length));
  return sorted
    .map(
      ({ rule, severity, count }) => `  ${String(count).padStart(width)}  ${severity.padEnd(7)}  ${rule}\n`,
    )
    .join("");
}
