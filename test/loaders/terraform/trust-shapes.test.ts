import { describe, expect, it } from "vitest";
import { print } from "../../../src/model/text.ts";
import type { Link } from "../../../src/model/link.ts";
import type { Role } from "../../../src/model/entities.ts";
import { modelOf } from "../../support/rule-tester.ts";
import { documentShapes } from "../../support/trust-shapes/documents.ts";
import { expressionShapes } from "../../support/trust-shapes/expressions.ts";
import {
  cluster,
  oneReader,
  role as roleWith,
  trust,
  type TrustShape,
} from "../../support/trust-shapes/shape.ts";

/** A service account that is annotated with the shape's role. */
function account(label: string, spelled: string, arn: string): string {
  const [namespace, name] = spelled.split("/");
  return `resource "kubernetes_service_account" "${label}" {
  metadata {
    name        = "${name}"
    namespace   = "${namespace}"
    annotations = { "eks.amazonaws.com/role-arn" = ${arn} }
  }
}
`;
}

function read({ files, arn, right, wrong = "elsewhere/stranger" }: TrustShape): {
  readonly role: Role | undefined;
  readonly links: readonly Link[];
} {
  const accounts = account("right", right, arn) + account("wrong", wrong, arn);
  const { links } = modelOf({ files: { ...files, "cluster.tf": cluster, "accounts.tf": accounts } });
  return { role: links[0]?.role, links };
}

/** The values of the role's conditions on one claim of the token. */
function values(role: Role | undefined, claim: string): readonly string[] {
  if (role?.trust.state !== "known") return [];
  return role.trust.value.statements.flatMap(({ conditions }) =>
    conditions
      .filter(({ key }) => print(key).endsWith(`:${claim}`))
      .flatMap((condition) => condition.values.map(print)),
  );
}

const shapes = [...expressionShapes, ...documentShapes];

describe("a trust policy as public code writes it", () => {
  it("is told in many shapes, each once", () => {
    expect(new Set(shapes.map(({ name }) => name)).size).toBe(shapes.length);
    expect(shapes.length).toBeGreaterThanOrEqual(50);
  });

  it.each(shapes.map((shape) => [shape.name, shape] as const))("by %s is known exactly", (_, shape) => {
    const { role, links } = read(shape);
    expect(role && print(role.name)).toBe(shape.role);
    expect(values(role, "sub")).toEqual(shape.subjects);
    expect(values(role, "aud")).toEqual(shape.audiences);
    const verdicts = links.map(({ serviceAccount: { namespace, name }, verdict }) => [
      `${print(namespace)}/${print(name)}`,
      verdict,
    ]);
    expect(Object.fromEntries(verdicts)).toEqual({
      [shape.right]: "allowed",
      [shape.wrong ?? "elsewhere/stranger"]: "denied",
    });
  });
});

const KEY = '"${aws_iam_openid_connect_provider.eks.url}:sub"';

/** Shapes of which Terraform itself knows a part only after asking somebody. */
const open: readonly (readonly [string, string])[] = [
  [
    "a variable without a value is the subject",
    `variable "s" {}\n${roleWith(trust({ sub: KEY, subject: "var.s" }))}`,
  ],
  ["a variable without a value is the policy", `variable "p" {}\n${roleWith("var.p")}`],
  [
    "a program gives the account's name",
    `data "external" "n" {
      program = ["name.sh"]
    }
    ${roleWith(trust({ sub: KEY, subject: '"system:serviceaccount:${data.external.n.result.namespace}:${data.external.n.result.name}"' }))}`,
  ],
  [
    "an overriding document may replace the statement",
    `variable "override" {}
    data "aws_iam_policy_document" "trust" {
      override_policy_documents = [var.override]
      statement {
        sid     = "Irsa"
        actions = ["sts:AssumeRoleWithWebIdentity"]
        principals {
          type        = "Federated"
          identifiers = [aws_iam_openid_connect_provider.eks.arn]
        }
      }
    }
    ${roleWith("data.aws_iam_policy_document.trust.json")}`,
  ],
];

describe("a trust policy of which a part is not known", () => {
  it.each(open)("because %s decides nothing", (_, main) => {
    const { links } = read({ ...oneReader, name: "", files: { "main.tf": main } });
    expect(links.map(({ verdict }) => verdict)).toEqual(["unknown", "unknown"]);
  });
});

describe("a trust policy that is wrong for everybody", () => {
  it.each([
    [
      "the key begins with the account",
      '"${replace(aws_iam_openid_connect_provider.eks.arn, "arn:aws:iam::", "")}:sub"',
    ],
    ["the key keeps the scheme", '"${aws_eks_cluster.this.identity[0].oidc[0].issuer}:sub"'],
  ])("because %s allows nobody for certain", (_, sub) => {
    const { links } = read({ ...oneReader, name: "", files: { "main.tf": roleWith(trust({ sub })) } });
    expect(links.map(({ verdict }) => verdict)).not.toContain("allowed");
  });
});

describe("a trust policy whose provider is somebody else's", () => {
  const main = `data "aws_ssm_parameter" "p" {
      name = "/eks/oidc-provider-arn"
    }
    locals {
      pieces = split("/", data.aws_ssm_parameter.p.value)
      host   = join("/", slice(local.pieces, 1, length(local.pieces)))
    }
    ${roleWith(trust({ federated: "data.aws_ssm_parameter.p.value", sub: '"${local.host}:sub"' }))}`;

  it("is judged as if key and provider were of one cluster, and says so", () => {
    const { links } = read({ ...oneReader, name: "", files: { "main.tf": main } });
    expect(links.map(({ verdict, assumed }) => [verdict, assumed])).toEqual([
      ["allowed", ["issuer"]],
      ["denied", ["issuer"]],
    ]);
  });
});
