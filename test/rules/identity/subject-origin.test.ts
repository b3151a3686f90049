import { expect, it } from "vitest";
import rule from "../../../rules/identity/subject-mismatch.ts";
import { exactly, exampleApplication, exampleRole } from "../../../src/rule-api/examples.ts";
import { lineColumn } from "../../../src/model/location.ts";
import { findingsOf, modelOf } from "../../support/rule-tester.ts";
import { provider } from "../../support/trust-repositories.ts";

const annotation = `          annotations:
            eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/prod-dns
`;

function notesOn(values: string): readonly string[] {
  const model = modelOf({
    files: {
      "iam.tf": provider + exampleRole("dns", { conditions: exactly("dns", "dns") }),
      "app.yaml": exampleApplication(`      valuesObject:
        serviceAccount:
${values}${annotation}`),
    },
  });
  const [finding] = findingsOf(rule, model);
  return (finding?.related ?? [])
    .filter(({ at }) => at.file.path === "app.yaml")
    .map(({ at, message }) => `${String(lineColumn(at.file, at.span.start).line)} ${message}`);
}

it("says where the parts of the effective account come from: destination, release, chart", () => {
  expect(notesOn("")).toEqual([
    '9 the namespace is "external-dns": spec.destination.namespace',
    '4 the service account\'s name is "external-dns": external-dns names it after the release',
    "12 by way of chart external-dns 1.15.0",
    "18 by way of values of controller",
  ]);
});

it("says which value names the account", () => {
  expect(notesOn("          name: updater\n")).toContain(
    '17 the service account\'s name is "updater": serviceAccount.name',
  );
});
