import type { Questions } from "../../loader.ts";
import { baseName, directoryOf } from "../../paths.ts";

const CONFIGURATION = [".tf", ".tf.json", ".tofu", ".tofu.json"];
const VARIABLES = [".tfvars", ".tfvars.json"];

/** Whether Terraform or OpenTofu reads a file as configuration, by its name. */
export function isConfigurationFile(path: string): boolean {
  const name = baseName(path);
  if (name.startsWith(".") || name.endsWith("~")) return false;
  return CONFIGURATION.some((ending) => name.endsWith(ending));
}

/** Whether a file holds values of variables, by its name. */
export function isVariableFile(path: string): boolean {
  return VARIABLES.some((ending) => baseName(path).endsWith(ending));
}

/** Terraform merges the blocks of these files over the others' (Terraform, "Override files"). */
export function isOverrideFile(path: string): boolean {
  const stem = baseName(path).replace(/\.(tf|tofu)(\.json)?$/, "");
  return stem === "override" || stem.endsWith("_override");
}

/** A path below a directory that Terraform or Terragrunt keeps its downloads and copies in. */
export function isDownloaded(path: string): boolean {
  const whole = `/${path}`;
  return ["/.terraform/", "/.terragrunt-cache/", "/.terragrunt-stack/"].some((part) => whole.includes(part));
}

/** The configuration files that stand in a directory itself, sorted; a `.tofu` file replaces its `.tf` namesake. */
export function configurationFilesIn(directory: string, ask: Questions): readonly string[] {
  const files = ask
    .list(directory)
    .filter((path) => directoryOf(path) === directory && isConfigurationFile(path));
  const names = new Set(files);
  const namesake = (path: string): string => path.replace(/\.tf(\.json)?$/, ".tofu$1");
  return files.filter((path) => namesake(path) === path || !names.has(namesake(path)));
}
