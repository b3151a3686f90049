import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import { lineColumn, type Location, type Route, type SourceFile } from "../../model/location.ts";

/** A mistake in the configuration: where, and what is wrong with it. */
export interface ConfigurationError {
  readonly at: Location;
  readonly message: string;
}

/** A configuration file's data and the way from its keys to places. JSON is read as YAML, which includes it. */
export interface ConfigurationDocument {
  readonly data: unknown;
  readonly errors: readonly ConfigurationError[];
  /** The value at a route, or what holds it when it is missing. */
  readonly valueAt: (route: Route) => Location;
  /** The key at the end of a route. */
  readonly keyAt: (route: Route) => Location;
}

/** `file:line:column` of a place, as configuration errors begin. */
export function printPlace({ file, span }: Location): string {
  const { line, column } = lineColumn(file, span.start);
  return `${file.path}:${line}:${column}`;
}

function entry(
  node: unknown,
  key: string | number,
): { readonly key: unknown; readonly value: unknown } | undefined {
  if (isMap(node)) {
    return node.items.find(
      (pair) => (isScalar(pair.key) ? String(pair.key.value) : undefined) === String(key),
    );
  }
  if (isSeq(node) && typeof key === "number") return { key: node.items[key], value: node.items[key] };
  return undefined;
}

function spanOf(node: unknown, otherwise: Location["span"]): Location["span"] {
  const range = isNode(node) ? node.range : undefined;
  return range ? { start: range[0], end: range[1] } : otherwise;
}

function locator(document: Document, file: SourceFile): (route: Route, end: "key" | "value") => Location {
  return (route, end) => {
    let node: unknown = document.contents;
    let span = spanOf(node, { start: 0, end: 0 });
    for (const [at, key] of route.entries()) {
      const found = entry(node, key);
      if (found === undefined) break;
      span = spanOf(end === "key" && at === route.length - 1 ? found.key : found.value, span);
      node = found.value;
    }
    return { file, route, span };
  };
}

/** Reads a configuration file. Aliases are bounded, and nothing in it runs code. */
export function readDocument(file: SourceFile): ConfigurationDocument {
  const document = parseDocument(file.text, { lineCounter: new LineCounter(), prettyErrors: false });
  const errors = document.errors.map(({ message, pos }) => ({
    at: { file, route: [], span: { start: pos[0], end: pos[1] } },
    message,
  }));
  const locate = locator(document, file);
  const { data, error } = errors.length > 0 ? { data: undefined, error: undefined } : dataOf(document);
  return {
    data,
    errors: error === undefined ? errors : [{ at: locate([], "value"), message: error }],
    valueAt: (route) => locate(route, "value"),
    keyAt: (route) => locate(route, "key"),
  };
}

/** A document's data; the parser throws on an alias without anchor and on aliases that multiply without end. */
function dataOf(document: Document): { readonly data: unknown; readonly error: string | undefined } {
  try {
    const data: unknown = document.toJS({ maxAliasCount: 100 });
    return { data: data ?? {}, error: undefined };
  } catch (error) {
    return { data: undefined, error: error instanceof Error ? error.message : String(error) };
  }
}
