/** What stands below a command's options in its help. */
interface CommandHelp {
  /** Command lines with what each is for. */
  readonly examples: readonly (readonly [line: string, purpose: string])[];
  readonly exits: string;
}

const lints = `  0  nothing at or above --fail-on (error when it is not given), and no more
     warnings than --max-warnings
  1  findings at or above --fail-on, or too many warnings
  2  the run itself failed: usage, configuration, nothing to read, a bug`;

const answers = `  0  answered, whatever the verdict
  2  the run itself failed: usage, configuration, nothing to read, a bug`;

const helps: Readonly<Record<string, CommandHelp>> = {
  check: {
    examples: [
      ["irsa-lint", "the working directory"],
      ["irsa-lint gitops ../infra -f full", "two directories as one, with the source"],
      ["irsa-lint -f github -f sarif=out.sarif", "in a workflow of GitHub Actions"],
      ["irsa-lint --fix", "make the repairs that keep what was meant"],
      ["irsa-lint --rule 'trust/*=error' --quiet", "one category as errors, nothing else"],
    ],
    exits: lints,
  },
  links: {
    examples: [
      ["irsa-lint links", "every account with its role and the verdict"],
      ["irsa-lint links gitops/prod", "those with an end in a directory"],
      ["irsa-lint links --format json", "with the reasons, for jq and scripts"],
    ],
    exits: answers,
  },
  why: {
    examples: [
      ["irsa-lint why kube-system/external-dns", "one service account"],
      ["irsa-lint why prod-external-dns-role", "one role, for everybody who asks for it"],
      ["kubectl logs pod/x | irsa-lint why --error -", "what a pod said"],
      ["irsa-lint why --error event.json", "what CloudTrail recorded"],
      ["kubectl create token x | irsa-lint why --token -", "a token as it is issued"],
    ],
    exits: answers.replace(
      "usage, configuration,",
      "nothing of that name, usage, configuration,\n     a token or an error that cannot be read,",
    ),
  },
  graph: {
    examples: [
      ["irsa-lint graph --broken", "the denied chains, for a pull request"],
      ["irsa-lint graph -f html -o graph.html", "one page to search and to click through"],
      ["irsa-lint graph -f dot | dot -Tsvg -o graph.svg", "a picture, by Graphviz"],
    ],
    exits: answers,
  },
  rules: {
    examples: [
      ["irsa-lint rules", "all rules in a table"],
      ["irsa-lint rules identity/subject-mismatch", "all that one rule says of itself"],
      ["irsa-lint rules --format json", "severities, options and texts for a program"],
    ],
    exits: "  0  printed\n  2  there is no such rule",
  },
  init: {
    examples: [
      ["irsa-lint init", "write .irsa-lint.yaml here; nothing is asked"],
      ["irsa-lint init && irsa-lint", "and lint with it"],
      ["irsa-lint --write-baseline known.json", "afterwards: begin with what is found today"],
    ],
    exits: "  0  written\n  2  there is a configuration already, or it cannot be written",
  },
  completion: {
    examples: [
      ["source <(irsa-lint completion bash)", "in ~/.bashrc, for every shell to come"],
      ["irsa-lint completion zsh > ~/.zfunc/_irsa-lint", "once, into a directory of fpath"],
      ["irsa-lint completion fish > ~/.config/fish/completions/irsa-lint.fish", "once"],
    ],
    exits: "  0  printed\n  2  there is no script for that shell",
  },
  "": {
    examples: [
      ["irsa-lint", "lint the working directory"],
      ["irsa-lint gitops --format full", "one directory, with source and repairs"],
      ["irsa-lint why kube-system/external-dns", "what STS decides, and by which line"],
      ["irsa-lint graph -f html -o graph.html", "the chains as a page to search"],
      ["irsa-lint init", "write a configuration that fits what is here"],
    ],
    exits:
      "  0  nothing to report, or answered\n  1  findings (of check)\n  2  the run itself failed: usage, configuration, nothing to read, a bug",
  },
};

/** Help is read on 80 columns. */
const WIDTH = 80;

function examplesOf({ examples }: CommandHelp): string {
  const column = Math.max(...examples.map(([line]) => line.length));
  const fits = examples.every(([, purpose]) => 2 + column + 2 + purpose.length <= WIDTH);
  const lines = examples.map(([line, purpose]) =>
    fits ? `  ${line.padEnd(column)}  ${purpose}` : `  # ${purpose}\n  ${line}`,
  );
  return lines.join("\n");
}

/** Examples and exit codes of a command; of the program itself for `""`. */
export function helpAfter(command: string): string {
  const help = helps[command];
  if (help === undefined) throw new Error(`the command ${command} has no examples`);
  return `\nExamples:\n${examplesOf(help)}\n\nExit codes:\n${help.exits}`;
}
