import { describe, expect, it } from "vitest";
import { allAssumed, allAssuming } from "../../../../src/loaders/terraform/evaluate/assumptions.ts";
import type { Node } from "../../../../src/model/node.ts";
import { valueOf } from "../../../support/terraform-scope.ts";

/** Names whose values take for granted that their variable has its default. */
const names = new Map<string, Node>(
  Object.entries({
    env: '"prod"',
    count: "3",
    on: "true",
    off: "false",
    nothing: "null",
    list: '["a", "b"]',
    none: "[]",
    tags: '{ team = "x" }',
    empty: "{}",
  }).map(([name, source]) => [name, allAssuming(valueOf(source), [`default:var.${name}`])]),
);

const assumedBy = (source: string): readonly string[] => allAssumed(valueOf(source, { names }));

const rows: readonly (readonly [name: string, sources: readonly string[]])[] = [
  [
    "env",
    [
      "env",
      '"${env}-eso"',
      "upper(env)",
      'join("-", [env, "x"])',
      'format("%s", env)',
      'replace(env, "p", "q")',
      "md5(env)",
      "length(env)",
      'env == "prod"',
      'env == "prod" ? "a" : "b"',
      '"%{ if env == "prod" }a%{ else }b%{ endif }"',
      '[for x in ["a", "b"] : x if env == "prod"][0]',
      'length([for x in ["a", "b"] : x if env != "prod"])',
      '{for x in ["a"] : x => 1 if env == "prod"}.a',
      '{ prod = "1", dev = "2" }[env]',
      'lookup({ prod = "1" }, env, "2")',
      'contains(["prod"], env)',
      "jsonencode({ a = env })",
      "jsondecode(jsonencode({ a = env })).a",
      "yamlencode([env])",
      'can(regex("^p", env))',
      'try(regex("^x", env), "other")',
      "toset([env])",
      'startswith(env, "p") && true',
    ],
  ],
  [
    "count",
    [
      "count",
      "count + 1",
      "-count",
      '"${count}"',
      'format("%d", count)',
      'format("a-%03d", count)',
      "count > 2",
      'count > 2 ? "a" : "b"',
      "max(count, 1)",
      "range(count)",
      "length(range(count))",
      '["a", "b", "c", "d"][count]',
      "tostring(count)",
      "jsonencode({ a = count })",
      "tonumber(tostring(count))",
    ],
  ],
  [
    "on",
    [
      "!on",
      'on ? "a" : "b"',
      'on ? ["a"] : []',
      '(on ? ["a"] : [])[0]',
      'join(",", on ? ["a"] : [])',
      '"${on}"',
      "on && true",
      "anytrue([on, false])",
      "tostring(on)",
      '[for x in ["a"] : x if on]',
      'concat(on ? ["a"] : [], ["b"])',
      'merge({ a = "1" }, on ? { a = "2" } : {}).a',
      "jsonencode({ a = on })",
      'format("%t", on)',
    ],
  ],
  ["off", ['off ? "a" : "b"', 'off || false ? "a" : "b"', 'length(off ? ["a"] : [])', "one(off ? [1] : [])"]],
  ["nothing", ['nothing == null ? "a" : "b"', 'coalesce(nothing, "a")', 'try(nothing.x, "a")', "nothing[*]"]],
  [
    "list",
    [
      "list[0]",
      'join(",", list)',
      "length(list)",
      "list[*]",
      "[for x in list : x]",
      "tolist(list)",
      'contains(list, "z")',
    ],
  ],
  [
    "none",
    [
      "none",
      "length(none)",
      'join(",", none)',
      "[for x in none : x]",
      'concat(none, ["a"])',
      'try(none[0], "a")',
      "toset(none)",
      "sort(none)",
      "flatten(none)",
    ],
  ],
  ["tags", ["tags.team", "keys(tags)", "merge({ a = 1 }, tags)", '"%{ for k, v in tags }${k}%{ endfor }"']],
  [
    "empty",
    [
      "keys(empty)",
      "merge(empty, { a = 1 })",
      'try(empty.x, "a")',
      'lookup(empty, "x", "a")',
      "can(empty.x)",
      "{for k, v in empty : k => v}",
    ],
  ],
];

describe("what is taken for granted goes on", () => {
  it.each(rows.flatMap(([name, sources]) => sources.map((source) => [source, name] as const)))(
    "into %s",
    (source, name) => {
      expect(assumedBy(source)).toEqual([`default:var.${name}`]);
    },
  );

  it.each(['"x"', "[env, 1][1]", "{ a = env, b = 1 }.b", "on || true", "false && on", 'true ? "a" : env'])(
    "not into %s",
    (source) => {
      expect(assumedBy(source)).toEqual([]);
    },
  );

  it("together with others", () => {
    expect(assumedBy('on ? "${env}-${count}" : ""')).toEqual([
      "default:var.count",
      "default:var.env",
      "default:var.on",
    ]);
  });
});
