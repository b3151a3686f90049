import type { Value } from "../value.ts";

/** A value's kind, as reflect has it; undefined when it is not known. */
export function kindOf(value: Value): string | undefined {
  switch (value.kind) {
    case "text":
      return "string";
    case "number":
      return value.go;
    case "boolean":
      return "bool";
    case "null":
      return "invalid";
    case "unknown":
      return undefined;
    case "go-list":
      return "slice";
    case "go-map":
      return "map";
    case "object":
      if (value.type.startsWith("*")) return "ptr";
      return value.entries === undefined ? "struct" : "map";
  }
}
