import { parseJson } from "../../../json/parse-json.ts";
import type { ListNode, MapNode, Node } from "../../../../model/node.ts";
import { textSource } from "../../../../model/source.ts";
import type { Text } from "../../../../model/text.ts";
import { encodeJson } from "../encode-json.ts";
import { failure, type Value } from "../value.ts";
import { anything, text, unary, type Call, type FunctionGroup } from "./function.ts";

function jsonDecode(content: Text, call: Call): Value | undefined {
  if (content.encodes?.format === "json") return decoded(content.encodes.node);
  const { node, problems } = parseJson(textSource(content));
  const [problem] = problems;
  if (problem !== undefined) return failure(`this is not JSON: ${problem.message}`, call.at);
  return node === undefined ? failure("this is not JSON", call.at) : decoded(node);
}

/** What comes out of JSON or YAML: tuples and objects, whatever went in. */
export function decoded(node: Node): Node {
  if (node.kind === "list") {
    const list: ListNode = { ...node, flavour: "tuple", items: node.items.map(decoded) };
    return list;
  }
  if (node.kind !== "map") return node;
  const entries = node.entries.map(({ key, value }) => ({ key, value: decoded(value) }));
  const map: MapNode = { ...node, flavour: "object", entries };
  return map;
}

export const encoding: FunctionGroup = {
  jsondecode: unary("any", text, jsonDecode),
  jsonencode: unary("string", anything, (node, call) => encodeJson(node, call.at)),
};
