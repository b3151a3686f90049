import { describe, expect, it } from "vitest";
import { explain } from "../../src/explain/explain.ts";
import { findNamed } from "../../src/explain/named.ts";
import { formatWhyJson } from "../../src/report/why-json.ts";
import { formatWhy } from "../../src/report/why-text.ts";
import { exactly, exampleAccount, exampleRole } from "../../src/rule-api/examples.ts";
import { files } from "../support/reports.ts";
import { modelOf } from "../support/rule-tester.ts";

const arn = "arn:aws:iam::111122223333:role/prod-reports";
const role = exampleRole("reports", { conditions: exactly("reports", "reports") });

function answer(name: string, repository: Readonly<Record<string, string>>, width?: number): string {
  const model = modelOf({ files: repository });
  return formatWhy({ explanation: explain(name, findNamed(name, model), model), files, color: false, width });
}

describe("why", () => {
  it("shows each clause of a decision that lets an account in", () => {
    expect(
      answer("reports/reports", { "sa.yaml": exampleAccount("reports", "reports", arn), "iam.tf": role }),
    ).toMatchSnapshot();
  });

  it("marks the clause that decides against one", () => {
    const text = answer("default/reports", {
      "sa.yaml": exampleAccount("default", "reports", arn),
      "iam.tf": role,
    });
    expect(text).toMatchSnapshot();
    const deciding = text.split("\n").filter((line) => line.includes("← this decides"));
    expect(deciding).toHaveLength(1);
    expect(deciding[0]).toMatch(/✖ StringEquals .*:sub {2}iam\.tf:\d+:\d+/);
  });

  it("fits the terminal", () => {
    const text = answer(
      "default/reports",
      { "sa.yaml": exampleAccount("default", "reports", arn), "iam.tf": role },
      80,
    );
    expect(text).toMatchSnapshot();
  });

  it("says that an account has no role", () => {
    const account = "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n  namespace: a\n";
    expect(answer("a/web", { "sa.yaml": account, "iam.tf": role })).toContain("fall back to the node's role");
  });

  it("says whom a role trusts that nobody asks for", () => {
    const text = answer("prod-reports", { "iam.tf": role });
    expect(text).toContain("no service account here asks for it");
    expect(text).toContain('trusts     "system:serviceaccount:reports:reports"');
  });

  it("obeys nothing that stands in a file", () => {
    const account = exampleAccount(
      "reports",
      "reports",
      '"arn:aws:iam::111122223333:role/prod-\\e[31mreports"',
    );
    expect(answer("reports/reports", { "sa.yaml": account, "iam.tf": role })).not.toContain("\u001b");
  });

  it("has the same answer for programs", () => {
    const model = modelOf({
      files: { "sa.yaml": exampleAccount("default", "reports", arn), "iam.tf": role },
    });
    const name = "default/reports";
    const json: unknown = JSON.parse(formatWhyJson(explain(name, findNamed(name, model), model), files));
    expect(json).toMatchObject({
      version: 1,
      asked: name,
      answers: [
        {
          kind: "link",
          verdict: "denied",
          token: { subject: "system:serviceaccount:default:reports" },
          reasons: [{ code: "subject-mismatch" }],
          statements: [
            {
              effect: "Allow",
              answer: "no",
              decides: true,
              clauses: expect.arrayContaining([
                expect.objectContaining({
                  answer: "no",
                  operator: "StringEquals",
                  wanted: ["system:serviceaccount:reports:reports"],
                  got: "system:serviceaccount:default:reports",
                }),
              ]) as unknown,
            },
          ],
        },
      ],
    });
  });
});
