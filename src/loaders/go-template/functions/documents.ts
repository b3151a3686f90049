import type { Node } from "../../../model/node.ts";
import { textSource } from "../../../model/source.ts";
import { known, type Text } from "../../../model/text.ts";
import { parseJson } from "../../json/parse-json.ts";
import { parseYaml } from "../../yaml/parse.ts";
import { fromNode, unknownString } from "../convert.ts";
import type { Call, GoFunction } from "../function.ts";
import type { Value } from "../value.ts";
import { any, define, refuse, text } from "./define.ts";
import { jsonText } from "./json-writer.ts";
import { madeList, madeMap, madeText } from "./make.ts";
import { PRETTY, yamlText } from "./yaml-writer.ts";

/** What a text holds when it is read. */
type Read = { readonly node: Node | undefined } | { readonly error: string | undefined };

const emptyText = (call: Call): Value => madeText("", call);

/** The value that a text encodes, when it was made from one. */
function encoded(content: Text): Read | undefined {
  return content.encodes === undefined ? undefined : { node: content.encodes.node };
}

function readYaml(content: Text): Read {
  const before = encoded(content);
  if (before !== undefined) return before;
  const { documents, problems } = parseYaml(textSource(content));
  const [document] = documents;
  if (problems.length > 0) return { error: undefined };
  return { node: document?.node };
}

function readJson(content: Text): Read {
  if (content.encodes?.format === "json") return { node: content.encodes.node };
  const { node, problems } = parseJson(textSource(content));
  return problems.length > 0 || node === undefined ? { error: undefined } : { node };
}

const goNames: Partial<Record<Node["kind"], string>> = {
  text: "string",
  number: "number",
  boolean: "bool",
  list: "array",
  map: "object",
};

/** encoding/json's words for a value of the wrong type. */
const cannot = (node: Node, type: string): string =>
  `json: cannot unmarshal ${goNames[node.kind] ?? "value"} into Go value of type ${type}`;

interface Reader {
  readonly read: (content: Text) => Read;
  /** What stands before encoding/json's message. */
  readonly before: string;
}

const yaml: Reader = { read: readYaml, before: "error unmarshaling JSON: while decoding JSON: " };
const json: Reader = { read: readJson, before: "" };

/** The message of an error that another program words. */
const message = (words: string | undefined, content: Text, call: Call): Value =>
  words === undefined ? unknownString(`error of ${call.name}`, [content], call.at) : madeText(words, call);

/** A text read as a map; Helm puts what is wrong under "Error". */
const asMap = ({ read, before }: Reader, strict: boolean): GoFunction =>
  define("any", [text], ([content], call) => {
    const result = read(content);
    const error = (words: string | undefined): Value => {
      if (strict) return refuse(words ?? "the text cannot be read", call);
      return madeMap([["Error", message(words, content, call)]], call);
    };
    if ("error" in result) return known(content) === undefined ? undefined : error(result.error);
    const { node } = result;
    if (node === undefined || node.kind === "null") return madeMap([], call);
    if (node.kind === "unknown") return fromNode(node);
    return node.kind === "map" ? fromNode(node) : error(before + cannot(node, "map[string]interface {}"));
  });

/** A text read as a list; Helm makes what is wrong its only element. */
const asList = ({ read, before }: Reader, strict: boolean): GoFunction =>
  define("any", [text], ([content], call) => {
    const result = read(content);
    const error = (words: string | undefined): Value => {
      if (strict) return refuse(words ?? "the text cannot be read", call);
      return madeList([message(words, content, call)], call);
    };
    if ("error" in result) return known(content) === undefined ? undefined : error(result.error);
    const { node } = result;
    if (node === undefined || node.kind === "null") return madeList([], call);
    if (node.kind === "unknown") return fromNode(node);
    return node.kind === "list" ? fromNode(node) : error(before + cannot(node, "[]interface {}"));
  });

/** Sprig's `fromJson`: any value; nil for what is no JSON, or an error. */
const fromAnyJson = (strict: boolean): GoFunction =>
  define("any", [text], ([content], call) => {
    const result = readJson(content);
    if ("node" in result && result.node !== undefined) return fromNode(result.node);
    if (known(content) === undefined) return undefined;
    return strict ? refuse("invalid JSON", call) : { kind: "null", at: call.at };
  });

interface JsonForm {
  readonly indent?: string;
  readonly escapesHtml?: boolean;
}

/** A value as JSON; what JSON has not is an empty string, or an error. */
const toJson = (strict: boolean, form: JsonForm = {}): GoFunction =>
  define("string", [any], ([value], call) => {
    const written = jsonText(value, call.at, form);
    if (written === "impossible") return strict ? refuse("json: unsupported value", call) : emptyText(call);
    return written;
  });

const isImpossible = (value: Value, call: Call): boolean => jsonText(value, call.at) === "impossible";

const toYaml = (strict: boolean): GoFunction =>
  define("string", [any], ([value], call) => {
    if (isImpossible(value, call)) return strict ? refuse("json: unsupported value", call) : emptyText(call);
    return yamlText(value, call.at);
  });

const toYamlPretty = define("string", [any], ([value], call) =>
  isImpossible(value, call) ? emptyText(call) : yamlText(value, call.at, PRETTY),
);

/** Sprig's functions on JSON. */
export const sprigJson: Readonly<Record<string, GoFunction>> = {
  fromJson: fromAnyJson(false),
  mustFromJson: fromAnyJson(true),
  mustToJson: toJson(true),
  mustToPrettyJson: toJson(true, { indent: "  " }),
  mustToRawJson: toJson(true, { escapesHtml: false }),
  toJson: toJson(false),
  toPrettyJson: toJson(false, { indent: "  " }),
  toRawJson: toJson(true, { escapesHtml: false }),
};

/** Helm's functions on documents. */
export const helmDocuments: Readonly<Record<string, GoFunction>> = {
  fromJson: asMap(json, false),
  fromJsonArray: asList(json, false),
  fromYaml: asMap(yaml, false),
  fromYamlArray: asList(yaml, false),
  mustToYaml: toYaml(true),
  toYaml: toYaml(false),
  toYamlPretty,
};

/** Argo CD's, which stop the template where Helm's go on. */
export const argocdDocuments: Readonly<Record<string, GoFunction>> = {
  fromYaml: asMap(yaml, true),
  fromYamlArray: asList(yaml, true),
  toYaml: toYaml(true),
};
