import type { Fact, OidcProvider } from "../../../model/entities.ts";
import { textOf } from "../../../model/node.ts";
import type { Tracked } from "../../../model/policy.ts";
import { isAbsent, type Text } from "../../../model/text.ts";
import type { Resource } from "../instances/instance.ts";
import { OIDC_PROVIDER_TYPES } from "../resources/awscc.ts";
import { oidcProviderArn } from "../resources/iam-names.ts";
import { withoutScheme } from "../resources/issuer-url.ts";
import { attributeHole, filledArgument } from "../resources/resource-text.ts";
import { factId } from "./identity.ts";
import type { Inventory } from "./inventory.ts";

/** A list of strings; unknown as a whole when it is not a list. */
function textsOf(resource: Resource, name: string): Tracked<readonly Text[]> {
  const node = resource.setting(name);
  if (node === undefined || node.kind === "null") return { state: "absent", at: resource.at };
  if (node.kind === "unknown") return { state: "unknown", hole: node.hole, at: node.at };
  if (node.kind !== "list") return { state: "unknown", hole: attributeHole(resource, name), at: node.at };
  const value = node.items.flatMap((item) => {
    const text = textOf(item, node.at);
    return isAbsent(text) ? [] : [text];
  });
  return { state: "known", value, at: node.at };
}

function providerFact(provider: Resource): OidcProvider {
  const { account, partition } = provider.provider();
  const hole: Text = {
    kind: "text",
    parts: [{ ...attributeHole(provider, "url"), shape: "issuer" }],
    at: provider.at,
  };
  const url = filledArgument(provider, "url") ?? hole;
  const issuer = withoutScheme(url);
  return {
    kind: "oidc-provider",
    id: factId(provider.module, provider.address),
    origin: provider.module.origin,
    at: provider.at,
    address: provider.address,
    issuer,
    url,
    account,
    arn: oidcProviderArn(provider.at, { account, partition }, issuer),
    clientIds: textsOf(provider, "client_id_list"),
    thumbprints: textsOf(provider, "thumbprint_list"),
  };
}

/** The OIDC providers of a root module (`aws_iam_openid_connect_provider`, `awscc_iam_oidc_provider`). */
export function oidcProviderFacts(inventory: Inventory): readonly Fact[] {
  return OIDC_PROVIDER_TYPES.flatMap((type) => (inventory.resources.get(type) ?? []).map(providerFact));
}
