/** An IAM policy that AWS publishes for a controller of its own (schemas/controller-policy-catalogue.schema.json). */
export interface ControllerPolicy {
  /** The controller's name, as its repository has it. */
  readonly controller: string;
  /** Where the policy was read. */
  readonly source: string;
  /** Every action that it grants. */
  readonly actions: readonly string[];
  /** Those that it grants, without a condition, on `*` or on every resource of a type. */
  readonly broad: readonly string[];
}
