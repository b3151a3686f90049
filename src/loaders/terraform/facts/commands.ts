import type { Gap } from "../../../model/entities.ts";
import { known, print, type Text } from "../../../model/text.ts";
import type { Resource } from "../instances/instance.ts";
import { filledArgument } from "../resources/resource-text.ts";
import { factId } from "./identity.ts";

type Made = Gap["may"][number];

/** Programs that make what this linter looks at, by the words of their command lines, and what they make. */
const programs: readonly {
  readonly words: readonly string[];
  readonly may: readonly Made[];
  readonly what: string;
}[] = [
  {
    words: ["eksctl", "iamserviceaccount"],
    may: ["role", "policy", "service-account"],
    what: "the roles and service accounts that eksctl makes are not known",
  },
  {
    words: ["eksctl", "podidentityassociation"],
    may: ["role", "policy", "association"],
    what: "the roles and associations that eksctl makes are not known",
  },
  {
    words: ["eksctl", "associate-iam-oidc-provider"],
    may: ["oidc-provider"],
    what: "the OIDC provider that eksctl makes is not known",
  },
  {
    words: ["kubectl", "annotate", "role-arn"],
    may: ["service-account"],
    what: "the roles that kubectl annotates accounts with are not known",
  },
];

/** Resources that only run commands. */
export const COMMAND_TYPES: readonly string[] = ["null_resource", "terraform_data"];

/** The command lines of a resource: what its `local-exec` provisioners run, as far as it is known. */
function commandsOf(resource: Resource): readonly Text[] {
  return resource
    .blocks("provisioner")
    .items.flatMap((provisioner) => filledArgument(provisioner, "command") ?? []);
}

/** What the commands of a resource may make besides what is read; commands that make nothing of interest are left out. */
export function commandGaps(resource: Resource): readonly Gap[] {
  return commandsOf(resource).flatMap((command, index) => {
    const line = known(command) ?? print(command);
    return programs
      .filter(({ words }) => words.every((word) => line.includes(word)))
      .map(({ may, what, words }): Gap => ({
        kind: "gap",
        id: factId(resource.module, resource.address, `#command ${index} ${words.join(" ")}`),
        what: resource.address,
        may,
        namespace: { kind: "absent", at: command.at },
        account: resource.module.provider("aws").account,
        message: `${resource.address} runs a command: ${what}`,
        at: command.at,
        origin: resource.module.origin,
      }));
  });
}
