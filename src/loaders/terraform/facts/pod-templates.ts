import type { Shape } from "./block-objects.ts";

const named: Shape = {};

/** `env` of a container: a value, or a reference to where it comes from. */
const variable: Shape = {
  blocks: {
    value_from: [
      "valueFrom",
      "one",
      {
        blocks: {
          secret_key_ref: ["secretKeyRef", "one", named],
          config_map_key_ref: ["configMapKeyRef", "one", named],
          field_ref: ["fieldRef", "one", named],
          resource_field_ref: ["resourceFieldRef", "one", named],
        },
      },
    ],
  },
};

const container: Shape = {
  blocks: {
    env: ["env", "list", variable],
    env_from: [
      "envFrom",
      "list",
      {
        blocks: {
          secret_ref: ["secretRef", "one", named],
          config_map_ref: ["configMapRef", "one", named],
        },
      },
    ],
  },
};

const volume: Shape = {
  blocks: {
    projected: [
      "projected",
      "one",
      {
        blocks: {
          sources: [
            "sources",
            "list",
            { blocks: { service_account_token: ["serviceAccountToken", "one", named] } },
          ],
        },
      },
    ],
  },
};

/** A pod's `spec`, as far as identity goes (Kubernetes provider, `kubernetes_pod`). */
export const podSpec: Shape = {
  blocks: {
    container: ["containers", "list", container],
    init_container: ["initContainers", "list", container],
    volume: ["volumes", "list", volume],
  },
};

const podTemplate: Shape = {
  blocks: { metadata: ["metadata", "one", named], spec: ["spec", "one", podSpec] },
};

/** The `spec` of what makes pods of a template (`kubernetes_deployment`, `kubernetes_job`, …). */
export const templateSpec: Shape = { blocks: { template: ["template", "one", podTemplate] } };

/** The `spec` of `kubernetes_cron_job`. */
export const cronJobSpec: Shape = {
  blocks: {
    job_template: [
      "jobTemplate",
      "one",
      { blocks: { metadata: ["metadata", "one", named], spec: ["spec", "one", templateSpec] } },
    ],
  },
};
