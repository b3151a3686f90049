import type { Questions } from "../../loader.ts";
import { baseName, directoryOf } from "../../paths.ts";
import { moduleConfig, readConfigFiles } from "../configuration/module-config.ts";
import { settingOf } from "../configuration/declaration.ts";
import { automaticFiles } from "./environments.ts";
import { readVariableFiles } from "./variable-files.ts";

/** The variables that a directory's configuration declares. */
export interface Declared {
  readonly names: ReadonlySet<string>;
  /** Those without a default. */
  readonly required: ReadonlySet<string>;
}

export function declaredIn(directory: string, ask: Questions): Declared {
  const { variables } = moduleConfig(directory, readConfigFiles(directory, ask));
  const required = [...variables].filter(
    ([, declaration]) => settingOf(declaration, "default") === undefined,
  );
  return { names: new Set(variables.keys()), required: new Set(required.map(([name]) => name)) };
}

/** The names that a variable file gives values to. */
export function namesIn(path: string, ask: Questions): readonly string[] {
  return [...readVariableFiles([path], "", ask).keys()];
}

/** Arguments of backends (Terraform, "Backends": s3, gcs, azurerm, remote, http, consul). */
const BACKEND = new Set([
  ...["bucket", "key", "region", "dynamodb_table", "encrypt", "profile", "role_arn", "kms_key_id", "acl"],
  ...[
    "use_lockfile",
    "workspace_key_prefix",
    "session_name",
    "external_id",
    "endpoint",
    "endpoints",
    "prefix",
  ],
  ...["credentials", "impersonate_service_account", "storage_account_name", "container_name", "access_key"],
  ...[
    "resource_group_name",
    "subscription_id",
    "tenant_id",
    "hostname",
    "organization",
    "token",
    "workspaces",
  ],
  ...[
    "address",
    "lock_address",
    "unlock_address",
    "username",
    "password",
    "path",
    "secret_key",
    "assume_role",
  ],
  ...["shared_credentials_file", "shared_credentials_files", "allowed_account_ids", "skip_region_validation"],
]);

/**
 * Whether a file is given to `terraform init -backend-config`, whatever it is called: it holds arguments of a backend
 * and nothing else, and says so in its name or sets what is no variable.
 */
function isBackend(path: string, names: readonly string[], declared: Declared): boolean {
  if (names.length === 0 || !names.every((name) => BACKEND.has(name))) return false;
  return /backend|tfstate|remote[-_]?state/i.test(path) || !names.every((name) => declared.names.has(name));
}

/** Whether a file gives values to variables of a root module; an empty file is a set without values. */
export function givesValues(path: string, declared: Declared, ask: Questions): boolean {
  const names = namesIn(path, ask);
  if (isBackend(path, names, declared)) return false;
  return names.length === 0 || names.some((name) => declared.names.has(name));
}

/** How many leading segments two directories share. */
function nearness(path: string, directory: string): number {
  const [left, right] = [directoryOf(path).split("/"), directory.split("/")];
  let same = 0;
  while (same < left.length && same < right.length && left[same] === right[same]) same++;
  return same;
}

function best<T>(items: readonly T[], rate: (item: T) => number): readonly T[] {
  const most = Math.max(...items.map(rate));
  return items.filter((item) => rate(item) === most);
}

/**
 * The root modules that a variable file is for which lies below none of them: those that declare everything it sets;
 * when there is none (a file for several), those of which it sets all that has no default. Among them the one that the
 * file or its directories are named after, else the nearest. Undefined names (`names` empty) fit nobody.
 */
export function rootsFor(
  path: string,
  roots: readonly string[],
  declaredBy: (root: string) => Declared,
  ask: Questions,
): readonly string[] {
  const names = namesIn(path, ask);
  if (names.length === 0) return [];
  const whole = roots.filter((root) => names.every((name) => declaredBy(root).names.has(name)));
  const completed = roots.filter((root) => {
    const { required } = declaredBy(root);
    return required.size > 0 && [...required].every((name) => names.includes(name));
  });
  const fitting = (whole.length > 0 ? whole : completed).filter(
    (root) => !isBackend(path, names, declaredBy(root)),
  );
  if (fitting.length < 2) return fitting;
  const words = new Set(path.replace(/\.tfvars(\.json)?$/, "").split("/"));
  const namesakes = fitting.filter((root) => words.has(baseName(root)) && !`${path}/`.startsWith(`${root}/`));
  return best(namesakes.length > 0 ? namesakes : fitting, (root) => nearness(path, root));
}

/** Whether a directory that others call is a root module as well: it keeps its own state, or has values of its own. */
export function isRunAlone(directory: string, ask: Questions): boolean {
  const keepsState = readConfigFiles(directory, ask).some(({ body }) =>
    body.items.some(
      (item) =>
        item.kind === "block" &&
        item.type === "terraform" &&
        item.body.items.some((inner) => inner.kind === "block" && ["backend", "cloud"].includes(inner.type)),
    ),
  );
  if (keepsState) return true;
  const beside = ask.list(directory).filter((path) => directoryOf(path) === directory);
  const declared = declaredIn(directory, ask);
  return automaticFiles(beside).some((path) => namesIn(path, ask).some((name) => declared.names.has(name)));
}
