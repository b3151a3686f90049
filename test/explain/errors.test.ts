import { describe, expect, it } from "vitest";
import { answerError } from "../../src/explain/errors/answer.ts";
import { readErrors } from "../../src/explain/errors/read-errors.ts";
import { lineColumn } from "../../src/model/location.ts";
import { exactly, exampleAccount, exampleRole } from "../../src/rule-api/examples.ts";
import { modelOf } from "../support/rule-tester.ts";

const DENIED = "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity";

const event = (more: object) => ({ eventVersion: "1.08", eventSource: "sts.amazonaws.com", ...more });

const webIdentityEvent = event({
  eventName: "AssumeRoleWithWebIdentity",
  errorCode: "AccessDenied",
  errorMessage: "An unknown error occurred",
  userIdentity: {
    type: "WebIdentityUser",
    userName: "system:serviceaccount:default:reports",
    identityProvider: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-2.amazonaws.com/id/ABC",
  },
  requestParameters: { roleArn: "arn:aws:iam::111122223333:role/prod-reports" },
});

const nodeEvent = event({
  eventSource: "s3.amazonaws.com",
  eventName: "ListBuckets",
  errorCode: "AccessDenied",
  errorMessage: "Access Denied",
  userIdentity: {
    type: "AssumedRole",
    arn: "arn:aws:sts::111122223333:assumed-role/demo-NodeInstanceRole/i-0abc1234",
    sessionContext: { ec2RoleDelivery: "2.0" },
  },
});

describe("errors are read", () => {
  it.each<[string, string, object]>([
    [
      "the SDK for Go",
      `WebIdentityErr: failed to retrieve credentials\ncaused by: ${DENIED}\n\tstatus code: 403`,
      { kind: "web-identity-denied" },
    ],
    [
      "the AWS CLI",
      `An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity`,
      { kind: "web-identity-denied" },
    ],
    [
      "a missing provider",
      "InvalidIdentityToken: No OpenIDConnect provider found in your account for https://oidc.eks.eu-west-1.amazonaws.com/id/ABC",
      { kind: "no-provider", issuer: "oidc.eks.eu-west-1.amazonaws.com/id/ABC" },
    ],
    ["an audience", "InvalidIdentityToken: Incorrect token audience", { kind: "wrong-audience" }],
    [
      "an old token",
      "ExpiredTokenException: Token expired: current date/time must be before the expiration",
      { kind: "token-expired" },
    ],
    [
      "a missing key",
      "InvalidIdentityToken: Couldn't retrieve verification key from your identity provider",
      { kind: "verification-key" },
    ],
    [
      "an unreadable token",
      "unable to read file at /var/run/secrets/eks.amazonaws.com/serviceaccount/token: open: permission denied",
      { kind: "token-unreadable" },
    ],
    [
      "External Secrets without a role",
      "unable to create session: an IAM role must be associated with service account eso (namespace: apps)",
      { kind: "store-account-without-role", account: { namespace: "apps", name: "eso" } },
    ],
    [
      "External Secrets with an account elsewhere",
      'unable to create session: ServiceAccount "eso" not found',
      { kind: "account-not-found", account: { name: "eso" } },
    ],
    [
      "a store's namespace",
      "invalid Auth.JWT.ServiceAccountRef: namespace should either be empty or match the namespace of the SecretStore for a namespaced SecretStore",
      { kind: "store-namespace" },
    ],
    [
      "a Deployment without its account",
      'pods "a-" is forbidden: error looking up service account apps/web: serviceaccount "web" not found',
      { kind: "account-not-found", account: { namespace: "apps", name: "web" } },
    ],
    [
      "the node's role",
      "An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::111122223333:assumed-role/nodes/i-0123456789abcdef0 is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k",
      {
        kind: "permission-denied",
        caller: "nodes",
        onNode: true,
        action: "s3:GetObject",
        resource: "arn:aws:s3:::b/k",
      },
    ],
    [
      "a second role",
      "AccessDenied: User: arn:aws:sts::111122223333:assumed-role/first/eso is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/second",
      { kind: "second-hop-denied", caller: "first", resource: "arn:aws:iam::444455556666:role/second" },
    ],
    [
      "no credentials",
      "Unable to locate credentials. You can configure credentials by running aws configure.",
      { kind: "no-credentials" },
    ],
    [
      "EKS Pod Identity",
      "AccessDeniedException: Unauthorized Exception! EKS does not have permissions to assume the associated role.",
      { kind: "pod-identity-denied" },
    ],
    [
      "CloudTrail, of STS",
      JSON.stringify(webIdentityEvent),
      {
        kind: "web-identity-denied",
        account: { namespace: "default", name: "reports" },
        roleArn: "arn:aws:iam::111122223333:role/prod-reports",
      },
    ],
    [
      "CloudTrail, of a service",
      JSON.stringify({ Records: [nodeEvent] }, null, 2),
      { kind: "permission-denied", caller: "demo-NodeInstanceRole", onNode: true, action: "s3:ListBuckets" },
    ],
    [
      "CloudTrail's lookup-events",
      JSON.stringify({ Events: [{ CloudTrailEvent: JSON.stringify(nodeEvent) }] }),
      { kind: "permission-denied", onNode: true },
    ],
    [
      "an event shortened by hand",
      `{\n...\n${JSON.stringify(nodeEvent, null, 2).slice(2)}...`,
      { kind: "permission-denied", onNode: true, action: "s3:ListBuckets" },
    ],
  ])("%s", (_, text, expected) => {
    const errors = readErrors(text);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject(expected);
  });

  it("each once, in their order, whatever stands between them", () => {
    const log = `ok\n${DENIED}\nstarting\n${DENIED}\nInvalidIdentityToken: Incorrect token audience\n`;
    expect(readErrors(log).map(({ kind }) => kind)).toEqual(["web-identity-denied", "wrong-audience"]);
  });

  it("and nothing else is taken for one", () => {
    const texts = [
      "",
      "connection refused",
      "{}",
      "[]",
      JSON.stringify(event({ eventName: "ListBuckets" })),
      "403 Forbidden",
    ];
    expect(texts.flatMap((text) => readErrors(text))).toEqual([]);
  });

  it("in a time that grows with the log", () => {
    const long = `${"AccessDenied not authorized ".repeat(50_000)}\n${"x".repeat(1_000_000)}\n${DENIED}`;
    expect(readErrors(long).map(({ kind }) => kind)).toEqual(["web-identity-denied"]);
  });
});

const arn = "arn:aws:iam::111122223333:role/prod-reports";
const role = exampleRole("reports", { conditions: exactly("reports", "reports") });

/** The causes of one error in a repository: state, words, and the places that are named. */
function causes(error: string, files: Readonly<Record<string, string>>): readonly string[] {
  const model = modelOf({ files });
  return readErrors(error).flatMap((each) =>
    answerError(each, model)
      .causes.filter(({ state }) => state !== "possible")
      .map(({ state, words, places }) => {
        const at = places.map(
          (place) => `${place.at.file.path}:${String(lineColumn(place.at.file, place.at.span.start).line)}`,
        );
        return [state, words, ...at].join(" | ");
      }),
  );
}

const accountAt = (namespace: string, name: string, annotation = "") =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n${annotation === "" ? "" : `  annotations:\n    eks.amazonaws.com/role-arn: ${annotation}\n`}`;

const pod = (namespace: string, account: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: ${namespace}\nspec:\n  serviceAccountName: ${account}\n  containers:\n    - name: main\n      image: nginx\n`;

describe("what is behind an error", () => {
  it("is the clause of the trust policy, with both sides", () => {
    const [first = ""] = causes(DENIED, {
      "sa.yaml": exampleAccount("default", "reports", arn),
      "iam.tf": role,
    });
    expect(first).toMatch(
      /^responsible \| service account "default\/reports": .*the namespace differs \| iam\.tf:\d+ \| sa\.yaml:7$/,
    );
  });

  it("is only what the error is about", () => {
    const files = {
      "a.yaml": exampleAccount("default", "reports", arn),
      "b.yaml": exampleAccount("other", "reports", arn),
      "iam.tf": role,
    };
    const found = causes(JSON.stringify(webIdentityEvent), files);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('"default/reports"');
  });

  it("is likely not applied yet where the files allow it", () => {
    const text = JSON.stringify({
      ...webIdentityEvent,
      userIdentity: { userName: "system:serviceaccount:reports:reports" },
    });
    const [first = ""] = causes(text, {
      "sa.yaml": exampleAccount("reports", "reports", arn),
      "iam.tf": role,
    });
    expect(first).toMatch(/^likely \| by these files the role lets "reports\/reports" in/);
  });

  it("is a provider for nearly the same issuer", () => {
    const provider = `resource "aws_iam_openid_connect_provider" "eks" {\n  url             = "https://oidc.eks.eu-west-1.amazonaws.com/id/ABC/"\n  client_id_list  = ["sts.amazonaws.com"]\n  thumbprint_list = []\n}\n`;
    const error =
      "No OpenIDConnect provider found in your account for https://oidc.eks.eu-west-1.amazonaws.com/id/ABC";
    expect(causes(error, { "oidc.tf": provider })[0]).toMatch(
      /^responsible \| the provider here is for .* \| oidc\.tf:2$/,
    );
  });

  it("is a provider without the audience", () => {
    const provider = `resource "aws_iam_openid_connect_provider" "eks" {\n  url             = "https://oidc.eks.eu-west-1.amazonaws.com/id/ABC"\n  client_id_list  = ["sts.amazonaws.com.cn"]\n  thumbprint_list = []\n}\n`;
    expect(causes("Incorrect token audience", { "oidc.tf": provider })[0]).toMatch(
      /^responsible \| .*takes only "sts\.amazonaws\.com\.cn".* \| oidc\.tf:3$/,
    );
  });

  it("is an account in another namespace than the store's", () => {
    const store = `apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata:\n  name: aws\n  namespace: apps\nspec:\n  provider:\n    aws:\n      service: SecretsManager\n      region: eu-west-1\n      auth:\n        jwt:\n          serviceAccountRef:\n            name: eso\n`;
    const found = causes('unable to create session: ServiceAccount "eso" not found', {
      "sa.yaml": accountAt("secrets", "eso", arn),
      "store.yaml": store,
    });
    expect(found).toEqual([
      'responsible | SecretStore "aws" looks for it in namespace "apps", it is in "secrets"; only a ClusterSecretStore takes accounts of other namespaces | store.yaml:14 | sa.yaml:1',
    ]);
  });

  it("is a misspelt account of a pod", () => {
    const found = causes(
      'error looking up service account apps/uplaods: serviceaccount "uplaods" not found',
      {
        "sa.yaml": accountAt("apps", "uploads", arn),
        "pod.yaml": pod("apps", "uplaods"),
      },
    );
    expect(found[0]).toMatch(
      /^responsible \| Pod "web" runs as "uplaods".*did you mean "uploads"\? \| pod\.yaml:7 \| sa\.yaml:4$/,
    );
  });

  it("is an account without an annotation for External Secrets", () => {
    const found = causes("an IAM role must be associated with service account eso (namespace: apps)", {
      "sa.yaml": accountAt("apps", "eso"),
    });
    expect(found).toEqual([
      'responsible | service account "apps/eso" has no role in its annotation eks.amazonaws.com/role-arn | sa.yaml:1',
    ]);
  });

  it("is a pod that runs as an account without a role, when the node's role was used", () => {
    const files = {
      "sa.yaml": `${accountAt("apps", "web")}---\n${accountAt("apps", "reports", arn)}`,
      "pod.yaml": pod("apps", "web"),
      "iam.tf": role,
    };
    const found = causes(JSON.stringify(nodeEvent), files);
    expect(found[0]).toMatch(
      /^responsible \| Pod "web" runs as "web", which has no role; "apps\/reports" has one \| pod\.yaml:7 \| sa\.yaml:\d+$/,
    );
    expect(found[1]).toMatch(/^likely \| the call was made as "demo-NodeInstanceRole", the role of the node/);
  });

  it("is a policy that lacks the action", () => {
    const policy = `resource "aws_iam_role_policy" "reports" {\n  name   = "reports"\n  role   = aws_iam_role.reports.name\n  policy = jsonencode({\n    Version   = "2012-10-17"\n    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*" }]\n  })\n}\n`;
    const files = { "sa.yaml": exampleAccount("reports", "reports", arn), "iam.tf": `${role}\n${policy}` };
    const said = (action: string) =>
      `User: arn:aws:sts::111122223333:assumed-role/prod-reports/1234 is not authorized to perform: ${action} on resource: arn:aws:s3:::b/k`;
    expect(causes(said("s3:PutObject"), files)[0]).toMatch(
      /^responsible \| no policy of role "prod-reports" allows s3:PutObject/,
    );
    expect(causes(said("s3:GetObject"), files)[0]).toMatch(
      /^likely \| role "prod-reports" has statements that allow s3:GetObject, but not on/,
    );
    const anonymous = "AccessDeniedException: User is not authorized to perform: s3:GetObject";
    expect(causes(anonymous, files)[0]).toMatch(
      /^likely \| role "prod-reports" allows s3:GetObject on arn:aws:s3:::b\/\* only/,
    );
  });
});
