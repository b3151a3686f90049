/** Compares what a row of the chart catalogue tells of a release with what Helm rendered of the chart itself. */
import type { ChartRow } from "../../../src/catalogue/charts/chart-row.ts";
import {
  renderServiceAccounts,
  type ChartServiceAccount,
} from "../../../src/catalogue/charts/service-accounts.ts";
import { parseJson } from "../../../src/loaders/json/parse-json.ts";
import { wholeFile } from "../../../src/model/location.ts";
import { entriesOf } from "../../../src/model/node.ts";
import { fileSource } from "../../../src/model/source.ts";
import { known, literal, print, type Text } from "../../../src/model/text.ts";
import type { ReleaseCase } from "../../../tools/oracle/helm-charts/cases.ts";
import type { IdentityParts } from "../../../tools/oracle/helm-charts/identity.ts";
import { answerOf, type RecordedCase, type Recording } from "../../../tools/oracle/helm-charts/recording.ts";

export interface Comparison {
  /** What the row tells that Helm does not, in words; none when the row is right. */
  readonly wrong: readonly string[];
  /** Accounts of which the row tells name and namespace. */
  readonly told: number;
  /** Accounts of which it leaves name, namespace or existence open. */
  readonly open: number;
  /** Accounts that the chart makes and the row does not know. */
  readonly unlisted: readonly string[];
}

const nothing: Comparison = { wrong: [], told: 0, open: 0, unlisted: [] };

/** Nothing to compare where Helm refuses the release. */
export function compareRow(row: ChartRow, recording: Recording, given: RecordedCase): Comparison {
  const answer = answerOf(recording, given);
  if ("error" in answer) return nothing;
  const accounts = predictedAccounts(row, recording, given);
  const results = accounts.map((account) => compareAccount(account, answer));
  const covered = new Set(results.flatMap(({ covers }) => covers));
  return {
    wrong: results.flatMap(({ wrong }) => wrong),
    told: results.filter(({ open }) => !open).length,
    open: results.filter(({ open }) => open).length,
    unlisted: Object.keys(answer.serviceAccounts).filter((name) => !covered.has(name)),
  };
}

function predictedAccounts(
  row: ChartRow,
  { chart, version }: Recording,
  { release, namespace, values }: ReleaseCase,
): readonly ChartServiceAccount[] {
  const source = fileSource({ path: "values.json", text: JSON.stringify(values) });
  return renderServiceAccounts(
    row,
    { name: text(release), namespace: text(namespace), chart: text(chart), version },
    parseJson(source).node,
  );
}

interface AccountComparison {
  readonly wrong: readonly string[];
  readonly open: boolean;
  readonly covers: readonly string[];
}

function compareAccount(account: ChartServiceAccount, answer: IdentityParts): AccountComparison {
  const [name, namespace] = [known(account.name), known(account.namespace)];
  const told = `${print(account.namespace)}/${print(account.name)}`;
  const say = (problem: string): string => `${account.component} ${told}: ${problem}`;
  if (name === undefined || namespace === undefined || account.existence === "maybe") {
    // An open name still says which accounts it may be: those that nothing else of it contradicts.
    return { wrong: [], open: true, covers: [] };
  }
  // Names that are cut may fall together: the recording then numbers them.
  const made = Object.entries(answer.serviceAccounts)
    .filter(([key]) => key === told || key.startsWith(`${told} (`))
    .map(([key, annotations]) => ({ key, problems: differences(account, annotations) }));
  if (account.existence === "created") {
    const best = made.find(({ problems }) => problems.length === 0) ?? made[0];
    const wrong = best === undefined ? ["Helm makes none"] : best.problems;
    return { wrong: wrong.map(say), open: false, covers: best === undefined ? [] : [best.key] };
  }
  const isMade = made.some(({ problems }) => problems.length === 0);
  return { wrong: isMade ? [say("Helm makes it")] : [], open: false, covers: [] };
}

/** The row need not know what the chart adds of its own; what it tells must be there, and every role must be told. */
function differences(
  account: ChartServiceAccount,
  rendered: Readonly<Record<string, string>>,
): readonly string[] {
  const told = new Map<string, string | undefined>();
  for (const { key, value } of entriesOf(account.annotations)) {
    told.set(print(key), value.kind === "text" ? known(value) : undefined);
  }
  const missing = [...told].flatMap(([key, value]) => {
    const given = rendered[key];
    if (given === undefined) return [`no annotation ${key}`];
    return value === undefined || value === given ? [] : [`${key} is ${given}, not ${value}`];
  });
  const untold = Object.keys(rendered).filter(
    (key) => key.startsWith("eks.amazonaws.com/") && !told.has(key) && account.annotations.more === undefined,
  );
  return [...missing, ...untold.map((key) => `${key} is not told`)];
}

function text(value: string): Text {
  return literal(value, wholeFile({ path: "release", text: value }));
}
