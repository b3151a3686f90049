import { ACCOUNT, AUDIENCE, ISSUER, OTHER_ISSUER, PROVIDER, SUBJECT } from "./policies.ts";

/** Whose request it is: a token's, EKS Pod Identity's, or a role's session. */
export type CallerKind = "web-identity" | "pod-identity" | "role-session";

/** A policy and a request, both wholly known, for two evaluators to answer. */
export interface TrustCase {
  readonly caller: CallerKind;
  readonly action: string;
  readonly policy: unknown;
  /** Condition keys with their values; a list for a key that holds several. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** The role whose session asks. */
export const SESSION_ROLE = `arn:aws:iam::${ACCOUNT}:role/pods`;

type Random = () => number;

/** A small generator of numbers in [0, 1), the same everywhere (mulberry32, public domain). */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Dice {
  readonly chance: (probability: number) => boolean;
  readonly one: <T>(items: readonly T[]) => T;
  readonly some: <T>(items: readonly T[], most: number) => readonly T[];
}

function diceOf(random: Random): Dice {
  const one = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error("nothing to choose from");
    return item;
  };
  const some = <T>(items: readonly T[], most: number): readonly T[] =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => one(items));
  return { chance: (probability) => random() < probability, one, some };
}

/** A condition key: what requests say under it, and what policies ask for. */
interface Key {
  readonly name: string;
  readonly values: readonly string[];
  readonly wanted: readonly string[];
  readonly bases: readonly string[];
  /** Whether requests have a list under it. */
  readonly list?: true;
}

const strings = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
];
const numbers = [
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
];
const dates = numbers.map((name) => name.replace("Numeric", "Date"));
const arns = ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"];
const addresses = ["IpAddress", "NotIpAddress"];

const subjects = [
  SUBJECT,
  "system:serviceaccount:a:c",
  "system:serviceaccount:a:*",
  "system:serviceaccount:a:?",
  "system:serviceaccount:*:b",
  "system:serviceaccount:*",
  "System:ServiceAccount:A:B",
  "*",
  "*:b",
  "?*",
  "",
];

/** Values with policy variables: of keys that are there or not, with a default, and the escapes. */
const variables = [
  `\${${ISSUER}:sub}`,
  "system:serviceaccount:${aws:PrincipalTag/namespace}:b",
  "system:serviceaccount:${aws:PrincipalTag/namespace, 'a'}:b",
  "system:serviceaccount:${aws:RequestTag/kubernetes-namespace}:*",
  "${aws:username}",
  "${aws:TagKeys}",
  "a${*}b",
  "${*}",
  "a${?}",
  "${$}{x}",
  "${",
  "system:serviceaccount:${a:b",
];

const keys: readonly Key[] = [
  {
    name: `${ISSUER}:sub`,
    values: [SUBJECT, SUBJECT, SUBJECT, "system:serviceaccount:a:c"],
    wanted: [...subjects, ...variables],
    bases: strings,
  },
  {
    name: `${ISSUER}:aud`,
    values: [AUDIENCE, AUDIENCE, "vault.example.com"],
    wanted: [AUDIENCE, "sts.*", "STS.amazonaws.com", "sts.amazonaws.com.cn", "*", "${aws:username, '*'}"],
    bases: strings,
  },
  {
    name: "aws:RequestTag/kubernetes-namespace",
    values: ["a", "a*b", "a?", "${x}", "A"],
    wanted: ["a", "a*", "a*b", "a?b", "A", ...variables, "", "${aws:RequestTag/kubernetes-namespace}"],
    bases: strings,
  },
  {
    name: "aws:PrincipalTag/namespace",
    values: ["a", "*", "b"],
    wanted: ["a", "${aws:PrincipalTag/namespace}", "?", "*"],
    bases: strings,
  },
  {
    name: "aws:TagKeys",
    list: true,
    values: ["kubernetes-namespace", "eks-cluster-name", "team"],
    wanted: ["kubernetes-namespace", "eks-*", "team", "TEAM", "kubernetes-*", "*"],
    bases: strings,
  },
  {
    name: "aws:MultiFactorAuthAge",
    values: ["300", "3600", "0", "-1", "12.5", "soon"],
    wanted: ["300", "3600", "12.50", "0", "-1", "never", "3600.0"],
    bases: numbers,
  },
  {
    name: "aws:CurrentTime",
    values: ["2024-05-01T12:00:00Z", "2024-05-01", "2023-12-31T23:59:59Z"],
    wanted: ["2024-05-01T12:00:00Z", "2024-01-01T00:00:00Z", "2024-05-01", "2025-01-01T00:00:00Z", "noon"],
    bases: dates,
  },
  {
    name: "aws:SecureTransport",
    values: ["true", "false"],
    wanted: ["true", "false", "TRUE", "yes"],
    bases: ["Bool"],
  },
  {
    name: "aws:SourceIp",
    values: ["10.1.2.3", "192.168.0.1", "2001:db8::1"],
    wanted: ["10.0.0.0/8", "10.1.2.3", "192.168.0.0/16", "0.0.0.0/0", "2001:db8::/32", "10.1.2.3/32", "here"],
    bases: addresses,
  },
  {
    name: "aws:PrincipalArn",
    values: [SESSION_ROLE, `arn:aws:iam::${ACCOUNT}:role/team/pods`, "arn:aws:iam::444455556666:role/pods"],
    wanted: [
      SESSION_ROLE,
      `arn:aws:iam::${ACCOUNT}:role/*`,
      "arn:aws:iam::*:role/pods",
      "arn:*:iam::*:role/po?s",
      "arn:aws:iam::${aws:PrincipalAccount}:role/pods",
      "arn:aws:iam::444455556666:*",
    ],
    bases: [...arns, ...strings],
  },
  { name: "aws:SourceArn", values: ["QUJD", "qujd"], wanted: ["QUJD", "QUJE"], bases: ["BinaryEquals"] },
  {
    name: "sts:ExternalId",
    values: ["abc", "ABC"],
    wanted: ["abc", "a*", "ABC", "a?c"],
    bases: strings,
  },
  // Keys that no request has: a misspelt issuer, another one, another claim.
  { name: `https://${ISSUER}:sub`, values: [], wanted: subjects, bases: strings },
  { name: `${OTHER_ISSUER}:sub`, values: [], wanted: subjects, bases: strings },
  { name: `${ISSUER}:azp`, values: [], wanted: ["x", "*"], bases: strings },
];

const everyBase = [...new Set(keys.flatMap(({ bases }) => bases))];

function oddCase(name: string): string {
  return name.includes("/") ? name.toUpperCase() : name.toLowerCase();
}

function conditionOf(dice: Dice, key: Key): readonly [operator: string, key: string, value: unknown] {
  const name = dice.chance(0.15) ? oddCase(key.name) : key.name;
  if (dice.chance(0.08)) return ["Null", name, dice.one(["true", "false"])];
  const base = dice.chance(0.04) ? dice.one(everyBase) : dice.one(key.bases);
  const set = dice.chance(key.list === true ? 0.95 : 0.2) ? dice.one(["ForAnyValue:", "ForAllValues:"]) : "";
  const suffix = dice.chance(0.2) ? "IfExists" : "";
  const wanted = dice.some(key.wanted, 3);
  const [only] = wanted;
  return [`${set}${base}${suffix}`, name, wanted.length === 1 && dice.chance(0.6) ? only : wanted];
}

/** Most conditions are met by design, so that what lies behind them is reached. */
function harmless(dice: Dice): readonly [operator: string, key: string, value: unknown] {
  return dice.one<readonly [string, string, unknown]>([
    ["StringEquals", `${ISSUER}:aud`, [AUDIENCE, "vault.example.com"]],
    ["StringLike", `${ISSUER}:sub`, "system:*"],
    ["StringLikeIfExists", "aws:RequestTag/kubernetes-namespace", "*"],
    ["StringNotEquals", `${ISSUER}:sub`, "system:serviceaccount:x:y"],
    ["Null", `${ISSUER}:azp`, "true"],
  ]);
}

function conditionsOf(dice: Dice, effect: string): Readonly<Record<string, Record<string, unknown>>> {
  const block: Record<string, Record<string, unknown>> = {};
  const count = dice.one(effect === "Deny" ? [1, 2, 2, 3] : [0, 1, 1, 1, 2, 2, 3]);
  for (let at = 0; at < count; at++) {
    const [operator, key, value] = dice.chance(0.25) ? harmless(dice) : conditionOf(dice, dice.one(keys));
    block[operator] = { ...block[operator], [key]: value };
  }
  return block;
}

const fitting: Readonly<Record<CallerKind, readonly unknown[]>> = {
  "web-identity": [
    { Federated: PROVIDER },
    { Federated: [`arn:aws:iam::${ACCOUNT}:oidc-provider/${OTHER_ISSUER}`, PROVIDER] },
    { Service: "ec2.amazonaws.com", Federated: PROVIDER },
  ],
  "pod-identity": [
    { Service: "pods.eks.amazonaws.com" },
    { Service: ["ec2.amazonaws.com", "pods.eks.amazonaws.com"] },
    { AWS: ACCOUNT, Service: "pods.eks.amazonaws.com" },
  ],
  "role-session": [
    { AWS: SESSION_ROLE },
    { AWS: [`arn:aws:iam::444455556666:root`, SESSION_ROLE] },
    { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    { AWS: ACCOUNT },
    { AWS: "*" },
    "*",
  ],
};

const strangers: readonly unknown[] = [
  { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${OTHER_ISSUER}` },
  { Federated: `arn:aws:iam::444455556666:oidc-provider/${ISSUER}` },
  { Federated: PROVIDER.replace("ABC", "abc") },
  { Federated: "cognito-identity.amazonaws.com" },
  { Service: "ec2.amazonaws.com" },
  { AWS: `arn:aws:iam::${ACCOUNT}:role/other` },
  { AWS: "arn:aws:iam::444455556666:root" },
  { CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" },
];

function principalOf(dice: Dice, caller: CallerKind): unknown {
  return dice.chance(0.85) ? dice.one(fitting[caller]) : dice.one(strangers);
}

const actions: readonly unknown[] = [
  "sts:AssumeRoleWithWebIdentity",
  ["sts:AssumeRole", "sts:TagSession"],
  ["sts:TagSession", "sts:AssumeRoleWithWebIdentity"],
  "sts:AssumeRole*",
  "sts:AssumeRole",
  "STS:assumerole",
  "sts:assumerolewith*",
  "sts:*Session",
  "sts:?ssumeRole*",
  "sts:*",
  "sts:AssumeRoleWithSAML",
];

function actionOf(dice: Dice): Readonly<Record<string, unknown>> {
  if (dice.chance(0.08)) return { NotAction: dice.one(actions) };
  return { Action: dice.chance(0.4) ? dice.one(["sts:*", "sts:AssumeRole*"]) : dice.one(actions) };
}

function statementOf(dice: Dice, caller: CallerKind): unknown {
  const Effect = dice.chance(0.25) ? "Deny" : "Allow";
  const Condition = conditionsOf(dice, Effect);
  return {
    Effect,
    Principal: principalOf(dice, caller),
    ...actionOf(dice),
    ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
  };
}

function policyOf(dice: Dice, caller: CallerKind): unknown {
  const count = dice.one([1, 1, 1, 2, 2, 3]);
  const statements = Array.from({ length: count }, () => statementOf(dice, caller));
  const version = dice.chance(0.88) ? { Version: "2012-10-17" } : dice.one([{}, { Version: "2008-10-17" }]);
  return { ...version, Statement: count === 1 && dice.chance(0.3) ? statements[0] : statements };
}

function contextOf(dice: Dice): TrustCase["context"] {
  const found: Record<string, string | readonly string[]> = {};
  for (const { name, values, list } of keys) {
    if (values.length === 0 || dice.chance(0.2)) continue;
    found[name] = list === true ? [...new Set(dice.some(values, 3))] : dice.one(values);
  }
  return found;
}

function caseOf(dice: Dice): TrustCase {
  const caller = dice.one<CallerKind>(["web-identity", "web-identity", "pod-identity", "role-session"]);
  return {
    caller,
    action:
      caller === "web-identity"
        ? "sts:AssumeRoleWithWebIdentity"
        : dice.one(["sts:AssumeRole", "sts:TagSession"]),
    policy: policyOf(dice, caller),
    context: contextOf(dice),
  };
}

/** So many random policies and requests, the same ones for the same seed. */
export function trustCases(count: number, seed: number): readonly TrustCase[] {
  const dice = diceOf(randomFrom(seed));
  return Array.from({ length: count }, () => caseOf(dice));
}
