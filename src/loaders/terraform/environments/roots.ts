import { isConfigurationFile, isDownloaded } from "../configuration/config-files.ts";
import { hclParser } from "../configuration/hcl-parser.ts";
import { literalString } from "../configuration/module-config.ts";
import { sourceTarget } from "../configuration/module-source.ts";
import type { Questions } from "../../loader.ts";
import { directoryOf } from "../../paths.ts";
import { isRunAlone } from "./variable-sets.ts";
import type { Block } from "../syntax/ast.ts";

/** The directories that a file's module blocks call. */
function calledBy(path: string, ask: Questions): readonly string[] {
  const parsed = ask.parse(path, hclParser);
  if ("missing" in parsed) return [];
  return parsed.value.body.items.flatMap((item): readonly string[] => {
    if (item.kind !== "block" || item.type !== "module") return [];
    const source = sourceOf(item);
    if (source === undefined) return [];
    const target = sourceTarget(source, directoryOf(path), ask.settings?.repositories);
    return target.kind === "directory" ? [target.directory] : [];
  });
}

function sourceOf(block: Block): string | undefined {
  for (const item of block.body.items) {
    if (item.kind === "attribute" && item.name === "source") return literalString(item);
  }
  return undefined;
}

/**
 * The root modules among the directories that hold these files: those that no other directory's module blocks call,
 * those that are run alone although others call them, and one of each ring of directories that call only each other.
 */
export function rootDirectories(files: readonly string[], ask: Questions): readonly string[] {
  const calls = new Map<string, Set<string>>();
  for (const path of files) {
    if (!isConfigurationFile(path) || isDownloaded(path)) continue;
    const directory = directoryOf(path);
    const called = calls.get(directory) ?? new Set<string>();
    for (const target of calledBy(path, ask)) if (target !== directory) called.add(target);
    calls.set(directory, called);
  }
  const isCalled = new Set([...calls.values()].flatMap((targets) => [...targets]));
  const roots = [...calls.keys()]
    .filter((directory) => !isCalled.has(directory) || isRunAlone(directory, ask))
    .sort();
  const reached = new Set<string>();
  for (const root of roots) reach(root, calls, reached);
  for (const directory of [...calls.keys()].sort()) {
    if (reached.has(directory)) continue;
    roots.push(directory);
    reach(directory, calls, reached);
  }
  return roots;
}

function reach(from: string, calls: ReadonlyMap<string, ReadonlySet<string>>, reached: Set<string>): void {
  const waiting = [from];
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    if (reached.has(directory)) continue;
    reached.add(directory);
    waiting.push(...(calls.get(directory) ?? []));
  }
}
