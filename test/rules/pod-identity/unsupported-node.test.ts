import rule from "../../../rules/pod-identity/unsupported-node.ts";
import { bareAccount, exampleAssociation, examplePodRole } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account } from "../../support/trust-repositories.ts";

const role = examplePodRole("reports") + exampleAssociation("reports", "reports");
const job = (selector: string, name = "reports"): string => `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: reports}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          serviceAccountName: ${name}
          nodeSelector: {${selector}}
          containers: [{name: main, image: x}]
`;
const repository = (selector: string): Readonly<Record<string, string>> => ({
  "iam.tf": role,
  "sa.yaml": bareAccount("reports", "reports"),
  "job.yaml": job(selector),
});

testRule(rule, {
  valid: [
    { name: "Linux", files: repository("kubernetes.io/os: linux") },
    { name: "another selector", files: repository("pool: windows") },
    {
      name: "an account with an annotation only",
      files: {
        "sa.yaml": account("reports", "reports", "reports"),
        "job.yaml": job("kubernetes.io/os: windows"),
      },
    },
    {
      name: "an account that nothing here makes",
      files: { "iam.tf": role, "job.yaml": job("kubernetes.io/os: windows", "other") },
    },
  ],
  unknown: [
    { name: "a selector that Flux fills in", files: repository('kubernetes.io/os: "${OS}"') },
    {
      name: "an association whose namespace a variable holds",
      files: {
        ...repository("kubernetes.io/os: windows"),
        "iam.tf": `variable "x" {}\n${examplePodRole("reports")}${exampleAssociation("${var.x}", "reports")}`,
      },
    },
  ],
  invalid: [
    {
      name: "Windows",
      files: repository("kubernetes.io/os: windows"),
      findings: [
        {
          messageId: "unsupported",
          at: "job.yaml:10",
          covers: "windows",
          severity: "error",
          says: 'the pods of CronJob "nightly" run on Windows nodes',
          related: ["reports"],
        },
      ],
    },
    {
      name: "Fargate",
      files: repository("eks.amazonaws.com/compute-type: fargate"),
      findings: [{ messageId: "unsupported", at: "job.yaml:10", covers: "fargate", says: "on Fargate" }],
    },
  ],
});
