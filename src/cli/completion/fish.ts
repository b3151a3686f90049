import type { CompletedCommand, CompletedOption, Values } from "./describe.ts";

/** A word in single quotes; fish escapes with a backslash inside of them. */
const quote = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;

/** `-x`: nothing but these words; `-r`: a file must follow. */
function action(values: Values): string {
  switch (values.kind) {
    case "none":
      return "";
    case "files":
    case "anything":
      return " -r";
    case "words":
      return ` -x -a ${quote(values.words.join(" "))}`;
    case "pairs":
      return ` -x -a ${quote(values.words.flatMap((word) => values.then.map((then) => `${word}=${then}`)).join(" "))}`;
  }
}

function optionLine(condition: string, { long, short, description, values }: CompletedOption): string {
  const shortFlag = short === undefined ? "" : ` -s ${short.slice(1)}`;
  return `complete -c irsa-lint -n ${quote(condition)}${shortFlag} -l ${long.slice(2)}${action(values)} -d ${quote(description)}`;
}

/** The script that fish loads from its directory of completions. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const others = commands.map(({ name }) => name).filter((name) => name !== "check");
  const lines = commands.flatMap((command) => {
    const { name, description, options, values } = command;
    // Without a command's name it is check.
    const condition =
      name === "check"
        ? `not __fish_seen_subcommand_from ${others.join(" ")}`
        : `__fish_seen_subcommand_from ${name}`;
    const rest =
      values.kind === "words"
        ? [`complete -c irsa-lint -n ${quote(condition)} -f -a ${quote(values.words.join(" "))}`]
        : [];
    const none = values.kind === "none" ? [`complete -c irsa-lint -n ${quote(condition)} -f`] : [];
    return [
      `complete -c irsa-lint -n __fish_use_subcommand -a ${name} -d ${quote(description)}`,
      ...options.map((option) => optionLine(condition, option)),
      ...rest,
      ...none,
    ];
  });
  return `# Completion of irsa-lint for fish. Made by "irsa-lint completion fish".\n${lines.join("\n")}\n`;
}
