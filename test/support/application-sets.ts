import { expand, type Expanded } from "../../src/expand/expand.ts";
import { argocd } from "../../src/loaders/argocd/index.ts";
import { externalSecrets } from "../../src/loaders/external-secrets/index.ts";
import { kubernetes } from "../../src/loaders/kubernetes/index.ts";
import type { Loader, LoaderSettings } from "../../src/loaders/loader.ts";
import type { Gap } from "../../src/model/entities.ts";
import type { Manifest } from "../../src/model/manifest.ts";
import { get, stringAt, textOf, type Node } from "../../src/model/node.ts";
import { print } from "../../src/model/text.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";

const settings: LoaderSettings = {
  placeholders: [],
  accountOf: () => undefined,
  varFiles: [],
  repositories: [{ url: "https://git.example.com/team/platform.git", path: "" }],
};

/** What ApplicationSets make of a small repository. */
export interface Sets {
  readonly applications: readonly Manifest[];
  readonly expanded: Expanded;
  /** What is not known of the sets themselves. */
  readonly gaps: readonly Gap[];
}

/** Expands a repository with ApplicationSets in it; its own address is https://git.example.com/team/platform.git. */
export function expandSets(files: Record<string, string>, more: Partial<LoaderSettings> = {}): Sets {
  const seen = new Map<string, Manifest>();
  const probe: Loader = {
    name: "probe",
    order: 99,
    handles: () => false,
    markers: [],
    seeds: () => [],
    expanders: [],
    read: (manifest) => {
      if (manifest.madeBy?.what === "generator" && stringAt(manifest.object, "kind") === "Application") {
        seen.set(manifest.origin.environment ?? "", manifest);
      }
      return [];
    },
  };
  const workspace = memoryWorkspace(files);
  const expanded = expand([kubernetes, externalSecrets, argocd, probe], workspace, {
    ...settings,
    ...more,
  });
  return {
    applications: [...seen.values()],
    expanded,
    gaps: expanded.facts
      .filter((fact) => fact.kind === "gap")
      .filter((fact) => fact.what.startsWith("ApplicationSet")),
  };
}

/** A value of an object as people read it, holes as `${name}`. */
export function shown(object: Node, ...route: readonly string[]): string {
  return print(textOf(get(object, ...route), object.at));
}

/** An ApplicationSet's text: generators as YAML, the template's fields on top of a plain one. */
export function applicationSet({
  generators,
  name = "'{{name}}'",
  path = "apps/eso",
  helm: block,
  server = "https://kubernetes.default.svc",
  namespace = "secrets",
  spec = "",
}: {
  readonly generators: string;
  readonly name?: string;
  readonly path?: string;
  readonly helm?: string;
  readonly server?: string;
  readonly namespace?: string;
  readonly spec?: string;
}): string {
  const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, " ".repeat(by));
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: addons, namespace: argocd}
spec:
${spec === "" ? "" : `${indented(spec, 2)}\n`}  generators:
${indented(generators, 4)}
  template:
    metadata: {name: ${name}}
    spec:
      project: platform
      source:
        repoURL: https://git.example.com/team/platform.git
        path: ${path}
${block === undefined ? "" : `        helm:\n${indented(block, 10)}\n`}      destination: {server: ${server}, namespace: ${namespace}}
`;
}
