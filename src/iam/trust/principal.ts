import { allOf, anyOf, equals } from "../../model/compare.ts";
import type { ReasonCode } from "../../model/link.ts";
import type { Principal, Statement } from "../../model/policy.ts";
import { holesOf, known, literal, type Answer, type Text } from "../../model/text.ts";
import { parseProviderArn } from "../arn.ts";
import { isKubernetesIssuer } from "../issuer.ts";
import { awsPrincipal } from "./aws-principal.ts";
import type { Caller, WebIdentityCaller } from "./token.ts";

/** A statement's principals held against a caller. */
export interface PrincipalResult {
  readonly answer: Answer;
  readonly code: ReasonCode;
  /** The principal that decided: the one that matches, else the nearest. */
  readonly principal: Principal | undefined;
  readonly missing: readonly string[];
}

interface OneResult {
  readonly answer: Answer;
  readonly code: ReasonCode;
  readonly missing?: readonly string[];
}

const POD_IDENTITY = "pods.eks.amazonaws.com";

const namesOf = (...texts: readonly Text[]): readonly string[] =>
  texts.flatMap((text) => holesOf(text).map((hole) => hole.name));

const sameAsAny = (text: Text, names: readonly Text[]): Answer =>
  names.length === 0 ? "maybe" : anyOf(names.map((name) => equals(text, name)));

/**
 * "no" only when the text differs from the name that says most. An account has several names when an ARN and the
 * evaluator each know it in their own way; the known one decides.
 */
function sameUnderSomeName(text: Text, names: readonly Text[]): Answer {
  const answer = sameAsAny(text, names);
  if (answer === "yes") return "yes";
  return names.some((name) => known(name) !== undefined && equals(text, name) === "no") ? "no" : answer;
}

/** A provider's ARN is compared whole, without wildcards (IAM User Guide, "Principal"), here part by part. */
function federated(value: Text, caller: WebIdentityCaller): OneResult {
  if (known(value) === "*") {
    return { answer: "maybe", code: "issuer-mismatch", missing: ['what IAM makes of the principal "*"'] };
  }
  if (isKubernetesIssuer(value) === "no") return { answer: "no", code: "issuer-mismatch" };
  const arn = parseProviderArn(value);
  const isOwn = caller.own && equals(value, caller.provider) === "yes";
  if (arn === undefined) {
    const answer = isOwn ? "yes" : equals(value, caller.provider);
    return { answer, code: "issuer-mismatch", missing: namesOf(value, caller.provider) };
  }
  const { accounts, partitions } = caller.request;
  const issuer = isOwn ? "yes" : equals(arn.issuer, caller.issuer);
  const account = sameUnderSomeName(arn.account, accounts);
  const partition = sameUnderSomeName(arn.partition, partitions);
  if (issuer === "no") return { answer: "no", code: "issuer-mismatch" };
  if (partition === "no") return { answer: "no", code: "partition-mismatch" };
  if (account === "no") return { answer: "no", code: "account-mismatch" };
  // A role that names its own provider by another expression still names its own account.
  if (isOwn) return { answer: "yes", code: "issuer-mismatch" };
  const missing = [
    ...(issuer === "maybe" ? namesOf(arn.issuer, caller.issuer) : []),
    ...(account === "maybe" ? namesOf(arn.account, ...accounts) : []),
    ...(partition === "maybe" ? namesOf(arn.partition, ...partitions) : []),
  ];
  return { answer: allOf([issuer, account, partition]), code: "issuer-mismatch", missing };
}

/** The types of principals (IAM User Guide, "Principal"). */
const types = ["Federated", "Service", "AWS", "CanonicalUser", "*"] as const;
type PrincipalType = (typeof types)[number];

const isDeny = ({ effect }: Statement): boolean => effect.kind === "text" && known(effect) === "Deny";

/** Everybody: certain for a Deny, and for a principal of AWS; what an Allow makes of a token is not documented. */
function everyone(value: Text, statement: Statement, caller: Caller, code: ReasonCode): OneResult {
  const answer = equals(value, literal("*", value.at));
  if (answer === "no") return { answer, code };
  if (isDeny(statement) || caller.kind === "role-session") return { answer, code, missing: namesOf(value) };
  return { answer: "maybe", code, missing: ['what STS makes of the principal "*"'] };
}

function ofToken(type: PrincipalType, value: Text, caller: WebIdentityCaller, code: ReasonCode): OneResult {
  return type === "Federated" ? federated(value, caller) : { answer: "no", code };
}

function ofPods(type: PrincipalType, value: Text, code: ReasonCode): OneResult {
  if (type !== "Service") return { answer: "no", code };
  return { answer: equals(value, literal(POD_IDENTITY, value.at)), code, missing: namesOf(value) };
}

function asType(type: PrincipalType, value: Text, statement: Statement, caller: Caller): OneResult {
  const code = noStatement(caller);
  if (type === "*") return everyone(value, statement, caller, code);
  if (type === "AWS" && caller.kind === "role-session") {
    const answer = awsPrincipal(value, caller.request);
    return { answer, code, missing: namesOf(value, caller.request.roleArn) };
  }
  if (type === "AWS" && equals(value, literal("*", value.at)) !== "no") {
    return { answer: "maybe", code, missing: ['what STS makes of the principal "AWS": "*"'] };
  }
  if (caller.kind === "web-identity") return ofToken(type, value, caller, code);
  return caller.kind === "pod-identity" ? ofPods(type, value, code) : { answer: "no", code };
}

/** The reason for a policy that lets nobody of the caller's kind in. */
export function noStatement({ kind }: Caller): ReasonCode {
  return kind === "web-identity" ? "no-web-identity-statement" : "no-pod-identity-statement";
}

function judgeOne({ type, value }: Principal, statement: Statement, caller: Caller): OneResult {
  const possible = types.filter(
    (each) => equals(type, literal(each, type.at), { ignoreCase: true }) !== "no",
  );
  const results = possible.map((each) => asType(each, value, statement, caller));
  const [first] = results;
  if (first === undefined) return { answer: "no", code: noStatement(caller) };
  const written = known(type);
  if (results.every(({ answer }) => answer === "no")) return first;
  if (written !== undefined && types.some((each) => each === written)) return first;
  const names = written === undefined ? namesOf(type, value) : [`whether IAM reads the type "${written}"`];
  return { answer: "maybe", code: first.code, missing: names };
}

/** How near a principal that does not match comes: the one to name in a reason. */
const nearness: readonly ReasonCode[] = ["account-mismatch", "partition-mismatch", "issuer-mismatch"];

function rank({ answer, code }: OneResult): number {
  if (answer === "yes") return -2;
  if (answer === "maybe") return -1;
  const at = nearness.indexOf(code);
  return at === -1 ? nearness.length : at;
}

/** Holds a statement's `Principal` against a caller: any of its values may match. */
export function judgePrincipals(statement: Statement, caller: Caller): PrincipalResult {
  const none = noStatement(caller);
  const results = (statement.principals ?? []).map((principal) => ({
    principal,
    result: judgeOne(principal, statement, caller),
  }));
  const [nearest] = [...results].sort((a, b) => rank(a.result) - rank(b.result));
  const answer = anyOf(results.map(({ result }) => result.answer));
  const maybes = results.filter(({ result }) => result.answer === "maybe");
  return {
    answer,
    code: nearest?.result.code ?? none,
    principal: nearest?.principal,
    missing: answer === "maybe" ? [...new Set(maybes.flatMap(({ result }) => result.missing ?? []))] : [],
  };
}
