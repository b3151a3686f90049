import { describe, expect, it } from "vitest";
import { textAt } from "../../../src/model/location.ts";
import { exampleApplication, gitSource } from "../../support/applications.ts";
import { readDeployments } from "../../support/deployments.ts";

const chart = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";
const check = '{{- if not .Values.owner }}{{ fail "owner must be set" }}{{ end }}';
const app = (source = gitSource("deploy")): string => exampleApplication({ source });

/** What is said of templates at which Helm stops, and where. */
function said(files: Readonly<Record<string, string>>): readonly string[] {
  const { problems, facts } = readDeployments({ "app.yaml": app(), "deploy/Chart.yaml": chart, ...files });
  return [
    ...problems.map(({ message, at }) => `${textAt(at)}: ${message}`),
    ...facts.flatMap((fact) => (fact.kind === "gap" && fact.message !== undefined ? [fact.message] : [])),
  ];
}

const stops = (path: string, words: string): string =>
  `Helm stops at template ${path} (${words}): release "shop" in namespace "shop" cannot be installed with these values`;

describe("a chart that refuses its values", () => {
  it.each([
    ["a check of its own", "checks.yaml", check, 'fail "owner must be set"'],
    ["its notes", "NOTES.txt", check, 'fail "owner must be set"'],
    [
      "a value that is required",
      "config.yaml",
      'kind: ConfigMap\nx: {{ required "owner must be set" .Values.owner }}',
      'required "owner must be set" .Values.owner',
    ],
    [
      "what it includes",
      "NOTES.txt",
      `{{ define "check" }}${check}{{ end }}{{ include "check" . }}`,
      'fail "owner must be set"',
    ],
  ])("says so: %s", (_, name, template, at) => {
    const path = `deploy/templates/${name}`;
    expect(said({ [path]: template })).toEqual([`${at}: ${stops(path, "owner must be set")}`]);
    expect(said({ [path]: template, "deploy/values.yaml": "owner: web\n" })).toEqual([]);
  });

  it.each([
    ["a list", "- web\n", "list"],
    ["a scalar", "web\n", "string"],
  ])("says that its own values are %s", (_, values, kind) => {
    const account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: shop}\n";
    expect(said({ "deploy/templates/sa.yaml": account, "deploy/values.yaml": values })).toEqual([
      expect.stringContaining(`the values of a chart are a map, and this is a ${kind}`),
    ]);
  });

  it("says it once where what the template makes is missed, too", () => {
    const path = "deploy/templates/sa.yaml";
    const account =
      'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: {{ required "a name" .Values.name }}}\n';
    expect(said({ [path]: account })).toEqual([
      expect.stringContaining(`Helm stops at template ${path} (error calling required: a name)`),
    ]);
  });

  it.each([
    [
      "on values that cannot be read",
      { "app.yaml": app(gitSource("deploy", "helm: {valueFiles: [https://example.com/v.yaml]}\n")) },
    ],
    [
      "on a chart that is not here",
      {
        "deploy/Chart.yaml": `${chart}dependencies: [{name: owner, version: 1.0.0, repository: https://example.com}]\n`,
      },
    ],
    [
      "in a world of several",
      {
        "deploy/templates/NOTES.txt": `{{ if lookup "v1" "Secret" "a" "b" }}{{ else if .Capabilities.APIVersions.Has "example.com/v1" }}${check}{{ end }}`,
      },
    ],
    [
      "as the cluster's API versions have it",
      {
        "deploy/templates/NOTES.txt":
          '{{ if not (.Capabilities.APIVersions.Has "example.com/v1") }}{{ fail "no" }}{{ end }}',
      },
    ],
    ["by words that it only prints", { "deploy/templates/NOTES.txt": "this may fail {{ .Values.owner }}" }],
    ["in another function", { "deploy/templates/NOTES.txt": "{{ .Values.owner.of.it }}" }],
  ])("says nothing where that hangs %s", (_, files: Readonly<Record<string, string>>) => {
    const all = { "deploy/templates/NOTES.txt": check, ...files };
    expect(said(all).filter((message) => message.includes("cannot be installed"))).toEqual([]);
  });
});
