import type { Text } from "../../model/text.ts";
import { known } from "../../model/text.ts";
import { parseArn } from "../arn.ts";
import { partitionOfRegion } from "../partitions.ts";
import type { ActionFact, ResourceType } from "../service-reference/reference.ts";
import { isNamedIn, makesUnnamed } from "./resource-breadth.ts";

/** What is known of where a role's resources are. */
export interface Whereabouts {
  readonly partition: string | undefined;
  readonly region: string | undefined;
  readonly account: string | undefined;
}

/** The same, with what a resource says of it in its own ARN. */
export function whereResource(resource: Text, otherwise: Whereabouts): Whereabouts {
  const arn = parseArn(resource);
  const written = (part: Text | undefined): string | undefined => {
    const value = part && known(part);
    return value === undefined || /^$|[*?]/.test(value) ? undefined : value;
  };
  return {
    partition: written(arn?.partition) ?? otherwise.partition,
    region: written(arn?.region) ?? otherwise.region,
    account: written(arn?.account) ?? otherwise.account,
  };
}

/** How many types an action may be about, none of them required or in its name, before no one of them is typical. */
const TYPICAL = 3;

/** The type that an action is mostly about: required, then named in the action, then with the shortest ARN. */
export function mainType(fact: ActionFact): ResourceType | undefined {
  const rank = (type: ResourceType): number => (type.required ? 0 : 2) + (isNamedIn(fact, type) ? 0 : 1);
  const [best] = [...fact.resourceTypes].sort((a, b) => rank(a) - rank(b) || a.arn.length - b.arn.length);
  if (best === undefined || rank(best) < 3 || fact.resourceTypes.length <= TYPICAL) return best;
  const has = (variable: string): string =>
    fact.resourceTypes.some(({ arn }) => arn.includes(variable)) ? variable : "";
  const where = `${has("${Region}")}:${has("${Account}")}`;
  return {
    name: "resource",
    arn: `arn:\${Partition}:${best.arn.split(":")[2] ?? ""}:${where}:\${Resource}`,
    required: false,
  };
}

/**
 * The ARN to write instead of `*`: the type's shape with what is known filled in, `<Name>` for the rest, and `*` for
 * an identifier that AWS is yet to choose.
 */
export function exampleArn(fact: ActionFact, type: ResourceType, where: Whereabouts): string {
  const partition = where.partition ?? (where.region && partitionOfRegion(where.region)) ?? "aws";
  const filled = type.arn
    .replace("${Partition}", partition)
    .replace("${Region}", where.region ?? "<region>")
    .replace("${Account}", where.account ?? "<account>");
  const last = makesUnnamed(fact, type) ? filled.replace(/\$\{[^}]*\}$/, "*") : filled;
  return last.replace(/\$\{([^}]*)\}/g, "<$1>");
}
