import type { Entry, ListNode, MapNode, Node } from "../../../model/node.ts";
import { known, type Text } from "../../../model/text.ts";
import { parseNumber } from "./big-number.ts";
import { booleanNode, computedText, numberNode } from "./convert.ts";
import { holeOf, unknown } from "./identity.ts";

/** What comes out of JSON: tuples and objects, and numbers as Terraform prints them. */
export function decoded(
  node: Node,
  scalar: (text: Text) => Node = (text) => text,
  keyOf: (key: Text) => Text = (key) => key,
): Node {
  switch (node.kind) {
    case "list": {
      const list: ListNode = {
        ...node,
        flavour: "tuple",
        items: node.items.map((item) => decoded(item, scalar, keyOf)),
      };
      return list;
    }
    case "map": {
      const others = node.entries.find(isRest);
      if (others?.value.kind === "unknown") {
        const entries = node.entries.filter((entry) => entry !== others);
        return decoded({ ...node, entries, more: others.value.hole }, scalar, keyOf);
      }
      const entries = node.entries.map(({ key, value }) => ({
        key: keyOf(key),
        value: decoded(value, scalar, keyOf),
      }));
      const map: MapNode = { ...node, flavour: "object", entries };
      return map;
    }
    case "number": {
      if (!Number.isFinite(node.value)) return unknown(`infinity ${node.raw}`, node.raw, node.at);
      const value = parseNumber(node.raw) ?? parseNumber(String(node.value));
      return value === undefined ? node : numberNode(value, node.at);
    }
    case "boolean":
      return booleanNode(node.value, node.at);
    case "text":
      return scalar(node);
    case "null":
    case "unknown":
      return node;
  }
}

/** The entry by which the encoders write that there may be others: a hole under itself. */
function isRest({ key, value }: Entry): boolean {
  return value.kind === "unknown" && holeOf(key)?.id === value.hole.id;
}

/** YAML 1.1's Booleans, which go-cty-yaml still has; as keys they become "true" and "false". */
const booleanWords: ReadonlyMap<string, string> = new Map([
  ...["y", "yes", "on", "true"].map((word) => [word, "true"] as const),
  ...["n", "no", "off", "false"].map((word) => [word, "false"] as const),
]);

function yamlKey(key: Text): Text {
  const content = known(key);
  if (content === undefined || isQuoted(key)) return key;
  const titled = content.charAt(0).toUpperCase() + content.slice(1).toLowerCase();
  const isWord = [content.toLowerCase(), content.toUpperCase(), titled].includes(content);
  const word = isWord ? booleanWords.get(content.toLowerCase()) : undefined;
  return word === undefined ? key : computedText(word, key.at);
}

/** The same for YAML, where a bare date is a timestamp (go-cty-yaml). */
export function decodedYaml(node: Node, source = ""): Node {
  // The whole may stand between quotes of HCL, which are none of YAML's.
  const begins = source.trimStart().charAt(0);
  const isBare = node.kind === "text" && begins !== '"' && begins !== "'";
  return decoded(node, (text) => bareDate(text, isBare), yamlKey);
}

function bareDate(text: Text, isBare: boolean): Node {
  const content = known(text);
  if (content === undefined || !/^\d{4}-\d\d?-\d\d?$/.test(content)) return text;
  if (!isBare && isQuoted(text)) return text;
  const [year = "", month = "", day = ""] = content.split("-");
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return Number.isNaN(Date.parse(date)) ? text : computedText(`${date}T00:00:00Z`, text.at);
}

/** Whether a scalar that stands verbatim in its file stands between quotes. */
function isQuoted(text: Text): boolean {
  const place = text.parts[0]?.kind === "literal" ? text.parts[0].at : undefined;
  if (place === undefined) return true;
  return /["']/.test(place.file.text.charAt(place.span.start - 1));
}
