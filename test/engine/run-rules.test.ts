import { describe, expect, it } from "vitest";
import { defaultConfiguration, type Configuration } from "../../src/engine/configuration.ts";
import { runRules, type RunSettings } from "../../src/engine/run-rules.ts";
import type { AnyRule } from "../../src/rule-api/rule.ts";
import { emptyModel } from "../support/empty-model.ts";
import { placeOf, probeRule } from "../support/findings.ts";

const file = { path: "prod/sa.yaml", text: "one two" };
const at = placeOf(file, "two");

function run(
  rules: readonly AnyRule[],
  configuration: Partial<Configuration> = {},
  more: Partial<RunSettings> = {},
) {
  return runRules(emptyModel, rules, {
    configuration: { ...defaultConfiguration, ...configuration },
    commandLine: [],
    strict: false,
    pathInConfiguration: (path) => path,
    ...more,
  });
}

describe("a rule's severity", () => {
  it.each<[string, Partial<Configuration>, "warning" | "off", readonly string[]]>([
    ["is its own by default", {}, "warning", ["warning"]],
    ["is an error under strict", { preset: "strict" }, "warning", ["error"]],
    ["is off when the rule is", {}, "off", []],
    ["is a warning under all, for a rule that is off", { preset: "all" }, "off", ["warning"]],
    [
      "is what the configuration says",
      { rules: [{ pattern: "trust/probe", severity: "info" }] },
      "warning",
      ["info"],
    ],
    ["may come from a glob", { rules: [{ pattern: "trust/*", severity: "error" }] }, "off", ["error"]],
    [
      "comes from the id, not from the glob after it",
      {
        rules: [
          { pattern: "trust/probe", severity: "info" },
          { pattern: "*", severity: "off" },
        ],
      },
      "warning",
      ["info"],
    ],
    [
      "may differ in some files",
      { overrides: [{ files: ["prod/**"], rules: [{ pattern: "trust/probe", severity: "error" }] }] },
      "off",
      ["error"],
    ],
    [
      "does not heed an override of other files",
      { overrides: [{ files: ["dev"], rules: [{ pattern: "trust/probe", severity: "error" }] }] },
      "warning",
      ["warning"],
    ],
    [
      "comes from the last override that fits",
      {
        overrides: [
          { files: ["prod/"], rules: [{ pattern: "*", severity: "error" }] },
          { files: ["*.yaml"], rules: [{ pattern: "*", severity: "info" }] },
        ],
      },
      "warning",
      ["info"],
    ],
  ])("%s", (_, configuration, severity, expected) => {
    const { findings } = run([probeRule("trust/probe", at, { severity })], configuration);
    expect(findings.map((finding) => finding.severity)).toEqual(expected);
  });

  it("on the command line wins over the configuration's overrides", () => {
    const overrides = [{ files: ["**"], rules: [{ pattern: "trust/probe", severity: "error" as const }] }];
    const commandLine = [{ pattern: "trust/*", severity: "info" as const }];
    const { findings } = run([probeRule("trust/probe", at)], { overrides }, { commandLine });
    expect(findings.map(({ severity }) => severity)).toEqual(["info"]);
  });
});

describe("a rule's options", () => {
  it("are those of the file that a finding is in", () => {
    const rules = [{ pattern: "trust/probe", severity: "error" as const, options: { limit: 2 } }];
    const overrides = [
      {
        files: ["prod"],
        rules: [{ pattern: "trust/probe", severity: "error" as const, options: { limit: 3 } }],
      },
    ];
    const seen: number[] = [];
    const rule = probeRule("trust/probe", at, {}, (limit) => seen.push(limit));
    expect(run([rule], { rules, overrides }).findings.map(({ message }) => message)).toEqual([
      "found limit 3",
    ]);
    expect(seen).toEqual([2, 3]);
    expect(run([rule], { rules }).findings.map(({ message }) => message)).toEqual(["found limit 2"]);
    expect(run([rule]).findings.map(({ message }) => message)).toEqual(["found limit 1"]);
  });
});

describe("a rule that throws", () => {
  it("is named with its cause, and the others run", () => {
    const cause = new RangeError("out of bounds");
    const broken = probeRule("trust/broken", at, {}, () => {
      throw cause;
    });
    const { findings, failures } = run([broken, probeRule("trust/probe", at)]);
    expect(findings.map(({ rule }) => rule)).toEqual(["trust/probe"]);
    expect(failures).toMatchObject([
      { rule: "trust/broken", cause, message: "rule trust/broken failed: out of bounds" },
    ]);
  });

  it("does not run at all when it is off", () => {
    const rule = probeRule("trust/broken", at, { severity: "off" }, () => {
      throw new Error("ran");
    });
    expect(run([rule])).toMatchObject({ findings: [], failures: [] });
  });
});
