import { describe, expect, it } from "vitest";
import { textAt } from "../../../src/model/location.ts";
import { isAbsent, print } from "../../../src/model/text.ts";
import { onlyRole, statementLines, trustOf } from "../../support/terraform-repository.ts";

const document = (body: string, more = ""): ReturnType<typeof trustOf> =>
  trustOf(
    onlyRole({
      "main.tf": `${more}
        data "aws_iam_policy_document" "d" {
          ${body}
        }
        resource "aws_iam_role" "x" {
          name               = "x"
          assume_role_policy = data.aws_iam_policy_document.d.json
        }`,
    }),
  );

describe("data.aws_iam_policy_document", () => {
  it.each([
    ["effect is Allow unless it is written", 'statement { actions = ["a:B"] }', ["Allow; a:B"]],
    [
      "one principal of each type, and several",
      `statement {
        effect = "Deny"
        principals {
          type        = "AWS"
          identifiers = ["1", "2"]
        }
        principals {
          type        = "Service"
          identifiers = ["ec2.amazonaws.com"]
        }
      }`,
      ["Deny; AWS=1|AWS=2|Service=ec2.amazonaws.com"],
    ],
    [
      "everyone",
      `statement {
        principals {
          type        = "*"
          identifiers = ["*"]
        }
      }`,
      ["Allow; *=*"],
    ],
    [
      "every AWS principal",
      `statement {
        principals {
          type        = "AWS"
          identifiers = ["*"]
        }
      }`,
      ["Allow; AWS=*"],
    ],
    [
      "IAM's variables in resources, principals and conditions, not in actions",
      `statement {
        actions   = ["a:&{x}"]
        resources = ["arn:aws:s3:::b/&{aws:username}"]
        principals {
          type        = "AWS"
          identifiers = ["&{p}"]
        }
        condition {
          test     = "StringLike"
          variable = "k&{x}"
          values   = ["&{aws:username}/*"]
        }
      }`,
      ["Allow; AWS=${p}; a:&{x}; arn:aws:s3:::b/${aws:username}; StringLike k&{x}=${aws:username}/*"],
    ],
    [
      "conditions with one operator and key are joined",
      `statement {
        condition {
          test     = "StringEquals"
          variable = "i:sub"
          values   = ["a"]
        }
        condition {
          test     = "StringEquals"
          variable = "i:sub"
          values   = ["b"]
        }
        condition {
          test     = "StringEquals"
          variable = "i:aud"
          values   = ["c"]
        }
      }`,
      ["Allow; StringEquals i:sub=a|b; StringEquals i:aud=c"],
    ],
    [
      "IAM's own variables",
      'statement { resources = ["arn:aws:s3:::home/&{aws:username}/*"] }',
      ["Allow; arn:aws:s3:::home/${aws:username}/*"],
    ],
    [
      "dynamic statements",
      `dynamic "statement" {
        for_each = { a = "1", b = "2" }
        iterator = each_one
        content { actions = ["\${each_one.key}:\${each_one.value}"] }
      }`,
      ["Allow; a:1", "Allow; b:2"],
    ],
    [
      "a dynamic condition in a dynamic statement",
      `dynamic "statement" {
        for_each = ["ns1", "ns2"]
        content {
          dynamic "condition" {
            for_each = ["a", "b"]
            content {
              test     = "StringLike"
              variable = "i:\${condition.value}"
              values   = ["\${statement.value}-\${condition.key}"]
            }
          }
        }
      }`,
      [
        "Allow; StringLike i:a=ns1-0; StringLike i:b=ns1-1",
        "Allow; StringLike i:a=ns2-0; StringLike i:b=ns2-1",
      ],
    ],
    [
      "source documents before, overriding ones in place",
      `source_policy_documents = [
        jsonencode({ Statement = [{ Sid = "one", Effect = "Allow", Action = "a:Source" }, { Effect = "Allow", Action = "b:Source" }] })
      ]
      override_policy_documents = [
        jsonencode({ Statement = { Sid = "two", Effect = "Allow", Action = "a:Override" } })
      ]
      statement {
        sid     = "one"
        actions = ["a:Own"]
      }
      statement {
        sid     = "two"
        actions = ["b:Own"]
      }`,
      ["Allow; a:Own", "Allow; b:Source", "Allow; a:Override"],
    ],
  ])("%s", (_, body, expected) => {
    expect(statementLines(document(body))).toEqual(expected);
  });

  it("has the version that AWS's provider writes", () => {
    expect(print(document("").version)).toBe("2012-10-17");
    expect(print(document('version = "2008-10-17"').version)).toBe("2008-10-17");
  });

  it("reads NotAction, NotResource and NotPrincipal", () => {
    const [statement] = document(`statement {
      not_actions   = ["a:B"]
      not_resources = ["r"]
      not_principals {
        type        = "AWS"
        identifiers = ["p"]
      }
    }`).statements;
    expect(statement?.notActions?.map(print)).toEqual(["a:B"]);
    expect(statement?.notResources?.map(print)).toEqual(["r"]);
    expect(statement?.notPrincipals?.map(({ value }) => print(value))).toEqual(["p"]);
    expect(statement?.actions).toBeUndefined();
  });

  it("has every part at its place", () => {
    const [statement] = document(`statement {
      sid     = "Pods"
      actions = ["sts:AssumeRoleWithWebIdentity"]
      condition {
        test     = "StringEquals"
        variable = "i:sub"
        values   = ["system:serviceaccount:a:b"]
      }
    }`).statements;
    const [condition] = statement?.conditions ?? [];
    const places = [
      statement?.sid.at,
      statement?.actions?.[0]?.at,
      condition?.operator.at,
      condition?.key.at,
    ];
    expect(places.map((at) => at && textAt(at))).toEqual([
      "Pods",
      "sts:AssumeRoleWithWebIdentity",
      "StringEquals",
      "i:sub",
    ]);
    const element = statement?.elements.get("Action");
    expect(element && textAt(element)).toBe("actions");
    expect(statement && textAt(statement.at)).toBe("statement");
  });

  it("has each condition's operator where that condition writes it", () => {
    const block = (variable: string): string =>
      `condition {
        test     = "StringEquals"
        variable = "${variable}"
        values   = ["x"]
      }
`;
    const [statement] = document(`statement {
      actions = ["a:B"]
${block("k:aud")}${block("k:sub")}    }`).statements;
    const lines = statement?.conditions.map(({ operator: { at } }) =>
      at.file.text.slice(at.span.start, at.span.start + 50),
    );
    expect(lines?.map((line) => /k:\w+/.exec(line)?.[0])).toEqual(["k:aud", "k:sub"]);
    expect(statement?.conditions.map(({ at }) => textAt(at))).toEqual([
      expect.stringMatching(/^StringEquals[^]*k:aud/),
      expect.stringMatching(/^StringEquals[^]*k:sub/),
    ]);
  });

  it("may have more statements when a source document is not known", () => {
    const policy = document(
      'source_policy_documents = [var.source]\nstatement { actions = ["a:B"] }',
      'variable "source" {}',
    );
    expect(policy.moreStatements?.name).toBe("var.source");
    expect(statementLines(policy)).toEqual(["Allow; a:B"]);
  });

  it("may have more statements when a dynamic block's elements are not known", () => {
    const policy = document(
      'dynamic "statement" {\n for_each = var.names\n content { actions = ["a:B"] }\n}',
      'variable "names" {}',
    );
    expect(policy.moreStatements?.name).toBe("var.names");
    expect(policy.statements).toEqual([]);
  });

  it("may have more conditions when a dynamic condition's elements are not known", () => {
    const [statement] = document(
      `statement {
        actions = ["a:B"]
        dynamic "condition" {
          for_each = var.names
          content {
            test     = "StringEquals"
            variable = "i:sub"
            values   = [condition.value]
          }
        }
      }`,
      'variable "names" {}',
    ).statements;
    expect(statement?.moreConditions?.name).toBe("var.names");
  });

  it("has one hole where a list of values is not known", () => {
    const [statement] = document(
      `statement {
        condition {
          test     = "StringEquals"
          variable = "i:sub"
          values   = var.subjects
        }
      }`,
      'variable "subjects" {}',
    ).statements;
    expect(statement?.conditions.map(({ values }) => values.map(print))).toEqual([["${var.subjects}"]]);
    expect(statement && isAbsent(statement.sid)).toBe(true);
  });

  const json = (sid: string, action: string, version = "2012-10-17"): string =>
    `jsonencode({ Version = "${version}", Statement = [{ Sid = "${sid}", Effect = "Allow", Action = "${action}" }] })`;

  it("has the greatest of the versions that are merged", () => {
    const merged = document(
      `version = "2008-10-17"\noverride_policy_documents = [${json("A", "a:B")}, ${json("B", "b:C", "2008-10-17")}]`,
    );
    expect(print(merged.version)).toBe("2012-10-17");
  });

  it.each([
    ["an overriding document", "override_policy_documents = [var.other]"],
    [
      "a dynamic statement",
      'dynamic "statement" {\n for_each = var.other\n content { sid = statement.value }\n}',
    ],
  ])("does not say what a statement with a Sid is when %s is not known", (_, body) => {
    const merged = document(
      `source_policy_documents = [${json("A", "a:B")}, ${json("", "b:C")}]\n${body}`,
      'variable "other" {}',
    );
    expect(statementLines(merged)).toEqual(["Allow; b:C"]);
    expect(merged.moreStatements?.name).toBe("var.other");
  });

  it("does not say which statement is left when the Sids may be the same", () => {
    const merged = document(
      `source_policy_documents = [${json("A", "a:B")}, ${json("Bee", "b:C")}]
       statement {
         sid     = "A\${var.suffix}"
         actions = ["c:D"]
       }`,
      'variable "suffix" {}',
    );
    expect(statementLines(merged)).toEqual(["Allow; b:C", "Allow; c:D"]);
    expect(merged.moreStatements?.name).toBe("var.suffix");
  });
});
