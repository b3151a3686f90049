/** A resource as `planned_values` lists it, with what is known only after apply and what its expressions refer to. */
export interface Planned {
  readonly address: string;
  readonly values: object;
  readonly unknown?: object;
  readonly expressions?: object;
  readonly actions?: readonly string[];
}

const nameOf = (address: string): readonly string[] =>
  address
    .replace(/^data\./, "")
    .replace(/\[.*$/, "")
    .split(".");

/** A plan of resources in its root module, as `terraform show -json` prints it. */
export function planText(resources: readonly Planned[], changes: object = {}): string {
  const listed = resources.map(
    ({ address, values, unknown = {}, expressions = {}, actions = ["create"] }) => {
      const [type, name] = nameOf(address);
      const mode = address.startsWith("data.") ? "data" : "managed";
      return { address, mode, type, name, values, unknown, expressions, actions };
    },
  );
  const isKept = ({ actions }: { actions: readonly string[] }): boolean => actions.join() !== "delete";
  return JSON.stringify({
    format_version: "1.2",
    planned_values: {
      root_module: {
        resources: listed
          .filter(isKept)
          .map(({ address, mode, type, name, values }) => ({ address, mode, type, name, values })),
      },
    },
    resource_changes: listed.map(({ address, mode, type, name, values, unknown, actions }) => ({
      address,
      mode,
      type,
      name,
      change: { actions, after: isKept({ actions }) ? values : null, after_unknown: unknown },
    })),
    configuration: {
      provider_config: { aws: { expressions: { region: { constant_value: "eu-west-1" } } } },
      root_module: {
        resources: listed.map(({ address, mode, type, name, expressions }) => ({
          address,
          mode,
          type,
          name,
          provider_config_key: "aws",
          expressions,
        })),
      },
    },
    ...changes,
  });
}
