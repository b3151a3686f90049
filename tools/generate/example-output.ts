import { analyse } from "../../src/engine/analyse.ts";
import { defaultConfiguration } from "../../src/engine/configuration.ts";
import { runRules } from "../../src/engine/run-rules.ts";
import { formatConcise } from "../../src/report/concise.ts";
import type { AnyRule } from "../../src/rule-api/rule.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";

/** What `irsa-lint --format concise` prints of this rule on its bad example. Silence is an error: pages do not lie. */
export function exampleOutput(rule: AnyRule): string {
  const model = analyse(memoryWorkspace(rule.meta.docs.bad));
  const { findings, failures } = runRules(model, [rule], {
    configuration: { ...defaultConfiguration, preset: "all" },
    commandLine: [],
    strict: false,
    pathInConfiguration: (path) => path,
  });
  if (failures[0] !== undefined) throw failures[0];
  if (findings.length === 0) throw new Error(`${rule.id} says nothing on its bad example`);
  return formatConcise({
    findings,
    suppressed: [],
    counts: { ...model.coverage, roles: model.roles.length, serviceAccounts: model.serviceAccounts.length },
    verdicts: { allowed: 0, denied: 0, unknown: 0 },
    files: { relative: (path) => path, absolute: (path) => path },
    editsOf: () => [],
    color: false,
  });
}
