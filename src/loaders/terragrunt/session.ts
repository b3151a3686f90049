import type { Node } from "../../model/node.ts";

import { computedText } from "../terraform/evaluate/convert.ts";
import type { Text } from "../../model/text.ts";
import type { Questions } from "../loader.ts";
import { hclParser } from "../terraform/configuration/hcl-parser.ts";
import { lazy, nesting } from "../terraform/instances/lazy.ts";
import { shapedText } from "../terraform/instances/unknown.ts";
import type { ModuleInstance } from "../terraform/instances/instance.ts";
import { openConfig } from "./config.ts";
import { attributeOf } from "./merged.ts";
import { UNIT_FILE, VALUES_FILE } from "./names.ts";
import { mountedQuestions, realPath } from "./mounts.ts";
import type { Config, Mount, Opening, OpenUnit, Session, UnitInput } from "./reading.ts";
import { isLeftOut } from "./extra-arguments.ts";
import { accountOf, openModule, type UnitModule } from "./unit.ts";

/** What a session tells besides: what a unit runs. */
export interface UnitSession extends Session {
  readonly opened: (
    directory: string,
  ) => { readonly config: Config; readonly module: UnitModule } | undefined;
  readonly modulesSeen: ReadonlySet<string>;
}

/** The values written in a directory's `terragrunt.values.hcl`. */
function writtenValues(directory: string, session: Session): Node | undefined {
  const path = directory === "" ? VALUES_FILE : `${directory}/${VALUES_FILE}`;
  const config = session.open({ path, configPath: path, original: directory });
  if (config === undefined) return undefined;
  const entries = config.file.body.items.flatMap((item) =>
    item.kind === "attribute"
      ? [{ key: computedText(item.name, config.place(item.nameSpan)), value: config.evaluate(item.value) }]
      : [],
  );
  return { kind: "map", flavour: "object", entries, at: config.place(config.file.body.span) };
}

/**
 * Opens the files for the sake of one unit. `units` are all units of the input, for those that it depends on; `mounts`
 * are the directories that stacks make.
 */
export function openSession(
  real: Questions,
  units: readonly UnitInput[],
  mounts: readonly Mount[],
): UnitSession {
  const ask = mountedQuestions(real, mounts);
  const configs = new Map<string, Config | undefined>();
  const seen = new Set<string>();
  const modulesSeen = new Set<string>();
  const byDirectory = new Map(units.map((unit) => [unit.directory, unit]));
  const nested = nesting();
  const opened = lazy<{ readonly config: Config; readonly module: UnitModule } | undefined>({ nested });
  const values = lazy<Node | undefined>({ nested });
  const accounts = lazy<string | undefined>({ nested });

  const open = (opening: Opening): Config | undefined => {
    const { path, configPath, original, included } = opening;
    const key = [
      path,
      configPath,
      original,
      included === undefined ? "" : included.include.label,
      String(included !== undefined),
    ].join("\0");
    if (configs.has(key)) return configs.get(key);
    const config = openConfig(opening, session);
    configs.set(key, config);
    if (config !== undefined) seen.add(path);
    return config;
  };
  const unitConfig = (directory: string): Config | undefined => {
    const path = directory === "" ? UNIT_FILE : `${directory}/${UNIT_FILE}`;
    return open({ path, configPath: path, original: directory });
  };
  /** While the role is worked out, nobody knows the account. */
  const accountIn = (directory: string): string | undefined =>
    accounts.get(directory, () => {
      const config = unitConfig(directory);
      const role = config && attributeOf(config, "iam_role");
      return config && accountOf(config, role?.config.evaluate(role.item.value));
    });
  const openUnit = (
    directory: string,
  ): { readonly config: Config; readonly module: UnitModule } | undefined =>
    opened.get(directory, () => {
      const input = byDirectory.get(directory);
      const config = unitConfig(directory);
      if (input === undefined || config === undefined) return undefined;
      const exists = isLeftOut(leaving(config)) ? "maybe" : "yes";
      const note = (path: string): void => void modulesSeen.add(path);
      return { config, module: openModule(input, config, accountIn(directory), exists, note) };
    });
  const session: UnitSession = {
    ask,
    real: (path) => realPath(path, mounts),
    values: (directory) =>
      values.get(
        directory,
        () => mounts.find(({ at }) => at === directory)?.values ?? writtenValues(directory, session),
      ),
    open,
    unit: (directory): OpenUnit | undefined => {
      const found = openUnit(directory);
      const input = byDirectory.get(directory);
      if (found === undefined || input === undefined) return undefined;
      const module = (): ModuleInstance | undefined =>
        found.module.kind === "read" ? found.module.instance : undefined;
      return { input, config: found.config, module };
    },
    nested,
    repositoryOf: (directory) => repositoryOf(directory, ask),
    account: (directory) => accountText(directory, accountIn(directory), ask),
    seen,
    opened: openUnit,
    modulesSeen,
  };
  return session;
}

/** `skip` of the unit itself, and the condition of the strongest `exclude`. */
function leaving(config: Config): readonly (Node | undefined)[] {
  const skip = config.attribute("skip");
  const block = config.blocks("exclude")[0];
  const condition = block?.body.items.find((item) => item.kind === "attribute" && item.name === "if");
  return [
    skip && config.evaluate(skip.value),
    condition?.kind === "attribute" ? config.evaluate(condition.value) : undefined,
  ];
}

/** The account's number as the AWS provider of the unit's module has it, known or not. */
function accountText(directory: string, account: string | undefined, ask: Questions): Text {
  const path = directory === "" ? UNIT_FILE : `${directory}/${UNIT_FILE}`;
  const parsed = ask.parse(path, hclParser);
  const file = "missing" in parsed ? { path, text: "" } : parsed.value.file;
  const at = { file, route: [], span: { start: 0, end: 0 } };
  if (account !== undefined) return { kind: "text", parts: [{ kind: "literal", value: account }], at };
  const identity = `terragrunt:${directory}|credentials default`;
  return shapedText(identity, "data.aws_caller_identity.current.account_id", "account-id", at);
}

/** The deepest known checkout that a directory lies in; the root when none is known. */
function repositoryOf(directory: string, ask: Questions): string {
  const paths = (ask.settings?.repositories ?? []).map(({ path }) => path);
  const around = paths.filter((path) => path === "" || `${directory}/`.startsWith(`${path}/`));
  return around.reduce((best, path) => (path.length > best.length ? path : best), "");
}
