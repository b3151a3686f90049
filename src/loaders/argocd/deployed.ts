import type { Fact } from "../../model/entities.ts";
import type { Manifest } from "../../model/manifest.ts";
import { stringAt } from "../../model/node.ts";
import { inDeployed } from "../../model/problem.ts";
import { emptyExpansion, type Expansion } from "../loader.ts";
import { apiGroupOf, placedIn } from "../manifest-metadata.ts";
import type { Application } from "./application-gap.ts";

/** Whether an object asks Argo CD for more objects. */
export function isDeployer({ object }: Manifest): boolean {
  return apiGroupOf(object) === "argoproj.io" && /^Application(?:Set)?$/.test(stringAt(object, "kind") ?? "");
}

/**
 * What an Application makes of the objects in files. Files with Applications in them stay as they are: those are found
 * where they stand, and an Application that deploys the file it stands in cannot depend on itself.
 */
export function deployedFiles(application: Application, parts: readonly Expansion[]): Expansion {
  const manifests = parts.flatMap((part) => part.manifests);
  const left = new Set(manifests.filter(isDeployer).map(({ object }) => object.at.file.path));
  left.add(application.manifest.object.at.file.path);
  const isOwn = (path: string): boolean => !left.has(path);
  return {
    ...emptyExpansion,
    manifests: manifests
      .filter(({ object }) => isOwn(object.at.file.path))
      .map((manifest) => placed(application, manifest)),
    facts: parts
      .flatMap(({ facts }) => facts)
      .filter(({ at }) => isOwn(at.file.path))
      .map((fact) => ownFact(application, fact)),
    claims: parts.flatMap(({ units }) => units.map(({ key }) => key)).filter(isOwn),
    problems: parts
      .flatMap(({ problems }) => problems)
      .filter(({ at }) => isOwn(at.file.path))
      .map(inDeployed),
  };
}

/** A fact as the Application's own. */
export function ownFact(application: Application, fact: Fact): Fact {
  const { environment } = application.origin;
  const origin = { ...application.origin, environment: environment ?? fact.origin.environment };
  return { ...fact, origin, id: `${fact.id}|${application.key}` };
}

/**
 * An object goes into the namespace that it names, else into the Application's destination (argo-cd
 * controller/state.go, NormalizeTargetObjects). It is in the Application's environment, else in that of its build.
 */
export function placed(application: Application, manifest: Manifest): Manifest {
  const { object, madeBy } = manifest;
  const existence = manifest.existence ?? application.manifest.existence;
  const { origin } = application;
  return {
    object: placedIn(object, application.namespace),
    origin: {
      ...origin,
      environment: origin.environment ?? manifest.origin.environment,
      via: [...origin.via, ...manifest.origin.via],
    },
    ...(existence === undefined ? {} : { existence }),
    ...(madeBy === undefined ? {} : { madeBy }),
  };
}
