import { parseProviderArn, parseRoleArn } from "../../src/iam/arn.ts";
import { link, type LinkContext } from "../../src/linker/link.ts";
import type {
  Fact,
  Gap,
  OidcProvider,
  Origin,
  PodIdentityAssociation,
  Role,
  ServiceAccount,
} from "../../src/model/entities.ts";
import type { Location } from "../../src/model/location.ts";
import type { Model } from "../../src/model/model.ts";
import type { PolicyDocument } from "../../src/model/policy.ts";
import { absent, concat, print, type Absent, type Text } from "../../src/model/text.ts";
import { marked } from "./marked-text.ts";
import { ACCOUNT, ISSUER, PROVIDER, trust, webIdentity } from "./policies.ts";

/** A place in a file of its own. */
export function placeIn(path: string): Location {
  return { file: { path, text: path }, route: [], span: { start: 0, end: path.length } };
}

/** Where a test's object comes from: `environment`, and the cluster as the deployer names it. */
export interface Where {
  readonly environment?: string;
  readonly cluster?: string;
  readonly path?: string;
}

function originOf({ environment, cluster, path }: Where): Origin {
  const at = placeIn(path ?? "x");
  return {
    environment: environment ?? null,
    cluster: cluster === undefined ? absent(at) : marked(cluster),
    via: [],
  };
}

const textOr = (value: string | undefined, at: Location): Text | Absent =>
  value === undefined ? absent(at) : marked(value);

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/reader`;

/** A role by its ARN, which `⟦name⟧` may leave open in parts. */
export function role(
  changes: Where & {
    readonly arn?: string;
    readonly trust?: PolicyDocument | "unknown" | "absent";
    readonly exists?: Role["exists"];
    /** Its identity policies; none by default. */
    readonly policies?: readonly PolicyDocument[];
  } = {},
): Role {
  const parsed = parseRoleArn(marked(changes.arn ?? ROLE));
  if (parsed === undefined) throw new Error(`no role: ${changes.arn ?? ""}`);
  const { partition, account, path, name } = parsed;
  const at = placeIn(changes.path ?? `roles/${changes.environment ?? ""}/${print(name)}.tf`);
  const document = changes.trust ?? trust(webIdentity());
  const unread = { kind: "hole", id: "var.trust", name: "var.trust" } as const;
  return {
    kind: "role",
    id: `${at.file.path} ${print(name)} ${changes.environment ?? ""}`,
    origin: originOf(changes),
    at,
    address: `aws_iam_role.${print(name)}`,
    name,
    path,
    account,
    partition,
    arn: concat(at, "arn:", partition, ":iam::", account, ":role", path, name),
    trust:
      document === "unknown"
        ? { state: "unknown", hole: unread, at }
        : document === "absent"
          ? { state: "absent", at }
          : { state: "known", value: document, at },
    policies: (changes.policies ?? []).map((value) => ({
      kind: "inline",
      name: absent(at),
      document: { state: "known", value, at },
      at,
    })),
    permissionsBoundary: absent(at),
    exists: changes.exists ?? "yes",
  };
}

/** The account `b` of namespace `a` that names the role of `role()`. */
export function account(
  changes: Where & {
    readonly namespace?: string;
    readonly name?: string;
    readonly roleArn?: string | null;
    readonly audience?: string;
    readonly existence?: ServiceAccount["existence"];
  } = {},
): ServiceAccount {
  const { namespace = "a", name = "b", roleArn = ROLE } = changes;
  const at = placeIn(changes.path ?? `accounts/${changes.environment ?? ""}/${namespace}/${name}.yaml`);
  return {
    kind: "service-account",
    id: `${at.file.path} ${namespace}/${name} ${changes.environment ?? ""}`,
    origin: originOf(changes),
    at,
    namespace: marked(namespace),
    name: marked(name),
    roleArn: textOr(roleArn ?? undefined, at),
    audience: textOr(changes.audience, at),
    annotations: [],
    labels: [],
    existence: changes.existence ?? "created",
  };
}

/** An OIDC provider by its ARN; the URL is `https://` and its issuer unless it is given. */
export function provider(
  changes: Where & {
    readonly arn?: string;
    readonly url?: string;
    readonly clientIds?: readonly string[] | "unknown";
  } = {},
): OidcProvider {
  const arn = marked(changes.arn ?? PROVIDER);
  const parsed = parseProviderArn(arn);
  if (parsed === undefined) throw new Error(`no provider: ${print(arn)}`);
  const at = placeIn(changes.path ?? "providers.tf");
  const ids = changes.clientIds ?? ["sts.amazonaws.com"];
  const unread = { kind: "hole", id: "var.ids", name: "var.ids" } as const;
  return {
    kind: "oidc-provider",
    id: `provider ${print(arn)}`,
    origin: originOf(changes),
    at,
    address: "aws_iam_openid_connect_provider.this",
    issuer: parsed.issuer,
    url: marked(changes.url ?? `https://${print(parsed.issuer)}`),
    account: parsed.account,
    arn,
    clientIds:
      ids === "unknown"
        ? { state: "unknown", hole: unread, at }
        : { state: "known", value: ids.map((id) => marked(id)), at },
    thumbprints: { state: "absent", at },
  };
}

/** The association of the account `b` of namespace `a` in the cluster `prod`. */
export function association(
  changes: Where & {
    readonly clusterName?: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly roleArn?: string;
    readonly disableSessionTags?: boolean | "unknown";
    readonly targetRoleArn?: string;
  } = {},
): PodIdentityAssociation {
  const { clusterName = "prod", namespace = "a", name = "b", roleArn = ROLE, disableSessionTags } = changes;
  const at = placeIn(changes.path ?? `associations/${changes.environment ?? ""}/${namespace}-${name}.tf`);
  const unread = { kind: "hole", id: "var.tags", name: "var.tags" } as const;
  return {
    kind: "pod-identity-association",
    id: `${at.file.path} ${clusterName} ${changes.environment ?? ""}`,
    origin: originOf(changes),
    at,
    address: "aws_eks_pod_identity_association.this",
    clusterName: marked(clusterName),
    namespace: marked(namespace),
    serviceAccount: marked(name),
    roleArn: marked(roleArn),
    targetRoleArn: textOr(changes.targetRoleArn, at),
    disableSessionTags:
      disableSessionTags === undefined
        ? { state: "absent", at }
        : disableSessionTags === "unknown"
          ? { state: "unknown", hole: unread, at }
          : { state: "known", value: disableSessionTags, at },
  };
}

/** Something unread that may make things of these kinds. */
export function gap(
  may: Gap["may"],
  changes: { readonly namespace?: string; readonly account?: string; readonly arn?: string } = {},
): Gap {
  const at = placeIn("gap.tf");
  return {
    kind: "gap",
    id: `gap ${may.join()}`,
    what: 'module "x" (registry)',
    may,
    ...(changes.arn === undefined ? {} : { arn: marked(changes.arn) }),
    namespace: textOr(changes.namespace, at),
    account: textOr(changes.account, at),
    message: undefined,
    at,
    origin: originOf({}),
  };
}

export const CLUSTER = {
  name: "prod",
  issuer: ISSUER,
  account: ACCOUNT,
  region: "eu-west-1",
  paths: ["accounts/**"],
} as const;

/** The model of some facts, without a configuration unless one is given. */
export function linked(facts: readonly Fact[], context: Partial<LinkContext> = {}): Model {
  return link(facts, {
    clusters: [],
    problems: [],
    coverage: { files: 0, parsed: 0, skipped: 0, unparseable: 0 },
    ...context,
  });
}
