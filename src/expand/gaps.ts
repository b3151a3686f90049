import { emptyExpansion, type Expansion, type Unit } from "../loaders/loader.ts";
import type { Gap } from "../model/entities.ts";
import { wholeFile } from "../model/location.ts";
import { absent } from "../model/text.ts";

const ANYTHING = [
  "role",
  "oidc-provider",
  "service-account",
  "association",
  "policy",
  "secret-store",
  "external-secret",
] as const;

/** What a person may know a unit by: the file that its key begins with. The rest of a key only tells units apart. */
const shown = ({ kind, key }: Unit): string => `${kind} ${/^[^@|\0]*/.exec(key)?.[0] ?? ""}`;

/** What stands for a unit that could not be expanded: nothing known, anything possible. */
export function gapInstead(unit: Unit, why: string): Expansion {
  const at = unit.origin.via.at(-1)?.at ?? wholeFile({ path: unit.key, text: "" });
  const gap: Gap = {
    kind: "gap",
    id: `${unit.kind}:${unit.key}:${why}`,
    what: shown(unit),
    may: ANYTHING,
    namespace: absent(at),
    account: absent(at),
    message: `${shown(unit)} ${why}: what it makes is not known`,
    at,
    origin: unit.origin,
  };
  return { ...emptyExpansion, facts: [gap] };
}
