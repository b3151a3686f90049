import { describe, expect, it } from "vitest";
import { expand } from "../../src/expand/expand.ts";
import { emptyExpansion, type Expander, type Loader, type Questions } from "../../src/loaders/loader.ts";
import { inputsOf } from "../../src/loaders/terragrunt/merged.ts";
import { conceal } from "../../src/loaders/terragrunt/absolute-paths.ts";
import { openSession, type UnitSession } from "../../src/loaders/terragrunt/session.ts";
import { seedUnit } from "../../src/loaders/terragrunt/expand-unit.ts";
import { terragrunt } from "../../src/loaders/terragrunt/index.ts";
import { unitIndex } from "../../src/loaders/terragrunt/unit-index.ts";
import { known, print } from "../../src/model/text.ts";
import type { Node } from "../../src/model/node.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";
import recorded from "./terragrunt.json" with { type: "json" };

interface Recorded {
  readonly situation: string;
  readonly unit: string;
  readonly files: Readonly<Record<string, string>>;
  readonly answer: { readonly inputs?: unknown; readonly outputs?: unknown; readonly refused?: boolean };
}

const cases = recorded.cases as unknown as readonly Recorded[];
const HOLE = Symbol("hole");

/** A value as JSON; what is not known is a hole, but for the root's path, which is recorded by name. */
function plain(node: Node | undefined): unknown {
  switch (node?.kind) {
    case undefined:
    case "unknown":
      return HOLE;
    case "null":
      return null;
    case "boolean":
      return node.value;
    case "number":
      return node.value;
    case "text": {
      const isKnown = node.parts.every((part) => part.kind === "literal" || part.name === "get_repo_root()");
      return isKnown ? (known(node) ?? print(node)) : HOLE;
    }
    case "list":
      return node.items.map(plain);
    case "map":
      return Object.fromEntries(
        [...node.entries].map(({ key, value }) => [print(key), plain(value)] as const).sort(byKey),
      );
  }
}

const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  a[0] < b[0] ? -1 : 1;

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, sorted(inner)] as const)
      .sort(byKey),
  );
}

/** Opens a small repository as the loader does, and looks into it. */
function look<T>(files: Readonly<Record<string, string>>, at: (session: UnitSession) => T): T {
  let seen: { readonly value: T } | undefined;
  const looker: Expander = {
    kind: "look",
    expand: (_, ask: Questions) => {
      const index = unitIndex(ask);
      seen = { value: at(openSession(ask, index.inputs, index.mounts)) };
      return emptyExpansion;
    },
  };
  const loader: Loader = {
    ...terragrunt,
    seeds: () => [{ ...seedUnit, kind: "look" }],
    expanders: [...terragrunt.expanders, looker],
  };
  expand([loader], memoryWorkspace(files), { placeholders: [], accountOf: () => undefined, varFiles: [] });
  if (seen === undefined) throw new Error("nothing was looked at");
  return seen.value;
}

function inputs({ files, unit }: Recorded): unknown {
  return look(files, (session) => {
    const path = unit === "" ? "terragrunt.hcl" : `${unit}/terragrunt.hcl`;
    const config = session.open({ path, configPath: path, original: unit });
    const value = config && inputsOf(config);
    return value === undefined ? {} : plain(conceal(value));
  });
}

function outputs({ files, unit }: Recorded): unknown {
  return look(files, (session) => {
    const module = session.unit(unit)?.module();
    const values = module?.outputs.map((name) => [name, plain(module.output(name))] as const) ?? [];
    // Terraform does not list an output that is null.
    return Object.fromEntries(values.filter(([, value]) => value !== null).sort(byKey));
  });
}

describe("Terragrunt's answers", () => {
  it("are recorded for many configurations, with the version", () => {
    expect(recorded.terragrunt).toMatch(/\d+\.\d+\.\d+/);
    expect(cases.filter(({ answer }) => answer.refused !== true).length).toBeGreaterThan(75);
  });

  const wanted = cases.filter(({ answer }) => "inputs" in answer);
  it.each(wanted.map((each) => [each.situation, each] as const))("inputs: %s", (_, each) => {
    expect(inputs(each)).toEqual(sorted(each.answer.inputs));
  });

  const applied = cases.filter(({ answer }) => "outputs" in answer);
  it.each(applied.map((each) => [each.situation, each] as const))("%s", (_, each) => {
    expect(outputs(each)).toEqual(sorted(each.answer.outputs));
  });

  const refused = cases.filter(({ answer }) => answer.refused === true);
  it.each(refused.map((each) => [each.situation, each] as const))(
    "refused, and read to an end: %s",
    (_, each) => {
      expect(() => [inputs(each), outputs(each)]).not.toThrow();
    },
  );
});
