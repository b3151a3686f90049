import type { Clause, Reason, StatementDecision, TrustDecision, Verdict } from "../model/link.ts";
import { isAbsent, type Answer } from "../model/text.ts";
import { paintVerdict, quoted, show, sign, type Pen } from "./why-pen.ts";
import { visible } from "./visible.ts";

function wantedBy({ wanted }: Clause): string {
  return wanted.length === 0 ? "nothing" : wanted.map(quoted).join(" or ");
}

function clauseTitle({ part, condition }: Clause): string {
  if (condition === undefined) return part;
  return `${show(condition.operator)} ${show(condition.key)}`;
}

function clauseRows(clause: Clause, decides: boolean, pen: Pen): readonly string[] {
  const got = isAbsent(clause.got) ? "nothing: the request has no such key" : quoted(clause.got);
  const mark = decides ? pen.colors.bold("  ← this decides") : "";
  const same = clause.wanted.length === 1 && !isAbsent(clause.got) && wantedBy(clause) === got;
  const rows = same ? [`is     ${got}`] : [`wants  ${wantedBy(clause)}`, `got    ${got}`];
  const missing = clause.missing.length === 0 ? [] : [`not known: ${visible(clause.missing.join(", "))}`];
  return [
    pen.row(4, `${sign(clause.answer, pen)} ${clauseTitle(clause)}  ${pen.place(clause.at)}${mark}`, 2),
    ...rows.map((row) => pen.row(8, row, 7)),
    ...missing.map((text) => pen.row(8, text, 7)),
  ];
}

const matches: Readonly<Record<Answer, string>> = {
  yes: "matches",
  no: "does not match",
  maybe: "may match",
};

function statementRows(
  decision: StatementDecision,
  index: number,
  { decidedBy }: TrustDecision,
  pen: Pen,
): readonly string[] {
  const { statement, effect, answer, clauses, invalid = [] } = decision;
  const mine = decidedBy?.statement === decision;
  const sid = isAbsent(statement.sid) ? "" : ` ${quoted(statement.sid)}`;
  const whole = mine && decidedBy.clause === undefined ? pen.colors.bold("  ← this decides") : "";
  const title = `${sign(answer, pen)} statement ${index + 1}${sid}: ${effect}, ${matches[answer]}  ${pen.place(statement.at)}${whole}`;
  return [
    pen.row(2, title, 2),
    ...clauses.flatMap((clause) => clauseRows(clause, mine && decidedBy.clause === clause, pen)),
    ...invalid.map(({ message, at }) =>
      pen.row(4, `${sign("no", pen)} IAM refuses it: ${visible(message)}  ${pen.place(at)}`, 2),
    ),
  ];
}

/** A trust policy statement by statement, and each clause with what it wants and gets; the one that decides is marked. */
export function trustRows(decision: TrustDecision | undefined, pen: Pen): readonly string[] {
  if (decision === undefined) return [];
  const { statements } = decision;
  const body =
    statements.length === 0
      ? [pen.row(2, "the trust policy has no statements")]
      : statements.flatMap((statement, index) => statementRows(statement, index, decision, pen));
  return ["", pen.row(2, pen.colors.bold("trust policy")), ...body];
}

/** A verdict with its reasons. */
export function verdictRows(verdict: Verdict, reasons: readonly Reason[], pen: Pen): readonly string[] {
  const head = paintVerdict(verdict, pen.colors.bold(`=> ${verdict}`), pen);
  if (reasons.length === 0) return [pen.row(2, head)];
  return reasons.map(({ code, message, at }, index) =>
    pen.row(2, `${index === 0 ? `${head}: ` : "   "}${code}: ${visible(message)}  ${pen.place(at)}`, 3),
  );
}
