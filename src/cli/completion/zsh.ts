import { namesOf, type CompletedCommand, type CompletedOption, type Values } from "./describe.ts";

/** A word in single quotes. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** What `_arguments` reads as the end of a description, or of a message, is escaped. */
const words = (text: string): string => text.replace(/[\\[\]:]/g, "\\$&");

/** The action of `_arguments` (zshcompsys, "_arguments"). */
function action(values: Values): string {
  switch (values.kind) {
    case "none":
      return "";
    case "files":
      return ":file:_files";
    case "anything":
      return ":value: ";
    case "words":
      return `:value:(${values.words.join(" ")})`;
    case "pairs":
      return `:value:_irsa_lint_pairs`;
  }
}

function optionSpecs(option: CompletedOption): readonly string[] {
  const { description, values } = option;
  return namesOf(option).map((name) => {
    // "=" behind a long name: its value may follow there, too.
    const value = values.kind === "none" ? "" : name.startsWith("--") ? "=" : "+";
    return quote(`*${name}${value}[${words(description)}]${action(values)}`);
  });
}

function commandCase({ name, options, values }: CompletedCommand): string {
  const rest = values.kind === "none" ? [] : [quote(`*:argument:${action(values).replace(/^:[a-z]+:/, "")}`)];
  const specs = [...options.flatMap(optionSpecs), ...rest];
  return `    ${name})\n      _arguments ${specs.join(" \\\n        ")} ;;`;
}

function pairsFunction(commands: readonly CompletedCommand[]): string {
  const pairs = commands
    .flatMap(({ options }) => options.map(({ values }) => values))
    .find(({ kind }) => kind === "pairs");
  if (pairs?.kind !== "pairs") return "";
  return `_irsa_lint_pairs() {
  if compset -P '*='; then compadd -- ${pairs.then.join(" ")}
  else compadd -S '=' -- ${pairs.words.join(" ")}; fi
}
`;
}

/** The script that zsh autoloads as `_irsa-lint`. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const described = commands.map(({ name, description }) =>
    quote(`${name}:${description.replaceAll(":", "\\:")}`),
  );
  return `#compdef irsa-lint
# Completion of irsa-lint for zsh. Made by "irsa-lint completion zsh".
${pairsFunction(commands)}_irsa_lint() {
  local command=check
  local -a commands
  commands=(
    ${described.join("\n    ")}
  )
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command commands
    _files
    return
  fi
  case $words[2] in
    ${commands.map(({ name }) => name).join("|")}) command=$words[2]; shift words; (( CURRENT-- )) ;;
  esac
  case $command in
${commands.map(commandCase).join("\n")}
  esac
}
if [[ $funcstack[1] == _irsa-lint ]]; then _irsa_lint "$@"; else compdef _irsa_lint irsa-lint; fi
`;
}
