import type { Manifest } from "../../model/manifest.ts";
import { entriesOf, get, itemsOf, textOf } from "../../model/node.ts";
import { absent, isAbsent, known, print, type Absent, type Text } from "../../model/text.ts";
import { emptyExpansion, type Expander, type Unit } from "../loader.ts";
import { inNamespace } from "../manifest-metadata.ts";
import { keyOf, isManifest } from "./application.ts";

const APPLICATION_SET = "argocd-application-set";

/** The unit of an ApplicationSet's manifest. */
export function applicationSetUnit(manifest: Manifest): Unit {
  return { key: keyOf(manifest), kind: APPLICATION_SET, input: manifest, origin: manifest.origin };
}

/** Generators are not read yet: an ApplicationSet may make anything, in its template's namespace when that is literal. */
export const applicationSetExpander: Expander = {
  kind: APPLICATION_SET,
  expand: (unit) => {
    if (!isManifest(unit.input)) return emptyExpansion;
    const { object, origin } = unit.input;
    const name = textOf(get(object, "metadata", "name"), object.at);
    const namespace = literalNamespace(
      textOf(get(object, "spec", "template", "spec", "destination", "namespace"), object.at),
    );
    const kinds = itemsOf(get(object, "spec", "generators")).flatMap((generator) =>
      entriesOf(generator).flatMap(({ key }) => known(key) ?? []),
    );
    const generators = kinds.length === 0 ? "its generators" : `its generators (${kinds.join(", ")})`;
    const where = inNamespace(namespace);
    const message = `ApplicationSet "${print(name)}": ${generators} are not read; what its Applications make${where} is not known`;
    const at = isAbsent(name) ? object.at : name.at;
    return {
      ...emptyExpansion,
      facts: [
        {
          kind: "gap",
          id: `application-set|${unit.key}`,
          what: `ApplicationSet ${print(name)}`,
          may: ["service-account", "secret-store", "external-secret"],
          namespace,
          account: absent(at),
          message,
          at,
          origin,
        },
      ],
    };
  },
};

/** A namespace that a generator's element fills in may be any. */
function literalNamespace(text: Text | Absent): Text | Absent {
  if (isAbsent(text)) return text;
  const value = known(text);
  return value === undefined || value === "" || value.includes("{{") ? absent(text.at) : text;
}
