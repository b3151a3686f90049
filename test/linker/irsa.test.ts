import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/model/entities.ts";
import type { ReasonCode, Verdict } from "../../src/model/link.ts";
import type { LinkContext } from "../../src/linker/link.ts";
import { account, association, CLUSTER, linked, provider, role, ROLE } from "../support/facts.ts";
import {
  ACCOUNT,
  AUDIENCE,
  ISSUER,
  OTHER_ISSUER,
  podIdentity,
  PROVIDER,
  SUBJECT,
  trust,
  webIdentity,
  withCondition,
} from "../support/policies.ts";

const known: Partial<LinkContext> = { clusters: [CLUSTER] };
const CHINA = { ...CLUSTER, region: "cn-north-1" };
const ACCOUNT_HOLE = "⟦data.aws_caller_identity.current.account_id!account-id⟧";
const withName = (name: string): Partial<Parameters<typeof role>[0]> => ({
  arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
});

type Row = [
  situation: string,
  facts: readonly Fact[],
  context: Partial<LinkContext>,
  verdict: Verdict | "no link",
  code?: ReasonCode,
];

describe("judging the annotation of a service account", () => {
  it.each<Row>([
    ["a role that lets the account in", [account(), role()], {}, "allowed"],
    ["the same with a known cluster", [account(), role()], known, "allowed"],
    ["row 1: no annotation, no association", [account({ roleArn: null }), role()], {}, "no link"],
    ["row 3: an empty annotation", [account({ roleArn: "" }), role()], {}, "no link"],
    ["row 4: a template", [account({ roleArn: "⟦.Values.roleArn⟧" }), role()], {}, "unknown", "unresolved"],
    [
      "row 5: a line end behind the ARN",
      [account({ roleArn: `${ROLE}\n` }), role()],
      {},
      "denied",
      "malformed-arn",
    ],
    ["row 6: a bare name", [account({ roleArn: "reader" }), role()], {}, "denied", "malformed-arn"],
    [
      "row 6: a policy",
      [account({ roleArn: `arn:aws:iam::${ACCOUNT}:policy/reader` }), role()],
      {},
      "denied",
      "malformed-arn",
    ],
    [
      "row 6: eleven digits",
      [account({ roleArn: "arn:aws:iam::11112222333:role/reader" }), role()],
      {},
      "denied",
      "malformed-arn",
    ],
    [
      "row 6: a policy in an account that is filled in later",
      [account({ roleArn: "arn:aws:iam::⟦ACCOUNT_ID⟧:policy/reader" })],
      {},
      "denied",
      "malformed-arn",
    ],
    [
      "row 7: another partition than the cluster's",
      [account(), role()],
      { clusters: [CHINA] },
      "denied",
      "partition-mismatch",
    ],
    [
      "row 10: a role that nothing here defines",
      [account({ roleArn: `arn:aws:iam::${ACCOUNT}:role/writer` }), role()],
      {},
      "unknown",
      "role-not-found",
    ],
    [
      "row 11: a name in another case",
      [account({ roleArn: `arn:aws:iam::${ACCOUNT}:role/Reader` }), role()],
      {},
      "unknown",
      "role-not-found",
    ],
    [
      "row 12: the path is left out",
      [account(), role(withName("team/reader"))],
      {},
      "denied",
      "role-not-found",
    ],
    [
      "row 12: the path is left out, in an account that is not known",
      [account(), role({ arn: `arn:aws:iam::${ACCOUNT_HOLE}:role/team/reader` })],
      {},
      "unknown",
      "role-not-found",
    ],
    [
      "row 13: the account has no provider for the cluster, and all of its providers are known",
      [account(), role(), provider({ arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${OTHER_ISSUER}` })],
      { ...known, completeAccounts: [ACCOUNT] },
      "denied",
      "provider-not-found",
    ],
    [
      "row 13: the account has no provider here, but eksctl may have made one",
      [account(), role(), provider({ arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${OTHER_ISSUER}` })],
      known,
      "allowed",
    ],
    [
      "row 14: the provider is in the account of the cluster, the role in another",
      [
        account({ roleArn: "arn:aws:iam::444455556666:role/reader" }),
        role({
          arn: "arn:aws:iam::444455556666:role/reader",
          trust: trust(
            webIdentity({ Principal: { Federated: `arn:aws:iam::444455556666:oidc-provider/${ISSUER}` } }),
          ),
        }),
        provider(),
      ],
      { ...known, completeAccounts: [ACCOUNT, "444455556666"] },
      "denied",
      "provider-not-found",
    ],
    [
      "row 15: the provider's URL ends with a slash",
      [account(), role(), provider({ arn: `${PROVIDER}/`, url: `https://${ISSUER}/` })],
      known,
      "denied",
      "provider-not-found",
    ],
    [
      "row 15: the provider's URL is in another case",
      [account(), role(), provider({ arn: PROVIDER.replace("ABC", "abc") })],
      known,
      "denied",
      "provider-not-found",
    ],
    [
      "row 15: the provider's URL has a port",
      [account(), role(), provider({ url: `https://${ISSUER.replace("/", ":443/")}` })],
      {},
      "denied",
      "provider-not-found",
    ],
    [
      "row 15: plain HTTP",
      [account(), role(), provider({ url: `http://${ISSUER}` })],
      {},
      "denied",
      "provider-not-found",
    ],
    [
      "row 16: the provider does not know the audience",
      [
        account({ audience: "vault" }),
        role({ trust: trust(withCondition({ StringEquals: { [`${ISSUER}:aud`]: "vault" } })) }),
        provider(),
      ],
      {},
      "denied",
      "client-id-missing",
    ],
    [
      "row 17: the provider knows the audience of China's endpoints only",
      [account(), role(), provider({ clientIds: ["sts.amazonaws.com.cn"] })],
      {},
      "denied",
      "client-id-missing",
    ],
    [
      "a provider without the audience, beside another statement that may let the token in",
      [
        account(),
        role({ trust: trust(webIdentity(), webIdentity({ Principal: { Federated: "⟦var.other⟧" } })) }),
        provider({ clientIds: ["vault"] }),
      ],
      {},
      "allowed",
    ],
    ["client ids that are not known", [account(), role(), provider({ clientIds: "unknown" })], {}, "allowed"],
    [
      "a client id that is not known",
      [account(), role(), provider({ clientIds: ["⟦var.audience⟧"] })],
      {},
      "allowed",
    ],
    [
      "row 66: another audience everywhere",
      [
        account({ audience: "vault" }),
        role({
          trust: trust(
            withCondition({ StringEquals: { [`${ISSUER}:sub`]: SUBJECT, [`${ISSUER}:aud`]: "vault" } }),
          ),
        }),
        provider({ clientIds: [AUDIENCE, "vault"] }),
      ],
      {},
      "allowed",
    ],
    [
      "row 66: another audience that the role does not know",
      [account({ audience: "vault" }), role()],
      {},
      "denied",
      "audience-mismatch",
    ],
    ["row 67: an empty audience", [account({ audience: "" }), role()], {}, "denied", "audience-mismatch"],
    [
      "row 79: a role for EKS Pod Identity",
      [account(), role({ trust: trust(podIdentity()) })],
      {},
      "denied",
      "no-web-identity-statement",
    ],
    ["another account of the namespace", [account({ name: "c" }), role()], {}, "denied", "subject-mismatch"],
    [
      "a namespace that is not known",
      [account({ namespace: "⟦the namespace!dns⟧" }), role()],
      {},
      "unknown",
      "unresolved",
    ],
    [
      "a namespace that is not known, and a name that differs anyway",
      [account({ namespace: "⟦the namespace!dns⟧", name: "c" }), role()],
      {},
      "denied",
      "subject-mismatch",
    ],
    [
      "row 27: the role trusts another cluster than the account's",
      [account(), role()],
      { clusters: [{ ...CLUSTER, issuer: OTHER_ISSUER }] },
      "denied",
      "issuer-mismatch",
    ],
    [
      "a trust policy that is not known",
      [account(), role({ trust: "unknown" })],
      {},
      "unknown",
      "unresolved",
    ],
    ["a trust policy that is not there", [account(), role({ trust: "absent" })], {}, "unknown", "unresolved"],
    ["a role that may not be created", [account(), role({ exists: "maybe" })], {}, "unknown", "unresolved"],
    [
      "a role that may not be created, named by what refers to it",
      [
        account({ roleArn: "arn:aws:iam::⟦account⟧:role/⟦random⟧" }),
        role({ arn: "arn:aws:iam::⟦account⟧:role/⟦random⟧", exists: "maybe" }),
      ],
      {},
      "allowed",
    ],
    [
      "a role that may not be created and denies",
      [account({ name: "c" }), role({ exists: "maybe" })],
      {},
      "denied",
      "subject-mismatch",
    ],
    [
      "only the account of the role is not known, and it lets the account in",
      [account(), role({ arn: `arn:aws:iam::${ACCOUNT_HOLE}:role/reader` })],
      {},
      "allowed",
    ],
    [
      "only the account of the role is not known, and it denies",
      [account({ name: "c" }), role({ arn: `arn:aws:iam::${ACCOUNT_HOLE}:role/reader` })],
      {},
      "denied",
      "subject-mismatch",
    ],
    [
      "the annotation's account is filled in later, and the role denies",
      [account({ name: "c", roleArn: "arn:aws:iam::⟦ACCOUNT_ID⟧:role/reader" }), role()],
      {},
      "denied",
      "subject-mismatch",
    ],
    [
      "the name of the role ends in what Terraform makes up, and it denies",
      [account({ name: "c" }), role(withName("read⟦suffix!suffix⟧"))],
      {},
      "unknown",
      "unresolved",
    ],
    [
      "the annotation is what Terraform says the role's ARN is",
      [
        account({ roleArn: "arn:aws:iam::⟦account⟧:role/⟦random⟧" }),
        role({ arn: "arn:aws:iam::⟦account⟧:role/⟦random⟧" }),
      ],
      {},
      "allowed",
    ],
  ])("%s", (_, facts, context, verdict, code) => {
    const { links } = linked(facts, context);
    expect(links.map((link) => [link.verdict, link.reasons[0]?.code])).toEqual(
      verdict === "no link" ? [] : [[verdict, code]],
    );
  });

  it("says where the role is defined, or that it is not", () => {
    const [found] = linked([account(), role()]).links;
    expect(found?.role?.address).toBe("aws_iam_role.reader");
    const [missing] = linked([account()]).links;
    expect(missing && [missing.role, missing.verdict]).toEqual([undefined, "unknown"]);
  });

  it("row 12: names the ARN that the role has", () => {
    const [link] = linked([account(), role(withName("team/reader"))]).links;
    expect(link?.reasons[0]?.message).toContain(`"arn:aws:iam::${ACCOUNT}:role/team/reader"`);
  });

  it("names the role that was probably meant", () => {
    const [link] = linked([account({ roleArn: `arn:aws:iam::${ACCOUNT}:role/readr` }), role()]).links;
    expect(link?.reasons[0]?.message).toContain(`did you mean "${ROLE}"?`);
  });

  it("carries the token that the account will have", () => {
    const [link] = linked([account({ audience: "vault" }), role()]).links;
    expect(link?.subject.parts.map((part) => (part.kind === "literal" ? part.value : "?")).join("")).toBe(
      SUBJECT,
    );
    expect(link?.audience.parts).toMatchObject([{ value: "vault" }]);
  });
});

describe("what a verdict takes for granted", () => {
  it("is the issuer when the cluster is not known", () => {
    expect(linked([account(), role()]).links[0]?.assumed).toEqual(["issuer"]);
    expect(linked([account(), role()], known).links[0]?.assumed).toEqual([]);
  });

  it("is the default of a variable that a compared text rests on", () => {
    const named = role();
    const assumed = { ...named, arn: { ...named.arn, assumed: ["default:var.environment"] } };
    expect(linked([account(), assumed], known).links[0]?.assumed).toEqual(["default:var.environment"]);
  });

  it("is the catalogue row that made the account", () => {
    const made = { ...account(), madeBy: { what: "chart", row: "eso", release: account().name } } as const;
    expect(linked([made, role()], known).links[0]?.assumed).toEqual(["catalogue:eso"]);
  });
});

describe("finding the roles that an annotation can mean", () => {
  const summary = (facts: readonly Fact[], context: Partial<LinkContext> = {}): unknown[] =>
    linked(facts, context).links.map(({ role: found, verdict, reasons }) => [
      found?.origin.environment ?? found?.id ?? null,
      verdict,
      reasons[0]?.code,
    ]);
  const hole = (environment: string): string =>
    `arn:aws:iam::⟦${environment} account!account-id⟧:role/reader`;
  const denying = trust(withCondition({ StringEquals: { [`${ISSUER}:sub`]: "system:serviceaccount:x:y" } }));

  it("gives one link for each instance of a role; one that lets the account in leaves the refusal of another open", () => {
    const facts = [
      account(),
      role({ environment: "dev", arn: hole("dev") }),
      role({ environment: "prod", arn: hole("prod"), trust: denying }),
    ];
    expect(summary(facts)).toEqual([
      ["dev", "allowed", undefined],
      ["prod", "unknown", "ambiguous-role"],
    ]);
    expect(linked(facts).links[1]?.reasons[0]?.message).toMatch(
      /may be aws_iam_role\.reader in .* instead, which does not refuse the account; this one does: the token has/,
    );
  });

  it("gives one link for each instance of a role when all refuse", () => {
    const facts = [
      account(),
      role({ environment: "dev", arn: hole("dev"), trust: denying }),
      role({ environment: "prod", arn: hole("prod"), trust: denying }),
    ];
    expect(summary(facts)).toEqual([
      ["dev", "denied", "subject-mismatch"],
      ["prod", "denied", "subject-mismatch"],
    ]);
  });

  it("prefers the instance of the account's own environment", () => {
    const facts = [
      account({ environment: "overlays/dev" }),
      role({ environment: "dev", arn: hole("dev") }),
      role({ environment: "prod", arn: hole("prod"), trust: denying }),
    ];
    expect(summary(facts)).toEqual([["dev", "allowed", undefined]]);
  });

  it("does not take the hole for an account to hold half of another ARN", () => {
    const facts = [
      account({ roleArn: "arn:aws:iam::⟦ACCOUNT⟧:role/reader-2024" }),
      role({ arn: "arn:aws:iam::⟦a!account-id⟧:role/⟦cluster⟧-fis-⟦suffix⟧" }),
    ];
    expect(summary(facts)).toEqual([[null, "unknown", "role-not-found"]]);
  });

  it("takes the certain one before those that may be", () => {
    const facts = [account(), role({ environment: "dev" }), role({ environment: "prod", arn: hole("prod") })];
    expect(summary(facts)).toEqual([["dev", "allowed", undefined]]);
  });

  it("leaves out a role that may be meant but is of another environment", () => {
    const facts = [
      account({ environment: "dev", roleArn: "arn:aws:iam::⟦account⟧:role/reader" }),
      role({ environment: "prod", arn: hole("prod") }),
      role({ environment: "dev", arn: `arn:aws:iam::${ACCOUNT}:role/other` }),
    ];
    expect(summary(facts)).toEqual([[null, "unknown", "role-not-found"]]);
  });

  it("leaves out a role that may be meant but is not in the cluster's account", () => {
    const facts = [
      account({ roleArn: "arn:aws:iam::⟦account⟧:role/reader" }),
      role({ arn: "arn:aws:iam::444455556666:role/reader" }),
    ];
    expect(summary(facts, known)).toEqual([[null, "unknown", "role-not-found"]]);
  });

  it("does not choose among roles when the name has holes", () => {
    const facts = [
      account({ roleArn: `arn:aws:iam::${ACCOUNT}:role/⟦env⟧-eso` }),
      role(withName("dev-eso")),
      role(withName("prod-eso")),
      role(withName("dns")),
    ];
    const [link, ...others] = linked(facts).links;
    expect(others).toEqual([]);
    expect([link?.role, link?.verdict, link?.reasons[0]?.code]).toEqual([
      undefined,
      "unknown",
      "ambiguous-role",
    ]);
    expect(link?.reasons[0]?.message).toBe(
      `"arn:aws:iam::${ACCOUNT}:role/\${env}-eso" may be any of the roles "dev-eso", "prod-eso"`,
    );
  });

  it("does not hang every role on an annotation of which nothing is known", () => {
    const facts = [account({ roleArn: "⟦.Values.arn⟧" }), role(), role(withName("other"))];
    expect(summary(facts)).toEqual([[null, "unknown", "unresolved"]]);
  });
});

describe("the cluster of an account", () => {
  const two = [
    CLUSTER,
    { ...CLUSTER, name: "dev", issuer: OTHER_ISSUER, paths: ["accounts/dev/**"] },
  ] as const;
  const verdictIn = (where: Parameters<typeof account>[0], clusters: LinkContext["clusters"]): unknown => {
    const [link] = linked([account(where), role()], { clusters }).links;
    return [link?.verdict, link?.assumed];
  };

  it("is the one whose paths its file matches", () => {
    expect(verdictIn({}, [CLUSTER])).toEqual(["allowed", []]);
  });

  it("is not known when two fit", () => {
    expect(verdictIn({ environment: "dev" }, two)).toEqual(["allowed", ["issuer"]]);
  });

  it.each([
    ["name", { ...CLUSTER, argocdName: "production" }, "production"],
    ["server", { ...CLUSTER, argocdServer: "https://1.2.3.4" }, "https://1.2.3.4/"],
  ])("is the one that Argo CD's destination tells by its %s", (_, cluster, destination) => {
    const other = { ...CLUSTER, name: "dev", issuer: OTHER_ISSUER };
    expect(verdictIn({ cluster: destination }, [other, cluster])).toEqual(["allowed", []]);
  });
});

describe("an association beside an annotation", () => {
  const pods = role({ ...withName("pods"), trust: trust(podIdentity()) });
  const named = { roleArn: `arn:aws:iam::${ACCOUNT}:role/pods` };

  it("row 2: wins, and the annotation gives no verdict", () => {
    const { links } = linked([account({ name: "b" }), role(), pods, association(named)]);
    expect(links.map(({ mechanism, verdict }) => [mechanism, verdict])).toEqual([
      ["pod-identity", "allowed"],
    ]);
  });

  it("leaves the annotation of another cluster alone", () => {
    const other = { ...CLUSTER, name: "dev", paths: [] };
    const facts = [account(), role(), pods, association({ ...named, clusterName: "dev" })];
    const { links } = linked(facts, { clusters: [CLUSTER, other] });
    expect(links.map(({ mechanism, verdict }) => [mechanism, verdict])).toEqual([
      ["irsa", "allowed"],
      ["pod-identity", "allowed"],
    ]);
  });

  it("leaves the annotation of another environment alone", () => {
    const facts = [
      account({ environment: "prod" }),
      role(),
      pods,
      association({ ...named, environment: "dev" }),
      association({ ...named, environment: "prod", name: "c" }),
    ];
    expect(linked(facts).links.map(({ mechanism }) => mechanism)).toContain("irsa");
  });

  it("takes the certainty of a denial when it may be for the same account", () => {
    const facts = [
      account({ namespace: "⟦namespace⟧", name: "c" }),
      role(),
      pods,
      association({ ...named, name: "c" }),
    ];
    const irsa = linked(facts).links.find(({ mechanism }) => mechanism === "irsa");
    expect([irsa?.verdict, irsa?.reasons[0]?.code]).toEqual(["unknown", "unresolved"]);
  });
});
