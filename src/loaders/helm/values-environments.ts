import { baseName, directoryOf } from "../paths.ts";

/** What one of the files beside a chart's values.yaml is for. */
export interface ValuesEnvironment {
  /** `prod`, `prod/eu-west-1`: what tells it from the others. */
  readonly name: string;
  /** The file, relative to the chart's directory. */
  readonly file: string;
  /** Files of the same chart that lie between values.yaml and this one, certainly. */
  readonly below: readonly string[];
  /** A file that may lie between too: `values-prod.yaml` for `values-prod-eu.yaml`. */
  readonly perhapsBelow: string | undefined;
}

/** Directories of a chart whose files are no values of an environment, whatever they are called. */
const OTHER_DIRECTORY =
  /^(?:\..*|templates|charts|crds|ci|tests?|unittests?|examples?|samples?|docs?|files|dashboards|scripts|node_modules)$/i;

/** Directories in which each file, or each directory, is an environment. */
const ENVIRONMENTS_DIRECTORY =
  /^(?:helm[-_]?)?(?:values|vars)(?:[-_.]?(?:files|envs?|d))?$|^(?:values?|envs?|environments?|stages?|clusters?|regions?|tenants?|overlays?|overrides)$/i;

/** `values-prod`, `values.prod`, `values_prod`, `prod-values`, `prod.values`. */
const VALUES_FILE = /^values[-_.]+(.+)$|^(.+)[-_.]values$/i;

/** Secrets have files of their own; who somebody is, is no secret. */
const SECRETS_FILE = /(?:^|[-_.])(?:secrets?|sealed|sops|enc|dec)(?:[-_.]|$)/i;

/** What is on nobody's EKS cluster: examples, what a chart is tested with, other platforms. */
const ELSEWHERE =
  /^(?:examples?|samples?|templates?|tpl|ci|schema|docs?|readme|local(?:host|dev)?|localstack|minikube|kind|k3[sd]|k3d|microk8s|colima|orbstack|openshift|ocp|gke|gcp|google|aks|azure)$/i;

/** Whether a values file says by its path that it is for no cluster of EKS: an example, another platform. */
export function isElsewhere(path: string): boolean {
  const stem = baseName(path).replace(/\.ya?ml$/, "");
  return [...directoryOf(path).split("/"), ...stem.split(/[-_.]/)].some((each) => ELSEWHERE.test(each));
}

/** Files that all environments share. */
const SHARED = /^(?:common|base|defaults?|shared|globals?|all)$/i;

interface Named {
  readonly file: string;
  readonly name: string;
}

/** The environment that a file's path speaks of; `""` for one that is for all, undefined for what is no values file. */
function nameOf(path: string): string | undefined {
  const stem = baseName(path).replace(/\.ya?ml$/, "");
  if (stem === baseName(path) || SECRETS_FILE.test(stem)) return undefined;
  const directories = directoryOf(path)
    .split("/")
    .filter((each) => each !== "");
  if (directories.some((each) => OTHER_DIRECTORY.test(each))) return undefined;
  const [first, ...rest] = directories;
  const form = VALUES_FILE.exec(stem);
  const own = /^values$/i.test(stem) ? "" : (form?.[1] ?? form?.[2] ?? undefined);
  const isCollection = first !== undefined && ENVIRONMENTS_DIRECTORY.test(first);
  // Elsewhere only a name with "values" in it is sure to be one.
  if (!isCollection && own === undefined) return undefined;
  const names = [...(isCollection ? rest : directories), own ?? stem].filter((each) => each !== "");
  if (names.some((each) => ELSEWHERE.test(each))) return undefined;
  return names.filter((each) => !SHARED.test(each)).join("/");
}

const words = (name: string): readonly string[] => name.split(/[-_./]+/);

/** Whether one name goes on where another ends: `prod-eu` after `prod`. */
function goesOn(name: string, from: string): boolean {
  const [long, short] = [words(name), words(from)];
  return short.length < long.length && short.every((word, at) => word === long[at]);
}

/**
 * The environments that the files below a chart's directory are for, by the names that people give such files
 * (`values-prod.yaml`, `values.prod.yaml`, `prod-values.yaml`, `values/prod.yaml`, `prod/values.yaml`,
 * `env/prod.yaml`, `environments/prod/values.yaml`). Paths are relative to the chart's directory; its own values.yaml
 * and what lies in charts inside it are not among them.
 */
export function valuesEnvironments(paths: readonly string[]): readonly ValuesEnvironment[] {
  const named = paths.flatMap((file): readonly Named[] => {
    const name = nameOf(file);
    return name === undefined ? [] : [{ file, name }];
  });
  const shared = named.filter(({ name }) => name === "").map(({ file }) => file);
  const each = named.filter(({ name }) => name !== "");
  return each.map(({ file, name }) => {
    const before = each.filter((other) => goesOn(name, other.name));
    const longest = before.toSorted((a, b) => words(b.name).length - words(a.name).length)[0];
    return { name, file, below: shared, perhapsBelow: longest?.file };
  });
}
