import type { EnvironmentId } from "../../../model/entities.ts";
import type { ResourceModule } from "../instances/instance.ts";

/** The id of a fact: root module, address, environment; the same in every run. */
export function factId(module: ResourceModule, address: string, what = ""): string {
  const { directory, environment } = module.world;
  return `terraform:${directory}:${address}${environmentSuffix(environment)}${what}`;
}

function environmentSuffix(environment: EnvironmentId): string {
  return environment === null ? "" : `@${environment}`;
}
