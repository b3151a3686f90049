import { rules } from "../../rules/index.ts";
import { countVerdicts } from "../../src/report/summary.ts";
import type { FileNames, Report } from "../../src/report/report.ts";
import { findingAt, placeOf } from "./findings.ts";

const role = {
  path: "terraform/main.tf",
  text: 'resource "aws_iam_role" "eso" {\n  assume_role_policy = "system:serviceaccount:eso:operator"\n}\n',
};
const account = {
  path: "gitops/eso.yaml",
  text: "kind: ServiceAccount\nmetadata:\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/eso\n",
};

/** A repository below /repository, seen from its root. */
export const files: FileNames = {
  relative: (path) => path,
  absolute: (path) => `/repository/${path}`,
};

const error = findingAt(placeOf(account, "arn:aws:iam::111122223333:role/eso"), {
  rule: "identity/subject-mismatch",
  message:
    'the token says "system:serviceaccount:external-secrets:eso", the role wants "system:serviceaccount:eso:operator"',
  related: [{ at: placeOf(role, "system:serviceaccount:eso:operator"), message: "the role wants this" }],
  suggestions: [
    {
      description: "let the role trust the service account",
      safety: "unsafe",
      intents: [
        {
          kind: "replace-value",
          at: placeOf(role, "system:serviceaccount:eso:operator"),
          value: "system:serviceaccount:external-secrets:eso",
        },
      ],
    },
  ],
});
const warning = findingAt(placeOf(role, "assume_role_policy"), {
  rule: "trust/missing-audience",
  severity: "warning",
  confidence: "medium",
  message: "the audience is not checked",
});
const info = findingAt(placeOf(role, 'resource "aws_iam_role" "eso"'), {
  rule: "input/not-understood",
  severity: "info",
  message: "a module is not here: what it makes is unknown",
});

/** An error, a warning and an info in two files, and one finding that somebody accepted. */
export const sampleReport: Report = {
  findings: [error, info, warning],
  suppressed: [
    {
      finding: findingAt(placeOf(role, '"eso"'), { rule: "trust/broad-subject", message: "every account" }),
      kind: "directive",
      justification: "until the move",
    },
  ],
  counts: { files: 812, parsed: 64, skipped: 747, unparseable: 1, roles: 12, serviceAccounts: 31 },
  verdicts: countVerdicts(["allowed", "allowed", "denied", "unknown"]),
  files,
  editsOf: ({ intents }) =>
    intents.flatMap((intent) =>
      intent.kind === "replace-value" ? [{ at: intent.at, text: intent.value }] : [],
    ),
  color: false,
  pageOf: () => undefined,
  rules,
  version: "0.1.0",
  fingerprintOf: ({ rule }) => `fingerprint of ${rule}:1`,
  failures: [],
};

/** The same input without anything to say of it. */
export const cleanReport: Report = { ...sampleReport, findings: [], suppressed: [] };
