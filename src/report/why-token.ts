import type { TokenAnswers } from "../explain/judge-token.ts";
import type { Token } from "../explain/token.ts";
import { print } from "../model/text.ts";
import { field, penOf, quoted, show, verdictWord, type Paper, type Pen } from "./why-pen.ts";
import { trustRows, verdictRows } from "./why-trust.ts";
import { visible } from "./visible.ts";

/** What the formatter of `why --token` is given. */
export interface TokenReport extends Paper {
  readonly token: Token;
  readonly answers: TokenAnswers;
}

function tokenRows({ issuer, subject, audiences, remarks }: Token, pen: Pen): readonly string[] {
  const claims = [
    `iss  "https://${show(issuer)}"`,
    `sub  ${quoted(subject)}`,
    `aud  ${audiences.map(quoted).join(", ")}`,
  ];
  return [
    ...field("token", claims, pen),
    ...remarks.map((remark) => pen.row(2, pen.colors.yellow(`! ${visible(remark)}`), 2)),
  ];
}

const none: Readonly<Record<TokenAnswers["chosen"], string>> = {
  named: "what was named asks for no role that is defined here",
  annotation: "the annotation of its account names no role that is defined here",
  all: "no role here lets this token in",
};

const heads: Readonly<Record<TokenAnswers["chosen"], string>> = {
  named: "",
  annotation: "the roles that its service account asks for:",
  all: "no service account here has this subject; the roles that let it in, or may:",
};

/** `irsa-lint why --token`: what STS would answer to a token, clause by clause. The signature is not looked at. */
export function formatWhyToken({ token, answers, ...paper }: TokenReport): string {
  const pen = penOf(paper);
  const rows = [...tokenRows(token, pen), ""];
  if (answers.answers.length === 0) rows.push(pen.row(2, none[answers.chosen]));
  else if (heads[answers.chosen] !== "") rows.push(pen.row(2, heads[answers.chosen]), "");
  for (const { role, verdict, reasons, decision } of answers.answers) {
    rows.push(
      `${pen.colors.bold(visible(print(role.name)))}  ${verdictWord(verdict, pen)}  ${pen.place(role.at)}`,
    );
    rows.push(...trustRows(decision, pen), "", ...verdictRows(verdict, reasons, pen), "");
  }
  return `${rows.join("\n").trimEnd()}\n`;
}
