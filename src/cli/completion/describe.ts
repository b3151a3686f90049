import type { Command, Option } from "commander";

/** What may follow an option, or stand as an argument. */
export type Values =
  | { readonly kind: "none" }
  | { readonly kind: "files" }
  | { readonly kind: "anything" }
  | { readonly kind: "words"; readonly words: readonly string[] }
  /** A word of the first list, `=`, and a word of the second. */
  | { readonly kind: "pairs"; readonly words: readonly string[]; readonly then: readonly string[] };

/** An option as a shell completes it. */
export interface CompletedOption {
  readonly long: string;
  readonly short: string | undefined;
  readonly description: string;
  readonly values: Values;
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** What its arguments are. */
  readonly values: Values;
}

/** What commander does not know: the words of options that check theirs themselves. */
export interface KnownWords {
  readonly formats: readonly string[];
  readonly rules: readonly string[];
}

const severities = ["off", "info", "warning", "error"];

function wordsOf(choices: readonly string[]): Values {
  return { kind: "words", words: choices };
}

function valuesOf(option: Option, command: string, { formats, rules }: KnownWords): Values {
  if (option.argChoices !== undefined) return wordsOf(option.argChoices);
  if (command === "check" && option.long === "--format") return wordsOf(formats);
  if (option.long === "--rule") return { kind: "pairs", words: rules, then: severities };
  // `--fix` takes its word behind a `=` only.
  if (!option.required) return { kind: "none" };
  return /<(?:file|name)>/.test(option.flags) ? { kind: "files" } : { kind: "anything" };
}

function completed(option: Option, command: string, known: KnownWords): CompletedOption {
  return {
    long: option.long ?? option.flags,
    short: option.short,
    description: option.description,
    values: valuesOf(option, command, known),
  };
}

const help: CompletedOption = {
  long: "--help",
  short: "-h",
  description: "display help for command",
  values: { kind: "none" },
};

function argumentsOf(command: Command, known: KnownWords): Values {
  const name = command.name();
  if (name === "rules") return wordsOf(known.rules);
  const [first] = command.registeredArguments;
  if (first === undefined) return { kind: "none" };
  return first.argChoices === undefined ? { kind: "files" } : wordsOf(first.argChoices);
}

/** The program's commands as commander has them, in its order. */
export function describeProgram(program: Command, known: KnownWords): readonly CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [...command.options.map((option) => completed(option, command.name(), known)), help],
    values: argumentsOf(command, known),
  }));
}

/** The names of an option: the long one first. */
export function namesOf({ long, short }: CompletedOption): readonly string[] {
  return short === undefined ? [long] : [long, short];
}
