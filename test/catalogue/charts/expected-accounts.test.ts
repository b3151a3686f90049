/**
 * Every row of the catalogue against expectations that were written down from facts about the charts, not from the
 * rows: default name, name override, fullnameOverride, create false, annotations.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chartRows, findChart } from "../../../src/catalogue/charts/find-chart.ts";
import {
  renderServiceAccounts,
  type ChartServiceAccount,
} from "../../../src/catalogue/charts/service-accounts.ts";
import { parseYaml } from "../../../src/loaders/yaml/parse.ts";
import { wholeFile } from "../../../src/model/location.ts";
import { entriesOf } from "../../../src/model/node.ts";
import { fileSource } from "../../../src/model/source.ts";
import { known, literal, print, type Text } from "../../../src/model/text.ts";

interface Expectation {
  readonly chart: string;
  readonly repository: string;
  readonly component: string;
  readonly situation: string;
  readonly release: string;
  readonly values: unknown;
  readonly expect: { readonly name?: string; readonly created?: false; readonly roleArn?: string };
}

const expectations = JSON.parse(
  readFileSync(new URL("expected-accounts.json", import.meta.url), "utf8"),
) as readonly Expectation[];

function text(value: string): Text {
  return literal(value, wholeFile({ path: "release", text: value }));
}

function accountsOf({ chart, repository, release, values }: Expectation): readonly ChartServiceAccount[] {
  const row = findChart({ repository, name: chart, version: undefined });
  if (row === undefined) throw new Error(`no row for ${chart} of ${repository}`);
  const source = fileSource({ path: "values.yaml", text: JSON.stringify(values) });
  return renderServiceAccounts(
    row,
    { name: text(release), namespace: text("ns"), chart: text(chart), version: undefined },
    parseYaml(source).documents[0]?.node,
  );
}

/** The values with every false made true. */
function switchedOn(values: unknown): unknown {
  if (values === false) return true;
  if (typeof values !== "object" || values === null) return values;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, switchedOn(value)]));
}

const roleArns = (accounts: readonly ChartServiceAccount[]): readonly string[] =>
  accounts.flatMap(({ annotations }) =>
    entriesOf(annotations).flatMap(({ key, value }) =>
      known(key) === "eks.amazonaws.com/role-arn" && value.kind === "text" ? [print(value)] : [],
    ),
  );

describe.each(expectations.map((row) => [`${row.chart} (${row.repository})`, row] as const))(
  "%s",
  (_, row) => {
    it(`${row.component}, ${row.situation}, release ${row.release}`, () => {
      const accounts = accountsOf(row);
      const named = accounts.filter(({ name }) => print(name) === row.expect.name);
      if (row.expect.name !== undefined) expect(named.map(({ existence }) => existence)).toContain("created");
      if (row.expect.roleArn !== undefined) expect(roleArns(accounts)).toContain(row.expect.roleArn);
      if (row.expect.created === false) {
        const created = (list: readonly ChartServiceAccount[]): number =>
          list.filter(({ existence }) => existence === "created").length;
        // The same values but for the one flag.
        const before = accountsOf({ ...row, values: switchedOn(row.values) });
        expect(created(accounts)).toBeLessThan(created(before));
      }
    });
  },
);

/** Rows that need more than one table can say: their own tests are in service-accounts.test.ts. */
const elsewhere = new Set([
  "gha-runner-scale-set", // the mode decides which account there is
  "harbor", // makes no account, only names some
  "keda-2.13", // an older range of a chart that is in the table
  "loki-6.45", // an older range of a chart that is in the table
]);

describe("the table", () => {
  it("speaks of every other row of the catalogue", () => {
    const seen = new Set(
      expectations.map(
        ({ chart, repository }) => findChart({ repository, name: chart, version: undefined })?.id,
      ),
    );
    expect(chartRows.map(({ id }) => id).filter((id) => !seen.has(id))).toEqual([...elsewhere]);
  });
});
