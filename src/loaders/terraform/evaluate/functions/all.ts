import { collections } from "./collections.ts";
import { encoding } from "./encoding.ts";
import type { FunctionRow } from "./function.ts";
import { regularExpressions } from "./regular-expressions.ts";
import { strings } from "./strings.ts";
import { types } from "./types.ts";

/** Every function of Terraform's language by its name. */
export const functions: ReadonlyMap<string, FunctionRow> = new Map(
  [collections, encoding, regularExpressions, strings, types].flatMap((group) => Object.entries(group)),
);
