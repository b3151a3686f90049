import rule from "../../../rules/workload/skips-webhook.ts";
import { bareAccount, exampleAssociation, examplePodRole } from "../../../src/rule-api/examples.ts";
import { testRule } from "../../support/rule-tester.ts";
import { account } from "../../support/trust-repositories.ts";

interface Pod {
  readonly metadata?: string;
  readonly env?: string;
  readonly volumes?: string;
}

const pod = ({ metadata = "", env = "", volumes = "" }: Pod): string => `apiVersion: v1
kind: Pod
metadata: {name: nightly, namespace: reports${metadata}}
spec:
  serviceAccountName: reports
  initContainers: [{name: init, image: x}]
  containers: [{name: main, image: x${env}}]
${volumes}`;
const skipping = (names: string): string => `, annotations: {eks.amazonaws.com/skip-containers: ${names}}`;
const label = ', labels: {eks.amazonaws.com/skip-pod-identity-webhook: "true"}';
const repository = (more: Pod): Readonly<Record<string, string>> => ({
  "sa.yaml": account("reports", "reports", "reports"),
  "pod.yaml": pod(more),
});

testRule(rule, {
  valid: [
    { name: "nothing is skipped", files: repository({}) },
    { name: "one container of two", files: repository({ metadata: skipping('"init"') }) },
    {
      name: "a blank after the comma, which is part of the name",
      files: repository({ metadata: skipping('"init, main"') }),
    },
    {
      name: "an account without a role",
      files: { "sa.yaml": bareAccount("reports", "reports"), "pod.yaml": pod({ metadata: label }) },
    },
    {
      name: "keys of its own",
      files: repository({ metadata: label, env: ", env: [{name: AWS_ACCESS_KEY_ID, value: x}]" }),
    },
    {
      name: "a token of its own",
      files: repository({
        metadata: label,
        volumes: "  volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: token}}]}}]\n",
      }),
    },
    {
      name: "a Deployment's own annotation, which nobody reads",
      files: {
        "sa.yaml": account("reports", "reports", "reports"),
        "deployment.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: reports${skipping("main")}}
spec: {template: {spec: {serviceAccountName: reports, containers: [{name: main}]}}}
`,
      },
    },
  ],
  unknown: [
    { name: "names that Flux fills in", files: repository({ metadata: skipping('"init,${MAIN}"') }) },
    {
      name: "variables that are imported",
      files: {
        ...repository({ metadata: label, env: ", envFrom: [{secretRef: {name: keys}}]" }),
        "more.yaml": bareAccount("others", '"${NAME}"'),
      },
    },
  ],
  invalid: [
    {
      name: "every container by its name",
      files: repository({ metadata: skipping('"main,init"') }),
      findings: [
        {
          messageId: "containers",
          at: "pod.yaml:3",
          covers: "eks.amazonaws.com/skip-containers",
          severity: "error",
          says: 'Pod "nightly" keeps the webhook away from all its containers',
          related: ["arn:aws:iam::111122223333:role/reports"],
        },
      ],
    },
    {
      name: "the label",
      files: repository({ metadata: label }),
      findings: [
        {
          messageId: "label",
          at: "pod.yaml:3",
          covers: "eks.amazonaws.com/skip-pod-identity-webhook",
          severity: "warning",
        },
      ],
    },
    {
      name: "the label, where an association gives the role",
      files: {
        "iam.tf": examplePodRole("reports") + exampleAssociation("reports", "reports"),
        "sa.yaml": bareAccount("reports", "reports"),
        "pod.yaml": pod({ metadata: label }),
      },
      findings: [
        { messageId: "label", at: "pod.yaml:3", covers: "eks.amazonaws.com/skip-pod-identity-webhook" },
      ],
    },
  ],
});
