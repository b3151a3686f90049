import type { Node } from "../../model/node.ts";
import { known, type HoleShape, type Text } from "../../model/text.ts";
import { baseName, directoryOf, relativePath } from "../paths.ts";
import { computedText, tupleNode } from "../terraform/evaluate/convert.ts";
import { encodeJson } from "../terraform/evaluate/encode-json.ts";
import { functions as terraformFunctions } from "../terraform/evaluate/functions/all.ts";
import {
  custom,
  opaque,
  type Call,
  type EagerFunction,
  type FunctionRow,
} from "../terraform/evaluate/functions/function.ts";
import { unknown, unknownString } from "../terraform/evaluate/identity.ts";
import { failure, type Value } from "../terraform/evaluate/value.ts";
import { readVariableFiles } from "../terraform/environments/variable-files.ts";
import { assuming } from "../terraform/instances/unknown.ts";
import { holdsMark, resolvePath, toAbsolute } from "./absolute-paths.ts";
import { configValue } from "./config-value.ts";
import { UNIT_FILE, VALUES_FILE } from "./names.ts";
import type { Config, Include } from "./reading.ts";

type Rows = Readonly<Record<string, FunctionRow>>;

function stringOf(argument: Node | undefined): string | undefined {
  return argument?.kind === "text" ? known(argument) : undefined;
}

/** A function without arguments whose answer is a path or another string. */
function constant(answer: () => string): FunctionRow {
  return custom("string", 0, 0, (_, call) => computedText(answer(), call.at));
}

/** A function whose answer depends on the machine or on AWS: the same in one unit only. */
function elsewhere(config: Config, min: number, max: number, shape?: HoleShape): FunctionRow {
  return custom("string", min, max, (args, call) => {
    const id = `${config.instance}|${directoryOf(config.configPath)}|${call.name}(${args.map(keyOf).join()})`;
    return unknownString(id, call.label, call.at, shape);
  });
}

function keyOf(argument: Node): string {
  return argument.kind === "text"
    ? argument.parts.map((part) => (part.kind === "hole" ? `{${part.id}}` : part.value)).join("")
    : argument.kind;
}

/** The directories above one, nearest first, as far as the root of the boundary. */
function parentsOf(directory: string): readonly string[] {
  if (directory === "") return [];
  const parent = directoryOf(directory);
  return [parent, ...parentsOf(parent)];
}

function exists(config: Config, path: string): boolean {
  const { ask } = config.session;
  return !("missing" in ask.read(path)) || ask.list(path).length > 0;
}

/**
 * `find_in_parent_folders`: the nearest file or directory of a name above the unit. Above the boundary nothing is read;
 * what is not found below it counts as not there.
 */
function findInParents(config: Config, args: readonly Node[], call: Call): Value | undefined {
  const [wanted, fallback] = args;
  const name = wanted === undefined ? UNIT_FILE : stringOf(wanted);
  if (name === undefined) return undefined;
  const relative = (name === "" ? UNIT_FILE : name).replace(/^\/+/, "");
  for (const directory of parentsOf(directoryOf(config.configPath))) {
    const candidate = resolvePath(relative, directory);
    if (candidate !== undefined && exists(config, candidate))
      return computedText(toAbsolute(candidate), call.at);
  }
  return fallback ?? failure(`there is no "${relative}" above ${directoryOf(config.configPath)}`, call.at);
}

/** `get_env`: what it falls back to is known, and taken for granted. */
function getEnvironment(config: Config, args: readonly Node[], call: Call): Value | undefined {
  const [wanted, fallback] = args;
  const name = stringOf(wanted);
  if (name === undefined) return undefined;
  if (fallback !== undefined) return assuming(fallback, `default:get_env(${name})`);
  return unknownString(`${config.instance}|get_env(${name})`, call.label, call.at);
}

/** The include that a function speaks of: the one that leads here, the only one, or the one that is named. */
function selectedInclude(config: Config, name: Node | undefined): Include | "none" | undefined {
  if (config.included !== undefined) return config.included.include;
  const includes = config.includes();
  if (includes.length === 0) return "none";
  return includes.length === 1 ? includes[0] : includes.find(({ label }) => label === stringOf(name));
}

/** The way between the directories of the unit and of what it includes, in one direction or the other. */
function includeDistance(
  config: Config,
  [name]: readonly Node[],
  call: Call,
  between: (unit: string, included: string) => string,
): Value | undefined {
  const include = selectedInclude(config, name);
  const unit = directoryOf(config.configPath);
  if (include === "none") return computedText(between(unit, unit), call.at);
  if (include === undefined) return failure("the include that is meant must be named", call.at);
  return include.path === undefined
    ? undefined
    : computedText(between(unit, directoryOf(include.path)), call.at);
}

/** `read_terragrunt_config`: another file as a value; what it falls back to when there is none. */
function readConfig(config: Config, args: readonly Node[], call: Call): Value | undefined {
  const [wanted, fallback] = args;
  const written = stringOf(wanted);
  if (written === undefined) return undefined;
  const path = resolvePath(written, directoryOf(config.configPath));
  if (path === undefined) {
    const id = `${config.instance}|read_terragrunt_config(${written})`;
    return unknown(id, `${call.label} (outside of what is read)`, call.at);
  }
  const target =
    exists(config, path) && config.session.ask.list(path).length > 0 ? `${path}/${UNIT_FILE}` : path;
  if (baseName(target) === VALUES_FILE) {
    return (
      config.session.values(directoryOf(target)) ?? fallback ?? failure(`there is no "${written}"`, call.at)
    );
  }
  const found = config.session.open({ path: target, configPath: target, original: config.original });
  if (found === undefined) return fallback ?? failure(`there is no "${written}"`, call.at);
  return configValue(found, baseName(target), call.at);
}

/** `read_tfvars_file`: a variable file as JSON. */
function readVariables(config: Config, [wanted]: readonly Node[], call: Call): Value | undefined {
  const written = stringOf(wanted);
  const path = written === undefined ? undefined : resolvePath(written, directoryOf(config.configPath));
  if (path === undefined) return undefined;
  if (!exists(config, path)) return failure(`there is no "${written ?? ""}"`, call.at);
  const values = readVariableFiles([path], config.instance, config.session.ask);
  const entries = [...values].map(([name, value]) => ({ key: computedText(name, value.at), value }));
  return encodeJson({ kind: "map", flavour: "object", entries, at: call.at }, call.at);
}

/** The commands of Terraform that take a kind of argument (Terragrunt, "Functions"). */
const commands: Readonly<Record<string, readonly string[]>> = {
  get_terraform_commands_that_need_vars: ["apply", "console", "destroy", "import", "plan", "push", "refresh"],
  get_terraform_commands_that_need_locking: [
    "apply",
    "destroy",
    "import",
    "plan",
    "refresh",
    "taint",
    "untaint",
  ],
  get_terraform_commands_that_need_input: ["apply", "import", "init", "plan", "refresh"],
  get_terraform_commands_that_need_parallelism: ["apply", "plan", "destroy"],
};

const commandLists: Rows = Object.fromEntries(
  Object.entries(commands).map(([name, list]) => [
    name,
    custom("any", 0, 0, (_, call) =>
      tupleNode(
        list.map((command) => computedText(command, call.at)),
        call.at,
      ),
    ),
  ]),
);

/** Functions of Terraform whose answer depends on every character: on a path of this machine nobody knows it. */
const CHARACTERS = [
  ...["md5", "sha1", "sha256", "sha512", "bcrypt", "uuidv5", "base64encode", "base64gzip", "base64sha256"],
  ...["base64sha512", "textencodebase64", "urlencode", "substr", "length"],
];

const guarded: Rows = Object.fromEntries(
  CHARACTERS.flatMap((name): readonly (readonly [string, FunctionRow])[] => {
    const row = terraformFunctions.get(name);
    if (row?.kind !== "eager") return [];
    const run: EagerFunction["run"] = (args, call) =>
      args.some(holdsMark) ? undefined : row.run(args, call);
    return [[name, { ...row, run }]];
  }),
);

function pathFunctions(config: Config): Rows {
  const unit = directoryOf(config.configPath);
  const repository = (): string => config.session.repositoryOf(unit);
  return {
    get_terragrunt_dir: constant(() => toAbsolute(unit)),
    get_original_terragrunt_dir: constant(() => toAbsolute(config.original)),
    get_repo_root: constant(() => toAbsolute(repository())),
    get_path_from_repo_root: constant(() => relativePath(repository(), unit)),
    get_path_to_repo_root: constant(() => relativePath(unit, repository())),
    find_in_parent_folders: custom("string", 0, 2, (args, call) => findInParents(config, args, call)),
    path_relative_to_include: custom("string", 0, 1, (args, call) =>
      includeDistance(config, args, call, (from, to) => relativePath(to, from)),
    ),
    path_relative_from_include: custom("string", 0, 1, (args, call) =>
      includeDistance(config, args, call, relativePath),
    ),
    get_parent_terragrunt_dir: custom("string", 0, 1, (args, call) =>
      includeDistance(config, args, call, (_, to) => toAbsolute(to)),
    ),
    get_working_dir: elsewhere(config, 0, 0),
  };
}

/**
 * Terragrunt's functions (its documentation, "HCL functions"), as they answer in one file that is read for one unit.
 * Nothing is ever run, decrypted or asked of AWS: those are holes.
 */
export function terragruntFunctions(config: Config): ReadonlyMap<string, FunctionRow> {
  const rows: Rows = {
    ...guarded,
    ...commandLists,
    ...pathFunctions(config),
    get_env: custom("string", 1, 2, (args, call) => getEnvironment(config, args, call)),
    read_terragrunt_config: custom("any", 1, 2, (args, call) => readConfig(config, args, call)),
    read_tfvars_file: custom("string", 1, 1, (args, call) => readVariables(config, args, call)),
    get_aws_account_id: custom("string", 0, 0, (_, call): Text => ({
      ...config.session.account(config.original),
      at: call.at,
    })),
    get_aws_account_alias: elsewhere(config, 0, 0),
    get_aws_caller_identity_arn: elsewhere(config, 0, 0),
    get_aws_caller_identity_user_id: elsewhere(config, 0, 0),
    run_cmd: elsewhere(config, 1, Infinity),
    sops_decrypt_file: elsewhere(config, 1, 1),
    get_platform: elsewhere(config, 0, 0),
    get_terraform_command: elsewhere(config, 0, 0),
    get_terraform_cli_args: opaque("any", 0, 0),
    get_default_retryable_errors: opaque("any", 0, 0),
    get_terragrunt_source_cli_flag: constant(() => ""),
    mark_as_read: custom("string", 1, 1, ([path]) => path),
    mark_glob_as_read: opaque("any", 1, Infinity),
    constraint_check: opaque("any", 2, 2),
    deep_merge: opaque("any", 0, Infinity),
  };
  return new Map(Object.entries(rows));
}
