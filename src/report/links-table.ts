import pico from "picocolors";
import stringWidth from "string-width";
import type { Link, Verdict } from "../model/link.ts";
import { print, type Text } from "../model/text.ts";
import { printLocation, type LinksReport } from "./report.ts";
import { countVerdicts, printSummary } from "./summary.ts";
import { visible } from "./visible.ts";

type Colors = ReturnType<typeof pico.createColors>;

const order: readonly Verdict[] = ["denied", "unknown", "allowed"];

function sign(verdict: Verdict, colors: Colors): string {
  const signs: Readonly<Record<Verdict, string>> = {
    allowed: colors.green("✔ allowed"),
    denied: colors.red("✖ denied "),
    unknown: colors.yellow("? unknown"),
  };
  return signs[verdict];
}

function accountName({ namespace, name }: { readonly namespace: Text; readonly name: Text }): string {
  return visible(`${print(namespace)}/${print(name)}`);
}

/** What a role is called: its address in Terraform, else its ARN. */
function roleName({ role, roleArn }: Link): string {
  return visible(role?.address ?? print(role?.arn ?? roleArn));
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - stringWidth(text)));
}

function entry(link: Link, width: number, report: LinksReport, colors: Colors): readonly string[] {
  const { verdict, serviceAccount, association, roleArn, environment, assumed, mechanism } = link;
  const notes = [
    ...(mechanism === "pod-identity" ? ["pod identity"] : []),
    ...(environment === null ? [] : [environment]),
    ...(assumed.length === 0 ? [] : [`assumes ${assumed.join(", ")}`]),
  ];
  const noted = notes.length === 0 ? "" : colors.dim(`  (${notes.join("; ")})`);
  const written = printLocation(association?.at ?? roleArn.at, report.files);
  const defined =
    link.role === undefined ? "defined nowhere here" : printLocation(link.role.at, report.files);
  const indent = " ".repeat(13);
  return [
    `  ${sign(verdict, colors)}  ${pad(accountName(serviceAccount), width)}  →  ${roleName(link)}${noted}`,
    `${indent}${colors.dim(`${written}  →  ${defined}`)}`,
    ...link.reasons.map(
      ({ code, message, at }) =>
        `${indent}${code}: ${visible(message)} ${colors.dim(`(${printLocation(at, report.files)})`)}`,
    ),
    ...(link.reasons.length === 0 ? [] : [""]),
  ];
}

/** The table is for people: of a long list it shows the beginning. */
const shownOfList = 20;

function beginning(lines: readonly string[]): readonly string[] {
  if (lines.length <= shownOfList) return lines;
  return [
    ...lines.slice(0, shownOfList),
    `    and ${lines.length - shownOfList} more: --format json has all of them`,
  ];
}

function unlinkedLines({ unlinked, files }: LinksReport, colors: Colors): readonly string[] {
  const accounts = unlinked.serviceAccounts.map(
    (account) => `    ${accountName(account)}  ${colors.dim(printLocation(account.at, files))}`,
  );
  const roles = unlinked.roles.map(
    (role) => `    ${role.address ?? print(role.arn)}  ${colors.dim(printLocation(role.at, files))}`,
  );
  return [
    ...(roles.length === 0
      ? []
      : ["", "  Roles for service accounts that none here uses:", ...beginning(roles)]),
    ...(accounts.length === 0 ? [] : ["", "  Service accounts without a role:", ...beginning(accounts)]),
  ];
}

/** `links --format table`: denied links first, each with its two places and its reasons. */
export function formatLinksTable(report: LinksReport): string {
  const colors = pico.createColors(report.color);
  const width = Math.max(0, ...report.links.map((link) => stringWidth(accountName(link.serviceAccount))));
  const sorted = order.flatMap((verdict) => report.links.filter((link) => link.verdict === verdict));
  const entries = sorted.flatMap((link) => entry(link, width, report, colors));
  const verdicts = countVerdicts(report.links.map(({ verdict }) => verdict));
  const lines = [
    ...(entries.length === 0 ? [] : ["", ...entries]),
    ...unlinkedLines(report, colors),
    "",
    `  ${colors.dim(printSummary(report.counts, verdicts))}`,
  ];
  return `${lines.join("\n")}\n`;
}
