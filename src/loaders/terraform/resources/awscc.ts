import type { BlockView, Resource } from "../instances/instance.ts";

/** What the Cloud Control provider calls the arguments of a type that the AWS provider has too. */
interface Renamed {
  readonly arguments: Readonly<Record<string, string>>;
  readonly blocks?: Readonly<Record<string, readonly [type: string, inner: Renamed]>>;
}

/** `awscc_iam_role` (provider documentation; AWS::IAM::Role): the names of `aws_iam_role`, and its own for them. */
const role: Renamed = {
  arguments: { name: "role_name", assume_role_policy: "assume_role_policy_document" },
  blocks: {
    inline_policy: ["policies", { arguments: { name: "policy_name", policy: "policy_document" } }],
  },
};

const own = (name: string, names: Readonly<Record<string, string>>): string =>
  (Object.hasOwn(names, name) ? names[name] : undefined) ?? name;

function renamedView<View extends BlockView>(view: View, { arguments: names, blocks = {} }: Renamed): View {
  return {
    ...view,
    setting: (name) => view.setting(own(name, names)),
    nameAt: (name) => view.nameAt(own(name, names)),
    blocks: (type) => {
      const renamed = Object.hasOwn(blocks, type) ? blocks[type] : undefined;
      if (renamed === undefined) return view.blocks(type);
      const [theirs, inner] = renamed;
      const list = view.blocks(theirs);
      return { ...list, items: list.items.map((item) => renamedView(item, inner)) };
    },
  };
}

/** A role as the AWS provider's `aws_iam_role` would have it, whichever of the two providers makes it. */
export function asRole<Of extends Resource>(resource: Of): Of {
  return resource.type === "awscc_iam_role" ? renamedView(resource, role) : resource;
}

/** The resource types that make a role, a provider or an association. */
export const ROLE_TYPES = ["aws_iam_role", "awscc_iam_role"] as const;
export const OIDC_PROVIDER_TYPES = ["aws_iam_openid_connect_provider", "awscc_iam_oidc_provider"] as const;
export const ASSOCIATION_TYPES = [
  "aws_eks_pod_identity_association",
  "awscc_eks_pod_identity_association",
] as const;
