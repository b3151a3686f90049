import { evaluateWithProblem } from "../../src/loaders/terraform/evaluate/evaluate.ts";
import { whollyKnown } from "../../src/loaders/terraform/evaluate/identity.ts";
import { formatForConsole, withoutNullTypes } from "./console-format.ts";
import { oracleConfiguration, oracleFileTexts, type Answer } from "./terraform-oracle.ts";
import { parseExpression, scopeOf } from "./terraform-scope.ts";

/** What the evaluator makes of an expression. */
export interface Ours {
  /** As `terraform console` would print it. */
  readonly text: string;
  readonly isError: boolean;
  readonly isHole: boolean;
}

const files = oracleFileTexts();
const locals = { path: "locals.tf", text: oracleConfiguration };

/** The evaluator's answer; what does not parse is an error, too. */
export function ours(expression: string): Ours {
  let parsed: ReturnType<typeof parseExpression>;
  try {
    parsed = parseExpression(expression);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("not an expression")) {
      return { text: error.message, isError: true, isHole: false };
    }
    throw error;
  }
  const { node, problem } = evaluateWithProblem(parsed.expression, scopeOf(parsed.file, { files, locals }));
  return { text: formatForConsole(node), isError: problem !== undefined, isHole: !whollyKnown(node) };
}

/** What the console prints for a value that only applying would tell. */
const UNKNOWN = "(known after apply)";

/** Whether Terraform itself leaves something of the value open. */
function isOpen(answer: Answer): boolean {
  return "value" in answer && answer.value.includes(UNKNOWN);
}

/** Whether a printed value says the same as one in which Terraform leaves something open. */
function fitsOpen(text: string, answer: string): boolean {
  let rest = text;
  for (const [index, piece] of answer.split(UNKNOWN).entries()) {
    const at = rest.indexOf(piece);
    if (at === -1 || (index === 0 && at > 0)) return false;
    rest = rest.slice(at + piece.length);
  }
  return rest === "" || answer.endsWith(UNKNOWN);
}

/** How the evaluator's answer relates to Terraform's; what Terraform leaves open may be known to the evaluator. */
export function compare(result: Ours, answer: Answer): "equal" | "hole" | "different" {
  const isHole = result.isHole && !result.isError;
  if ("error" in answer) return result.isError ? "equal" : isHole ? "hole" : "different";
  if (isOpen(answer)) return result.isHole || fitsOpen(result.text, answer.value) ? "equal" : "different";
  if (isHole) return "hole";
  return !result.isError && result.text === withoutNullTypes(answer.value) ? "equal" : "different";
}
