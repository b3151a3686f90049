import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import {
  recordedFunctions,
  type FunctionRecording,
  type Signature,
  type SignatureType,
} from "../../test/support/terraform-generator.ts";

interface Metadata {
  readonly function_signatures: Readonly<
    Record<
      string,
      {
        readonly return_type: SignatureType;
        readonly parameters?: readonly { readonly type: SignatureType }[];
        readonly variadic_parameter?: { readonly type: SignatureType };
      }
    >
  >;
}

/**
 * Writes the functions of Terraform's language, as `terraform metadata functions -json` gives them, to
 * test/oracle/terraform-functions.json. Run it before record-terraform-console.ts.
 */
function main(): void {
  const output = execFileSync("terraform", ["metadata", "functions", "-json"], { encoding: "utf8" });
  const { function_signatures: signatures } = JSON.parse(output) as Metadata;
  const functions: Record<string, Signature> = {};
  for (const [name, { return_type, parameters = [], variadic_parameter }] of Object.entries(signatures)) {
    // Every function has a second name in the name space `core`.
    if (name.includes("::")) continue;
    functions[name] = {
      returns: return_type,
      parameters: parameters.map(({ type }) => type),
      ...(variadic_parameter === undefined ? {} : { variadic: variadic_parameter.type }),
    };
  }
  const version = execFileSync("terraform", ["version"], { encoding: "utf8" }).split("\n")[0] ?? "";
  const recording: FunctionRecording = { terraform: version, functions };
  writeFileSync(recordedFunctions, `${JSON.stringify(recording, null, 1)}\n`);
}

main();
