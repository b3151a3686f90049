import { expand, type Expanded } from "../../src/expand/expand.ts";
import type { LoaderSettings } from "../../src/loaders/loader.ts";
import { terraform } from "../../src/loaders/terraform/index.ts";
import { terragrunt } from "../../src/loaders/terragrunt/index.ts";
import { print } from "../../src/model/text.ts";
import { memoryWorkspace } from "../../src/workspace/memory.ts";
import { factsOf, noSettings, rolesOf } from "./terraform-repository.ts";

/** What the loaders of Terragrunt and Terraform find in a small repository. */
export function readTerragrunt(
  files: Readonly<Record<string, string>>,
  settings: LoaderSettings = noSettings,
): Expanded {
  return expand([terragrunt, terraform], memoryWorkspace(files), settings);
}

/** Each role as `environment: name`, sorted. */
export function roleNames(
  files: Readonly<Record<string, string>>,
  settings?: LoaderSettings,
): readonly string[] {
  const roles = rolesOf(readTerragrunt(files, settings));
  return roles.map(({ name, origin }) => `${origin.environment ?? "-"}: ${print(name)}`).sort();
}

/** What the gaps tell. */
export function gapMessages(expanded: Expanded): readonly string[] {
  return factsOf(expanded, "gap").flatMap(({ message }) => message ?? []);
}

/** A module with one role, called by its variable. */
export const roleModule =
  'variable "name" {\n  type = string\n}\nresource "aws_iam_role" "this" {\n  name = var.name\n}\n';
