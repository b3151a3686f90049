import { formatConcise } from "../../src/report/concise.ts";
import type { AnyRule } from "../../src/rule-api/rule.ts";
import { lintFiles } from "./lint-files.ts";

/**
 * What `irsa-lint --format concise` prints of this rule on its bad example, all rules having run. Silence is an error:
 * pages do not lie.
 */
export function exampleOutput(rule: AnyRule, rules: readonly AnyRule[]): string {
  const { model, findings: all, failures } = lintFiles(rule.meta.docs.bad, rules);
  const findings = all.filter((finding) => finding.rule === rule.id);
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
    rules,
    version: "",
    fingerprintOf: () => "",
    pageOf: () => undefined,
    failures: [],
  });
}
