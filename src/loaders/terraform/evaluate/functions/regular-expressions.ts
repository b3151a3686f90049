import type { Location } from "../../../../model/location.ts";
import type { Node } from "../../../../model/node.ts";
import { computedText, listNode, objectNode, tupleNode } from "../convert.ts";
import { expandReplacement } from "../../../re2/expand.ts";
import { compilePattern, findAll, type Match, type Program } from "../../../re2/match.ts";
import { failure, type Failure, type Value } from "../value.ts";
import { binary, string, type Call, type FunctionGroup } from "./function.ts";

/** Longer texts are not searched by a pattern. */
const MAX_LENGTH = 200_000;

const codesOf = (text: string): readonly number[] => Array.from(text, (char) => char.codePointAt(0) ?? 0);

const between = (codes: readonly number[], range: readonly [number, number]): string =>
  codes
    .slice(range[0], range[1])
    .map((code) => String.fromCodePoint(code))
    .join("");

function compile(pattern: string, at: Location): Program | Failure | undefined {
  const program = compilePattern(pattern);
  if (program === "too big") return undefined;
  if ("error" in program) return failure(`this is not a valid pattern: ${program.error}`, at);
  const named = program.groups.filter((name) => name !== undefined).length;
  if (named > 0 && named < program.groups.length) {
    return failure("a pattern must not have both named and unnamed groups", at);
  }
  return program;
}

const isProgram = (value: Program | Failure): value is Program => "instructions" in value;

/** What `regex` gives for a match: the whole, a tuple of the groups, or an object of the named groups. */
function captured(program: Program, codes: readonly number[], match: Match, at: Location): Node {
  const node = (range: readonly [number, number] | undefined): Node =>
    range === undefined ? { kind: "null", at } : computedText(between(codes, range), at);
  if (program.groups.length === 0) return node(match[0]);
  const groups = program.groups.map((name, index) => ({ name, value: node(match[index + 1]) }));
  if (groups[0]?.name === undefined) {
    return tupleNode(
      groups.map((group) => group.value),
      at,
    );
  }
  return objectNode(
    groups.map(({ name, value }) => ({ key: computedText(name ?? "", at), value })),
    at,
  );
}

function regex(pattern: string, text: string, call: Call): Value | undefined {
  const program = compile(pattern, call.at);
  if (program === undefined || !isProgram(program)) return program;
  if (text.length > MAX_LENGTH) return undefined;
  const codes = codesOf(text);
  const matches = findAll(program, codes, 1);
  if (matches === undefined) return undefined;
  const [match] = matches;
  if (match === undefined) return failure("the pattern matches nothing in the string", call.at);
  return captured(program, codes, match, call.at);
}

function regexAll(pattern: string, text: string, call: Call): Value | undefined {
  const program = compile(pattern, call.at);
  if (program === undefined || !isProgram(program)) return program;
  if (text.length > MAX_LENGTH) return undefined;
  const codes = codesOf(text);
  const matches = findAll(program, codes);
  if (matches === undefined) return undefined;
  return listNode(
    matches.map((match) => captured(program, codes, match, call.at)),
    call.at,
  );
}

/** `replace` with a pattern between slashes: `$1`, `${1}`, `$name` and `$$` in the replacement, as Go's Expand has them. */
export function regexReplace(
  text: string,
  pattern: string,
  replacement: string,
  call: Call,
): Value | undefined {
  const program = compilePattern(pattern);
  if (program === "too big") return undefined;
  if ("error" in program) return failure(`this is not a valid pattern: ${program.error}`, call.at);
  if (text.length > MAX_LENGTH) return undefined;
  const codes = codesOf(text);
  const matches = findAll(program, codes);
  if (matches === undefined) return undefined;
  const pieces: string[] = [];
  let from = 0;
  for (const match of matches) {
    const [start, end] = match[0] ?? [0, 0];
    pieces.push(
      between(codes, [from, start]),
      expandReplacement(replacement, program, match, (range) => between(codes, range)),
    );
    from = end;
  }
  pieces.push(between(codes, [from, codes.length]));
  return computedText(pieces.join(""), call.at);
}

export const regularExpressions: FunctionGroup = {
  regex: binary("any", string, string, regex),
  regexall: binary("any", string, string, regexAll),
};
