import { flagOf } from "../../model/node.ts";
import { known } from "../../model/text.ts";
import { directoryOf, joinPath } from "../paths.ts";
import type { Block } from "../terraform/syntax/ast.ts";
import { attributeOfBlock, stringOfBlock, textOfBlock } from "./blocks.ts";
import { unitSource } from "./module-source.ts";
import { STACK_DIRECTORY, STACK_FILE } from "./names.ts";
import type { Config, Mount, Session } from "./reading.ts";
import { openSession } from "./session.ts";
import type { Questions } from "../loader.ts";

/** What the stacks of the input make. */
export interface Stacks {
  /** The units' directories, as Terragrunt would write them. */
  readonly units: readonly string[];
  readonly mounts: readonly Mount[];
  /** The directories that stacks copy: what stands there is a pattern, not a unit. */
  readonly patterns: ReadonlySet<string>;
  /** Units and stacks whose source is not here. */
  readonly unread: readonly { readonly config: Config; readonly block: Block; readonly source: string }[];
}

/** Stacks in stacks deeper than this are not followed: one may name itself. */
const MAX_DEPTH = 8;

interface Draft {
  readonly units: string[];
  readonly mounts: Mount[];
  readonly patterns: Set<string>;
  readonly unread: { readonly config: Config; readonly block: Block; readonly source: string }[];
}

/** Expands `terragrunt.stack.hcl` files (Terragrunt, "Stacks"): their units and the stacks in them. */
export function expandStacks(paths: readonly string[], ask: Questions): Stacks {
  const all: Draft = { units: [], mounts: [], patterns: new Set(), unread: [] };
  const each = paths.map((path) => {
    const draft: Draft = { units: [], mounts: [], patterns: new Set(), unread: [] };
    expandStack(directoryOf(path), ask, draft, 0);
    for (const pattern of draft.patterns) all.patterns.add(pattern);
    return { path, draft };
  });
  for (const { path, draft } of each) {
    // A stack that another one copies is a pattern itself.
    if (all.patterns.has(directoryOf(path))) continue;
    all.units.push(...draft.units);
    all.mounts.push(...draft.mounts);
    all.unread.push(...draft.unread);
  }
  return all;
}

function expandStack(directory: string, ask: Questions, draft: Draft, depth: number): void {
  if (depth > MAX_DEPTH) return;
  const session: Session = openSession(ask, [], draft.mounts);
  const path = directory === "" ? STACK_FILE : `${directory}/${STACK_FILE}`;
  const config = session.open({ path, configPath: path, original: directory });
  if (config === undefined) return;
  for (const type of ["unit", "stack"]) {
    for (const block of config.blocks(type)) {
      const mount = mountOf(config, block, directory, draft);
      if (mount === undefined) continue;
      draft.mounts.push(mount);
      draft.patterns.add(session.real(mount.from));
      if (type === "unit") draft.units.push(mount.at);
      else expandStack(mount.at, ask, draft, depth + 1);
    }
  }
}

/** Where the copy of a unit's or a stack's source would lie, and of what. */
function mountOf(config: Config, block: Block, directory: string, draft: Draft): Mount | undefined {
  const source = textOfBlock(config, block, "source");
  const path = stringOfBlock(config, block, "path");
  if (source === undefined || path === undefined) return undefined;
  const flat = flagOf(attributeOfBlock(config, block, "no_dot_terragrunt_stack")) === "yes";
  const base = flat ? directory : directory === "" ? STACK_DIRECTORY : `${directory}/${STACK_DIRECTORY}`;
  const at = joinPath(base, path);
  const { target, printed } = unitSource(source, directory, config.session.ask.settings?.repositories);
  const isHere = target.kind === "directory" && config.session.ask.list(target.directory).length > 0;
  if (!isHere || at === undefined || known(source) === undefined) {
    draft.unread.push({ config, block, source: printed });
    return undefined;
  }
  const from = config.session.real(target.directory);
  return { at, from, values: attributeOfBlock(config, block, "values") };
}
