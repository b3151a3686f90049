import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Expanded } from "../../../src/expand/expand.ts";
import { exampleApplication, gitSource } from "../../support/applications.ts";
import { accountsIn, gapsIn, namesOf, readDeployments } from "../../support/deployments.ts";
import { said } from "../../support/read-manifests.ts";
import { tgz } from "../../support/tar.ts";

const app = exampleApplication({ source: gitSource("deploy") });
const chart = (name: string, more = ""): string => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`;
const account = (name: string): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}}\n`;
const dependency = (name: string, repository = "https://charts.example.com"): string =>
  `dependencies: [{name: ${name}, version: 1.0.0, repository: "${repository}"}]\n`;

function deployed(
  files: Readonly<Record<string, string>>,
  archives: Readonly<Record<string, Uint8Array>> = {},
): Expanded {
  return readDeployments({ "app.yaml": app, "deploy/Chart.yaml": chart("shop"), ...files }, {}, { archives });
}

const messages = (expanded: Expanded): readonly (string | undefined)[] =>
  gapsIn(expanded).map(({ message }) => message);
const codes = ({ problems }: Expanded): readonly string[] => problems.map(({ code }) => code);

describe("packed charts inside a chart", () => {
  const inner = tgz({
    "cache/Chart.yaml": chart("cache"),
    "cache/values.yaml": "name: packed\n",
    "cache/templates/sa.yaml": account("{{ .Values.name }}-{{ .Chart.Name }}"),
  });

  it("are rendered, and their places lie in the archive", () => {
    const expanded = deployed(
      { "deploy/Chart.yaml": chart("shop", dependency("cache")) },
      { "deploy/charts/cache-1.0.0.tgz": inner },
    );
    expect(namesOf(expanded)).toEqual(["shop/packed-cache"]);
    const [found] = accountsIn(expanded);
    expect(found && said(found.name.at)).toBe("deploy/charts/cache-1.0.0.tgz/cache/values.yaml:1 packed");
    expect(found?.at.file.path).toBe("deploy/charts/cache-1.0.0.tgz/cache/templates/sa.yaml");
    expect(gapsIn(expanded)).toEqual([]);
  });

  it("may themselves hold packed ones", () => {
    const outer = tgz({ "box/Chart.yaml": chart("box"), "box/charts/cache.tgz": inner });
    expect(namesOf(deployed({}, { "deploy/charts/box-1.0.0.tgz": outer }))).toEqual(["shop/packed-cache"]);
  });

  it.each([
    ["is none", Buffer.from("not an archive"), []],
    ["holds no chart", tgz({ "cache/readme.md": "nothing" }), []],
    ["leads out of itself", tgz({ "cache/Chart.yaml": chart("cache"), "../../x": "" }), []],
    ["is a bomb", gzipSync(Buffer.alloc(40 * 1024 * 1024)), ["input/too-large"]],
  ])("leave a gap when the archive %s", (_, bytes, problems) => {
    const expanded = deployed(
      { "deploy/templates/sa.yaml": account("own") },
      { "deploy/charts/cache.tgz": bytes },
    );
    expect(namesOf(expanded)).toEqual(["shop/own"]);
    expect(messages(expanded)).toEqual([
      'of chart "shop" (deploy) not all is read: the packed chart deploy/charts/cache.tgz cannot be read; what its release "shop" makes in namespace "shop" is not known',
    ]);
    expect(codes(expanded)).toEqual(problems);
  });
});

describe("a chart that is not there", () => {
  it("is asked for by name", () => {
    const [message] = messages(deployed({ "deploy/Chart.yaml": chart("shop", dependency("cache")) }));
    expect(message).toContain('chart "cache" 1.0.0 (https://charts.example.com) is in no catalogue');
    expect(message).toContain('("helm dependency build" in deploy would bring it)');
  });

  it("may be said to lie outside of what is read", () => {
    const expanded = deployed({
      "deploy/Chart.yaml": chart("shop", dependency("cache", "file://../../cache")),
    });
    expect(codes(expanded)).toEqual(["input/outside-root"]);
    expect(expanded.problems[0] && said(expanded.problems[0].at)).toBe(
      "deploy/Chart.yaml:4 file://../../cache",
    );
  });
});

describe("charts that would never end", () => {
  it.each([
    [
      "templates that include each other",
      '{{ define "a" }}{{ include "b" . }}{{ end }}{{ define "b" }}{{ include "a" . }}{{ end }}{{ include "a" . }}',
    ],
    ["a template that includes its own file", '{{ include (print .Template.BasePath "/sa.yaml") . }}'],
    ["a template in a value that calls itself", "{{ tpl .Values.bomb . }}"],
    [
      "a list that is gone through within itself",
      "{{ range until 3000 }}{{ range until 3000 }}{{ end }}{{ end }}",
    ],
    [
      "a text that doubles",
      '{{ $x := "0123456789" }}{{ range until 60 }}{{ $x = print $x $x }}{{ end }}{{ $x }}',
    ],
  ])("stop with a gap: %s", (_, text) => {
    const expanded = deployed({
      "deploy/values.yaml": 'bomb: "{{ tpl .Values.bomb . }}{{ tpl .Values.bomb . }}"\n',
      "deploy/templates/sa.yaml": `${account("own")}${text}\n`,
      "deploy/templates/other.yaml": account("other"),
    });
    expect(namesOf(expanded)).toEqual(["shop/other"]);
    expect(messages(expanded)).toEqual([
      expect.stringMatching(/^(?:template|Helm stops at template) deploy\/templates\/sa.yaml/),
    ]);
  });

  it("are not rendered at all when there are too many templates", () => {
    const files = Object.fromEntries(
      Array.from({ length: 2001 }, (_, index) => [
        `deploy/templates/${String(index)}.yaml`,
        account(`a${String(index)}`),
      ]),
    );
    const expanded = deployed(files);
    expect(accountsIn(expanded)).toEqual([]);
    expect(messages(expanded)).toEqual([expect.stringContaining("its chart has more than 2000 templates")]);
  });

  it("say so when they nest too deeply", () => {
    const files: Record<string, string> = {};
    let directory = "deploy";
    for (let depth = 0; depth < 14; depth++) {
      directory += "/charts/inner";
      files[`${directory}/Chart.yaml`] = chart("inner");
      files[`${directory}/templates/sa.yaml`] = account(`a${String(depth)}`);
    }
    const expanded = deployed(files);
    expect(namesOf(expanded).length).toBe(10);
    expect(messages(expanded)[0]).toContain('it has too many charts or files ("inner")');
  });
});
