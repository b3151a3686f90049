import { parseTree, printParseErrorCode, type Node as JsonNode, type ParseError } from "jsonc-parser";
import type { Attribute, Block, Body, Expression, ObjectEntry, ParsedConfig, SyntaxProblem } from "./ast.ts";
import { CONFIGURATION, PROVIDER_BODY, type BlockSchema, type BodySchema } from "./json-schema.ts";
import { expressionOf, hasSequences, innerSpan, spanOfNode, templateOf } from "./json-string.ts";
import { MAXIMUM_DEPTH } from "./state.ts";

type Item = Attribute | Block;
type Label = Block["labels"][number];

/** How strings are to be read. */
type Strings = "templates" | "references";

interface Reader {
  readonly text: string;
  readonly strings: Strings;
  readonly problems: SyntaxProblem[];
}

interface Property {
  readonly name: string;
  readonly key: JsonNode;
  readonly value: JsonNode;
}

/**
 * Reads `.tf.json` into the tree of the native syntax (HCL's json/spec.md and Terraform's "JSON Configuration
 * Syntax"): Terraform's own blocks and `dynamic` ones become blocks; of any other nested object only the provider
 * knows whether it is one, so it stays an argument whose value is an object or a tuple of objects.
 */
export function parseTfJson(text: string): ParsedConfig {
  const reader: Reader = { text, strings: "templates", problems: [] };
  const root = parseJson(reader);
  const [broken] = reader.problems;
  const items = root === undefined ? [] : readBody(reader, root, CONFIGURATION);
  const body: Body = { items, span: { start: 0, end: text.length } };
  // What follows an error in the JSON itself is read out of step, and so are its complaints.
  if (broken !== undefined) return { body, problems: [broken], comments: [] };
  const problems = reader.problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { body, problems, comments: [] };
}

function parseJson(reader: Reader): JsonNode | undefined {
  const { text, problems } = reader;
  if (depthOf(text) > MAXIMUM_DEPTH) {
    problems.push({ message: "this is nested too deeply to be read", span: { start: 0, end: text.length } });
    return undefined;
  }
  const errors: ParseError[] = [];
  const source = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  const root = parseTree(source, errors, { disallowComments: true, allowTrailingComma: false });
  for (const { error, offset, length } of errors.slice(0, 1))
    problems.push({
      message: inWords(printParseErrorCode(error)),
      span: { start: offset, end: offset + length },
    });
  if (root === undefined && errors.length === 0)
    problems.push({ message: "this file holds no JSON value", span: { start: 0, end: text.length } });
  return root;
}

/** `CommaExpected` as "this is not JSON: comma expected". */
function inWords(code: string): string {
  return `this is not JSON: ${code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase()}`;
}

/** How deep brackets go, strings left out; the JSON parser recurses as deep as its input does. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString && character === "\\") at++;
    else if (character === '"') inString = !inString;
    else if (character === "\n") inString = false;
    else if (!inString && (character === "{" || character === "[")) deepest = Math.max(deepest, ++depth);
    else if (!inString && (character === "}" || character === "]")) depth--;
  }
  return deepest;
}

/** The properties of an object, or of all objects of a list; anything else is a problem. */
function propertiesOf(reader: Reader, node: JsonNode): readonly Property[] {
  if (node.type === "null") return [];
  const objects = node.type === "array" ? (node.children ?? []) : [node];
  return objects.flatMap((object) => {
    if (object.type !== "object") {
      reader.problems.push({ message: "an object is expected here", span: spanOfNode(object) });
      return [];
    }
    return (object.children ?? []).flatMap((property): Property[] => {
      const [key, value] = property.children ?? [];
      if (key === undefined || value === undefined) return [];
      return [{ name: String(key.value), key, value }];
    });
  });
}

/** A body's arguments and blocks; `//` is a comment. */
function readBody(reader: Reader, node: JsonNode, schema: BodySchema): readonly Item[] {
  const names = new Set<string>();
  return propertiesOf(reader, node).flatMap((property): readonly Item[] => {
    if (property.name === "//") return [];
    const block = schema.blocks.get(property.name) ?? providerBlock(property.value, schema);
    if (block !== undefined) return readBlocks(reader, property, property, block, []);
    if (names.has(property.name)) {
      const message = `"${property.name}" is set twice in this block`;
      reader.problems.push({ message, span: innerSpan(property.key) });
    }
    names.add(property.name);
    return [readAttribute(reader, property, schema)];
  });
}

/** A provider's block, when a `dynamic` block in it shows that it is one. */
function providerBlock(value: JsonNode, schema: BodySchema): BlockSchema | undefined {
  if (!schema.open || (value.type !== "object" && value.type !== "array")) return undefined;
  return holdsDynamic(value) ? { labels: 0, body: () => PROVIDER_BODY } : undefined;
}

function holdsDynamic(node: JsonNode): boolean {
  if (node.type === "array") return (node.children ?? []).some(holdsDynamic);
  if (node.type !== "object") return false;
  return (node.children ?? []).some(({ children }) => {
    const [key, value] = children ?? [];
    if (value === undefined) return false;
    return (key?.value === "dynamic" && value.type === "object") || holdsDynamic(value);
  });
}

/** The blocks that a property stands for: a level of objects for each label, then a body or a list of bodies. */
function readBlocks(
  reader: Reader,
  type: Property,
  last: Property,
  schema: BlockSchema,
  labels: readonly Label[],
): readonly Block[] {
  if (labels.length < schema.labels)
    return propertiesOf(reader, last.value).flatMap((property) => {
      if (property.name === "//") return [];
      const label = { value: property.name, span: innerSpan(property.key) };
      return readBlocks(reader, type, property, schema, [...labels, label]);
    });
  if (last.value.type === "null") return [];
  const bodies = last.value.type === "array" ? (last.value.children ?? []) : [last.value];
  return bodies.map((body) => ({
    kind: "block",
    type: type.name,
    typeSpan: innerSpan(type.key),
    labels,
    body: { items: readBody(reader, body, schema.body()), span: spanOfNode(body) },
    // One property may stand for many blocks; its own key is what tells them apart.
    headSpan: innerSpan(last.key),
    span: { start: last.key.offset, end: body.offset + body.length },
  }));
}

function readAttribute(reader: Reader, { name, key, value }: Property, schema: BodySchema): Attribute {
  const read: Reader = schema.references.has(name) ? { ...reader, strings: "references" } : reader;
  return {
    kind: "attribute",
    name,
    nameSpan: innerSpan(key),
    value: readValue(read, value),
    span: { start: key.offset, end: value.offset + value.length },
  };
}

function readValue(reader: Reader, node: JsonNode): Expression {
  const span = spanOfNode(node);
  switch (node.type) {
    case "string":
      return reader.strings === "templates"
        ? templateOf(reader.text, node, reader.problems)
        : expressionOf(reader.text, node, reader.problems);
    case "number":
      return {
        kind: "number",
        value: Number(node.value),
        raw: reader.text.slice(span.start, span.end),
        span,
      };
    case "boolean":
      return { kind: "boolean", value: node.value === true, span };
    case "null":
      return { kind: "null", span };
    case "array":
      return { kind: "tuple", items: (node.children ?? []).map((item) => readValue(reader, item)), span };
    case "object":
      return {
        kind: "object",
        entries: propertiesOf(reader, node).map((each) => readEntry(reader, each)),
        span,
      };
    default:
      return { kind: "invalid", span };
  }
}

/** Unlike a body's names, the keys of an object are templates too. */
function readEntry(reader: Reader, { name, key, value }: Property): ObjectEntry {
  const isTemplate = reader.strings === "templates" && hasSequences(name);
  return {
    key: isTemplate
      ? { kind: "expression", value: templateOf(reader.text, key, reader.problems), span: spanOfNode(key) }
      : { kind: "name", name, span: innerSpan(key) },
    value: readValue(reader, value),
    span: { start: key.offset, end: value.offset + value.length },
  };
}
