import { namesOf, type CompletedCommand, type CompletedOption, type Values } from "./describe.ts";

/** How the words of an option are offered; files are what bash offers when nothing else is. */
function reply(values: Values): string {
  if (values.kind === "words")
    return `mapfile -t COMPREPLY < <(compgen -W '${values.words.join(" ")}' -- "$cur")`;
  if (values.kind === "pairs") {
    const words = values.words.map((word) => `${word}=`).join(" ");
    return `compopt -o nospace; mapfile -t COMPREPLY < <(compgen -W '${words}' -- "$cur")`;
  }
  return ":";
}

function optionCase({ name }: CompletedCommand, option: CompletedOption): readonly string[] {
  if (option.values.kind === "none") return [];
  const patterns = namesOf(option).map((word) => `${name}:${word}`);
  return [`    ${patterns.join(" | ")}) ${reply(option.values)}; return ;;`];
}

function commandCase({ name, options, values }: CompletedCommand): string {
  const words = options.flatMap(namesOf).join(" ");
  return `    ${name})
      if [[ $cur == -* ]]; then mapfile -t COMPREPLY < <(compgen -W '${words}' -- "$cur")
      else ${reply(values)}; fi ;;`;
}

/** The severities behind `--rule ID=`: bash takes the words apart at the `=`. */
function pairCases(commands: readonly CompletedCommand[]): readonly string[] {
  const pairs = commands.flatMap(({ options }) =>
    options.flatMap(({ long, values }) => (values.kind === "pairs" ? [{ long, then: values.then }] : [])),
  );
  return pairs.map(
    ({ long, then }) =>
      `  if [[ $pair == ${long} ]]; then mapfile -t COMPREPLY < <(compgen -W '${then.join(" ")}' -- "$cur"); return; fi`,
  );
}

/** The script that bash sources: `source <(irsa-lint completion bash)`. Bash 4.4 or newer. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name);
  return `# Completion of irsa-lint for bash. Made by "irsa-lint completion bash".
_irsa_lint() {
  local cur=\${COMP_WORDS[COMP_CWORD]} at=$COMP_CWORD command=check prev pair=
  COMPREPLY=()
  # "--option=value" is three words: the value belongs to the option before the "=".
  if [[ $cur == "=" ]]; then cur=; ((at++)); fi
  prev=\${COMP_WORDS[at-1]}
  if [[ $prev == "=" ]]; then
    prev=\${COMP_WORDS[at-2]}
    if ((at > 3)); then pair=\${COMP_WORDS[at-3]}; fi
    if [[ $pair == "=" ]] && ((at > 4)); then pair=\${COMP_WORDS[at-4]}; fi
  fi
  if ((COMP_CWORD > 1)); then
    case \${COMP_WORDS[1]} in ${names.join(" | ")}) command=\${COMP_WORDS[1]} ;; esac
  fi
${pairCases(commands).join("\n")}
  case $command:$prev in
${commands.flatMap((command) => command.options.flatMap((option) => optionCase(command, option))).join("\n")}
  esac
  if ((COMP_CWORD == 1)) && [[ $cur != -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W '${names.join(" ")}' -- "$cur"; compgen -f -- "$cur")
    return
  fi
  case $command in
${commands.map(commandCase).join("\n")}
  esac
}
complete -o bashdefault -o default -F _irsa_lint irsa-lint
`;
}
