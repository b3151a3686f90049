import { isatty } from "node:tty";

export type ColorChoice = "auto" | "always" | "never";

function wanted(choice: ColorChoice): boolean {
  if (choice !== "auto") return choice === "always";
  // https://no-color.org and https://force-color.org: set and not empty, whatever the value.
  if ((process.env["NO_COLOR"] ?? "") !== "") return false;
  const force = process.env["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  return isatty(1) && process.env["TERM"] !== "dumb";
}

/**
 * Whether to print colors. The pretty formatter's libraries decide for themselves when they are loaded, from the
 * environment and even from argv, so the decision is put where they look first.
 */
export function decideColor(choice: ColorChoice): boolean {
  const color = wanted(choice);
  process.env["FORCE_COLOR"] = color ? "1" : "0";
  delete process.env["NO_COLOR"];
  return color;
}
