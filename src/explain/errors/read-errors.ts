/** What went wrong, as AWS, an SDK, External Secrets or Kubernetes says it. */
export type ErrorKind =
  | "web-identity-denied"
  | "no-provider"
  | "wrong-audience"
  | "token-expired"
  | "verification-key"
  | "token-unreadable"
  | "pod-identity-denied"
  | "store-account-without-role"
  | "store-namespace"
  | "account-not-found"
  | "second-hop-denied"
  | "permission-denied"
  | "no-credentials";

/** An error as it was reported, with the names that it gives. */
export interface ReportedError {
  readonly kind: ErrorKind;
  /** The line or event, in one line. */
  readonly said: string;
  readonly roleArn?: string;
  readonly account?: { readonly namespace?: string; readonly name: string };
  /** Without `https://`. */
  readonly issuer?: string;
  /** The name of the role as which the call was made. */
  readonly caller?: string;
  /** Whether the caller is certainly the role of a node: its session is an instance's. */
  readonly onNode?: boolean;
  readonly action?: string;
  readonly resource?: string;
}

type Names = Omit<ReportedError, "kind" | "said">;

interface Form {
  readonly kind: ErrorKind;
  readonly pattern: RegExp;
  readonly names?: (found: RegExpExecArray) => Names;
}

function named(namespace: string | undefined, name: string | undefined): Names {
  if (name === undefined) return {};
  return { account: namespace === undefined ? { name } : { namespace, name } };
}

const optional = <K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } =>
  value === undefined || value === "" ? {} : ({ [key]: value } as { readonly [P in K]?: string });

/** `i-0123456789abcdef0`, the session's name of an instance's own role. */
const INSTANCE = /^i-[0-9a-f]{8,17}$/;

function callerOf(role: string | undefined, session: string | undefined): Names {
  return { ...optional("caller", role), ...(INSTANCE.test(session ?? "") ? { onNode: true } : {}) };
}

/**
 * The forms, the telling ones first. Their words: AWS re:Post "troubleshoot an OIDC provider and IRSA in Amazon EKS",
 * the STS API reference, the AWS SDKs, External Secrets (providers/v1/aws/auth, runtime/esutils) and Kubernetes.
 */
const forms: readonly Form[] = [
  {
    kind: "no-provider",
    pattern: /No OpenIDConnect provider found in your account(?: for (?:https:\/\/)?([^\s"'\\,]+))?/i,
    names: ([, issuer]) => optional("issuer", issuer),
  },
  { kind: "wrong-audience", pattern: /Incorrect token audience/i },
  { kind: "token-expired", pattern: /ExpiredToken|token (?:is|has) expired|Token expired/i },
  { kind: "verification-key", pattern: /Couldn't retrieve verification key/i },
  { kind: "web-identity-denied", pattern: /Not authorized to perform:? sts:AssumeRoleWithWebIdentity/i },
  { kind: "web-identity-denied", pattern: /\(AccessDenied\) when calling the AssumeRoleWithWebIdentity/i },
  {
    kind: "token-unreadable",
    pattern:
      /(?:serviceaccount\/token|eks-pod-identity-token|AWS_WEB_IDENTITY_TOKEN_FILE)[^\n]{0,200}?(?:permission denied|no such file|cannot find)/i,
  },
  {
    kind: "pod-identity-denied",
    pattern:
      /AssumeRoleForPodIdentity|EKS does not have permissions to assume the associated role|pods\.eks\.amazonaws\.com is not authorized/i,
  },
  {
    kind: "store-account-without-role",
    pattern: /an IAM role must be associated with service account ([\w.-]+)(?: \(namespace: ([\w.-]+)\))?/i,
    names: ([, name, namespace]) => named(namespace, name),
  },
  {
    kind: "store-namespace",
    pattern:
      /namespace should either be empty or match the namespace of the SecretStore|namespace not allowed with namespaced SecretStore/i,
  },
  {
    kind: "account-not-found",
    pattern: /error looking up service account ([\w.-]+)\/([\w.-]+)/i,
    names: ([, namespace, name]) => named(namespace, name),
  },
  {
    kind: "account-not-found",
    pattern: /serviceaccounts? \\?"([\w.-]+)\\?" not found/i,
    names: ([, name]) => named(undefined, name),
  },
  {
    kind: "second-hop-denied",
    pattern:
      /assumed-role\/([\w+=,.@-]+)\/([\w+=,.@-]+) is not authorized to perform: sts:(?:AssumeRole|TagSession)\b(?: on resource: (\S+))?/i,
    names: ([, role, session, resource]) => ({
      ...callerOf(role, session),
      ...optional("resource", resource),
    }),
  },
  {
    kind: "permission-denied",
    pattern:
      /assumed-role\/([\w+=,.@-]+)\/([\w+=,.@-]+) is not authorized to perform: ([\w-]+:\w+)(?: on resource: (\S+))?/i,
    names: ([, role, session, action, resource]) => ({
      ...callerOf(role, session),
      ...optional("action", action),
      ...optional("resource", resource),
    }),
  },
  {
    kind: "permission-denied",
    pattern: /not authorized to perform: ([\w-]+:\w+)(?: on resource: (\S+))?/i,
    names: ([, action, resource]) => ({ ...optional("action", action), ...optional("resource", resource) }),
  },
  {
    kind: "permission-denied",
    pattern:
      /\((?:AccessDenied|AccessDeniedException|UnauthorizedOperation)\) when calling the (\w+) operation/,
    names: ([, operation]) => optional("action", operation),
  },
  {
    kind: "no-credentials",
    pattern:
      /Unable to locate credentials|NoCredentialProviders|no EC2 IMDS role found|Could not load credentials|Unable to load credentials|failed to refresh cached credentials/i,
  },
];

const ROLE_ARN = /arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+/;
const SUBJECT = /system:serviceaccount:([a-z0-9-]+):([a-z0-9.-]+)/;

/** Names that stand anywhere in a line. */
function alsoSaid(line: string): Names {
  const subject = SUBJECT.exec(line);
  return {
    ...optional("roleArn", ROLE_ARN.exec(line)?.[0]),
    ...(subject === null ? {} : named(subject[1], subject[2])),
  };
}

function readLine(line: string): ReportedError | undefined {
  for (const { kind, pattern, names } of forms) {
    const found = pattern.exec(line);
    if (found === null) continue;
    return { kind, said: line.trim().replace(/\s+/g, " "), ...alsoSaid(line), ...names?.(found) };
  }
  return undefined;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (isObject(found) ? found[key] : undefined), value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The kinds of CloudTrail's events that a message alone does not tell. */
function kindOfEvent(name: string, message: string): ErrorKind {
  const byMessage = readLine(message)?.kind;
  if (name === "AssumeRoleWithWebIdentity")
    return byMessage === undefined || byMessage === "permission-denied" ? "web-identity-denied" : byMessage;
  if (name === "AssumeRoleForPodIdentity") return "pod-identity-denied";
  if (name === "AssumeRole") return "second-hop-denied";
  return byMessage ?? "permission-denied";
}

/** An event of CloudTrail (AWS CloudTrail User Guide, "CloudTrail record contents"); undefined without an error. */
function readEvent(event: Json): ReportedError | undefined {
  const code = text(event["errorCode"]);
  const name = text(event["eventName"]);
  if (code === undefined || name === undefined) return undefined;
  const message = text(event["errorMessage"]) ?? "";
  const service = text(event["eventSource"])?.split(".")[0] ?? "";
  const identity = event["userIdentity"];
  const subject = SUBJECT.exec(text(at(identity, "userName")) ?? text(at(identity, "principalId")) ?? "");
  const assumed = /assumed-role\/([^/]+)\/(.+)$/.exec(text(at(identity, "arn")) ?? "");
  const kind = kindOfEvent(name, message);
  const provider = text(at(identity, "identityProvider"))?.split("oidc-provider/")[1];
  const onNode = text(at(identity, "sessionContext", "ec2RoleDelivery")) !== undefined;
  return {
    ...readLine(message),
    kind,
    said: `${name}: ${code}${message === "" ? "" : `: ${message}`}`.replace(/\s+/g, " "),
    ...callerOf(assumed?.[1], assumed?.[2]),
    ...(onNode ? { onNode } : {}),
    ...optional("roleArn", text(at(event, "requestParameters", "roleArn"))),
    ...optional("issuer", provider),
    ...(subject === null ? {} : named(subject[1], subject[2])),
    ...(kind === "permission-denied" && service !== "" ? { action: `${service}:${name}` } : {}),
  };
}

function eventsIn(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(eventsIn);
  if (!isObject(value)) return [];
  const inner = value["Records"] ?? value["Events"];
  if (inner !== undefined) return eventsIn(inner);
  const wrapped = text(value["CloudTrailEvent"]);
  if (wrapped !== undefined) return eventsIn(parsed(wrapped));
  return [value];
}

function parsed(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

function same(a: ReportedError, b: ReportedError): boolean {
  return JSON.stringify({ ...a, said: "" }) === JSON.stringify({ ...b, said: "" });
}

/** An event whose JSON was shortened by hand: its fields, line by line. */
function readShortened(source: string): ReportedError | undefined {
  const field = (name: string): string | undefined =>
    new Map(
      [...source.matchAll(/"(\w+)"\s*:\s*"([^"\n]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
    ).get(name);
  const eventName = field("eventName");
  if (eventName === undefined) return undefined;
  const identity = {
    arn: /"arn"\s*:\s*"(arn:[^"]*assumed-role[^"]*)"/.exec(source)?.[1],
    userName: SUBJECT.exec(source)?.[0],
  };
  return readEvent({
    eventName,
    eventSource: field("eventSource"),
    errorCode: field("errorCode"),
    errorMessage: field("errorMessage"),
    userIdentity: { ...identity, sessionContext: { ec2RoleDelivery: field("ec2RoleDelivery") } },
    requestParameters: { roleArn: field("roleArn") },
  });
}

/** No log is read beyond this: an error stands at its beginning or its end. */
const LONGEST = 5_000_000;

/**
 * The errors in a pod's log, an event of External Secrets, or what CloudTrail prints (an event, `Records`, the output
 * of `lookup-events`), each once, in the order in which they come.
 */
export function readErrors(source: string): readonly ReportedError[] {
  const log = source.slice(0, LONGEST);
  const events = eventsIn(parsed(log)).flatMap((event) => readEvent(event) ?? []);
  const shortened = events.length > 0 ? undefined : readShortened(log);
  const found =
    events.length > 0 || shortened !== undefined
      ? [...events, ...(shortened === undefined ? [] : [shortened])]
      : log.split("\n").flatMap((line) => readLine(line.slice(0, 10_000)) ?? []);
  return found.filter((error, index) => !found.slice(0, index).some((earlier) => same(earlier, error)));
}
