import type { Node } from "../../../model/node.ts";
import { known } from "../../../model/text.ts";
import { anything, unary, type FunctionRow } from "../evaluate/functions/function.ts";

/** Whether a value is something: not null and not an empty string. */
function isGiven(value: Node): boolean {
  return value.kind !== "null" && !(value.kind === "text" && known(value) === "");
}

/**
 * What rows of the catalogue may call besides Terraform's functions. `given(x)` is false for null and "", and true for
 * a value that is not known: whoever passes an issuer's URL from elsewhere passes one. Terraform itself would leave
 * open whether `compact([var.provider_url])` holds anything, and with it every statement of the trust policy.
 */
export const catalogueFunctions: ReadonlyMap<string, FunctionRow> = new Map([
  [
    "given",
    unary("any", anything, (value, { at }): Node => {
      const answer = isGiven(value);
      return { kind: "boolean", value: answer, raw: String(answer), at };
    }),
  ],
]);
