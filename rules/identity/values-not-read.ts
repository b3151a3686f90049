import { ROLE_ARN_ANNOTATION } from "../../src/iam/webhook.ts";
import { equals } from "../../src/model/compare.ts";
import { didYouMean } from "../../src/iam/near-miss.ts";
import type { ChartReads, ReadAccount, Release, ServiceAccount } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import { textAt, type Location } from "../../src/model/location.ts";
import type { Model } from "../../src/model/model.ts";
import { get, textOf, type Node } from "../../src/model/node.ts";
import { isAbsent, known, print, type Text } from "../../src/model/text.ts";
import { isShadowed } from "../../src/rule-api/links.ts";
import { accountsMadeOf, roleAnnotations, type ValuesAnnotation } from "../../src/rule-api/releases.ts";
import { exampleApplication } from "../../src/rule-api/examples.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { meant, nameOfAccount } from "../../src/rule-api/wording.ts";

type Reads = NonNullable<Release["reads"]>;

const ACCOUNT = /service[-_]?accounts?$/i;
const ACCOUNT_ANNOTATIONS = /service[-_]?accounts?[-_]?annotations?$/i;

/**
 * The route above what looks like a service account's annotations: `webhook` of `webhook.serviceAccount.annotations`;
 * undefined for any other route. Charts print other maps (`podAnnotations`, `extraObjects`) as they are.
 */
function aboveAccount(route: readonly string[]): readonly string[] | undefined {
  const last = route.at(-1) ?? "";
  const before = route.at(-2) ?? "";
  if (/^annotations?$/i.test(last)) {
    return ACCOUNT.test(before) || /^(?:sa|irsa)$/i.test(before) ? route.slice(0, -2) : undefined;
  }
  return ACCOUNT_ANNOTATIONS.test(last) || ACCOUNT.test(last) ? route.slice(0, -1) : undefined;
}

/** Whether a route is that of an account's annotations, in whichever chart. */
const isAnnotations = (route: readonly string[]): boolean =>
  aboveAccount(route) !== undefined && /annotations?$/i.test(route.at(-1) ?? "");

/** One form for what people mix up: case, dashes and plurals. */
const folded = (path: string): string =>
  path
    .toLowerCase()
    .replace(/[-_]/g, "")
    .replace(/s(?=\.|$)/g, "");

/** Every route from the top to the account in the paths that the chart reads: `webhook`, and `""` for the top itself. */
function placesOf(read: readonly string[]): ReadonlySet<string> {
  return new Set(
    read.map((path) => folded((aboveAccount(path.split(".")) ?? path.split(".").slice(0, -1)).join("."))),
  );
}

/**
 * Whether a route is certainly not read: it looks like an account's annotations, is none of those that the chart has,
 * and lies where no other chart inside could read it: at the top, under the chart's own name, or beside a path of it.
 */
function isUnread(
  { chart, name }: Release,
  { row, accounts, chart: files }: Reads,
  route: readonly string[],
): boolean {
  if (files !== undefined) return aboveAccount(route) !== undefined && files.unread.includes(route[0] ?? "");
  if (accounts.some(({ unsure }) => unsure)) return false;
  const read = accounts.flatMap(({ annotations }) => annotations);
  const above = aboveAccount(route)?.join(".");
  if (above === undefined || read.includes(route.join("."))) return false;
  const own = [row, known(chart.name), known(name)];
  return above === "" || own.includes(above) || placesOf(read).has(folded(above));
}

/** Where a path would have to lie that a chart of the input does not read, as the end of a message. */
function meantPath({ inside, keys }: ChartReads, route: readonly string[]): string {
  const [first = "", ...rest] = route;
  const others = inside.filter(({ key }) => key !== first);
  const known = [...others.map(({ key }) => key), ...keys.filter((key) => key !== first)];
  const key =
    others.find(({ name }) => name === first)?.key ??
    known.find((each) => folded(each) === folded(first)) ??
    didYouMean(first, known);
  if (key !== undefined) return meant([key, ...rest].join("."));
  // What is not for one of the charts inside by its key is for none of them.
  const [only, ...more] = others;
  if (only === undefined) return "";
  if (more.length === 0 && aboveAccount(route)?.length === 0) return meant([only.key, ...route].join("."));
  const shown = others.slice(0, 3).map((each) => `"${each.key}"`);
  return `; values for the charts inside it lie under ${shown.join(", ")}${others.length > shown.length ? " and others" : ""}`;
}

/** The paths that the chart does read, the likeliest first, as the end of a message. */
function readPaths({ accounts, chart }: Reads, route: readonly string[]): string {
  if (chart !== undefined) return meantPath(chart, route);
  const paths = accounts.flatMap(({ annotations }) => annotations);
  const wanted = folded(route.join("."));
  const alike = paths.find((path) => folded(path) === wanted);
  if (alike !== undefined) return `; did you mean "${alike}"?`;
  const first = paths.slice(0, 3).map((path) => `"${path}"`);
  return first.length === 0
    ? ""
    : `; it reads ${first.join(", ")}${paths.length > first.length ? " and others" : ""}`;
}

/** The value that keeps the chart from making an account. */
function switchedOff(account: ReadAccount, { values }: Release): { path: string; node: Node } | undefined {
  for (const path of account.create) {
    const node = get(values, ...path.split("."));
    if (node?.kind === "boolean" && !node.value) return { path, node };
  }
  return undefined;
}

/** Whether something else here annotates the account, or may. */
function isAnnotatedElsewhere(account: ServiceAccount, model: Model): boolean {
  const { namespace, name } = account;
  const others = model.serviceAccounts.filter(
    (other) =>
      other !== account && equals(other.namespace, namespace) !== "no" && equals(other.name, name) !== "no",
  );
  if (others.some(({ roleArn, moreAnnotations }) => !isAbsent(roleArn) || moreAnnotations !== undefined))
    return true;
  return model.gaps.some(
    (gap) =>
      gap.may.includes("service-account") &&
      (isAbsent(gap.namespace) || equals(gap.namespace, namespace) !== "no"),
  );
}

/** What the annotation says, when it says anything. */
function roleIn({ value }: ValuesAnnotation): Text | undefined {
  const text = textOf(value, value.at);
  return isAbsent(text) || text.parts.length === 0 ? undefined : text;
}

/** The name of a setting with a backslash before each of the key's dots. */
function escaping(at: Location): readonly Suggestion[] {
  const written = textAt(at);
  if (written.includes("\\") || !written.endsWith(ROLE_ARN_ANNOTATION)) return [];
  const key = ROLE_ARN_ANNOTATION.replaceAll(".", "\\.");
  const value = written.slice(0, -ROLE_ARN_ANNOTATION.length) + key;
  return [
    { description: `Write "${value}"`, safety: "safe", intents: [{ kind: "replace-value", at, value }] },
  ];
}

const application = (values: string): string =>
  exampleApplication(`      valuesObject:
${values}`);

export default defineRule({
  id: "identity/values-not-read",
  meta: {
    summary: "Helm values must annotate a service account where its chart reads them",
    severity: "error",
    since: "0.1.0",
    messages: {
      notRead: (d: { path: string; chart: string; hint: string }) =>
        `chart "${d.chart}" does not read "${d.path}", so no service account gets this role${d.hint}`,
      split: (d: { path: string; chart: string }) =>
        `the dots of "eks.amazonaws.com/role-arn" were taken for levels below "${d.path}", so no service account of chart "${d.chart}" gets this role; a parameter needs "\\." for each`,
      notCreated: (d: { account: string; chart: string; path: string }) =>
        `chart "${d.chart}" does not make service account "${d.account}" because "${d.path}" is false, and so does not annotate it`,
    },
    docs: {
      why: "Helm takes any values without a word. An annotation at a path that the chart's templates do not read, or of an account that the chart is told not to make, is nowhere in the cluster, and the pods get no role.",
      fix: "Move the annotation to the path that the chart reads. In a `--set` argument or an Argo CD parameter write the key as `eks\\.amazonaws\\.com/role-arn`. With `create: false`, annotate the account where it is made.",
      quiet: [
        "The chart is in no catalogue and not here, or its accounts are not known for certain.",
        "A template of a chart that is here speaks of the key at the top of the path, or of its values as a whole.",
        "The annotation is of something else than a service account, or inside a list of whole objects.",
        "A chart inside the chart may read the path.",
        "With `create: false`: the account is annotated elsewhere, or something that is not read here may do it.",
      ],
      references: [
        "https://helm.sh/docs/chart_template_guide/values_files/",
        "https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set",
        "https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-parameters",
      ],
      bad: {
        "apps/external-dns.yaml": application(`        serviceAccounts:
          annotations:
            eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/prod-external-dns
`),
      },
      good: {
        "apps/external-dns.yaml": application(`        serviceAccount:
          annotations:
            eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/prod-external-dns
`),
      },
    },
  },
  check({ model, report }) {
    for (const release of model.releases) {
      const { reads, chart } = release;
      const names = { chart: print(chart.name) };
      const related = [{ at: chart.name.at, message: `the chart of release "${print(release.name)}"` }];
      for (const annotation of roleAnnotations(release)) {
        const path = annotation.route.join(".");
        const role = roleIn(annotation);
        if (role === undefined) continue;
        const at = role.at;
        const account = reads?.accounts.find(({ annotations }) => annotations.includes(path));
        if (annotation.split) {
          const isOwn = reads?.chart?.inside.every(({ key }) => key !== annotation.route[0]) !== false;
          const isMeant = account !== undefined || (isOwn && isAnnotations(annotation.route));
          const split = { data: { ...names, path }, at: annotation.key.at, related };
          if (isMeant) report({ messageId: "split", ...split, suggestions: escaping(annotation.key.at) });
        } else if (reads !== undefined && isUnread(release, reads, annotation.route)) {
          const hint = readPaths(reads, annotation.route);
          report({ messageId: "notRead", data: { ...names, path, hint }, at: annotation.key.at, related });
        }
        const off = account === undefined || annotation.split ? undefined : switchedOff(account, release);
        if (account === undefined || off === undefined) continue;
        for (const made of accountsMadeOf(release, account, model)) {
          if (made.existence !== "annotated" || isShadowed(made, model)) continue;
          if (isAnnotatedElsewhere(made, model)) continue;
          report({
            messageId: "notCreated",
            data: { ...names, path: off.path, account: nameOfAccount(made) },
            at,
            related: [{ at: off.node.at, message: `"${off.path}" is false` }, ...related],
          });
        }
      }
    }
  },
});
