import { describe, expect, it } from "vitest";
import { print } from "../../../src/model/text.ts";
import { gapsIn } from "../../support/deployments.ts";
import { readRepository } from "../../support/helmfiles.ts";

const VALUES =
  "serviceAccount:\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/eso\n";

const unreadIn = (files: Readonly<Record<string, string>>): readonly string[] =>
  gapsIn(readRepository(files)).flatMap(({ wants }) => (wants?.kind === "values" ? [wants.name] : []));

describe("a values file with a role that nothing gives to a chart", () => {
  it("is said once, at the annotation", () => {
    const expanded = readRepository({ "environments/prod/eso-values.yaml": VALUES });
    const [gap, ...others] = gapsIn(expanded);
    expect(others).toEqual([]);
    expect(gap?.message).toContain("nothing says which chart this values file is for");
    expect(gap && gap.at.file.text.slice(gap.at.span.start, gap.at.span.end)).toBe(
      "eks.amazonaws.com/role-arn",
    );
  });

  it.each<[string, string, readonly string[] | undefined]>([
    ["its name", `${VALUES}  name: eso\n`, ["eso"]],
    [
      "two names",
      `a:\n${VALUES.replace(/^/gm, "  ")}  name: eso\nb: {serviceAccount: {name: web}}\n`,
      ["web", "eso"],
    ],
    [
      "a name beside an account that is not made",
      `${VALUES}  name: eso\nb: {serviceAccount: {create: false}}\n`,
      ["eso"],
    ],
    ["no name", VALUES, undefined],
    ["a name that a pipeline completes", `${VALUES}  name: eso-$(ENV)\n`, undefined],
    [
      "a name beside an account without one",
      `${VALUES}  name: eso\nb: {serviceAccount: {create: true}}\n`,
      undefined,
    ],
    [
      "a name and annotations elsewhere",
      VALUES.replace("serviceAccount:", "name: eso\nsa_settings:"),
      undefined,
    ],
  ])("can make those accounts that it names: %s", (_, values, names) => {
    const [gap] = gapsIn(readRepository({ "environments/prod/eso-values.yaml": values }));
    expect(gap?.may).toEqual(["service-account"]);
    expect(gap?.names?.map(print)).toEqual(names);
  });

  it.each([
    [
      "a manifest",
      {
        "a.yaml":
          "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a\n  annotations: { eks.amazonaws.com/role-arn: x }\n",
      },
    ],
    ["an example", { "examples/values.yaml": VALUES }],
    [
      "a chart's own",
      {
        "chart/Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\ntype: library\n",
        "chart/values.yaml": VALUES,
      },
    ],
    ["for another platform", { "values-local.yaml": VALUES }],
    [
      "what a helmfile reads",
      {
        "helmfile.yaml": "releases: [{ name: a, namespace: n, chart: acme/a, values: [eso.yaml] }]\n",
        "eso.yaml": VALUES,
      },
    ],
    [
      "what Terraform reads",
      {
        "main.tf":
          'resource "helm_release" "a" {\n  name = "a"\n  chart = "a"\n  repository = "https://charts.example.com"\n  values = [file("${path.module}/eso.yaml")]\n}\n',
        "eso.yaml": VALUES,
      },
    ],
  ])("is not %s", (_, files) => {
    expect(unreadIn(files)).toEqual([]);
  });
});
