import { describe, expect, it } from "vitest";
import { everyName, findNamed } from "../../src/explain/named.ts";
import { print } from "../../src/model/text.ts";
import { exactly, exampleAccount, exampleRole } from "../../src/rule-api/examples.ts";
import { modelOf } from "../support/rule-tester.ts";

const arn = "arn:aws:iam::111122223333:role/prod-reports";
const model = modelOf({
  files: {
    "a.yaml": exampleAccount("reports", "reports", arn),
    "b.yaml": exampleAccount("other", "reports", arn),
    "iam.tf": exampleRole("reports", { conditions: exactly("reports", "reports") }),
  },
});

function meant(text: string): readonly string[] {
  const { accounts, roles } = findNamed(text, model);
  return [
    ...accounts.map(({ namespace, name }) => `account ${print(namespace)}/${print(name)}`),
    ...roles.map(({ name }) => `role ${print(name)}`),
  ];
}

describe("a name on the command line", () => {
  it.each<[string, readonly string[]]>([
    ["reports/reports", ["account reports/reports"]],
    ["system:serviceaccount:other:reports", ["account other/reports"]],
    ["prod-reports", ["role prod-reports"]],
    [arn, ["role prod-reports"]],
    ["aws_iam_role.reports", ["role prod-reports"]],
    ["reports", ["account reports/reports", "account other/reports"]],
    ["reports/nobody", []],
    ["arn:aws:iam::111122223333:role/other", []],
    ["reports/reports/reports", []],
  ])("%s", (text, expected) => {
    expect([...meant(text)].sort()).toEqual([...expected].sort());
  });

  it("can be guessed from all that there is", () => {
    expect(everyName(model)).toEqual([arn, "other/reports", "prod-reports", "reports/reports"]);
  });
});
