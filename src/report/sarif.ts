import type { Finding, Severity, Suggestion, SuppressedFinding } from "../model/finding.ts";
import { lineColumn, type Location, type Place } from "../model/location.ts";
import type { AnyRule } from "../rule-api/rule.ts";
import { compareForLimits, type Report } from "./report.ts";

/**
 * What GitHub takes: a run with more results is refused as a whole, and of a result's places it shows a hundred
 * (https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit).
 */
const MAX_RESULTS = 25_000;
const MAX_RELATED = 100;
/** A rule's full description may have so many characters for GitHub. */
const MAX_DESCRIPTION = 1024;

const levels: Readonly<Record<Severity | "off", string>> = {
  error: "error",
  warning: "warning",
  info: "note",
  off: "none",
};

/**
 * SARIF reads `{0}` in a message as a placeholder and `[words](1)` as a link (SARIF 2.1.0, 3.11.5 and 3.11.6). Other
 * brackets and braces are left as they are, because viewers show the text as it stands.
 */
function plain(text: string): string {
  return text.replace(/\{(\d+)\}/g, "{{$1}}").replace(/\[([^\][]*)\](?=\()/g, "\\[$1\\]");
}

/** Characters that a URI's path may not hold are escaped; a file outside of the working directory is named whole. */
function artifactOf({ file }: Place, { files }: Report): object {
  const path = files.relative(file.path);
  if (!path.startsWith("../")) return { uri: encodePath(path), uriBaseId: "%SRCROOT%" };
  const absolute = files.absolute(file.path).replaceAll("\\", "/");
  return { uri: `file://${absolute.startsWith("/") ? "" : "/"}${encodePath(absolute)}` };
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function regionOf({ file, span }: Place): object {
  const start = lineColumn(file, span.start);
  const end = lineColumn(file, span.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function locationOf(at: Location, report: Report): object {
  return { physicalLocation: { artifactLocation: artifactOf(at, report), region: regionOf(at) } };
}

function byFile<T extends { readonly at: Place }>(items: readonly T[]): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(item.at.file.path, [...(groups.get(item.at.file.path) ?? []), item]);
  return [...groups.values()];
}

/** A suggestion as a fix; none when its language cannot make edits of it. */
function fixOf(suggestion: Suggestion, report: Report): readonly object[] {
  const changes = byFile(report.editsOf(suggestion)).flatMap((edits) => {
    const [first] = edits;
    if (first === undefined) return [];
    const replacements = edits.map(({ at, text }) => ({
      deletedRegion: regionOf(at),
      insertedContent: { text },
    }));
    return [{ artifactLocation: artifactOf(first.at, report), replacements }];
  });
  if (changes.length === 0) return [];
  const description = { text: plain(suggestion.description) };
  return [{ description, artifactChanges: changes, properties: { safety: suggestion.safety } }];
}

/** The chain that a finding is about as one flow: from the place to change to the ones that it must agree with. */
function flowOf({ at, message, related }: Finding, report: Report): object {
  const steps = [{ at, message }, ...related.slice(0, MAX_RELATED)];
  const locations = steps.map((step) => ({
    location: { ...locationOf(step.at, report), message: { text: plain(step.message) } },
  }));
  return { threadFlows: [{ locations }] };
}

function suppressionOf({ kind, justification }: SuppressedFinding): object {
  return {
    kind: kind === "directive" ? "inSource" : "external",
    ...(justification === "" ? {} : { justification }),
  };
}

interface Item {
  readonly finding: Finding;
  readonly suppressed?: SuppressedFinding;
}

function resultOf({ finding, suppressed }: Item, report: Report): object {
  const { rule, severity, message, at, related, confidence } = finding;
  const fixes = finding.suggestions.flatMap((suggestion) => fixOf(suggestion, report));
  const ruleIndex = report.rules.findIndex(({ id }) => id === rule);
  const name = report.fingerprintOf(finding);
  return {
    ruleId: rule,
    ...(ruleIndex === -1 ? {} : { ruleIndex }),
    level: levels[severity],
    message: { text: plain(message) },
    locations: [locationOf(at, report)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.slice(0, MAX_RELATED).map((item, id) => ({
            id: id + 1,
            ...locationOf(item.at, report),
            message: { text: plain(item.message) },
          })),
        }),
    ...(related.length === 0 ? {} : { codeFlows: [flowOf(finding, report)] }),
    // GitHub knows a result again by the first of these names only.
    partialFingerprints: { primaryLocationLineHash: name, "irsaLint/v1": name },
    ...(fixes.length === 0 ? {} : { fixes }),
    // An empty list says "not suppressed", a missing one "not known" (SARIF 2.1.0, 3.27.23).
    suppressions: suppressed === undefined ? [] : [suppressionOf(suppressed)],
    properties: { confidence },
  };
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function camelCase(id: string): string {
  return id.replace(/(?:^|[/-])([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function descriptorOf({ id, meta }: AnyRule, pageOf: Report["pageOf"]): object {
  const { why, fix, quiet = [], references } = meta.docs;
  const quietLines = quiet.map((line) => `- ${line}`);
  const links = references.map((url) => `- <${url}>`);
  const markdown = [
    why,
    `**How to repair it**\n\n${fix}`,
    ...(quietLines.length === 0 ? [] : [`**Stays quiet**\n\n${quietLines.join("\n")}`]),
    ...(links.length === 0 ? [] : [`**See also**\n\n${links.join("\n")}`]),
  ];
  const problem = { error: "error", warning: "warning", info: "recommendation", off: "recommendation" };
  const page = pageOf(id);
  return {
    id,
    name: camelCase(id),
    // A page on somebody's disk is no address for others.
    ...(page?.startsWith("https:") === true ? { helpUri: page } : {}),
    shortDescription: { text: plain(sentence(meta.summary)) },
    fullDescription: { text: plain(why.slice(0, MAX_DESCRIPTION)) },
    help: { text: plain(`${why}\n\nHow to repair it: ${fix}`), markdown: plain(markdown.join("\n\n")) },
    defaultConfiguration:
      meta.severity === "off" ? { enabled: false } : { level: levels[meta.severity], enabled: true },
    properties: {
      tags: [id.split("/")[0] ?? id],
      precision: "high",
      "problem.severity": problem[meta.severity],
    },
  };
}

/** The most severe results first, when there are more than may be shown. */
function kept(items: readonly Item[]): readonly Item[] {
  if (items.length <= MAX_RESULTS) return items;
  return [...items].sort((a, b) => compareForLimits(a.finding, b.finding)).slice(0, MAX_RESULTS);
}

function notifications(report: Report, leftOut: number): readonly object[] {
  const failures = report.failures.map((text) => ({ level: "error", message: { text: plain(text) } }));
  if (leftOut === 0) return failures;
  const text = `${leftOut} results were left out: a run may hold ${MAX_RESULTS}`;
  return [...failures, { level: "warning", message: { text } }];
}

/**
 * `--format sarif`: SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), within the limits
 * of GitHub's code scanning. Paths are relative to the working directory, `%SRCROOT%`, which is left to the reader to
 * resolve: the same input gives the same bytes on every machine.
 */
export function formatSarif(report: Report): string {
  const items: readonly Item[] = [
    ...report.findings.map((finding) => ({ finding })),
    ...report.suppressed.map((suppressed) => ({ finding: suppressed.finding, suppressed })),
  ];
  const shown = kept(items);
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "irsa-lint",
            version: report.version,
            semanticVersion: report.version,
            rules: report.rules.map((rule) => descriptorOf(rule, report.pageOf)),
          },
        },
        invocations: [
          {
            executionSuccessful: report.failures.length === 0,
            toolExecutionNotifications: notifications(report, items.length - shown.length),
          },
        ],
        originalUriBaseIds: {
          "%SRCROOT%": { description: { text: "The directory that irsa-lint was run in." } },
        },
        columnKind: "utf16CodeUnits",
        results: shown.map((item) => resultOf(item, report)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
