/** A module's source in one form, and the version that it names itself. */
export interface SourceAddress {
  /** `terraform-aws-modules/iam/aws//modules/x`, or `github.com/owner/name//modules/x`. */
  readonly address: string;
  /** The `ref` of a repository. */
  readonly ref: string | undefined;
}

/** A repository `terraform-PROVIDER-NAME` is the registry's module `OWNER/NAME/PROVIDER` (Terraform registry, publishing). */
function registryAddress(owner: string, repository: string): string {
  const [, provider, name] = /^terraform-([a-z0-9]+)-(.+)$/.exec(repository) ?? [];
  return provider === undefined || name === undefined
    ? `github.com/${owner}/${repository}`
    : `${owner}/${name}/${provider}`;
}

/**
 * A repository's address without what only says how it is reached: `git::`, a scheme, a user, a port. `git@host:path`
 * is how ssh writes `host/path`.
 */
function withoutTransport(path: string): string {
  const forced = path.replace(/^git::/, "");
  const bare = forced.replace(/^(?:https|http|ssh|git):\/\//, "");
  const hasScheme = bare !== forced;
  const anonymous = bare.replace(/^[^@/]*@/, "");
  return hasScheme ? anonymous.replace(/^([^/:]+):\d+\//, "$1/") : anonymous.replace(/^([^/:]+):/, "$1/");
}

/** Takes a module's source apart, whichever of Terraform's forms it has ("Module Sources"). */
export function sourceAddress(source: string): SourceAddress {
  const [path = "", query = ""] = source.split("?");
  const ref = /(?:^|&)ref=([^&]*)/.exec(query)?.[1];
  const plain = withoutTransport(path).replace(/^registry\.(?:terraform\.io|opentofu\.org)\//, "");
  const [whole = "", ...inner] = plain.split("//");
  const submodule = inner.length === 0 ? "" : `//${inner.join("/").replace(/\/$/, "")}`;
  const repositoryPath = whole.replace(/\.git$/, "");
  const [host, owner = "", repository = ""] = repositoryPath.split("/");
  const address = host === "github.com" ? registryAddress(owner, repository) : repositoryPath;
  return { address: `${address}${submodule}`.toLowerCase(), ref };
}
