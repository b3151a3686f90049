import type { ErrorAnswer } from "../explain/errors/answer.ts";
import type { Cause } from "../explain/errors/causes.ts";
import { penOf, type Paper, type Pen } from "./why-pen.ts";
import { partRows } from "./why-text.ts";
import { visible } from "./visible.ts";

/** What the formatter of `why --error` is given: at least one answer. */
export interface ErrorReport extends Paper {
  readonly answers: readonly ErrorAnswer[];
}

function signOf({ state }: Cause, { colors }: Pen): string {
  const signs = { responsible: colors.red("✖"), likely: colors.yellow("?"), possible: colors.dim("·") };
  return signs[state];
}

const headings: Readonly<Record<Cause["state"], string>> = {
  responsible: "responsible here",
  likely: "likely",
  possible: "not to be seen in files, to look at next",
};

function causeRows(causes: readonly Cause[], pen: Pen): readonly string[] {
  return (["responsible", "likely", "possible"] as const).flatMap((state) => {
    const own = causes.filter((cause) => cause.state === state);
    if (own.length === 0) return [];
    return [
      "",
      pen.row(2, pen.colors.bold(headings[state])),
      ...own.flatMap((cause) => [
        pen.row(2, `${signOf(cause, pen)} ${visible(cause.words)}`, 2),
        ...cause.places.map(({ at, message }) => pen.row(6, `${visible(message)}  ${pen.place(at)}`, 2)),
      ]),
    ];
  });
}

/** An error's text is a whole line of a log: its beginning is enough to know it by. */
const SHOWN = 300;

function answerRows({ error, means, causes, links }: ErrorAnswer, pen: Pen): readonly string[] {
  const said = error.said.length > SHOWN ? `${error.said.slice(0, SHOWN)}…` : error.said;
  return [
    pen.row(0, pen.colors.bold(visible(said)), 2),
    pen.row(2, `${means}.`),
    ...causeRows(causes, pen),
    ...links.flatMap((link) => ["", ...partRows(link, pen).map((row) => (row === "" ? row : `  ${row}`))]),
  ];
}

/** `irsa-lint why --error`: each error of a log with what it means, the lines that are responsible, and what is left. */
export function formatWhyError({ answers, ...paper }: ErrorReport): string {
  const pen = penOf(paper);
  return `${answers.map((answer) => answerRows(answer, pen).join("\n").trimEnd()).join("\n\n")}\n`;
}
