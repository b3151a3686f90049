import { canCoincide, equals, normalise, tokens, type Token } from "../../model/compare.ts";
import { concat, known, mapLiterals, stripSuffix, withParts } from "../../model/text.ts";
import type { Answer, Hole, Part, Text } from "../../model/text.ts";
import type { FullnameRule } from "./chart-row.ts";

/** Names in Kubernetes that become labels or DNS names hold at most 63 characters; Helm's helpers cut there. */
const LABEL_LIMIT = 63;
/** A hole in a name is taken to stand for at most this many characters when it is asked whether a cut may reach it. */
const USUAL_HOLE = 20;

const asIs = (value: string): string => value;
const anything: Token = { kind: "run", allows: () => true };

/** What the `fullname` helper of a chart has to go by. Overrides are undefined when they are not set or empty. */
export interface FullnameInput {
  readonly release: Text;
  /** The chart's name or what the row puts in its place. */
  readonly name: Text;
  readonly nameOverride: Text | undefined;
  readonly fullnameOverride: Text | undefined;
}

/** The `fullname` of a release (see FullnameRule for the rules and their sources). */
export function fullname(rule: FullnameRule, input: FullnameInput): Text {
  const limit = rule.limit ?? LABEL_LIMIT;
  if (rule.rule === "release") return input.release;
  if (rule.rule === "unknown") return nameHole("fullname", input.release);
  if (input.fullnameOverride !== undefined) return cut(input.fullnameOverride, limit);
  const name = input.nameOverride ?? input.name;
  const release = rule.rule === "bitnami" ? sanitised(input.release) : input.release;
  const suffixed = concat(release.at, release, "-", name);
  const short = rule.rule === "equal" ? equals(release, name) : contains(release, name);
  if (short === "yes") return cut(release, limit);
  if (short === "no") return cut(suffixed, limit);
  // Both possible names begin with the release's.
  const rest = nameHole("rest of the fullname", suffixed).parts;
  return cut(withParts(release, [...release.parts, ...rest]), limit);
}

/** bitnami/common `common.names.fullname`: lower case, and one dash for what a name cannot hold. */
function sanitised(release: Text): Text {
  return mapLiterals(release, (value) => value.toLowerCase().replace(/(-?[^a-z0-9-])+-?/g, "-"));
}

/** Whether a text holds another. */
export function contains(text: Text, part: Text): Answer {
  const whole = known(part);
  const literals = normalise(text, asIs);
  if (whole !== undefined) {
    if (literals.some((item) => item.kind === "literal" && item.value.includes(whole))) return "yes";
    if (known(text) !== undefined) return "no";
  }
  const around = [anything, ...tokens(part.parts, asIs), anything];
  return canCoincide(tokens(text.parts, asIs), around) ? "maybe" : "no";
}

/** Sprig's `trunc N | trimSuffix "-"`: at most so many characters, then one `-` less at the end. */
export function cut(text: Text, limit: number): Text {
  const value = known(text);
  if (value !== undefined) {
    const short = value.length <= limit ? text : withParts(text, firstCharacters(text.parts, limit));
    return stripSuffix(short, "-") ?? short;
  }
  const expected = text.parts.reduce(
    (sum, part) => sum + (part.kind === "literal" ? part.value.length : USUAL_HOLE),
    0,
  );
  if (expected <= limit) return stripSuffix(text, "-") ?? text;
  const certain = text.parts.slice(
    0,
    text.parts.findIndex((part) => part.kind === "hole"),
  );
  return withParts(text, [...firstCharacters(certain, limit), ...nameHole("cut name", text).parts]);
}

function firstCharacters(parts: readonly Part[], limit: number): readonly Part[] {
  let left = limit;
  return parts.flatMap((part): readonly Part[] => {
    if (part.kind === "hole" || left <= 0) return [];
    const value = part.value.slice(0, left);
    left -= value.length;
    return [value === part.value ? part : { ...part, value }];
  });
}

/** A hole for a name that follows from a text in a way that is not known: the same text gives the same hole. */
export function nameHole(what: string, of: Text): Text {
  const identity = of.parts.map((part) => (part.kind === "literal" ? JSON.stringify(part.value) : part.id));
  const hole: Hole = {
    kind: "hole",
    id: `${what}(${identity.join(" ")})`,
    name: what,
    at: of.at,
    shape: "dns",
  };
  return withParts(of, [hole]);
}
