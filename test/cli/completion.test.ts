import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import { completionFor, type Shell } from "../../src/cli/completion/completion.ts";
import { formatNames } from "../../src/cli/formats.ts";
import { createProgram } from "../../src/cli/program.ts";

const program = createProgram(() => undefined);
const scripts = {
  bash: completionFor("bash", program),
  zsh: completionFor("zsh", program),
  fish: completionFor("fish", program),
};
const shells = ["bash", "zsh", "fish"] as const;

/** Whether a shell is on this machine. */
const has = (shell: Shell): boolean => spawnSync(shell, ["--version"]).status === 0;

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "irsa-lint-completion-"));
  for (const shell of shells) writeFileSync(join(directory, shell), scripts[shell]);
  writeFileSync(join(directory, "charts.yaml"), "");
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe.each(shells)("the script for %s", (shell) => {
  const script = scripts[shell];

  it("has every command, option, format, severity and rule", () => {
    for (const command of program.commands) {
      expect(script).toContain(command.name());
      for (const { long, argChoices = [] } of command.options) {
        expect(script).toContain(shell === "fish" ? `-l ${(long ?? "").slice(2)}` : long);
        for (const choice of argChoices) expect(script).toContain(choice);
      }
    }
    for (const word of [...formatNames, ...rules.map(({ id }) => id), "off", "bash", "zsh", "fish"])
      expect(script).toContain(word);
  });

  it.runIf(has(shell))("is something that the shell can read", () => {
    const { status, stderr } = spawnSync(shell, ["-n", join(directory, shell)], { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });
});

describe("the words of zsh's and fish's scripts", () => {
  it("say in zsh what an option takes, and escape its brackets", () => {
    expect(scripts.zsh).toMatch(/^#compdef irsa-lint\n/);
    expect(scripts.zsh).toContain(
      "'*--fail-on=[exit with 1 from this severity on]:value:(error warning info never)'",
    );
    expect(scripts.zsh).toContain("'*-f+[pretty, full, concise,");
    expect(scripts.zsh).toContain("'*--config=[use this configuration file]:file:_files'");
    expect(scripts.zsh).toContain("'*:argument:(bash zsh fish)'");
    expect(scripts.zsh).toContain("'graph:the identity graph\\: cluster,");
  });

  it("say in fish what an option takes and of which command it is", () => {
    expect(scripts.fish).toContain(
      "complete -c irsa-lint -n '__fish_seen_subcommand_from graph' -s f -l format -x -a 'mermaid dot json html' -d 'output'",
    );
    expect(scripts.fish).toMatch(
      /-n 'not __fish_seen_subcommand_from links [^']*' -l fail-on -x -a 'error warning/,
    );
    expect(scripts.fish).toMatch(/-l rule -x -a '[^']*trust\/broad-subject=error/);
    expect(scripts.fish).toContain("complete -c irsa-lint -n __fish_use_subcommand -a why -d");
  });
});

/** What bash offers at the end of these words, which are as readline splits them. */
function offered(...words: readonly string[]): readonly string[] {
  const { stdout, stderr } = spawnSync(
    "bash",
    [
      "--norc",
      "-c",
      `cd "$1"; source ./bash; shift; compopt() { :; }
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _irsa_lint; printf '%s\\n' "\${COMPREPLY[@]}"`,
      "bash",
      directory,
      ...words,
    ],
    { encoding: "utf8" },
  );
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}

describe("bash", () => {
  const bash = has("bash");

  it.runIf(bash).each<[readonly string[], readonly string[]]>([
    [["li"], ["links"]],
    [["c"], ["check", "completion", "charts.yaml"]],
    [["--fail"], ["--fail-on"]],
    [
      ["--fail-on", ""],
      ["error", "warning", "info", "never"],
    ],
    [["--fail-on", "=", "w"], ["warning"]],
    [
      ["--fail-on", "="],
      ["error", "warning", "info", "never"],
    ],
    [["check", "-f", "ju"], ["junit"]],
    [
      ["links", "-f", ""],
      ["table", "json"],
    ],
    [["graph", "gitops", "--format", "d"], ["dot"]],
    [["graph", "--fail"], []],
    [["rules", "trust/broad"], ["trust/broad-subject"]],
    [["check", "--rule", "trust/broad"], ["trust/broad-subject="]],
    [
      ["--rule", "trust/broad-subject", "="],
      ["off", "info", "warning", "error"],
    ],
    [["--rule", "trust/broad-subject", "=", "e"], ["error"]],
    [["--rule", "=", "trust/broad-subject", "=", "e"], ["error"]],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [["why", "--t"], ["--token"]],
    // Nothing is offered, so bash offers files.
    [["check", "--config", ""], []],
    [["check", "-f", "sarif", "=", "out"], []],
  ])("offers at the end of %j: %j", (words, expected) => {
    expect(offered("irsa-lint", ...words)).toEqual(expected);
  });

  it.runIf(bash)("completes irsa-lint with it", () => {
    const { stdout } = spawnSync("bash", ["--norc", "-c", "source ./bash; complete -p irsa-lint"], {
      cwd: directory,
      encoding: "utf8",
    });
    expect(stdout).toBe("complete -o bashdefault -o default -F _irsa_lint irsa-lint\n");
  });
});

describe("help", () => {
  it.each(["", ...program.commands.map((command) => command.name())])(
    "of %j has examples and exit codes",
    (name) => {
      let text = "";
      const fresh = createProgram(() => undefined);
      const command = fresh.commands.find((each) => each.name() === name) ?? fresh;
      command.configureOutput({
        writeOut: (more) => {
          text += more;
        },
        getOutHelpWidth: () => 80,
      });
      command.outputHelp();
      const [, examples = "", exits = ""] = /\nExamples:\n([^]*)\n\nExit codes:\n([^]*)$/.exec(text) ?? [];
      const lines = examples.split("\n").filter((line) => !line.startsWith("  #"));
      expect(lines.length).toBeGreaterThanOrEqual(3);
      expect(lines.length).toBeLessThanOrEqual(5);
      for (const line of lines)
        expect(line).toContain(`irsa-lint${name === "" || name === "check" ? "" : ` `}`);
      expect(exits).toMatch(/^ {2}0 {2}[^]*\n {2}2 {2}/);
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );
});
