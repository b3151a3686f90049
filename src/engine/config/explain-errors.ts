import type { SchemaError } from "../../../build/config-validator.js";
import type { Route } from "../../model/location.ts";
import { didYouMean } from "../closest.ts";
import type { ConfigurationDocument, ConfigurationError } from "./document.ts";

/** The route that a JSON pointer (RFC 6901) names in some data: digits are indices only in lists. */
function routeOf(pointer: string, data: unknown): Route {
  const route: (string | number)[] = [];
  let current = data;
  for (const segment of pointer.split("/").slice(1)) {
    const key = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    const step = Array.isArray(current) ? Number(key) : key;
    route.push(step);
    current = valueUnder(current, step);
  }
  return route;
}

function valueUnder(data: unknown, key: string | number): unknown {
  return typeof data === "object" && data !== null
    ? Object.entries(data).find(([name]) => name === String(key))?.[1]
    : undefined;
}

function dataAt(data: unknown, route: Route): unknown {
  return route.reduce<unknown>(valueUnder, data);
}

/** A route as people write it: `overrides[0].rules."trust/missing-subject"`. */
export function printRoute(route: Route): string {
  const steps = route.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    return /^[A-Za-z]\w*$/.test(step) ? `.${step}` : `."${step}"`;
  });
  return steps.join("").replace(/^\./, "");
}

function nameOf(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return JSON.stringify(value);
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  object: "a map",
  string: "a string",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
};

function knownKeys(error: SchemaError): readonly string[] {
  const properties = error.parentSchema?.["properties"];
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}

function descriptionOf(error: SchemaError): string | undefined {
  const description = error.parentSchema?.["description"];
  // A description may begin with more than what is expected.
  return typeof description === "string" ? description.replace(/^.*Expected: |\.$/gs, "") : undefined;
}

/** What was expected, and what is there instead. */
function expectation(error: SchemaError, value: unknown): string {
  const { keyword, params } = error;
  const got = `, not ${nameOf(value)}`;
  switch (keyword) {
    case "enum":
    case "const": {
      const allowed = keyword === "enum" ? words(params["allowedValues"]) : [String(params["allowedValue"])];
      const guess = typeof value === "string" ? didYouMean(value, allowed) : "";
      return `expected ${allowed.join(", ")}${got}${guess}`;
    }
    case "type":
      return `expected ${typeNames[String(params["type"])] ?? String(params["type"])}${got}`;
    case "anyOf":
    case "oneOf":
      return `expected ${descriptionOf(error) ?? "another value"}${got}`;
    case "pattern":
      return `expected ${descriptionOf(error) ?? `something like ${String(params["pattern"])}`}${got}`;
    case "minLength":
    case "minItems":
      return "must not be empty";
    default:
      return error.message ?? keyword;
  }
}

const choices = new Set(["anyOf", "oneOf"]);

/**
 * The errors that tell most: of a choice that failed, only what went wrong further inside, or the choice itself when
 * nothing did.
 */
function telling(errors: readonly SchemaError[]): readonly SchemaError[] {
  const failed = errors.filter(({ keyword }) => choices.has(keyword));
  return errors.filter((error) => {
    const choice = failed.find(({ instancePath }) => instancePath === error.instancePath);
    if (choice === undefined) return true;
    const deeper = errors.some(({ instancePath }) => instancePath.startsWith(`${choice.instancePath}/`));
    return !deeper && error === choice;
  });
}

function explain(error: SchemaError, document: ConfigurationDocument): ConfigurationError {
  const route = routeOf(error.instancePath, document.data);
  if (error.keyword === "additionalProperties") {
    const key = String(error.params["additionalProperty"]);
    const full = [...route, key];
    const guess = didYouMean(key, knownKeys(error));
    const expected = guess === "" ? `; expected ${knownKeys(error).join(", ")}` : guess;
    return { at: document.keyAt(full), message: `${printRoute(full)}: unknown key "${key}"${expected}` };
  }
  if (error.keyword === "required") {
    const missing = `"${String(error.params["missingProperty"])}" is missing`;
    const where = route.length === 0 ? "" : `${printRoute(route)}: `;
    return { at: document.valueAt(route), message: `${where}${missing}` };
  }
  const where = route.length === 0 ? "configuration" : printRoute(route);
  return {
    at: document.valueAt(route),
    message: `${where}: ${expectation(error, dataAt(document.data, route))}`,
  };
}

/** The schema's complaints in plain words with places, one for each place. */
export function explainErrors(
  errors: readonly SchemaError[],
  document: ConfigurationDocument,
): readonly ConfigurationError[] {
  const explained = telling(errors).map((error) => explain(error, document));
  const seen = new Set<string>();
  return explained.filter(({ at, message }) => {
    const key = `${at.span.start} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
