import { describe, expect, it } from "vitest";
import { subjectBreadth, subjectProblem, type SubjectBreadth } from "../../src/iam/subject-shape.ts";
import { textOfPattern } from "../support/text-pattern.ts";

const S = "system:serviceaccount:";

describe("how many accounts a pattern lets in", () => {
  it.each<[string, SubjectBreadth]>([
    ["*", "every-namespace"],
    ["system:*", "every-namespace"],
    [`${S}*`, "every-namespace"],
    [`${S}*:*`, "every-namespace"],
    [`${S}*:external-dns`, "every-namespace"],
    [`${S}*external-dns`, "every-namespace"], // the star swallows the colon
    ["*:external-dns", "every-namespace"],
    [`${S}*:\${var.name}`, "every-namespace"], // whatever the account is called
    [`${S}team-*:app`, "several-namespaces"],
    [`${S}team-?:app`, "several-namespaces"],
    [`${S}team*`, "several-namespaces"],
    [`${S}\${var.team}-*:app`, "several-namespaces"],
    [`${S}kube-system:*`, "namespace"],
    [`${S}kube-system:?*`, "namespace"],
    [`${S}\${var.namespace}:*`, "namespace"],
    [`${S}crossplane-system:provider-aws-*`, "narrow"],
    [`${S}kube-system:app-?`, "narrow"],
    [`${S}kube-system:app`, "narrow"],
    [`${S}\${var.subject}`, "narrow"],
    ["${var.subject}", "narrow"],
    [`${S}\${var.x}*`, "narrow"], // the hole may end the namespace
    [`${S}$\{aws:PrincipalTag/ns}:app`, "narrow"], // IAM's own variable
    ["repo:example/app:*", "narrow"],
  ])("%s: %s", (pattern, breadth) => {
    expect(subjectBreadth(textOfPattern(pattern))).toBe(breadth);
  });
});

describe("what cannot be a subject", () => {
  it.each<[string, RegExp, string | undefined]>([
    ["system:serviceaccount/default/app", /"\/" stands/, `${S}default:app`],
    [`${S}default/app`, /"\/" stands/, `${S}default:app`],
    ["system:serviceaccounts:default:app", /"serviceaccounts" stands/, `${S}default:app`],
    ["serviceaccount:default:app", /does not begin/, `${S}default:app`],
    ["default:app", /does not begin/, `${S}default:app`],
    ["sts.amazonaws.com", /does not begin/, undefined],
    ["repo:example/app:ref:refs/heads/main", /does not begin/, undefined],
    [`${S}Default:app`, /lower case/, `${S}default:app`],
    ["System:ServiceAccount:default:app", /is lower case/, `${S}default:app`],
    [`"${S}default:app"`, /quotation mark/, `${S}default:app`],
    [`${S}default:app `, /blank/, `${S}default:app`],
    [`${S}default:my_app`, /no Kubernetes name/, undefined],
    [`${S}default`, /name is missing/, undefined],
    [`${S}default:`, /name is missing/, undefined],
    [`${S}:app`, /namespace is missing/, undefined],
    ["system:serviceaccount", /are missing/, undefined],
    [`${S}a:b:c`, /more parts/, undefined],
    [`${S}-a:b`, /"-a" cannot be a namespace/, undefined],
    [`${S}a.b:c`, /"a.b" cannot be a namespace/, undefined],
    [`${S}a:b-`, /"b-" cannot be/, undefined],
    ["", /empty/, undefined],
    [`${S}\${var.ns}/\${var.name}`, /"\/" stands/, undefined], // whatever the holes hold
    [`${S}\${var.ns!dns}`, /is missing/, undefined], // one Kubernetes name is not two
    ["system:serviceaccounts:${var.ns}:app", /"serviceaccounts" stands/, undefined],
  ])("%s: %s", (value, problem, correction) => {
    const found = subjectProblem(textOfPattern(value), false);
    expect(found?.problem).toMatch(problem);
    expect(found?.correction).toBe(correction);
  });

  it.each([
    `${S}default:app`,
    `${S}default:app.example.com`,
    `${S}default:*`,
    `${S}*`,
    "*",
    "system:*:app",
    "${var.subject}",
    `${S}\${var.subject}`,
    `${S}\${var.ns}:\${var.name}`,
    `\${var.prefix}:default:app`,
    `${S}\${aws:PrincipalTag/ns}:app`,
  ])("%s may be one", (value) => {
    expect(subjectProblem(textOfPattern(value), false)).toBeUndefined();
  });

  it("lets case be where the operator folds it", () => {
    expect(subjectProblem(textOfPattern("System:ServiceAccount:Default:App"), true)).toBeUndefined();
  });
});
