import { argocd } from "../loaders/argocd/index.ts";
import { certManager } from "../loaders/cert-manager/index.ts";
import { externalSecrets } from "../loaders/external-secrets/index.ts";
import { helm } from "../loaders/helm/index.ts";
import { unnamedCharts } from "../loaders/helm/unnamed-charts.ts";
import { unreadValues } from "../loaders/helm/unread-values.ts";
import { helmfile } from "../loaders/helmfile/index.ts";
import { kubernetes } from "../loaders/kubernetes/index.ts";
import { kustomize } from "../loaders/kustomize/index.ts";
import type { Loader } from "../loaders/loader.ts";
import { terraformPlan } from "../loaders/terraform-plan/index.ts";
import { terraform } from "../loaders/terraform/index.ts";
import { terragrunt } from "../loaders/terragrunt/index.ts";

/** Every language and tool that is read. */
export const loaders: readonly Loader[] = [
  terraformPlan,
  terragrunt,
  terraform,
  kustomize,
  kubernetes,
  externalSecrets,
  certManager,
  argocd,
  helm,
  helmfile,
  unnamedCharts,
  unreadValues,
];
