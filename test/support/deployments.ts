import { expand, type Expanded } from "../../src/expand/expand.ts";
import { argocd } from "../../src/loaders/argocd/index.ts";
import { externalSecrets } from "../../src/loaders/external-secrets/index.ts";
import { helm } from "../../src/loaders/helm/index.ts";
import { kubernetes } from "../../src/loaders/kubernetes/index.ts";
import { kustomize } from "../../src/loaders/kustomize/index.ts";
import type { LoaderSettings } from "../../src/loaders/loader.ts";
import type { Gap, ServiceAccount } from "../../src/model/entities.ts";
import { isAbsent, print } from "../../src/model/text.ts";
import { memoryWorkspace, type MemoryOptions } from "../../src/workspace/memory.ts";

/** What the loaders of manifests, Applications and releases make of a small repository. */
export function readDeployments(
  files: Readonly<Record<string, string>>,
  settings: Partial<LoaderSettings> = {},
  options: MemoryOptions = {},
): Expanded {
  const loaders = [kustomize, kubernetes, externalSecrets, argocd, helm];
  const defaults: LoaderSettings = { placeholders: [], accountOf: () => undefined, varFiles: [] };
  return expand(loaders, memoryWorkspace(files, options), { ...defaults, ...settings });
}

export function accountsIn({ facts }: Expanded): readonly ServiceAccount[] {
  return facts.filter((fact) => fact.kind === "service-account");
}

export function gapsIn({ facts }: Expanded): readonly Gap[] {
  return facts.filter((fact) => fact.kind === "gap");
}

/** `namespace/name`, and the role of an account that has one. */
export function namesOf(expanded: Expanded): readonly string[] {
  return accountsIn(expanded).map(({ namespace, name, roleArn }) =>
    `${print(namespace)}/${print(name)} ${isAbsent(roleArn) ? "" : print(roleArn)}`.trim(),
  );
}
