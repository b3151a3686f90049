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

/** Takes a module's source apart, whichever of Terraform's forms it has ("Module Sources"). */
export function sourceAddress(source: string): SourceAddress {
  const [path = "", query = ""] = source.split("?");
  const ref = /(?:^|&)ref=([^&]*)/.exec(query)?.[1];
  const plain = path
    .replace(/^git::/, "")
    .replace(/^(?:https|ssh):\/\//, "")
    .replace(/^(?:[^@/]*@)?github\.com[:/]/, "github.com/")
    .replace(/^registry\.(?:terraform\.io|opentofu\.org)\//, "");
  const [whole = "", ...inner] = plain.split("//");
  const submodule = inner.length === 0 ? "" : `//${inner.join("/").replace(/\/$/, "")}`;
  const [host, owner = "", repository = ""] = whole.replace(/\.git$/, "").split("/");
  const address = host === "github.com" ? registryAddress(owner, repository) : whole;
  return { address: `${address}${submodule}`.toLowerCase(), ref };
}
