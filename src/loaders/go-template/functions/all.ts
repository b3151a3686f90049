import type { FunctionTable, GoFunction } from "../function.ts";
import { argocd } from "./argocd.ts";
import { comparison } from "./comparison.ts";
import { dates } from "./dates.ts";
import { dicts } from "./dicts.ts";
import { argocdDocuments, helmDocuments, sprigJson } from "./documents.ts";
import { encoding } from "./encoding.ts";
import { escapers } from "./escaping.ts";
import { flow, helmFlow } from "./flow.ts";
import { lists } from "./lists.ts";
import { numbers } from "./numbers.ts";
import { paths } from "./paths.ts";
import { printing } from "./printf.ts";
import { random } from "./random.ts";
import { regex } from "./regex.ts";
import { semver } from "./semver.ts";
import { strings } from "./strings.ts";
import { toml } from "./toml.ts";
import { types } from "./types.ts";

type Functions = Readonly<Record<string, GoFunction>>;

const tableOf = (...groups: readonly Functions[]): FunctionTable =>
  new Map(groups.flatMap((group) => Object.entries(group)));

/** text/template's own functions, but `and`, `or` and `call`. */
const builtins: readonly Functions[] = [comparison, escapers, printing];

/** Sprig's functions, but those that ask the machine: `env`, `expandenv` and `getHostByName`. */
const sprig: readonly Functions[] = [
  dates,
  dicts,
  encoding,
  flow,
  lists,
  numbers,
  paths,
  random,
  regex,
  semver,
  sprigJson,
  strings,
  types,
];

/** What Helm's templates call (helm.sh/helm/v3/pkg/engine): Sprig, and Helm's own. */
export const helmFunctions: FunctionTable = tableOf(...builtins, ...sprig, helmFlow, helmDocuments, toml);

/** What an ApplicationSet's templates call (argo-cd/v2/applicationset/utils): Sprig, and Argo CD's own. */
export const argocdFunctions: FunctionTable = tableOf(...builtins, ...sprig, argocdDocuments, argocd);
