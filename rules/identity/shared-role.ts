import { stringLike } from "../../src/iam/wildcard.ts";
import { listed } from "../../src/iam/trust/words.ts";
import { equals } from "../../src/model/compare.ts";
import type { Link } from "../../src/model/link.ts";
import type { Model } from "../../src/model/model.ts";
import { known, literal, print, type Text } from "../../src/model/text.ts";
import { pathAndName } from "../../src/iam/arn.ts";
import { exampleAccount } from "../../src/rule-api/examples.ts";
import { annotated, distinct } from "../../src/rule-api/links.ts";
import { associated } from "../../src/rule-api/pod-identity.ts";
import { defineRule } from "../../src/rule-api/rule.ts";
import { nameOfAccount } from "../../src/rule-api/wording.ts";

interface Options {
  readonly allow: readonly string[];
}

const defaults: Options = { allow: [] };

/** A role's name by an ARN. */
const nameIn = (arn: Text): Text => pathAndName(arn).name;

/**
 * The links that count: those of the mechanism that wins, to one role only, and not certainly refused. A role that
 * several instances may be is not known to be one.
 */
function effectiveLinks(model: Model): readonly Link[] {
  return [...annotated(model), ...associated(model)].flatMap(({ links }) => {
    const [link, ...others] = links;
    return others.length === 0 && link.verdict !== "denied" ? [link] : [];
  });
}

/** The links by the role's instance, or by its ARN where the role is defined elsewhere. */
function byRole(model: Model): ReadonlyMap<unknown, readonly Link[]> {
  const groups = new Map<unknown, Link[]>();
  for (const link of effectiveLinks(model)) {
    const key = link.role ?? known(link.roleArn);
    if (key === undefined) continue;
    groups.set(key, [...(groups.get(key) ?? []), link]);
  }
  return groups;
}

/** The first link of each namespace that certainly is another one than those before. */
function ofEachNamespace(links: readonly Link[]): readonly Link[] {
  const found: Link[] = [];
  for (const link of links) {
    const { namespace } = link.serviceAccount;
    if (found.every((other) => equals(other.serviceAccount.namespace, namespace) === "no")) found.push(link);
  }
  return found;
}

const isAllowed = (name: Text, { allow }: Options): boolean =>
  allow.some((pattern) => stringLike(literal(pattern, name.at), name) === "yes");

const shared = "arn:aws:iam::111122223333:role/prod-shop";

export default defineRule({
  id: "identity/shared-role",
  meta: {
    summary: "A role should serve the service accounts of one namespace",
    severity: "info",
    since: "0.1.0",
    messages: {
      shared: (d: { role: string; namespaces: string }) =>
        `role "${d.role}" serves service accounts of the namespaces ${d.namespaces}`,
    },
    options: {
      schema: {
        type: "object",
        additionalProperties: false,
        properties: {
          allow: {
            description: 'Names of roles that several namespaces may share, with "*" and "?": ["shared-*"].',
            type: "array",
            items: { type: "string", minLength: 1 },
            default: [],
          },
        },
      },
      defaults,
    },
    docs: {
      why: "A namespace is where Kubernetes draws the line between teams. With a role for several, whatever one of them needs is granted to all, and AWS's logs do not tell them apart.",
      fix: "Make a role for each namespace, or list the role in the option `allow`.",
      quiet: [
        "A namespace, or the role, is not known.",
        "The role refuses the account: then it does not serve it.",
        "An association gives the account another role than its annotation.",
        "The role's name is in the option `allow`.",
      ],
      references: [
        "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
      ],
      bad: {
        "orders.yaml": exampleAccount("orders", "api", shared),
        "invoices.yaml": exampleAccount("invoices", "api", shared),
      },
      good: {
        "orders.yaml": exampleAccount("orders", "api", `${shared}-orders`),
        "invoices.yaml": exampleAccount("invoices", "api", `${shared}-invoices`),
      },
    },
  },
  check({ model, options, report }) {
    for (const links of byRole(model).values()) {
      const spread = ofEachNamespace(links);
      const [first] = spread;
      if (first === undefined || spread.length < 2) continue;
      const name = first.role?.name ?? nameIn(first.roleArn);
      if (isAllowed(name, options)) continue;
      const at = first.role?.name.at ?? first.roleArn.at;
      report({
        messageId: "shared",
        data: {
          role: print(name),
          namespaces: listed(
            spread.map(({ serviceAccount }) => serviceAccount.namespace),
            "and",
          ),
        },
        at,
        related: distinct(
          spread.map(({ roleArn, serviceAccount }) => ({
            at: roleArn.at,
            message: `service account "${nameOfAccount(serviceAccount)}" gets the role here`,
          })),
          at,
        ),
      });
    }
  },
});
