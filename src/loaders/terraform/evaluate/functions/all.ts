import { dates } from "./dates.ts";
import { digests } from "./digests.ts";
import { encoding } from "./encoding.ts";
import { files } from "./files.ts";
import { formats } from "./formats.ts";
import type { FunctionRow } from "./function.ts";
import { lists } from "./lists.ts";
import { maps } from "./maps.ts";
import { networks } from "./networks.ts";
import { numbers } from "./numbers.ts";
import { providerAws } from "./provider-aws.ts";
import { providerKubernetes } from "./provider-kubernetes.ts";
import { regularExpressions } from "./regular-expressions.ts";
import { sets } from "./sets.ts";
import { strings } from "./strings.ts";
import { types } from "./types.ts";

const groups = [
  dates,
  digests,
  encoding,
  files,
  formats,
  lists,
  maps,
  networks,
  numbers,
  providerAws,
  providerKubernetes,
  regularExpressions,
  sets,
  strings,
  types,
];

/** Every function of Terraform's language by its name, and those of the AWS and Kubernetes providers. */
export const functions: ReadonlyMap<string, FunctionRow> = new Map(
  groups.flatMap((group) => Object.entries(group)),
);
