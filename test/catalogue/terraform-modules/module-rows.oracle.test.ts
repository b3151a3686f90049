import { describe, expect, it } from "vitest";
import { recordedModules } from "../../support/module-cases/index.ts";
import { moduleOutcomes } from "../../support/module-outcome.ts";
import { outcomeAt, recordingOf, turningPoints } from "../../support/module-recordings.ts";

/**
 * Cases of which a row tells more than Terraform knows before it runs: a provider's URL that comes from elsewhere is
 * one issuer, and not any number of them (`given` in instances/catalogue-functions.ts).
 */
const toldMore = new Set(["unknown_url"]);

// What each module's own source makes was recorded, release for release (tools/oracle/record-modules.ts).
describe.each(recordedModules)("the catalogue's $name", (module) => {
  const recording = recordingOf(module);

  it.each(turningPoints(recording))("makes and returns what version $release does", ({ release, names }) => {
    const cases = module.cases.filter(({ name }) => names.includes(name));
    const told = moduleOutcomes({ ...module, version: release }, cases, module.outputs);
    expect(cases).not.toEqual([]);
    for (const { name } of cases.filter((each) => !toldMore.has(each.name))) {
      expect(told.get(name), name).toEqual(outcomeAt(recording, name, release));
    }
  });

  it("is recorded for every case", () => {
    expect(Object.keys(recording.cases)).toEqual(module.cases.map(({ name }) => name));
  });
});
