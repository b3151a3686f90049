// Compares what our evaluator makes of a release with what Helm recorded.

import { canCoincide, tokens } from "../../../src/model/compare.ts";
import { entryOf, get, stringAt, textOf, type MapNode, type Node } from "../../../src/model/node.ts";
import { isAbsent, known, literal, print, type Absent, type Text } from "../../../src/model/text.ts";
import type { OurRendering } from "./our-rendering.ts";
import { isFields, podPaths, storeKinds, workloadKinds } from "./identity.ts";
import type { Answer } from "./recording.ts";

/** Counted by objects: a service account, a workload, a store. */
export interface Verdict {
  readonly equal: number;
  /** Objects that are unknown to us wholly or in part, and not against what Helm says. */
  readonly holes: readonly string[];
  readonly wrong: readonly string[];
  /** Set when Helm refuses the release and we tell what it would make: nothing of it is deployed. */
  readonly isRefused?: true;
}

type Section = "serviceAccounts" | "workloads" | "stores";

/** An object of ours that a section tells of. */
interface Ours {
  readonly section: Section;
  /** The kind for workloads and stores, as keys of the recording begin. */
  readonly prefix: string;
  readonly namespace: Text;
  readonly name: Text;
  readonly existence: "created" | "annotated" | "maybe";
  readonly object: MapNode;
}

/**
 * Where Helm refuses a release, ours is right when it gives nothing for certain: then it is equal. With `isOpen` the
 * evaluator was not told everything: workloads that only some unknown values bring are left out by it, silently.
 */
export function compareRendering(ours: OurRendering, answer: Answer, isOpen: boolean): Verdict {
  const objects = ours.manifests.flatMap((manifest) => readOurs(manifest));
  if ("error" in answer) return refused(ours, objects);
  const gaps = ours.facts.filter((fact) => fact.kind === "gap" && fact.message !== undefined);
  const verdict = { equal: 0, holes: [] as string[], wrong: [] as string[] };
  const used = new Set<Ours>();
  for (const section of ["serviceAccounts", "workloads", "stores"] as const) {
    for (const [key, expected] of Object.entries(answer[section])) {
      const plainKey = key.replace(/ \(\d+\)$/, "");
      const exact = objects.filter(
        (item) => item.section === section && !used.has(item) && keyOf(item) === plainKey,
      );
      const agrees = (item: Ours): boolean => compareNode(sectionNode(item), expected).differs.length === 0;
      const found =
        exact.find((item) => item.existence === "created" && agrees(item)) ?? exact.find(agrees) ?? exact[0];
      if (found === undefined) {
        // An object whose name is open may stand for several.
        const open = objects.filter(
          (item) =>
            item.section === section &&
            item.existence !== "annotated" &&
            keyOf(item) === undefined &&
            mayBe(item, plainKey),
        );
        for (const item of open) used.add(item);
        const [may] = open.filter(agrees);
        if (may !== undefined) verdict.holes.push(`${key}: ${shown(may)}`);
        else if (gaps.length > 0 || (isOpen && section === "workloads")) verdict.holes.push(`${key}: a gap`);
        else
          verdict.wrong.push(
            open.length > 0 ? `${key} is not like ${open.map(shown).join(", ")}` : `${key} is missing`,
          );
        continue;
      }
      used.add(found);
      if (found.existence === "annotated") verdict.wrong.push(`${key} is not made`);
      else judge(key, compareNode(sectionNode(found), expected), found.existence, verdict);
    }
  }
  for (const item of objects) {
    if (used.has(item) || item.existence === "annotated") continue;
    if (item.existence === "maybe" || keyOf(item) === undefined)
      verdict.holes.push(`${shown(item)} may be there`);
    else verdict.wrong.push(`${shown(item)} is not made by Helm`);
  }
  return verdict;
}

function refused({ facts, problems }: OurRendering, objects: readonly Ours[]): Verdict {
  const says = problems.length > 0 || facts.some((fact) => fact.kind === "gap" && fact.message !== undefined);
  const certain = objects.filter(({ existence }) => existence === "created");
  if (says) return { equal: 1, holes: [], wrong: [] };
  return {
    equal: certain.length === 0 ? 1 : 0,
    holes: [],
    wrong: [],
    ...(certain.length === 0 ? {} : { isRefused: true }),
  };
}

function judge(
  key: string,
  answer: Comparison,
  existence: Ours["existence"],
  verdict: { equal: number; holes: string[]; wrong: string[] },
): void {
  if (answer.differs.length > 0) verdict.wrong.push(`${key}: ${answer.differs.join("; ")}`);
  else if (answer.open || existence === "maybe") verdict.holes.push(key);
  else verdict.equal += 1;
}

function readOurs({ object, existence = "created" }: OurRendering["manifests"][number]): readonly Ours[] {
  const kind = stringAt(object, "kind") ?? "";
  const section = workloadKinds.has(kind)
    ? "workloads"
    : storeKinds.has(kind)
      ? "stores"
      : kind === "ServiceAccount"
        ? "serviceAccounts"
        : undefined;
  if (section === undefined) return [];
  const namespace = orEmpty(textOf(get(object, "metadata", "namespace"), object.at));
  const name = orEmpty(textOf(get(object, "metadata", "name"), object.at));
  const prefix = section === "serviceAccounts" ? "" : `${kind}/`;
  return [{ section, prefix, namespace, name, existence, object }];
}

const orEmpty = (text: Text | Absent): Text => (isAbsent(text) ? literal("", text.at) : text);

/** The key in the recording, when name and namespace are known. */
function keyOf({ section, prefix, namespace, name }: Ours): string | undefined {
  const [where, what] = [known(namespace), known(name)];
  if (what === undefined) return undefined;
  // What belongs to no namespace is recorded under the release's.
  if (section === "stores" && prefix.startsWith("Cluster"))
    return `${prefix}${where === undefined || where === "" ? "apps" : where}/${what}`;
  return where === undefined ? undefined : `${prefix}${where}/${what}`;
}

function shown({ prefix, namespace, name }: Ours): string {
  return `${prefix}${print(namespace)}/${print(name)}`;
}

function mayBe({ prefix, namespace, name }: Ours, key: string): boolean {
  if (!key.startsWith(prefix)) return false;
  const same = (value: string): string => value;
  const mine = [
    ...tokens(namespace.parts, same),
    { kind: "char", char: "/" } as const,
    ...tokens(name.parts, same),
  ];
  const theirs = Array.from(key.slice(prefix.length), (char) => ({ kind: "char", char }) as const);
  return canCoincide(mine, theirs);
}

/** The part of an object that a section records. */
function sectionNode({ section, prefix, object }: Ours): Node | undefined {
  if (section === "serviceAccounts") {
    return get(object, "metadata", "annotations") ?? { kind: "map", entries: [], at: object.at };
  }
  if (section === "stores") return get(object, "spec", "provider") ?? get(object, "spec", "secretStoreRef");
  const pod = get(object, ...(podPaths[prefix.slice(0, -1)] ?? ["spec", "template", "spec"]));
  const name = get(pod, "serviceAccountName");
  return isSet(name) ? name : (get(pod, "serviceAccount") ?? literal("", object.at));
}

function isSet(node: Node | undefined): node is Node {
  return node !== undefined && node.kind !== "null" && !(node.kind === "text" && node.parts.length === 0);
}

interface Comparison {
  readonly differs: readonly string[];
  readonly open: boolean;
}

const equal: Comparison = { differs: [], open: false };
const unknown: Comparison = { differs: [], open: true };

function compareNode(ours: Node | undefined, theirs: unknown, path = ""): Comparison {
  const differs = (what: string): Comparison => ({
    differs: [`${path}${what}, not ${JSON.stringify(theirs)}`],
    open: false,
  });
  if (ours?.kind === "unknown") return unknown;
  if (ours === undefined || ours.kind === "null") {
    const isNothing =
      theirs === undefined ||
      theirs === null ||
      theirs === "" ||
      (isFields(theirs) && Object.keys(theirs).length === 0);
    return isNothing ? equal : differs("nothing");
  }
  if (ours.kind === "map") {
    if (!isFields(theirs)) return differs("a map");
    const keys = new Set(Object.keys(theirs));
    const mine = new Set(ours.entries.map(({ key }) => known(key)));
    const results: Comparison[] = [];
    for (const key of keys) {
      const entry = entryOf(ours, key);
      if (entry !== undefined) results.push(compareNode(entry.value, theirs[key], `${path}${key}: `));
      else if (ours.more !== undefined || mine.has(undefined)) results.push(unknown);
      else results.push({ differs: [`${path}${key} is missing`], open: false });
    }
    for (const key of mine)
      if (key !== undefined && !keys.has(key))
        results.push({ differs: [`${path}${key} is too much`], open: false });
    return {
      differs: results.flatMap((result) => result.differs),
      open: ours.more !== undefined || mine.has(undefined) || results.some(({ open }) => open),
    };
  }
  if (ours.kind === "list") {
    if (!Array.isArray(theirs)) return differs("a list");
    const items: readonly unknown[] = theirs;
    if (items.length !== ours.items.length) return differs(`${String(ours.items.length)} items`);
    const results = ours.items.map((item, index) =>
      compareNode(item, items[index], `${path}${String(index)}: `),
    );
    return { differs: results.flatMap((result) => result.differs), open: results.some(({ open }) => open) };
  }
  if (ours.kind === "text") {
    const value = known(ours);
    if (value === undefined) {
      const same = (part: string): string => part;
      const theirTokens = Array.from(String(theirs), (char) => ({ kind: "char", char }) as const);
      return canCoincide(tokens(ours.parts, same), theirTokens) ? unknown : differs(print(ours));
    }
    return value === theirs ? equal : differs(JSON.stringify(value));
  }
  // A number or a boolean where a recording keeps texts is written as what it is not.
  return ours.value === theirs || `!${ours.raw}` === theirs ? equal : differs(ours.raw);
}
