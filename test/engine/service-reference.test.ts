import { describe, expect, it } from "vitest";
import { defaultConfiguration } from "../../src/engine/configuration.ts";
import { runRules, type RunSettings } from "../../src/engine/run-rules.ts";
import { holdsPolicies, servicesFor } from "../../src/engine/service-reference.ts";
import { rules } from "../../rules/index.ts";
import wildcardResource from "../../rules/permission/wildcard-resource.ts";
import { emptyModel } from "../support/empty-model.ts";
import { allow, assumableRole, holding } from "../support/permission-repositories.ts";
import { modelOf } from "../support/rule-tester.ts";

const settings: RunSettings = {
  configuration: defaultConfiguration,
  commandLine: [],
  strict: false,
  pathInConfiguration: (path) => path,
};
const withPolicy = modelOf({ files: holding(allow("s3:GetObject")) });
const withoutPolicy = modelOf({ files: { "role.tf": assumableRole } });

describe("AWS's service reference", () => {
  it("is read when a policy is known and a rule needs it", async () => {
    expect(holdsPolicies(withPolicy)).toBe(true);
    expect((await servicesFor(withPolicy, rules, settings))?.services).toContain("s3");
  });

  it("is not read without a policy", async () => {
    expect(holdsPolicies(withoutPolicy)).toBe(false);
    expect(await servicesFor(withoutPolicy, rules, settings)).toBeUndefined();
    expect(await servicesFor(emptyModel, rules, settings)).toBeUndefined();
  });

  it("is not read when the rules that need it are off", async () => {
    const commandLine = [{ pattern: "permission/*", severity: "off" }] as const;
    expect(await servicesFor(withPolicy, rules, { ...settings, commandLine })).toBeUndefined();
  });

  it("is missed aloud, never in silence", () => {
    const { failures } = runRules(withPolicy, [wildcardResource], settings);
    expect(failures.map(({ message }) => message)).toEqual([
      "rule permission/wildcard-resource failed: the service reference was not loaded",
    ]);
    expect(runRules(withoutPolicy, [wildcardResource], settings).failures).toEqual([]);
  });
});
