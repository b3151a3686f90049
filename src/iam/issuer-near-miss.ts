import { distance } from "fastest-levenshtein";

/** An issuer of EKS taken apart; also one whose words stand in the wrong order. */
interface EksIssuer {
  readonly order: "right" | "region" | "words";
  readonly region: string;
  readonly id: string;
}

const RIGHT = /^oidc[.-]eks\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)\/id\/([A-Za-z0-9]+)$/;
const REGION_FIRST = /^oidc\.([a-z0-9-]+)\.eks\.amazonaws\.com(?:\.cn)?\/id\/([A-Za-z0-9]+)$/;
const WORDS_SWAPPED = /^eks\.oidc\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/id\/([A-Za-z0-9]+)$/;

const forms = [
  ["right", RIGHT],
  ["region", REGION_FIRST],
  ["words", WORDS_SWAPPED],
] as const;

function parse(issuer: string): EksIssuer | undefined {
  for (const [order, form] of forms) {
    const [, region, id] = form.exec(issuer) ?? [];
    if (region !== undefined && id !== undefined) return { order, region, id };
  }
  return undefined;
}

/** Clusters' ids are random, 32 digits long: two that nearly agree are one. Shorter ones stand for nothing. */
const SHORTEST_ID = 16;
const SLIPS = 2;

/**
 * In what an issuer differs from the one that was certainly meant, as a clause: two of EKS whose clusters' ids are
 * the same or nearly so. Undefined when they are two issuers, or one of them is not EKS's. Both without `https://`.
 */
export function issuerSlip(written: string, meant: string): string | undefined {
  const [mine, theirs] = [parse(written), parse(meant)];
  if (mine === undefined || theirs?.order !== "right" || written === meant) return undefined;
  if (mine.id === theirs.id) {
    if (mine.order === "words") return '"eks" and "oidc" are transposed';
    if (mine.order === "region") return 'the region and "eks" are transposed';
    return mine.region === theirs.region
      ? "the host differs"
      : `the region is "${mine.region}", not "${theirs.region}"`;
  }
  if (mine.id.length < SHORTEST_ID || mine.order !== "right" || mine.region !== theirs.region)
    return undefined;
  if (mine.id.toUpperCase() === theirs.id.toUpperCase()) return "the cluster's id differs in its case";
  const edits = distance(mine.id, theirs.id);
  if (edits > SLIPS) return undefined;
  return `the cluster's id differs in ${edits === 1 ? "one character" : "two characters"}`;
}

/** Whether an account id is another one with one digit wrong, or with two neighbouring digits exchanged. */
export function isAccountSlip(written: string, meant: string): boolean {
  if (written === meant || !/^\d{12}$/.test(written) || !/^\d{12}$/.test(meant)) return false;
  const different = Array.from(written).flatMap((digit, at) => (digit === meant[at] ? [] : [at]));
  const [first = 0, second] = different;
  if (second === undefined) return true;
  if (different.length > 2 || second !== first + 1) return false;
  return written[first] === meant[second] && written[second] === meant[first];
}
