import type { Gap } from "../../../model/entities.ts";
import type { Resource } from "../instances/instance.ts";
import { factId } from "./identity.ts";
import type { Inventory } from "./inventory.ts";

/** Data sources that read one thing of IAM by its name: it exists, although nothing here makes it. */
const lookedUp = {
  "data.aws_iam_role": "role",
  "data.aws_iam_openid_connect_provider": "oidc-provider",
} as const;

export const LOOKED_UP_TYPES: readonly string[] = Object.keys(lookedUp);

function gapOf(found: Resource, kind: Gap["may"][number]): readonly Gap[] {
  const arn = found.attribute("arn");
  if (arn.kind !== "text") return [];
  return [
    {
      kind: "gap",
      id: factId(found.module, found.address, "#looked-up"),
      what: found.address,
      may: [kind],
      arn,
      namespace: { kind: "absent", at: found.at },
      account: found.provider().account,
      // A person who looks a thing up knows that it is made elsewhere.
      message: undefined,
      at: found.at,
      origin: found.module.origin,
    },
  ];
}

/** What is made elsewhere, as data sources tell (`data.aws_iam_role`: Terraform fails when there is none). */
export function lookedUpGaps(inventory: Inventory): readonly Gap[] {
  return Object.entries(lookedUp).flatMap(([type, kind]) =>
    (inventory.resources.get(type) ?? []).flatMap((found) => gapOf(found, kind)),
  );
}
