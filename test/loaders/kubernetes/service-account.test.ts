import { describe, expect, it } from "vitest";
import { isAbsent, print } from "../../../src/model/text.ts";
import { factsOf, onlyFact, readManifests, said } from "../../support/read-manifests.ts";

const ARN = "arn:aws:iam::111122223333:role/reader";

function account(metadata: string): string {
  return `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n${metadata}`;
}

function annotated(value: string): string {
  return account(
    `  name: reader\n  namespace: apps\n  annotations:\n    eks.amazonaws.com/role-arn: ${value}\n`,
  );
}

describe("a service account", () => {
  it("has its names, annotations and their places", () => {
    const text = account(
      `  name: "reader"\n  namespace: apps\n  labels: {team: a}\n  annotations:\n    eks.amazonaws.com/role-arn: "${ARN}"\n    eks.amazonaws.com/audience: other\n    note: 1\n`,
    );
    const fact = onlyFact({ "sa.yaml": text }, "service-account");
    expect(print(fact.namespace)).toBe("apps");
    expect(said(fact.name.at)).toBe("sa.yaml:4 reader");
    expect(said(fact.roleArn.at)).toBe(`sa.yaml:8 ${ARN}`);
    expect(fact.roleArn.at.route).toEqual(["metadata", "annotations", "eks.amazonaws.com/role-arn"]);
    expect(print(fact.audience)).toBe("other");
    expect(fact.annotations.map(({ key, value }) => [print(key), print(value)])).toEqual([
      ["eks.amazonaws.com/role-arn", ARN],
      ["eks.amazonaws.com/audience", "other"],
      ["note", "1"],
    ]);
    expect(fact.labels.map(({ key }) => print(key))).toEqual(["team"]);
    expect(fact).toMatchObject({ existence: "created", origin: { environment: null } });
    expect(fact.moreAnnotations).toBeUndefined();
  });

  it("without a namespace goes where it is applied: the same unknown place for all of its file", () => {
    const files = {
      "a.yaml": `${account("  name: x\n")}---\n${account('  name: y\n  namespace: ""\n')}`,
      "b.yaml": account("  name: z\n"),
    };
    const [x, y, z] = factsOf(readManifests(files), "service-account").map((fact) => fact.namespace.parts);
    expect(x).toEqual([expect.objectContaining({ kind: "hole", name: "namespace of a.yaml", shape: "dns" })]);
    expect(y).toMatchObject([{ id: (x?.[0] as { id: string }).id }]);
    expect(z).not.toMatchObject([{ id: (x?.[0] as { id: string }).id }]);
  });

  it.each([
    ["null", "null"],
    ["nothing", ""],
    ["an empty string", '""'],
  ])("with %s as its role has an empty annotation, not a missing one", (_, written) => {
    expect(onlyFact({ "sa.yaml": annotated(written) }, "service-account").roleArn).toMatchObject({
      kind: "text",
      parts: [],
    });
  });

  it("without annotations has none", () => {
    expect(isAbsent(onlyFact({ "sa.yaml": account("  name: x\n") }, "service-account").roleArn)).toBe(true);
  });

  it("keeps the last of a repeated annotation, as the API server does", () => {
    const text = annotated("first") + `    eks.amazonaws.com/role-arn: ${ARN}\n`;
    expect(print(onlyFact({ "sa.yaml": text }, "service-account").roleArn)).toBe(ARN);
  });

  it.each([
    ["a placeholder", "arn:aws:iam::<ACCOUNT_ID>:role/reader", "arn:aws:iam::${ACCOUNT_ID}:role/reader"],
    ["a template's expression", '"{{ .Values.roleArn }}"', "${.Values.roleArn}"],
    ["a Flux substitution", "arn:aws:iam::${account_id}:role/x", "arn:aws:iam::${account_id}:role/x"],
    ["a list", "[a]", "${a list in place of a string}"],
  ])("has a hole for %s", (_, written, printed) => {
    const { roleArn } = onlyFact({ "sa.yaml": annotated(written) }, "service-account");
    expect(print(roleArn)).toBe(printed);
    expect(isAbsent(roleArn) ? [] : roleArn.parts.map((part) => part.kind)).toContain("hole");
  });

  it("may have a role when an annotation's key is a placeholder", () => {
    const text = account("  name: x\n  annotations:\n    ${KEY}: y\n    eks.amazonaws.com/audience: z\n");
    const fact = onlyFact({ "sa.yaml": text }, "service-account");
    expect(print(fact.roleArn)).toBe("${KEY}");
    expect(print(fact.audience)).toBe("z");
  });

  it("takes its role from where an anchor or a merge key has it", () => {
    const text = `x-role: &role\n  eks.amazonaws.com/role-arn: ${ARN}\n${account("  name: x\n  annotations:\n    <<: *role\n")}`;
    expect(said(onlyFact({ "sa.yaml": text }, "service-account").roleArn.at)).toBe(`sa.yaml:2 ${ARN}`);
  });
});

describe("where service accounts are found", () => {
  const names = (files: Readonly<Record<string, string>>): readonly string[] =>
    factsOf(readManifests(files), "service-account").map(({ name }) => print(name));

  it("in every document of a stream, in lists and typed lists", () => {
    expect(
      names({
        "a.yaml": `kind: x\n---\n${account("  name: a\n")}---\n${account("  name: b\n")}`,
        "b.yaml":
          "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ServiceAccount, metadata: {name: c}}\n- {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: ServiceAccount, metadata: {name: d}}]}\n",
        "c.yaml": "apiVersion: v1\nkind: ServiceAccountList\nitems:\n- metadata: {name: e}\n",
      }),
    ).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("in JSON, with exact places", () => {
    const text = `{\n\t"apiVersion": "v1", "kind": "ServiceAccount",\n\t"metadata": {"name": "x", "annotations": {"eks.amazonaws.com/role-arn": "${ARN}"}}}`;
    expect(said(onlyFact({ "sa.json": text }, "service-account").roleArn.at)).toBe(`sa.json:3 ${ARN}`);
  });

  it("not in another group's kind of the same name, not in a patch's deletion, not in a broken document", () => {
    expect(
      names({
        "a.yaml": "apiVersion: example.com/v1\nkind: ServiceAccount\nmetadata: {name: a}\n",
        "b.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: b}\n$patch: delete\n",
        "c.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: c}\nx: 'y\n",
      }),
    ).toEqual([]);
  });

  it("not in a chart's templates or values, of which a gap tells", () => {
    const files = {
      "chart/Chart.yaml": "apiVersion: v2\nname: app\n",
      "chart/values.yaml": account("  name: a\n"),
      "chart/templates/sa.yaml": account("  name: b\n"),
      "chart/templates/deep/sa.yaml": account("  name: {{ .x }}\n"),
      "templates/sa.yaml": account("  name: c\n"),
    };
    expect(names(files)).toEqual(["c"]);
    const gaps = factsOf(readManifests(files), "gap");
    expect(gaps.map((gap) => [gap.what, said(gap.at)])).toEqual([["chart chart", "chart/Chart.yaml:2 app"]]);
  });

  it("not in another program's template, of which a gap tells and no problem", () => {
    const files = {
      "sa.yaml": `{% if x %}\n${account("  name: a\n")}{% endif %}\n`,
      "bare.yaml": account("  name: {{ name }}\n"),
      "docs.yaml": "{% if serviceAccount %}\n",
    };
    const expanded = readManifests(files);
    expect(factsOf(expanded, "service-account")).toEqual([]);
    expect(expanded.problems).toEqual([]);
    expect(factsOf(expanded, "gap").map(({ what }) => what)).toEqual([
      "template bare.yaml",
      "template sa.yaml",
    ]);
  });
});

describe("custom resource definitions", () => {
  const definition =
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {serviceAccountName: 'x\n";

  it.each([
    ["before", `${definition}---\n${account("  name: reader\n")}`],
    ["before, after a marker", `---\r\n${definition}---\r\n${account("  name: reader\n")}`],
    ["behind", `${account("  name: reader\n")}--- # crd\n${definition}`],
    ["around", `${definition}\n---\n${account("  name: reader\n")}\n---\n${definition.trimEnd()}`],
  ])("are not even parsed, and leave the places of what stands %s as they are", (_, text) => {
    const expanded = readManifests({ "a.yaml": text });
    expect(expanded.problems).toEqual([]);
    const [fact] = factsOf(expanded, "service-account");
    expect(fact && said(fact.name.at)).toMatch(/^a\.yaml:\d+ reader$/);
  });
});

describe("files that cannot be read", () => {
  it("are a problem in the parser's own words, at its place", () => {
    const { problems } = readManifests({ "a.yaml": annotated("'x") });
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ["input/unparseable", "Missing closing 'quote"],
    ]);
  });

  it("are a problem in JSON only when they look like manifests", () => {
    const { problems } = readManifests({
      "tsconfig.json": '{ // serviceAccount\n "a": 1 }',
      "sa.json": '{ "apiVersion": "v1", "kind": "ServiceAccount", }',
    });
    expect(problems.map(({ at }) => at.file.path)).toEqual(["sa.json"]);
  });
});
