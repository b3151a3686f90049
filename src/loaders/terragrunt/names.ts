import { baseName } from "../paths.ts";

/** The names under which Terragrunt looks for a unit's configuration (Terragrunt, "Units"). */
export const UNIT_FILE = "terragrunt.hcl";
export const STACK_FILE = "terragrunt.stack.hcl";
export const VALUES_FILE = "terragrunt.values.hcl";
/** Where Terragrunt writes the units of a stack. */
export const STACK_DIRECTORY = ".terragrunt-stack";

/** Whether a path is a unit's configuration, in either syntax. */
export function isUnitFile(path: string): boolean {
  const name = baseName(path);
  return name === UNIT_FILE || name === `${UNIT_FILE}.json`;
}

export function isStackFile(path: string): boolean {
  return baseName(path) === STACK_FILE;
}

/** Whether Terragrunt or Terraform made what lies at a path: downloads, caches, generated stacks. */
export function isGenerated(path: string): boolean {
  const segments = `/${path}`;
  return ["/.terragrunt-cache/", `/${STACK_DIRECTORY}/`, "/.terraform/"].some((part) =>
    segments.includes(part),
  );
}
