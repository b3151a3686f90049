import { collections } from "./collections.ts";
import { dates } from "./dates.ts";
import { digests } from "./digests.ts";
import { encoding } from "./encoding.ts";
import { files } from "./files.ts";
import { formats } from "./formats.ts";
import type { FunctionRow } from "./function.ts";
import { networks } from "./networks.ts";
import { numbers } from "./numbers.ts";
import { providerAws } from "./provider-aws.ts";
import { regularExpressions } from "./regular-expressions.ts";
import { strings } from "./strings.ts";
import { types } from "./types.ts";

const groups = [
  collections,
  dates,
  digests,
  encoding,
  files,
  formats,
  networks,
  numbers,
  providerAws,
  regularExpressions,
  strings,
  types,
];

/** Every function of Terraform's language by its name, and those of the AWS provider. */
export const functions: ReadonlyMap<string, FunctionRow> = new Map(
  groups.flatMap((group) => Object.entries(group)),
);
