import { existsSync, readFileSync } from "node:fs";
import { closest } from "../engine/closest.ts";
import { explain } from "../explain/explain.ts";
import { everyName, findNamed, type Named } from "../explain/named.ts";
import type { Model } from "../model/model.ts";
import { print as printText } from "../model/text.ts";
import type { FileNames } from "../report/report.ts";
import { rules } from "../../rules/index.ts";
import { decideColor, type ColorChoice } from "./color.ts";
import { print, terminalWidth } from "./output.ts";
import { openSession, type SessionOptions } from "./session.ts";
import { UsageError } from "./usage-error.ts";

export interface WhyOptions extends SessionOptions {
  readonly format: "text" | "json";
  readonly color: ColorChoice;
  /** A file with a JWT, or "-". */
  readonly token?: string;
  /** A file with what a pod, External Secrets or CloudTrail said, or "-". */
  readonly error?: string;
}

/** How many names a guess offers at most. */
const OFFERED = 3;

/** The names that may have been meant: the same account in another namespace before a misspelt one. */
function nearest(name: string, names: readonly string[]): string {
  const last = name.split("/").at(-1) ?? name;
  const elsewhere = names.filter((each) => each.split("/").at(-1) === last).slice(0, OFFERED);
  const guess = closest(name, names);
  const offered = elsewhere.length > 0 ? elsewhere : guess === undefined ? [] : [guess];
  if (offered.length === 0) return "; irsa-lint links lists what there is";
  return `; did you mean ${offered.map((each) => `"${each}"`).join(" or ")}?`;
}

function mustFind(name: string, model: Model): Named {
  const named = findNamed(name, model);
  if (named.accounts.length + named.roles.length > 0) return named;
  throw new UsageError(`nothing here is called "${name}"${nearest(name, everyName(model))}`);
}

function contentsOf(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (cause) {
    throw new UsageError(`cannot read ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** What there is to answer, and with what. */
interface Question {
  readonly name: string | undefined;
  readonly paths: readonly string[];
}

/**
 * Which of the words is the name. With a token or an error a name is not needed: then the first word is a path when it
 * exists.
 */
function questionOf(words: readonly string[], { token, error }: WhyOptions): Question {
  const [first, ...paths] = words;
  if (token === undefined && error === undefined) {
    if (first === undefined)
      throw new UsageError("why wants a name, --token or --error: irsa-lint why NAMESPACE/NAME [paths...]");
    return { name: first, paths };
  }
  if (token !== undefined && error !== undefined)
    throw new UsageError("--token and --error are two questions: ask one");
  if (words.includes("-") || first === undefined || existsSync(first))
    return { name: undefined, paths: words };
  return { name: first, paths };
}

interface Asked {
  readonly model: Model;
  readonly files: FileNames;
  readonly color: boolean;
  readonly json: boolean;
}

async function answerToken(text: string, name: string | undefined, asked: Asked): Promise<void> {
  const { readToken } = await import("../explain/token.ts");
  const { judgeTokenFor } = await import("../explain/judge-token.ts");
  const reading = readToken(text, Date.now() / 1000);
  if ("problem" in reading) throw new UsageError(`the token cannot be judged: ${reading.problem}`);
  const { model, files, color, json } = asked;
  const { token } = reading;
  const answers = judgeTokenFor(token, name === undefined ? undefined : mustFind(name, model), model);
  if (json) {
    const { formatTokenJson } = await import("../report/why-json.ts");
    return print(formatTokenJson(token, answers, files));
  }
  const { formatWhyToken } = await import("../report/why-token.ts");
  return print(formatWhyToken({ token, answers, files, color, width: terminalWidth() }));
}

async function answerErrors(text: string, name: string | undefined, asked: Asked): Promise<void> {
  const { readErrors } = await import("../explain/errors/read-errors.ts");
  const { answerError } = await import("../explain/errors/answer.ts");
  const { model, files, color, json } = asked;
  const [account] = name === undefined ? [] : mustFind(name, model).accounts;
  const about =
    account === undefined
      ? {}
      : { account: { namespace: printText(account.namespace), name: printText(account.name) } };
  const answers = readErrors(text).map((error) => answerError({ ...about, ...error }, model));
  if (answers.length === 0)
    throw new UsageError(
      "no error in it is one of AWS identity: AccessDenied, WebIdentityErr, InvalidIdentityToken and the like are known",
    );
  if (json) {
    const { formatErrorsJson } = await import("../report/why-json.ts");
    return print(formatErrorsJson(answers, files));
  }
  const { formatWhyError } = await import("../report/why-error.ts");
  return print(formatWhyError({ answers, files, color, width: terminalWidth() }));
}

async function answerName(name: string, asked: Asked): Promise<void> {
  const { model, files, color, json } = asked;
  const explanation = explain(name, mustFind(name, model), model);
  if (json) {
    const { formatWhyJson } = await import("../report/why-json.ts");
    return print(formatWhyJson(explanation, files));
  }
  const { formatWhy } = await import("../report/why-text.ts");
  return print(formatWhy({ explanation, files, color, width: terminalWidth() }));
}

/** `irsa-lint why`: replays the decision for an account, a role, a token or an error; returns the exit code. */
export async function why(
  words: readonly string[],
  options: WhyOptions,
  commands: readonly string[],
): Promise<number> {
  const color = decideColor(options.color);
  const { name, paths } = questionOf(words, options);
  const { token, error } = options;
  const text = token === undefined && error === undefined ? undefined : contentsOf(token ?? error ?? "-");
  const ids = rules.map(({ id }) => id);
  const { model, files } = openSession(paths, options, ids, commands);
  const asked: Asked = { model, files, color, json: options.format === "json" };
  if (text !== undefined && token !== undefined) await answerToken(text, name, asked);
  else if (text !== undefined) await answerErrors(text, name, asked);
  else if (name !== undefined) await answerName(name, asked);
  return 0;
}
