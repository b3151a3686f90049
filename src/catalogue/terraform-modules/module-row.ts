/**
 * What a well-known Terraform module makes and returns, as far as identity goes
 * (schemas/module-catalogue.schema.json).
 */
export interface ModuleRow {
  /** `terraform-aws-modules/eks/aws@21`: named in `assumed` and in messages. */
  readonly id: string;
  /**
   * A registry address (`NAMESPACE/NAME/PROVIDER`, the host of a private registry before it), or the host and path of
   * a repository (`github.com/OWNER/NAME`) for a module that is in no registry; with `//modules/x` for a submodule. A
   * registry module's repository on GitHub is the same module.
   */
  readonly source: string;
  /** The versions that the row is true of: `>=5.0.0 <6.0.0`. Left out when it is true of all. */
  readonly versions?: string;
  /** Where the facts were read: repository, version and file. */
  readonly readFrom: string;
  /**
   * The module told again in Terraform's own language: its inputs with their defaults, the roles, policies and OIDC
   * providers that it makes, and its outputs. HCL as one text or line by line; a line may be marked as being there only
   * in some versions, or only for calls that give an input (`marked-text.ts`). Left out when the module makes nothing
   * of the kind.
   */
  readonly module?: string | readonly string[];
}
