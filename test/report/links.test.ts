import { describe, expect, it } from "vitest";
import type { Origin, Role, ServiceAccount } from "../../src/model/entities.ts";
import type { Link } from "../../src/model/link.ts";
import { wholeFile } from "../../src/model/location.ts";
import { absent, concat, literal, unknownText } from "../../src/model/text.ts";
import { formatLinksJson } from "../../src/report/links-json.ts";
import { formatLinksTable } from "../../src/report/links-table.ts";
import type { LinksReport } from "../../src/report/report.ts";
import { placeOf } from "../support/findings.ts";
import { files } from "../support/reports.ts";

const gitops = {
  path: "gitops/sa.yaml",
  text: "kind: ServiceAccount\nname: eso\nrole: arn:aws:iam::111122223333:role/team/eso\n",
};
const terraform = { path: "main.tf", text: 'resource "aws_iam_role" "eso" {\n  sub = "system:x"\n}\n' };
const origin: Origin = { environment: "prod", cluster: absent(wholeFile(gitops)), via: [] };
const annotation = literal(
  "arn:aws:iam::111122223333:role/team/eso",
  placeOf(gitops, "arn:aws:iam::111122223333:role/team/eso"),
);

const account: ServiceAccount = {
  kind: "service-account",
  id: "gitops/sa.yaml#eso",
  origin,
  at: placeOf(gitops, "kind: ServiceAccount"),
  namespace: unknownText({ id: "ns", name: "namespace of gitops/sa.yaml" }, wholeFile(gitops)),
  name: literal("eso", placeOf(gitops, "eso")),
  roleArn: annotation,
  audience: absent(wholeFile(gitops)),
  annotations: [],
  labels: [],
  existence: "created",
};

const whole = wholeFile(terraform);
const role: Role = {
  kind: "role",
  id: "main.tf#eso",
  origin,
  at: placeOf(terraform, 'resource "aws_iam_role" "eso"'),
  address: "aws_iam_role.eso",
  name: literal("eso", whole),
  path: literal("/team/", whole),
  account: unknownText({ id: "account", name: "var.account" }, whole),
  partition: literal("aws", whole),
  arn: concat(
    whole,
    "arn:aws:iam::",
    unknownText({ id: "account", name: "var.account" }, whole),
    ":role/team/eso",
  ),
  trust: { state: "absent", at: whole },
  policies: [],
  permissionsBoundary: absent(whole),
  exists: "yes",
};

const named = {
  mechanism: "irsa",
  serviceAccount: account,
  roleArn: annotation,
  subject: annotation,
  audience: annotation,
} as const;
const denied: Link = {
  ...named,
  role,
  environment: "prod",
  assumed: ["issuer"],
  verdict: "denied",
  reasons: [
    { code: "subject-mismatch", message: 'the role wants "system:x"', at: placeOf(terraform, "system:x") },
  ],
};
const unknown: Link = {
  ...named,
  environment: null,
  assumed: [],
  verdict: "unknown",
  reasons: [{ code: "role-not-found", message: "no role of this name is here", at: annotation.at }],
};
const report: LinksReport = {
  links: [{ ...denied, verdict: "allowed", reasons: [] }, denied, unknown],
  unlinked: { serviceAccounts: [account], roles: [role] },
  counts: { files: 3, parsed: 2, skipped: 1, unparseable: 0, roles: 1, serviceAccounts: 1 },
  files,
  color: false,
};

describe("links as a table", () => {
  it("shows denied links first, with places and reasons, and what stands in no link", () => {
    expect(formatLinksTable(report)).toMatchSnapshot();
  });

  it("breaks off a long list of service accounts without a role", () => {
    const many = { ...report.unlinked, serviceAccounts: Array.from({ length: 30 }, () => account) };
    const lines = formatLinksTable({ ...report, unlinked: many }).split("\n");
    expect(lines.filter((line) => line.startsWith("    ${namespace"))).toHaveLength(20);
    expect(lines).toContain("    and 10 more: --format json has all of them");
  });

  it("keeps its lines whole when an ARN ends in a line end", () => {
    const roleArn = literal("arn:aws:iam::111122223333:role/eso\n", annotation.at);
    const reason = {
      code: "malformed-arn",
      message: `"arn\n" has a line end`,
      at: annotation.at,
    } as const;
    const lines = formatLinksTable({ ...report, links: [{ ...unknown, roleArn, reasons: [reason] }] }).split(
      "\n",
    );
    expect(lines.some((line) => line.endsWith("→  arn:aws:iam::111122223333:role/eso\\n"))).toBe(true);
    expect(lines.some((line) => line.includes('malformed-arn: "arn\\n" has a line end'))).toBe(true);
  });

  it("is one line of summary when there are none", () => {
    const empty = { ...report, links: [], unlinked: { serviceAccounts: [], roles: [] } };
    expect(formatLinksTable(empty).trim().split("\n")).toHaveLength(1);
  });
});

describe("links as JSON", () => {
  it("is what the contract says", () => {
    expect(formatLinksJson(report)).toMatchSnapshot();
  });

  it("names a role that is defined nowhere by its ARN alone", () => {
    const nowhere = { address: null, file: null, line: null, column: null };
    expect(JSON.parse(formatLinksJson({ ...report, links: [unknown] }))).toMatchObject({
      links: [{ role: { name: "eso", arn: "arn:aws:iam::111122223333:role/team/eso", ...nowhere } }],
    });
  });
});
