import type { Location } from "../../model/location.ts";
import { textOf, type MapNode, type Node } from "../../model/node.ts";
import type { PolicyDocument, Statement, Tracked } from "../../model/policy.ts";
import type { Problem } from "../../model/problem.ts";
import { textSource } from "../../model/source.ts";
import { absent, known, type Hole, type Text } from "../../model/text.ts";
import { duplicateKeys } from "../json/duplicate-keys.ts";
import { minify } from "../json/minify.ts";
import { parseJson } from "../json/parse-json.ts";
import { emptyStatement, readStatement } from "./read-statement.ts";
import { onlyHole } from "./text-list.ts";

function emptyDocument(at: Location, moreStatements?: Hole): PolicyDocument {
  return {
    version: absent(at),
    statements: [],
    duplicateKeys: [],
    ...(moreStatements === undefined ? {} : { moreStatements }),
    at,
  };
}

/**
 * A policy document (trust, identity or resource policy) from its JSON value. What is unknown stays so: an unknown
 * statement sets `moreStatements`. A value that is no policy at all gives a document without statements.
 */
export function readPolicyDocument(node: Node): PolicyDocument {
  if (node.kind === "unknown") return emptyDocument(node.at, node.hole);
  if (node.kind !== "map") return emptyDocument(node.at);
  const list = elementValue(node, "Statement");
  const { statements, more } = readStatements(list);
  const moreStatements = more ?? node.more;
  const length = minify(node)?.length;
  return {
    version: textOf(elementValue(node, "Version"), node.at),
    statements,
    ...(moreStatements === undefined ? {} : { moreStatements }),
    duplicateKeys: duplicateKeys(node),
    ...(length === undefined ? {} : { length }),
    at: node.at,
  };
}

function elementValue(document: MapNode, name: string): Node | undefined {
  const wanted = name.toLowerCase();
  return document.entries.findLast(({ key }) => known(key)?.toLowerCase() === wanted)?.value;
}

interface Statements {
  readonly statements: readonly Statement[];
  readonly more: Hole | undefined;
}

/** IAM takes one statement or a list of them. */
function readStatements(node: Node | undefined): Statements {
  const items = node === undefined ? [] : node.kind === "list" ? node.items : [node];
  let more: Hole | undefined;
  const statements: Statement[] = [];
  for (const item of items) {
    const hole = item.kind === "unknown" ? item.hole : item.kind === "text" ? onlyHole(item) : undefined;
    if (hole !== undefined) more ??= hole;
    else statements.push(item.kind === "map" ? readStatement(item) : emptyStatement(item.at));
  }
  return { statements, more };
}

export interface PolicyOfText {
  readonly policy: Tracked<PolicyDocument>;
  readonly problems: readonly Problem[];
}

/**
 * The policy that a text spells in JSON: `jsonencode`, a heredoc, a data document, a file. A text that is one hole is
 * unknown. JSON that does not parse is a problem, and a document without statements, since IAM refuses it.
 */
export function policyFromText(text: Text): PolicyOfText {
  if (text.encodes?.format === "json") return readable(readPolicyDocument(text.encodes.node), text);
  const hole = onlyHole(text);
  if (hole !== undefined) return { policy: { state: "unknown", hole, at: text.at }, problems: [] };
  const source = textSource(text);
  const { node, problems } = parseJson(source);
  if (node?.kind === "unknown") {
    return { policy: { state: "unknown", hole: node.hole, at: text.at }, problems: [] };
  }
  if (node !== undefined && problems.length === 0) return readable(readPolicyDocument(node), text);
  return {
    policy: { state: "known", value: { ...emptyDocument(text.at), unreadable: true }, at: text.at },
    problems: problems.slice(0, 1).map(({ message, start, end }) => ({
      code: "input/unparseable",
      message: `The policy is not JSON: ${message}`,
      at: { ...source.locate(start, end), route: text.at.route },
      deployed: true,
    })),
  };
}

function readable(value: PolicyDocument, text: Text): PolicyOfText {
  return { policy: { state: "known", value, at: text.at }, problems: [] };
}
