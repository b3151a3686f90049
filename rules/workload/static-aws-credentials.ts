import { exampleAccount } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { staticCredentials, type StaticCredentials } from "../../src/rule-api/static-credentials.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";
import { accountsOfWorkload, hasRole, nameOfWorkload } from "../../src/rule-api/workloads.ts";

/** Where the keys come from, for a message. */
function origin({ from, source }: StaticCredentials): string {
  if (from === "value") return "written in the manifest";
  return from === "import" ? `imported from ${source}` : `from ${from} "${source}"`;
}

const pod = (env: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: nightly
  namespace: reports
spec:
  serviceAccountName: reports
  containers:
    - name: nightly
      image: registry.example.com/reports:1.4.2
${env}`;

export default defineRule({
  id: "workload/static-aws-credentials",
  meta: {
    summary: "A container should get AWS credentials from its service account, not access keys",
    severity: "warning",
    since: "0.1.0",
    messages: {
      keys: (d: { object: string; variable: string; origin: string }) =>
        `${d.object} gets access keys (${d.variable}, ${d.origin}) instead of a role`,
      besideRole: (d: { object: string; variable: string; origin: string; account: string }) =>
        `${d.object} gets access keys (${d.variable}, ${d.origin}), which the SDK takes before the role of service account "${d.account}"`,
    },
    docs: {
      why: "Access keys do not expire, and whoever reads the Secret or the pod has them. Every AWS SDK takes them from the environment before anything else, so that beside a role they win and the role is never used.",
      fix: "Give the pod's service account a role and remove the variables; then delete the keys in IAM.",
      quiet: [
        "The container talks to a store that only speaks S3, or to a stand-in for AWS: its image, its arguments, an endpoint or a name says so.",
        "What it imports with `envFrom` is not here: an endpoint may be in it.",
        "The reference is optional, or the value can be no key (`test`).",
      ],
      references: [
        "https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
      ],
      bad: {
        "reports.yaml": pod(`      env:
        - name: AWS_ACCESS_KEY_ID
          valueFrom: { secretKeyRef: { name: reports-aws, key: id } }
        - name: AWS_SECRET_ACCESS_KEY
          valueFrom: { secretKeyRef: { name: reports-aws, key: secret } }
`),
      },
      good: {
        "reports.yaml": `${exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports")}---
${pod("")}`,
      },
    },
  },
  check({ model, report }) {
    for (const credentials of staticCredentials(model)) {
      const { workload, variable, at, written } = credentials;
      const account = accountsOfWorkload(workload, model).find((each) => hasRole(each, model));
      const data = { object: nameOfWorkload(workload), variable, origin: origin(credentials) };
      const keys = written.slice(0, 2).map((place) => ({ at: place, message: "the keys are here" }));
      if (account === undefined) {
        report({ messageId: "keys", data, at, related: keys });
        continue;
      }
      report({
        messageId: "besideRole",
        data: { ...data, account: nameOfAccount(account) },
        at,
        related: [{ at: account.roleArn.at, message: "the role" }, ...keys],
        severity: "error",
      });
    }
  },
});
