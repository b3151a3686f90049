import { parseJson } from "../../../json/parse-json.ts";
import { parseYaml } from "../../../yaml/parse.ts";
import type { Entry, Node } from "../../../../model/node.ts";
import { textSource } from "../../../../model/source.ts";
import type { Text } from "../../../../model/text.ts";
import { decodeUtf8, fromBase64, toBase64 } from "../../../digest/bytes.ts";
import { computedText, listNode, objectNode } from "../convert.ts";
import { decoded, decodedYaml } from "../decoded.ts";
import { encodeJson } from "../encode-json.ts";
import { encodeYaml } from "../encode-yaml.ts";
import { characterSets, isUncomputed, type CharacterSet } from "../character-sets.ts";
import { utf8 } from "../../../digest/hashes.ts";
import { holeOf } from "../identity.ts";
import { ofType, stringType } from "../types.ts";
import { failure, type Failure, type Value } from "../value.ts";
import {
  anything,
  binary,
  making,
  string,
  text,
  unary,
  withSeveral,
  type Call,
  type FunctionGroup,
} from "./function.ts";

function jsonDecode(content: Text, call: Call): Value | undefined {
  if (content.encodes?.format === "json") return decoded(content.encodes.node);
  // The value behind a hole is not the hole: it is what the hole is decoded to.
  if (holeOf(content) !== undefined) return undefined;
  const { node, problems } = parseJson(textSource(content));
  const [problem] = problems;
  if (problem !== undefined) return failure(`this is not JSON: ${problem.message}`, call.at);
  return node === undefined ? failure("this is not JSON", call.at) : decoded(node);
}

/** Terraform reads exactly one YAML document. */
function yamlDecode(content: Text, call: Call): Value | undefined {
  if (content.encodes !== undefined) return decoded(content.encodes.node);
  if (holeOf(content) !== undefined) return undefined;
  const source = textSource(content);
  const stream = parseYaml(source);
  const [problem] = stream.problems;
  if (problem !== undefined) return failure(`this is not YAML: ${problem.message}`, call.at);
  if (stream.kind !== "yaml") return undefined;
  const [document, ...more] = stream.documents;
  if (more.length > 0) return failure("yamldecode reads one document only", call.at);
  return document === undefined
    ? failure("there is no YAML in this", call.at)
    : decodedYaml(document.node, source.text);
}

/** Go's url.QueryEscape. */
function urlEncode(content: string): string {
  return encodeURIComponent(content.replaceAll(/\p{Surrogate}/gu, "\ufffd"))
    .replaceAll("%20", "+")
    .replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function base64Decode(content: string, call: Call): Value {
  const bytes = fromBase64(content);
  if (bytes === undefined) return failure("this is not base64", call.at);
  const decodedText = decodeUtf8(bytes);
  return decodedText === undefined
    ? failure("the decoded bytes are not UTF-8", call.at)
    : computedText(decodedText, call.at);
}

/** An IANA name of a character set, read by its encoder; undefined when it is known but not computed here. */
function characterSet(name: string, call: Call): CharacterSet | Failure | undefined {
  const set = characterSets.get(name.toUpperCase());
  if (set !== undefined) return set;
  return isUncomputed(name) ? undefined : failure(`there is no character set "${name}"`, call.at);
}

function textEncode(content: string, encoding: string, call: Call): Value | undefined {
  const set = characterSet(encoding, call);
  if (set === undefined || "kind" in set) return set;
  const bytes = set.encode(content);
  return bytes === undefined
    ? failure(`the string has characters that ${encoding} does not have`, call.at)
    : computedText(toBase64(bytes), call.at);
}

function textDecode(content: string, encoding: string, call: Call): Value | undefined {
  const set = characterSet(encoding, call);
  const bytes = fromBase64(content);
  if (set === undefined || "kind" in set) return set;
  if (bytes === undefined) return failure("this is not base64", call.at);
  return computedText(set.decode(bytes), call.at);
}

/** Records of RFC 4180 as Go's encoding/csv reads them; undefined when a quote is misplaced. */
function csvRecords(content: string): readonly (readonly string[])[] | undefined {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  const lines = content.replaceAll("\r\n", "\n");
  while (at < lines.length) {
    if (record.length === 0 && lines[at] === "\n") {
      at++;
      continue;
    }
    const field = lines[at] === '"' ? quotedField(lines, at) : plainField(lines, at);
    if (field === undefined) return undefined;
    record.push(field.value);
    at = field.end;
    if (lines[at] === ",") {
      at++;
      if (at < lines.length && lines[at] !== "\n") continue;
      record.push("");
    }
    at++;
    records.push(record);
    record = [];
  }
  if (record.length > 0) records.push(record);
  return records;
}

interface Field {
  readonly value: string;
  readonly end: number;
}

function plainField(lines: string, start: number): Field | undefined {
  let end = start;
  while (end < lines.length && lines[end] !== "," && lines[end] !== "\n") end++;
  const value = lines.slice(start, end);
  return value.includes('"') ? undefined : { value, end };
}

function quotedField(lines: string, start: number): Field | undefined {
  let value = "";
  let at = start + 1;
  for (;;) {
    const quote = lines.indexOf('"', at);
    if (quote === -1) return undefined;
    value += lines.slice(at, quote);
    at = quote + 1;
    if (lines[at] !== '"') break;
    value += '"';
    at++;
  }
  return at >= lines.length || lines[at] === "," || lines[at] === "\n" ? { value, end: at } : undefined;
}

function csvDecode(content: string, call: Call): Value {
  const records = csvRecords(content);
  const [header, ...rows] = records ?? [];
  if (header === undefined) return failure("this is not CSV with a header line", call.at);
  if (new Set(header).size < header.length) return failure("a column's name is used twice", call.at);
  const items: Node[] = [];
  for (const row of rows) {
    if (row.length !== header.length) return failure("a line has another number of fields", call.at);
    const entries = header.map((name, index): Entry => {
      return { key: computedText(name, call.at), value: computedText(row[index] ?? "", call.at) };
    });
    items.push(objectNode(entries, call.at));
  }
  const attributes = new Map(header.map((name) => [name, stringType] as const));
  return ofType(listNode(items, call.at), { kind: "list", element: { kind: "object", attributes } });
}

export const encoding: FunctionGroup = {
  base64decode: unary("string", string, base64Decode),
  base64encode: unary("string", string, (content, call) => computedText(toBase64(utf8(content)), call.at)),
  // The bytes depend on the compressor's implementation.
  base64gzip: unary("string", string, () => undefined),
  csvdecode: making(unary("any", string, csvDecode)),
  jsondecode: making(unary("any", text, jsonDecode)),
  jsonencode: withSeveral(unary("string", anything, (node, call) => encodeJson(node, call.at))),
  textdecodebase64: binary("string", string, string, textDecode),
  textencodebase64: binary("string", string, string, textEncode),
  urlencode: unary("string", string, (content, call) => computedText(urlEncode(content), call.at)),
  yamldecode: making(unary("any", text, yamlDecode)),
  yamlencode: withSeveral(unary("string", anything, (node, call) => encodeYaml(node, call.at))),
};
