import { Argument, Command, InvalidArgumentError, Option } from "commander";
import packageFile from "../../package.json" with { type: "json" };
import type { CheckOptions } from "./check.ts";
import type { Shell } from "./completion/completion.ts";
import type { GraphOptions } from "./graph.ts";
import { helpAfter } from "./help.ts";
import type { LinksOptions } from "./links.ts";
import type { RulesOptions } from "./rules.ts";
import type { WhyOptions } from "./why.ts";

/** Takes the exit code of the command that ran. */
export type SetExitCode = (code: number) => void;

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

function fixLevel(text: string): "safe" | "unsafe" {
  if (text === "safe" || text === "unsafe") return text;
  throw new InvalidArgumentError('It is "safe" or "unsafe".');
}

/** `--fix` takes its word only behind a `=`: the next one is a path. */
export function withFixLevel(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  return argv.map((word, index) => (word === "--fix" && (end === -1 || index < end) ? "--fix=safe" : word));
}

function colorOption(): Option {
  return new Option("--color <when>", "print colors").choices(["auto", "always", "never"]).default("auto");
}

const pathsText = 'directories, files, or "-" for standard input (default: the working directory)';

/** The options by which `check` and `links` find their input. */
function withInput(command: Command): Command {
  return command
    .argument("[paths...]", pathsText)
    .option("-c, --config <file>", "use this configuration file")
    .option("--no-config", "use no configuration file")
    .option("--ignore <glob>", "leave files out, as in .gitignore (repeatable)", collect)
    .option("--isolated", "read nothing but the given paths")
    .option("--var-file <file>", "a Terraform variable file (repeatable)", collect)
    .option("--stdin-filename <name>", 'the name of what "-" reads')
    .addOption(colorOption());
}

function addCheck(program: Command, commands: readonly string[], setExitCode: SetExitCode): void {
  withInput(program.command("check", { isDefault: true }).description("lint (the default command)"))
    .option(
      "-f, --format <name[=file]>",
      "pretty, full, concise, json, sarif, github, gitlab, junit or markdown; repeatable with a file",
      collect,
    )
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 from this severity on")
        .choices(["error", "warning", "info", "never"])
        .default("error"),
    )
    .option("--max-warnings <number>", "exit with 1 when there are more warnings", wholeNumber)
    .option("--rule <id=severity>", "set a rule to off, info, warning or error (repeatable; globs)", collect)
    .addOption(new Option("--fix [=unsafe]", "make the safe repairs, with =unsafe all").argParser(fixLevel))
    .option("--diff", "print the repairs as a unified diff and change nothing")
    .option("--baseline <file>", "leave out the findings of this file")
    .option("--write-baseline <file>", "write what is found to a file, for --baseline")
    .option("--strict", "what cannot be read, or stays unknown, is an error")
    .option("-q, --quiet", "print errors only")
    .option("--statistics", "count the findings of each rule")
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const { check } = await import("./check.ts");
      setExitCode(await check(paths, options, commands));
    });
}

function addLinks(program: Command, commands: readonly string[], setExitCode: SetExitCode): void {
  withInput(
    program.command("links").description("every link from a service account to a role, with its verdict"),
  )
    .addOption(new Option("-f, --format <name>", "output").choices(["table", "json"]).default("table"))
    .action(async (paths: readonly string[], options: LinksOptions) => {
      const { links } = await import("./links.ts");
      setExitCode(await links(paths, options, commands));
    });
}

function addWhy(program: Command, commands: readonly string[], setExitCode: SetExitCode): void {
  const command = program
    .command("why")
    .description("replay the decision of AWS STS for a service account or a role, clause by clause")
    .argument("[name]", "NAMESPACE/NAME of a service account, or a role's name, ARN or Terraform address");
  withInput(command)
    .option("--token <file>", 'judge this JWT ("-": standard input); it is read, never verified or kept')
    .option("--error <file>", 'explain what a pod, External Secrets or CloudTrail said ("-": standard input)')
    .addOption(new Option("-f, --format <name>", "output").choices(["text", "json"]).default("text"))
    .action(async (name: string | undefined, paths: readonly string[], options: WhyOptions) => {
      const { why } = await import("./why.ts");
      setExitCode(await why(name === undefined ? [] : [name, ...paths], options, commands));
    });
}

function addGraph(program: Command, commands: readonly string[], setExitCode: SetExitCode): void {
  withInput(
    program
      .command("graph")
      .description("the identity graph: cluster, namespace, account, role, permissions, stores and secrets"),
  )
    .addOption(
      new Option("-f, --format <name>", "output")
        .choices(["mermaid", "dot", "json", "html"])
        .default("mermaid"),
    )
    .option("-o, --output <file>", "write to this file instead of standard output")
    .option("--broken", "only the chains that are denied")
    .action(async (paths: readonly string[], options: GraphOptions) => {
      const { graph } = await import("./graph.ts");
      setExitCode(await graph(paths, options, commands));
    });
}

function addRules(program: Command, setExitCode: SetExitCode): void {
  program
    .command("rules")
    .description("the table of rules; with an id, the rule's whole documentation")
    .argument("[id]", "a rule's id")
    .addOption(new Option("-f, --format <name>", "output").choices(["table", "json"]).default("table"))
    .addOption(colorOption())
    .action(async (id: string | undefined, options: RulesOptions) => {
      const { rules } = await import("./rules.ts");
      setExitCode(await rules(id, options));
    });
}

function addInit(program: Command, commands: readonly string[], setExitCode: SetExitCode): void {
  program
    .command("init")
    .description("write a commented .irsa-lint.yaml that fits this directory")
    .action(async () => {
      const { init } = await import("./init.ts");
      setExitCode(init(commands));
    });
}

function addCompletion(program: Command, setExitCode: SetExitCode): void {
  program
    .command("completion")
    .description("print a script with which a shell completes commands, options, formats and rule ids")
    .addArgument(new Argument("<shell>", "the shell").choices(["bash", "zsh", "fish"]))
    .action(async (shell: Shell) => {
      const { completion } = await import("./completion/completion.ts");
      setExitCode(await completion(shell, program));
    });
}

const epilogue = `
"irsa-lint [paths...]" is "irsa-lint check [paths...]"; its options:
irsa-lint check --help
`;

/** The command line. Commands are loaded when they run, so that help and version load nothing else. */
export function createProgram(setExitCode: SetExitCode): Command {
  const program = new Command("irsa-lint")
    .description(packageFile.description)
    .version(packageFile.version, "-V, --version")
    .addHelpText("after", epilogue + helpAfter(""))
    .showSuggestionAfterError();
  const commands = ["check", "links", "why", "graph", "rules", "init", "completion"];
  addCheck(program, commands, setExitCode);
  addLinks(program, commands, setExitCode);
  addWhy(program, commands, setExitCode);
  addGraph(program, commands, setExitCode);
  addRules(program, setExitCode);
  addInit(program, commands, setExitCode);
  addCompletion(program, setExitCode);
  for (const command of program.commands) {
    command.version(packageFile.version, "-V, --version").addHelpText("after", helpAfter(command.name()));
  }
  return program;
}
