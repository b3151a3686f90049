import { describe, expect, it } from "vitest";
import { effectiveValues } from "../../../src/loaders/helm/effective-values.ts";
import type { ValuesLayer } from "../../../src/loaders/helm-release.ts";
import { parseYaml } from "../../../src/loaders/yaml/parse.ts";
import type { Node } from "../../../src/model/node.ts";
import { wholeFile } from "../../../src/model/location.ts";
import { fileSource } from "../../../src/model/source.ts";
import { known, literal } from "../../../src/model/text.ts";
import recorded from "../../oracle/helm-values.json" with { type: "json" };

interface Case {
  readonly files: readonly unknown[];
  readonly set: readonly string[];
  readonly setString: readonly string[];
  readonly values?: unknown;
  readonly error?: boolean;
}

function toJson(node: Node | undefined): unknown {
  switch (node?.kind) {
    case undefined:
    case "null":
      return null;
    case "text":
      return known(node);
    case "list":
      return node.items.map(toJson);
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [known(key), toJson(value)]));
    case "unknown":
      return "?";
    case "boolean":
    case "number":
      return node.value;
  }
}

function fileLayer(value: unknown, index: number): ValuesLayer {
  const file = { path: `values-${String(index)}.json`, text: JSON.stringify(value) };
  const node = parseYaml(fileSource(file)).documents[0]?.node;
  if (node === undefined) throw new Error("the recording holds an empty file");
  return { kind: "values", node };
}

function setLayer(text: string, as: "typed" | "string"): ValuesLayer {
  const at = wholeFile({ path: "set", text });
  const equals = text.indexOf("=");
  const [name, value] = equals === -1 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
  return { kind: "set", name: literal(name, at), value: literal(value ?? "", at), as, commas: "separate" };
}

const cases = (recorded.cases as readonly Case[])
  // Settings reach the reader as a name and a value: an argument without "=" cannot occur.
  .filter(({ set, setString }) => [...set, ...setString].every((text) => text.includes("=")));

describe("values as Helm merges and sets them", () => {
  it("has enough recorded cases", () => {
    expect(cases.length).toBeGreaterThan(130);
  });

  it.each(cases.map((item) => [JSON.stringify([item.files, item.set, item.setString]), item] as const))(
    "%s",
    (_, { files, set, setString, values, error }) => {
      const result = effectiveValues([
        ...files.map(fileLayer),
        ...set.map((text) => setLayer(text, "typed")),
        ...setString.map((text) => setLayer(text, "string")),
      ]);
      if (error === true) expect(result.problems).not.toEqual([]);
      else {
        expect(result.problems).toEqual([]);
        expect(toJson(result.values) ?? {}).toEqual(values);
      }
    },
  );
});
