import { clusterCases } from "./clusters.ts";
import type { SetCase } from "./case.ts";
import { combinationCases } from "./combinations.ts";
import { gitCases } from "./git.ts";
import { listCases } from "./lists.ts";
import { patchCases } from "./patches.ts";

/** ApplicationSets of every form; what Argo CD makes of them is recorded in test/oracle/application-sets.json. */
export const setCases: readonly SetCase[] = [
  ...listCases,
  ...gitCases,
  ...clusterCases,
  ...combinationCases,
  ...patchCases,
];
