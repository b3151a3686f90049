import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import { defaultConfiguration } from "../../src/engine/configuration.ts";
import { runRules } from "../../src/engine/run-rules.ts";
import { exactly, exampleAccount, exampleProvider } from "../../src/rule-api/examples.ts";
import type { ExampleFiles } from "../../src/rule-api/rule.ts";
import { modelOf } from "../support/rule-tester.ts";
import { provider } from "../support/trust-repositories.ts";

type Json = Readonly<Record<string, unknown>>;

const ACCOUNT = "111122223333";
const oidc = (issuer: string): string => `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`;

/** What a guide of the provider's writes: an Allow for its tokens with conditions on its claims. */
const tokens = (issuer: string, Condition: Json): Json => ({
  Effect: "Allow",
  Action: "sts:AssumeRoleWithWebIdentity",
  Principal: { Federated: oidc(issuer) },
  Condition,
});

const equal = (issuer: string, claims: Json): Json => ({
  StringEquals: Object.fromEntries(
    Object.entries(claims).map(([claim, value]) => [`${issuer}:${claim}`, value]),
  ),
});

const github = "token.actions.githubusercontent.com";
const bitbucket = "api.bitbucket.org/2.0/workspaces/example/pipelines-config/identity/oidc";
const circle = "oidc.circleci.com/org/3c1e9b1a-0000-4000-8000-000000000000";
const rancher = "rancher-oidc.s3.eu-west-1.amazonaws.com/cluster-a";
const kops = "kops-oidc.s3.us-east-1.amazonaws.com/discovery.example.k8s.local";
const kubeadm = "oidc.k8s.example.com";
const gke = "container.googleapis.com/v1/projects/p/locations/europe-west1/clusters/c";

/** Trusts of other identity providers as their guides write them. */
const trusts: Readonly<Record<string, readonly Json[]>> = {
  "GitHub Actions": [
    tokens(github, {
      StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${github}:sub`]: "repo:example/app:*" },
    }),
  ],
  "GitHub Actions without an audience": [
    tokens(github, {
      StringLike: { [`${github}:sub`]: ["repo:example/*", "repo:example/app:ref:refs/heads/main"] },
    }),
  ],
  "GitHub Actions under ForAllValues, as GitHub once wrote it": [
    tokens(github, {
      "ForAllValues:StringEquals": {
        [`${github}:iss`]: `https://${github}`,
        [`${github}:aud`]: "sts.amazonaws.com",
      },
      "ForAllValues:StringLike": { [`${github}:sub`]: "repo:example/app:*" },
    }),
  ],
  "GitHub Actions with job_workflow_ref": [
    tokens(github, {
      StringEquals: {
        [`${github}:aud`]: "sts.amazonaws.com",
        [`${github}:job_workflow_ref`]: "example/app/.github/workflows/a.yml@refs/heads/main",
      },
    }),
  ],
  "GitHub Enterprise Server": [
    tokens(
      "github.example.com/_services/token",
      equal("github.example.com/_services/token", {
        aud: "sts.amazonaws.com",
        sub: "repo:o/r:ref:refs/heads/main",
      }),
    ),
  ],
  GitLab: [
    tokens("gitlab.com", {
      StringLike: { "gitlab.com:sub": "project_path:group/app:ref_type:branch:ref:*" },
    }),
  ],
  "GitLab with an audience": [
    tokens(
      "gitlab.com",
      equal("gitlab.com", {
        aud: "https://gitlab.com",
        sub: "project_path:group/app:ref_type:branch:ref:main",
      }),
    ),
  ],
  "GitLab, self-managed": [
    tokens(
      "gitlab.example.com",
      equal("gitlab.example.com", {
        aud: "https://gitlab.example.com",
        sub: "project_path:g/a:ref_type:branch:ref:main",
      }),
    ),
  ],
  Bitbucket: [
    tokens(bitbucket, equal(bitbucket, { aud: "ari:cloud:bitbucket::workspace/abc", sub: "{repo}:{step}" })),
  ],
  "Terraform Cloud": [
    tokens("app.terraform.io", {
      StringEquals: { "app.terraform.io:aud": "aws.workload.identity" },
      StringLike: { "app.terraform.io:sub": "organization:example:project:*:workspace:*:run_phase:*" },
    }),
  ],
  Spacelift: [
    tokens("example.app.spacelift.io", { StringLike: { "example.app.spacelift.io:sub": "space:root:*" } }),
  ],
  CircleCI: [tokens(circle, { StringLike: { [`${circle}:sub`]: "org/3c1e9b1a/project/*/user/*" } })],
  Buildkite: [
    tokens(
      "agent.buildkite.com",
      equal("agent.buildkite.com", {
        aud: "sts.amazonaws.com",
        sub: "organization:o:pipeline:p:ref:refs/heads/main:commit:x:step:y",
      }),
    ),
  ],
  Auth0: [tokens("example.eu.auth0.com/", equal("example.eu.auth0.com/", { aud: "abcdefghijklmnop" }))],
  Okta: [
    tokens(
      "example.okta.com/oauth2/default",
      equal("example.okta.com/oauth2/default", { aud: "0oa1b2c3", sub: "user@example.com" }),
    ),
  ],
  "Azure AD": [
    tokens(
      "sts.windows.net/00000000-0000-4000-8000-000000000000/",
      equal("sts.windows.net/00000000-0000-4000-8000-000000000000/", { aud: "api://x", sub: "guid" }),
    ),
  ],
  Cognito: [
    {
      Effect: "Allow",
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: "cognito-identity.amazonaws.com" },
      Condition: {
        StringEquals: { "cognito-identity.amazonaws.com:aud": "eu-west-1:0000" },
        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
      },
    },
  ],
  Google: [
    {
      Effect: "Allow",
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: "accounts.google.com" },
      Condition: equal("accounts.google.com", {
        aud: "1234567890",
        oaud: "sts.amazonaws.com",
        sub: "1122334455",
      }),
    },
  ],
  "a cluster of Google's": [
    tokens(gke, equal(gke, { sub: "system:serviceaccount:reports:reports", aud: "sts.amazonaws.com" })),
  ],
  SAML: [
    {
      Effect: "Allow",
      Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
      Principal: { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/ADFS` },
      Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
    },
  ],
  "IAM Roles Anywhere": [
    {
      Effect: "Allow",
      Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      Principal: { Service: "rolesanywhere.amazonaws.com" },
      Condition: { StringEquals: { "aws:PrincipalTag/x509Subject/CN": "app" } },
    },
  ],
  "a function and a task": [
    {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: ["lambda.amazonaws.com", "ecs-tasks.amazonaws.com"] },
    },
  ],
  "another account with an external id": [
    {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Condition: {
        StringEquals: { "sts:ExternalId": "abc" },
        Bool: { "aws:MultiFactorAuthPresent": "true" },
      },
    },
  ],
  "kOps, keys in S3": [
    tokens(kops, equal(kops, { sub: "system:serviceaccount:reports:reports", aud: "sts.amazonaws.com" })),
  ],
  "Rancher, keys in S3": [
    tokens(
      rancher,
      equal(rancher, { sub: "system:serviceaccount:reports:reports", aud: "sts.amazonaws.com" }),
    ),
  ],
  "a cluster that somebody runs himself": [
    tokens(
      kubeadm,
      equal(kubeadm, { sub: "system:serviceaccount:reports:reports", aud: "sts.amazonaws.com" }),
    ),
  ],
};

const role = (name: string, statements: readonly Json[]): string => `resource "aws_iam_role" "${name}" {
  name               = "${name}"
  assume_role_policy = jsonencode(${JSON.stringify({ Version: "2012-10-17", Statement: statements }).replaceAll("${", "$${")})
}
`;

const irsa: Json = {
  Effect: "Allow",
  Action: "sts:AssumeRoleWithWebIdentity",
  Principal: { Federated: exampleProvider },
  Condition: exactly("reports", "reports"),
};

const sa = exampleAccount("reports", "reports", `arn:aws:iam::${ACCOUNT}:role/reports`);

function foundIn(files: ExampleFiles): readonly string[] {
  const asking = rules.filter(
    ({ id, meta }) => /^(trust|identity|oidc|pod-identity)\//.test(id) && meta.from !== "engine",
  );
  const { findings, failures } = runRules(modelOf({ files }), asking, {
    configuration: defaultConfiguration,
    commandLine: [],
    strict: false,
    pathInConfiguration: (path) => path,
  });
  if (failures[0] !== undefined) throw failures[0];
  return findings.map(({ rule, message }) => `${rule}: ${message}`);
}

describe("a trust in tokens of others", () => {
  const rows = Object.entries(trusts);

  it.each(rows)("%s: a role beside the one of a service account", (_, statements) => {
    expect(
      foundIn({ "iam.tf": provider + role("reports", [irsa]) + role("others", statements), "sa.yaml": sa }),
    ).toEqual([]);
  });

  it.each(rows)("%s: in the trust of a service account's role, first and last", (_, statements) => {
    for (const list of [
      [irsa, ...statements],
      [...statements, irsa],
    ]) {
      expect(foundIn({ "iam.tf": provider + role("reports", list), "sa.yaml": sa })).toEqual([]);
    }
  });

  it.each(rows)("%s: alone", (_, statements) => {
    expect(foundIn({ "iam.tf": provider + role("others", statements) })).toEqual([]);
  });

  it("is not what silences a rule: the same role with another subject is reported", () => {
    const other = { ...irsa, Condition: exactly("reports", "other") };
    const statements = Object.values(trusts).flat();
    const found = foundIn({
      "iam.tf": provider + role("reports", [other, ...statements.slice(0, 3)]),
      "sa.yaml": sa,
    });
    expect(found.map((each) => each.split(":")[0])).toContain("identity/subject-mismatch");
  });
});
