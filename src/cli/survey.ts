import type { Seen, SeenCluster, SeenWorkspaces } from "../engine/config/starter.ts";
import type { Origin } from "../model/entities.ts";
import type { Location } from "../model/location.ts";
import type { Model } from "../model/model.ts";
import { isAbsent, known } from "../model/text.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** Of a long list the beginning is enough for a beginning. */
const SHOWN = 20;

const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

function sortedUnique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort().slice(0, SHOWN);
}

/** Terraform loads `terraform.tfvars` and `*.auto.tfvars` itself (its page on input variables). */
function wantsNaming(path: string): boolean {
  return /\.tfvars(?:\.json)?$/.test(path) && !/(?:^|\/)terraform\.tfvars|\.auto\.tfvars/.test(path);
}

/** Globs over directories; none when they are the whole repository or too many to say something. */
function globsOver(files: readonly string[]): readonly string[] {
  const directories = [...new Set(files.map(directoryOf))].sort();
  const outer = directories.filter(
    (each) => !directories.some((other) => other !== each && (other === "" || each.startsWith(`${other}/`))),
  );
  return outer.length > 5 || outer.includes("") ? [] : outer.map((directory) => `${directory}/**`);
}

/** The known issuers; the schema wants no blanks and twelve digits: what is no such thing is no help. */
function issuersOf({ oidcProviders }: Model): readonly SeenCluster[] {
  const accounts = new Map<string, string | undefined>();
  for (const { issuer, account } of oidcProviders) {
    const name = known(issuer);
    const id = known(account);
    if (name === undefined || !/^[A-Za-z0-9._/-]*[A-Za-z0-9]$/.test(name)) continue;
    accounts.set(name, id !== undefined && /^\d{12}$/.test(id) ? id : accounts.get(name));
  }
  return [...accounts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([issuer, account]) => ({ issuer, ...(account === undefined ? {} : { account }), paths: [] }));
}

/** Where Argo CD deploys to, with the files of the Applications that say so. */
function destinationsOf(model: Model): readonly SeenCluster[] {
  const { serviceAccounts, releases, secretStores, workloads, gaps } = model;
  const files = new Map<string, Set<string>>();
  const note = ({ cluster, via }: Origin, at: Location): void => {
    const name = isAbsent(cluster) ? undefined : known(cluster);
    if (name === undefined || name === "") return;
    const path = via[0]?.at.file.path ?? at.file.path;
    files.set(name, (files.get(name) ?? new Set()).add(path));
  };
  for (const { origin, at } of [...serviceAccounts, ...releases, ...secretStores, ...workloads, ...gaps])
    note(origin, at);
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, from]) => {
      const paths = globsOver([...from]);
      return /^https?:\/\//.test(name) ? { argocdServer: name, paths } : { argocdName: name, paths };
    });
}

/** One issuer and one destination are one cluster; of several nobody knows which is which. */
function clustersOf(model: Model): readonly SeenCluster[] {
  const issuers = issuersOf(model);
  const destinations = destinationsOf(model);
  const [issuer] = issuers;
  const [destination] = destinations;
  if (issuer !== undefined && destination !== undefined && issuers.length + destinations.length === 2)
    return [{ ...issuer, ...destination }];
  return [...issuers, ...destinations].slice(0, SHOWN);
}

function wanted(model: Model, kind: "repository" | "module" | "values"): readonly string[] {
  return sortedUnique(model.gaps.flatMap(({ wants }) => (wants?.kind === kind ? [wants.name] : [])));
}

/** A row has a source without a query and without a scheme: a registry address, or github.com/OWNER/NAME. */
function modulesOf(model: Model): readonly string[] {
  const sources = wanted(model, "module").map((source) =>
    source
      .replace(/^git::/, "")
      .replace(/^(?:https|ssh):\/\/(?:git@)?/, "")
      .replace(/\?.*$/, "")
      .replace(/\.git(?=$|\/\/)/, ""),
  );
  return sortedUnique(
    sources.filter((source) =>
      /^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)+(?:\/\/[A-Za-z0-9_./-]+)?$/.test(source),
    ),
  ).filter((source) => !source.startsWith("."));
}

function chartsOf({ releases }: Model): Seen["charts"] {
  const charts = new Map<string, string | undefined>();
  for (const { chart, reads } of releases) {
    const name = known(chart.name);
    if (reads !== undefined || chart.directory !== undefined || name === undefined || name === "") continue;
    const repository = isAbsent(chart.repository) ? undefined : known(chart.repository);
    const published = repository !== undefined && /^(?:https?|oci):\/\//.test(repository);
    charts.set(name.split("/").at(-1) ?? name, published ? repository : undefined);
  }
  return [...charts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, SHOWN)
    .map(([name, repository]) => ({ name, repository }));
}

/** Root modules with states of workspaces beside them, or that ask which workspace they are in. */
function workspacesOf(workspace: Workspace): readonly SeenWorkspaces[] {
  const { paths } = workspace;
  const names = new Map<string, Set<string>>();
  const add = (root: string, name: string): void => {
    names.set(root, (names.get(root) ?? new Set()).add(name));
  };
  for (const path of paths) {
    const [, root, name] = /^(?:(.*)\/)?terraform\.tfstate\.d\/([^/]+)\//.exec(path) ?? [];
    if (name !== undefined) add(root ?? "", name);
  }
  const asking = paths.filter(
    (path) => /\.(?:tf|tofu)$/.test(path) && workspace.holds(path, ["terraform.workspace"]),
  );
  for (const directory of new Set(asking.map(directoryOf))) {
    const own = paths.filter(
      (path) => wantsNaming(path) && path.startsWith(directory === "" ? "" : `${directory}/`),
    );
    for (const path of own) add(directory, path.replace(/^.*\//, "").replace(/\.tfvars(?:\.json)?$/, ""));
  }
  return [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, SHOWN)
    .map(([path, found]) => ({ path: path === "" ? "." : path, names: [...found].sort() }));
}

/** Words in the place of an account's number: no digits, and no token that is known already. */
function placeholdersOf({ serviceAccounts }: Model): readonly string[] {
  const words = serviceAccounts.flatMap(({ roleArn }) => {
    const arn = isAbsent(roleArn) ? undefined : known(roleArn);
    const word = /^arn:aws[a-z-]*:iam::([^:/]+):role\//.exec(arn ?? "")?.[1];
    return word === undefined || !/^[A-Za-z_-]{3,}$/.test(word) ? [] : [word];
  });
  return sortedUnique(words);
}

/** What a repository shows that its configuration may want to say. Paths are relative to its root. */
export function survey(model: Model, workspace: Workspace): Seen {
  return {
    clusters: clustersOf(model),
    repositories: wanted(model, "repository"),
    values: wanted(model, "values"),
    charts: chartsOf(model),
    modules: modulesOf(model),
    varFiles: workspace.paths.filter(wantsNaming).slice(0, SHOWN),
    workspaces: workspacesOf(workspace),
    placeholders: placeholdersOf(model),
  };
}
