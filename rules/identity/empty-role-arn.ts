import { ROLE_ARN_ANNOTATION } from "../../src/iam/webhook.ts";
import type { ServiceAccount } from "../../src/model/entities.ts";
import type { Suggestion } from "../../src/model/finding.ts";
import type { Location } from "../../src/model/location.ts";
import type { Model } from "../../src/model/model.ts";
import { get } from "../../src/model/node.ts";
import { isAbsent, known } from "../../src/model/text.ts";
import { exampleAccount } from "../../src/rule-api/examples.ts";
import { isShadowed } from "../../src/rule-api/links.ts";
import { accountsMadeOf } from "../../src/rule-api/releases.ts";
import { remove } from "../../src/rule-api/repairs.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";

/** Where the empty value stands; its key's place when there is nothing to point at. */
function placeOf({ annotations, roleArn }: ServiceAccount): Location {
  if (roleArn.at.span.end > roleArn.at.span.start) return roleArn.at;
  return annotations.findLast(({ key }) => known(key) === ROLE_ARN_ANNOTATION)?.key.at ?? roleArn.at;
}

/** Whether the account certainly exists with the annotation as it was read: a guess or somebody else's does not. */
function isCertain({ existence, madeBy }: ServiceAccount): boolean {
  if (madeBy?.guessed === true) return false;
  return existence === "created" || (existence === "annotated" && madeBy?.what !== "chart");
}

/** Without the annotation nothing is different, unless it covers a value that a chart or another file has. */
function repair({ annotations, madeBy, at }: ServiceAccount): readonly Suggestion[] {
  const value = annotations.findLast(({ key }) => known(key) === ROLE_ARN_ANNOTATION)?.value;
  if (value === undefined) return [];
  const isPlain = madeBy === undefined && value.at.file === at.file;
  return remove(value.at, "Remove the annotation", isPlain ? "safe" : "unsafe");
}

/** The charts' own values, which whoever installs them overrides. */
function valuesOfCharts({ releases }: Model): ReadonlySet<string> {
  return new Set(
    releases.flatMap(({ chart: { directory } }) =>
      directory === undefined ? [] : [directory === "" ? "values.yaml" : `${directory}/values.yaml`],
    ),
  );
}

interface Emptied {
  readonly account: ServiceAccount;
  readonly at: Location;
}

/**
 * Annotations that are null in a release's values: Helm takes the key away. Over another layer that has it, that is
 * what null is for.
 */
function nulled(model: Model): readonly Emptied[] {
  // A file that is not read may be what null is over.
  const whole = model.releases.filter(({ valueFiles }) => valueFiles.every(({ state }) => state === "read"));
  return whole.flatMap((release) =>
    (release.reads?.accounts ?? []).flatMap((account) =>
      account.annotations.flatMap((path): readonly Emptied[] => {
        const route = [...path.split("."), ROLE_ARN_ANNOTATION];
        if (get(release.values, ...route)?.kind !== "null") return [];
        const written = release.layers.filter((layer) => get(layer, ...route) !== undefined);
        const map = get(release.values, ...path.split("."));
        const key =
          map?.kind === "map"
            ? map.entries.find((entry) => known(entry.key) === ROLE_ARN_ANNOTATION)
            : undefined;
        if (written.length > 1 || key === undefined) return [];
        return accountsMadeOf(release, account, model).map((made) => ({ account: made, at: key.key.at }));
      }),
    ),
  );
}

export default defineRule({
  id: "identity/empty-role-arn",
  meta: {
    summary: "The role-arn annotation of a service account should not be empty",
    severity: "warning",
    since: "0.1.0",
    messages: {
      empty: (d: { account: string }) =>
        `the role-arn annotation of service account "${d.account}" is empty: its pods get no role`,
    },
    docs: {
      why: "The pod identity webhook takes an empty annotation for none. The pods start without a role of their own and fall back to that of the node.",
      fix: "Write the role's ARN, or remove the annotation.",
      quiet: [
        "A later value file, inline values or a parameter sets it.",
        "It is the default of a variable or of a chart.",
        "A Pod Identity association gives the account its role.",
        "Part of the value is not known.",
        "Values of a release take the annotation of an earlier file away with null.",
      ],
      references: [
        "https://github.com/aws/amazon-eks-pod-identity-webhook/blob/master/pkg/cache/cache.go",
        "https://helm.sh/docs/chart_template_guide/values_files/",
      ],
      bad: { "sa.yaml": exampleAccount("reports", "reports", '""') },
      good: {
        "sa.yaml": exampleAccount("reports", "reports", "arn:aws:iam::111122223333:role/prod-reports"),
      },
    },
  },
  check({ model, report }) {
    const defaults = valuesOfCharts(model);
    const written = model.serviceAccounts.flatMap((account): readonly Emptied[] => {
      const { roleArn } = account;
      if (isAbsent(roleArn) || known(roleArn) !== "" || !isCertain(account)) return [];
      const isAssumed = roleArn.assumed?.some((name) => name.startsWith("default:")) === true;
      const at = placeOf(account);
      return isAssumed || defaults.has(at.file.path) ? [] : [{ account, at }];
    });
    for (const { account, at } of [...written, ...nulled(model)]) {
      if (isShadowed(account, model)) continue;
      report({
        messageId: "empty",
        data: { account: nameOfAccount(account) },
        at,
        related: [
          {
            at: account.name.at,
            message: `the annotation is of service account "${nameOfAccount(account)}"`,
          },
        ],
        suggestions: repair(account),
      });
    }
  },
});
