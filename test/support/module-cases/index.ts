import { blueprintsModules } from "./blueprints.ts";
import { cloudposseModules } from "./cloudposse.ts";
import { eksModules } from "./eks.ts";
import { otherIamModules } from "./iam-others.ts";
import { iamRoleModules } from "./iam-roles.ts";
import { irsaModules } from "./irsa.ts";
import type { RecordedModule } from "./module-cases.ts";
import { podIdentityModules } from "./pod-identity.ts";
import { smallModules } from "./small.ts";

/** Every module whose behaviour is recorded. */
export const recordedModules: readonly RecordedModule[] = [
  ...irsaModules,
  ...iamRoleModules,
  ...otherIamModules,
  ...podIdentityModules,
  ...eksModules,
  ...cloudposseModules,
  ...blueprintsModules,
  ...smallModules,
];
