import { couldBeRoleArn } from "../../src/iam/arn.ts";
import { digitsOfPrintedNumber } from "../../src/iam/printed-number.ts";
import { arnKind, didYouMean } from "../../src/iam/near-miss.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import { textAt, type Location } from "../../src/model/location.ts";
import type { Model } from "../../src/model/model.ts";
import { isAbsent, known, literal, print, type Text } from "../../src/model/text.ts";
import { exampleAccount } from "../../src/rule-api/examples.ts";
import { isShadowed } from "../../src/rule-api/links.ts";
import { arnForHint } from "../../src/rule-api/role-arns.ts";
import { rewrite } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { meant, nameOfAccount } from "../../src/rule-api/wording.ts";

/** What people paste along with an ARN. */
const AROUND = /^[\s"']+|[\s"']+$/g;

/** What is wrong with a text that can be no role's ARN, the most telling first. */
function problemOf(text: Text): string {
  const value = print(text);
  if (/\s/.test(value)) return "it holds a blank or a line end, which the webhook passes on as it is";
  if (/^["']|["']$/.test(value)) return "it holds a quotation mark";
  if (!value.startsWith("arn:")) return "it is no ARN, and EKS does not complete a bare name";
  const [, partition = "", service = "", region = "", account = ""] = value.split(":");
  if (!/^(?:aws|\$\{)/.test(partition)) return `"${partition}" is no AWS partition`;
  if (service !== "iam") return `it is an ARN of "${service}", not of "iam"`;
  if (region !== "") return "an IAM ARN has no region: two colons stand before the account";
  const kind = arnKind(text);
  if (kind !== undefined && kind !== "role") return `its resource is "${kind}", not "role"`;
  const digits = digitsOfPrintedNumber(account);
  if (digits !== undefined) {
    const lost = digits.length === 11 ? " and without the zero that it began with" : "";
    return `its account is ${digits} as Helm prints a number of the values, with an exponent${lost}: an account id has to be quoted there`;
  }
  if (/^\d+$/.test(account) && account.length !== 12) {
    return `the account "${account}" has ${String(account.length)} digits, not 12`;
  }
  if (!account.includes("${") && !/^\d{12}$/.test(account))
    return `"${account}" is no account id of 12 digits`;
  return kind === undefined
    ? 'what follows the account is not "role/" and a name'
    : "the role's name is not one that IAM has";
}

/** The number of the values that a template printed into the ARN's account, where that is certain. */
function printedNumber(text: Text): { readonly at: Location; readonly account: string } | undefined {
  for (const part of text.parts) {
    if (part.kind === "hole" || part.at === undefined) continue;
    const digits = digitsOfPrintedNumber(part.value);
    const written = textAt(part.at);
    if (digits === undefined || Number(written) !== Number(digits)) continue;
    return { at: { ...part.at, route: text.at.route }, account: digits.padStart(12, "0") };
  }
  return undefined;
}

/** The ARN that was meant: the same without blanks, that of the one role here with this name, or a similar one. */
function intended(text: Text, model: Model): string | undefined {
  const value = known(text);
  if (value === undefined) return undefined;
  const bare = value.replace(/[\s"']/g, "");
  if (bare !== value && couldBeRoleArn(literal(bare, text.at)) === "yes") return bare;
  const arns = [...new Set(model.roles.flatMap((role) => arnForHint(role, value) ?? []))];
  const named = arns.filter((arn) => arn.endsWith(`/${bare}`));
  return named.length === 1 ? named[0] : didYouMean(value, arns);
}

/**
 * The repair. Without the blanks and quotes around it the ARN is what was meant; any other one gives the account a role
 * that somebody has to choose.
 */
function repair(text: Text, correction: string | undefined): readonly Suggestion[] {
  if (correction === undefined) return [];
  const isTrimmed = known(text)?.replace(AROUND, "") === correction;
  return rewrite(text, correction, isTrimmed ? "safe" : "unsafe");
}

/** The same digits as a text. */
function quoting({
  at,
  account,
}: {
  readonly at: Location;
  readonly account: string;
}): readonly Suggestion[] {
  const intents = [{ kind: "replace-value", at, value: account } as const];
  return [{ description: `Quote it: "${account}"`, safety: "safe", intents }];
}

/** A value on one line, as a message can show it. */
function onOneLine(value: string): string {
  return value.replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
}

export default defineRule({
  id: "identity/malformed-role-arn",
  meta: {
    summary: "The role-arn annotation of a service account must be an IAM role's ARN",
    severity: "error",
    since: "0.1.0",
    messages: {
      malformed: (d: { value: string; account: string; problem: string; hint: string }) =>
        `"${d.value}" of service account "${d.account}" is not the ARN of an IAM role: ${d.problem}${d.hint}`,
    },
    docs: {
      why: "The pod identity webhook copies the annotation into the pod as it is and only logs a warning. The pod starts, and its first call to AWS fails.",
      fix: "Write the whole ARN: `arn:aws:iam::<12 digits>:role/<path and name>`.",
      quiet: [
        "Part of the value is not known: a template expression, a variable, a placeholder such as `<ACCOUNT_ID>`.",
        "The annotation is empty, which the webhook reads as none.",
        "A Pod Identity association shadows the annotation.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
        "https://github.com/aws/amazon-eks-pod-identity-webhook/blob/master/pkg/cache/cache.go",
      ],
      bad: {
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:policy/prod-reports"),
      },
      good: {
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
      },
    },
  },
  check({ model, report }) {
    for (const account of model.serviceAccounts) {
      const { roleArn } = account;
      if (isAbsent(roleArn) || known(roleArn) === "" || couldBeRoleArn(roleArn) !== "no") continue;
      if (isShadowed(account, model)) continue;
      const number = printedNumber(roleArn);
      const correction = number === undefined ? intended(roleArn, model) : undefined;
      const written = print(roleArn);
      const meantRoles = model.roles.filter(
        (role) => correction !== undefined && arnForHint(role, written) === correction,
      );
      report({
        messageId: "malformed",
        data: {
          value: onOneLine(written),
          account: nameOfAccount(account),
          problem: problemOf(roleArn),
          hint: meant(correction),
        },
        at: number?.at ?? roleArn.at,
        related: [
          ...(number === undefined
            ? []
            : [{ at: roleArn.at, message: "the annotation takes the account from there" }]),
          {
            at: account.name.at,
            message: `the annotation is of service account "${nameOfAccount(account)}"`,
          },
          ...meantRoles.map((role) => ({
            at: role.name.at,
            message: `"${print(role.name)}" is defined here`,
          })),
        ],
        suggestions: number === undefined ? repair(roleArn, correction) : quoting(number),
      });
    }
  },
});
