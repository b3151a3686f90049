import { get, type Node } from "../../../model/node.ts";
import { known } from "../../../model/text.ts";
import { joinPath } from "../../paths.ts";

const DEFAULT_WORKSPACE = "default";

/** A string setting: its fallback when it is not written, undefined when it is not known. */
function setting(config: Node | undefined, route: readonly string[], fallback?: string): string | undefined {
  const value = get(config, ...route);
  if (value === undefined || value.kind === "null") return fallback;
  return value.kind === "text" ? known(value) : undefined;
}

/** Where a state is kept, as a `backend` block or the `config` of `terraform_remote_state` says. */
export interface StatePlace {
  readonly backend: string;
  readonly config: Node | undefined;
  /** `workspace` of the data source. */
  readonly workspace?: Node | undefined;
  /** The root module's: a `local` path starts there. */
  readonly directory: string;
}

/**
 * One name for the place that a state is kept at, so that who writes and who reads it can be joined; undefined when
 * the place is not wholly known (Terraform, "Backend Configuration": s3, gcs, local, remote, cloud). Only of the default
 * workspace: which others exist stands in no file.
 */
export function stateId({ backend, config, workspace, directory }: StatePlace): string | undefined {
  const chosen = setting(workspace, [], DEFAULT_WORKSPACE);
  if (chosen !== DEFAULT_WORKSPACE) return undefined;
  const of = (route: readonly string[], fallback?: string): string | undefined =>
    setting(config, route, fallback);
  switch (backend) {
    case "s3":
      return joined("s3", of(["bucket"]), of(["key"]));
    case "gcs":
      return joined("gcs", of(["bucket"]), of(["prefix"], ""));
    case "local": {
      const path = of(["path"], "terraform.tfstate");
      return joined("local", path === undefined ? undefined : joinPath(directory, path));
    }
    case "remote":
    case "cloud": {
      const host = of(["hostname"], "app.terraform.io");
      return joined("remote", host, of(["organization"]), of(["workspaces", "name"]));
    }
    default:
      return undefined;
  }
}

function joined(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.some((part) => part === undefined) ? undefined : JSON.stringify(parts);
}
