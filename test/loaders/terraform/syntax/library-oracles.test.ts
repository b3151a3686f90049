import { parse as parseWithHcl2json } from "@cdktn/hcl2json";
import { parseToString } from "hcl2-parser";
import { describe, expect, it } from "vitest";
import type { Body } from "../../../../src/loaders/terraform/syntax/ast.ts";
import { parseHcl } from "../../../../src/loaders/terraform/syntax/parser.ts";
import { CORPUS } from "./corpus.ts";
import { recordedMutants } from "./mutants.ts";

/** Arguments and blocks of a body in both libraries' form: labels are keys, and a block is an element of a list. */
interface Outline {
  [name: string]: Outline | readonly Outline[] | "argument";
}

function outlineOf(body: Body): Outline {
  const outline: Outline = {};
  for (const item of body.items) {
    if (item.kind === "attribute") {
      outline[item.name] = "argument";
      continue;
    }
    let level = outline;
    const keys = [item.type, ...item.labels.map(({ value }) => value)];
    for (const key of keys.slice(0, -1)) {
      const next = level[key];
      level = typeof next === "object" && !Array.isArray(next) ? (next as Outline) : (level[key] = {});
    }
    const last = keys.at(-1) ?? "";
    const blocks = level[last];
    level[last] = [...(Array.isArray(blocks) ? (blocks as readonly Outline[]) : []), outlineOf(item.body)];
  }
  return outline;
}

/** What a library says, cut down to our outline: below an argument it has values. */
function cut(theirs: unknown, ours: Outline[string] | undefined): unknown {
  if (ours === "argument" || typeof theirs !== "object" || theirs === null) return "argument";
  if (Array.isArray(theirs))
    return theirs.map((each: unknown, index) =>
      cut(each, Array.isArray(ours) ? (ours as Outline[])[index] : {}),
    );
  const inner: Readonly<Record<string, Outline[string]>> =
    typeof ours === "object" && !Array.isArray(ours) ? (ours as Outline) : {};
  return Object.fromEntries(Object.entries(theirs).map(([key, value]) => [key, cut(value, inner[key])]));
}

async function hcl2json(text: string): Promise<unknown> {
  try {
    return await parseWithHcl2json("main.tf", text);
  } catch {
    return undefined;
  }
}

/** The older of the two, compiled from Go to JavaScript; it answers with a pair of JSON text and error. */
function hcl2Parser(text: string): unknown {
  const parse = parseToString as (text: string) => readonly [string | null, unknown];
  const [json] = parse(text);
  return json === null ? undefined : (JSON.parse(json) as unknown);
}

/** Both evaluate the keys of objects and give up on references there, which is not a matter of syntax. */
const KEYS_EVALUATED = new Set(["keys", "collections"]);
/** Newer than the HCL that hcl2-parser was built from. */
const NEWER = new Set(["providers"]);

describe("blocks and arguments of the corpus", () => {
  const files = Object.entries(CORPUS).filter(([name]) => !KEYS_EVALUATED.has(name));

  it.each(files)("as @cdktn/hcl2json has them: %s", async (_, text) => {
    const ours = outlineOf(parseHcl(text).body);
    expect(cut(await hcl2json(text), ours)).toEqual(ours);
  });

  it.each(files.filter(([name]) => !NEWER.has(name)))("as hcl2-parser has them: %s", (_, text) => {
    const ours = outlineOf(parseHcl(text).body);
    expect(cut(hcl2Parser(text), ours)).toEqual(ours);
  });
});

describe("verdicts on mutants", () => {
  it("are @cdktn/hcl2json's, where it can say", async () => {
    const mutants = recordedMutants().filter(({ of }, index) => index % 9 === 0 && !KEYS_EVALUATED.has(of));
    const accepted: string[] = [];
    for (const { text } of mutants) if ((await hcl2json(text)) !== undefined) accepted.push(text);
    expect(accepted.length).toBeGreaterThan(50);
    expect(accepted.filter((text) => parseHcl(text).problems.length > 0)).toEqual([]);
  });
});
