import { wildcardMatches } from "../wildcard.ts";

/** AWS's access levels, from the Service Authorization Reference. */
export type AccessLevel = "read" | "list" | "write" | "tagging" | "permissions-management";

/** A kind of resource that an action can be limited to, with the shape of its ARN. */
export interface ResourceType {
  readonly name: string;
  /** `arn:${Partition}:s3:::${BucketName}/${ObjectName}` */
  readonly arn: string;
  /** Whether every request for the action names one, so that a policy must allow it on one of these. */
  readonly required: boolean;
}

/** What AWS's Service Authorization Reference says of one action. */
export interface ActionFact {
  readonly service: string;
  readonly name: string;
  readonly level: AccessLevel;
  /** Empty for an action that only takes `*`. */
  readonly resourceTypes: readonly ResourceType[];
}

/**
 * A service as it is kept: its resource types and its actions. An action is its level's first letter and the indexes of
 * its resource types, `~index` for those that it requires.
 */
export interface CondensedService {
  readonly resources: readonly (readonly [name: string, arn: string])[];
  readonly actions: Readonly<Record<string, readonly [level: string, ...resources: number[]]>>;
}

/**
 * The reference as it is kept, made at build time (tools/service-reference.ts). A service is read when it is asked
 * for: most policies speak of three or four out of hundreds.
 */
export interface CondensedReference {
  /** The day of the data, `2026-09-26`. */
  readonly date: string;
  readonly services: Readonly<Record<string, () => CondensedService>>;
}

/** AWS's actions, by name and by pattern. */
export interface ServiceReference {
  readonly date: string;
  /** Every service prefix, sorted. */
  readonly services: readonly string[];
  /** The actions of a service, sorted by name; empty for a service that does not exist. */
  actionsOf(service: string): readonly ActionFact[];
  /** The actions that an IAM pattern (`s3:Get*`, `*`) takes in; case does not matter, as IAM has it. */
  matching(pattern: string): readonly ActionFact[];
}

const levels: Readonly<Record<string, AccessLevel>> = {
  R: "read",
  L: "list",
  W: "write",
  T: "tagging",
  P: "permissions-management",
};

/** A reader over the condensed data; a service's facts are made when first asked for. */
export function serviceReference(data: CondensedReference): ServiceReference {
  const made = new Map<string, readonly ActionFact[]>();
  const services = Object.keys(data.services).sort();
  const actionsOf = (prefix: string): readonly ActionFact[] => {
    const service = prefix.toLowerCase();
    const known = made.get(service);
    if (known !== undefined) return known;
    const facts = factsOf(service, data);
    made.set(service, facts);
    return facts;
  };
  return {
    date: data.date,
    services,
    actionsOf,
    matching: (pattern) => {
      const [prefix, name] = splitAction(pattern);
      const inServices = services.filter((service) => wildcardMatches(prefix, service));
      return inServices.flatMap((service) =>
        actionsOf(service).filter(
          (fact) => name === undefined || wildcardMatches(name, fact.name.toLowerCase()),
        ),
      );
    },
  };
}

/** `s3:Get*` as `["s3", "get*"]`; a bare `*` as `["*"]`. Lower case, because IAM does not tell the two apart. */
function splitAction(pattern: string): readonly [string, string?] {
  const lower = pattern.toLowerCase();
  const colon = lower.indexOf(":");
  return colon === -1 ? [lower] : [lower.slice(0, colon), lower.slice(colon + 1)];
}

function factsOf(service: string, data: CondensedReference): readonly ActionFact[] {
  const entry = Object.hasOwn(data.services, service) ? data.services[service]?.() : undefined;
  if (entry === undefined) return [];
  const typeAt = (index: number): readonly ResourceType[] => {
    const required = index < 0;
    const type = entry.resources[required ? ~index : index];
    return type === undefined ? [] : [{ name: type[0], arn: type[1], required }];
  };
  return Object.entries(entry.actions).map(([name, [level, ...resources]]) => ({
    service,
    name,
    level: levels[level] ?? "write",
    resourceTypes: resources.flatMap(typeAt),
  }));
}
