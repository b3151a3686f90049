import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

function readSchema(): object {
  const text = readFileSync(new URL("../oracle/sarif-schema-2.1.0.json", import.meta.url), "utf8");
  const published = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(published).filter(([key]) => key !== "$schema" && key !== "id"));
}

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const validate = ajv.compile(readSchema());

/**
 * Checks a log against the schema that OASIS publishes for SARIF 2.1.0 (errata 01; test/oracle/). It is written in
 * draft 4, of which it uses nothing that draft 7 reads otherwise but `id`.
 */
export function sarifErrors(log: unknown): string | undefined {
  return validate(log) ? undefined : ajv.errorsText(validate.errors);
}
