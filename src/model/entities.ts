import type { Location, Step } from "./location.ts";
import type { Node } from "./node.ts";
import type { PolicyDocument, Tracked } from "./policy.ts";
import type { Absent, Answer, Hole, Text } from "./text.ts";

/** The variable set, overlay or generator element that made an instance; null when there is only one world. */
export type EnvironmentId = string | null;

/** How an object came about: in which environment and cluster, through which steps. */
export interface Origin {
  readonly environment: EnvironmentId;
  /**
   * Set when the environment is the directory of one of several units that make up an environment together, as
   * Terragrunt has them: units of one environment lie near each other and have different names.
   */
  readonly isUnit?: true;
  /** What the deployer calls the cluster (an Argo CD destination's server or name); absent when nothing says it. */
  readonly cluster: Text | Absent;
  /** The namespace where the deployer puts an object that names none: an Argo CD destination's; undefined without one. */
  readonly destination?: Text;
  readonly via: readonly Step[];
  /** The directory of the Terraform root module that makes it; undefined for what no Terraform makes. */
  readonly root?: string;
}

interface Entity {
  /** Unique in a model and the same in every run: file, address, environment. */
  readonly id: string;
  readonly origin: Origin;
  /** The whole object. */
  readonly at: Location;
}

/** A policy that an IAM role holds. */
export interface RolePolicy {
  readonly kind: "inline" | "managed";
  /** The policy's name, or its ARN when it is managed and only named. */
  readonly name: Text | Absent;
  readonly document: Tracked<PolicyDocument>;
  /** Where it is attached to the role. */
  readonly at: Location;
}

/** An IAM role. */
export interface Role extends Entity {
  readonly kind: "role";
  /** `module.eso_irsa.aws_iam_role.this["a"]`, or absent for a role that no Terraform address names. */
  readonly address: string | undefined;
  readonly name: Text;
  /** Begins and ends with `/`. */
  readonly path: Text;
  readonly account: Text;
  readonly partition: Text;
  readonly arn: Text;
  readonly trust: Tracked<PolicyDocument>;
  readonly policies: readonly RolePolicy[];
  /** Set when the role may hold policies that are not listed. */
  readonly morePolicies?: Hole;
  readonly permissionsBoundary: Text | Absent;
  /** Whether it exists at all: "maybe" when `count` or `for_each` is unknown. */
  readonly exists: "yes" | "maybe";
}

/** An IAM OIDC identity provider. */
export interface OidcProvider extends Entity {
  readonly kind: "oidc-provider";
  readonly address: string | undefined;
  /** The issuer without `https://`, as IAM keeps it. */
  readonly issuer: Text;
  /** The URL as it was written. */
  readonly url: Text;
  readonly account: Text;
  readonly arn: Text;
  readonly clientIds: Tracked<readonly Text[]>;
  readonly thumbprints: Tracked<readonly Text[]>;
}

/** An EKS Pod Identity association. */
export interface PodIdentityAssociation extends Entity {
  readonly kind: "pod-identity-association";
  readonly address: string | undefined;
  readonly clusterName: Text;
  readonly namespace: Text;
  readonly serviceAccount: Text;
  readonly roleArn: Text;
  readonly targetRoleArn: Text | Absent;
  readonly disableSessionTags: Tracked<boolean>;
}

/**
 * A Kubernetes service account as it would exist in the cluster: written as a manifest, or made by a chart's release,
 * an overlay or Terraform.
 */
export interface ServiceAccount extends Entity {
  readonly kind: "service-account";
  readonly namespace: Text;
  readonly name: Text;
  /** The annotation `eks.amazonaws.com/role-arn`; a text without parts when it is written but empty. */
  readonly roleArn: Text | Absent;
  /** The annotation `eks.amazonaws.com/audience`. */
  readonly audience: Text | Absent;
  /** Every annotation, for rules on their keys. Unknown annotations may add to them when `moreAnnotations` is set. */
  readonly annotations: readonly { readonly key: Text; readonly value: Text }[];
  readonly moreAnnotations?: Hole;
  readonly labels: readonly { readonly key: Text; readonly value: Text }[];
  /**
   * "created": something in the input makes it. "annotated": it is made elsewhere and only annotated here
   * (`create: false` beside annotations, `kubernetes_annotations`).
   */
  readonly existence: "created" | "annotated" | "maybe";
  /** What made it, as a fact for messages: the catalogue row and release, or undefined for a plain manifest. */
  readonly madeBy?: {
    readonly what: "chart" | "terraform" | "generator";
    readonly row: string;
    readonly release: Text;
    /** Which of the row's accounts it is. */
    readonly component?: string;
    /** True when the chart's own template made it, not the catalogue's word. */
    readonly rendered?: true;
    /** True when no row says that the chart makes it: its values only look as if they were for an account. */
    readonly guessed?: true;
  };
}

/** An environment variable of a container. */
export interface EnvironmentVariable {
  readonly name: Text;
  /** Absent when it comes from somewhere else (`valueFrom`). */
  readonly value: Text | Absent;
  readonly from?: {
    readonly kind: "secret" | "config-map" | "other";
    readonly name: Text | Absent;
    /** The key in the secret or the config map. */
    readonly key: Text | Absent;
    /** Set unless the pod certainly does not start without it. */
    readonly optional?: true;
  };
  readonly at: Location;
}

/** A container of a workload. */
export interface Container {
  readonly name: Text | Absent;
  readonly image: Text | Absent;
  /** Its command and arguments. */
  readonly command: readonly Text[];
  readonly env: readonly EnvironmentVariable[];
  /** Secrets and config maps that are imported whole. */
  readonly envFrom: readonly {
    readonly kind: "secret" | "config-map";
    readonly name: Text | Absent;
    readonly at: Location;
  }[];
  readonly at: Location;
}

/** A workload: anything that has or makes pods. */
export interface Workload extends Entity {
  readonly kind: "workload";
  readonly workloadKind: string;
  readonly namespace: Text;
  readonly name: Text;
  /** Absent means `default`. */
  readonly serviceAccountName: Text | Absent;
  readonly containers: readonly Container[];
  /** Its own projected volumes with a service account's token, beside which the webhook's is not needed. */
  readonly tokenVolumes: readonly { readonly audience: Text | Absent; readonly at: Location }[];
  /** `eks.amazonaws.com/...` annotations on the workload or its pod template, which the webhook does not read. */
  readonly annotations: readonly { readonly key: Text; readonly value: Text }[];
  /** What its pods themselves carry, as the webhook and the scheduler read it. */
  readonly pod: {
    /** `eks.amazonaws.com/...` annotations only. */
    readonly annotations: readonly { readonly key: Text; readonly value: Text }[];
    readonly labels: readonly { readonly key: Text; readonly value: Text }[];
    readonly nodeSelector: readonly { readonly key: Text; readonly value: Text }[];
  };
}

/** A Kubernetes namespace that is written as a manifest. */
export interface Namespace extends Entity {
  readonly kind: "namespace";
  readonly name: Text;
  /** `eks.amazonaws.com/...` annotations, which the webhook does not read there. */
  readonly annotations: readonly { readonly key: Text; readonly value: Text }[];
}

/** A ConfigMap or a Secret. What a Secret holds is not kept, only under which keys. */
export interface ConfigurationSource extends Entity {
  readonly kind: "configuration-source";
  readonly objectKind: "ConfigMap" | "Secret";
  readonly namespace: Text;
  readonly name: Text;
  /** A Secret's type. */
  readonly type: Text | Absent;
  readonly entries: readonly { readonly key: Text; readonly value: Text | Absent }[];
  /** Set when it may hold more than the listed entries. */
  readonly moreEntries?: Hole;
}

/** How an External Secrets store or generator authenticates to AWS. */
export type StoreAuth =
  | {
      readonly kind: "jwt";
      /** Undefined for `jwt: {}`. */
      readonly serviceAccount?: {
        readonly name: Text | Absent;
        readonly namespace: Text | Absent;
        readonly audiences: readonly Text[];
        readonly at: Location;
      };
    }
  | { readonly kind: "secret-ref"; readonly at: Location }
  | { readonly kind: "controller" }
  | { readonly kind: "unknown"; readonly hole: Hole };

/** An External Secrets SecretStore or ClusterSecretStore with the AWS provider; other providers are `provider: "other"`. */
export interface SecretStore extends Entity {
  readonly kind: "secret-store";
  readonly apiVersion: Text | Absent;
  readonly storeKind: "SecretStore" | "ClusterSecretStore";
  /** The place of the value of `kind`. */
  readonly storeKindAt: Location;
  readonly namespace: Text | Absent;
  readonly name: Text;
  readonly provider: "aws" | "other" | "unknown";
  readonly service: Text | Absent;
  readonly region: Text | Absent;
  readonly role: Text | Absent;
  readonly prefix: Text | Absent;
  readonly auth: StoreAuth;
  /** Keys under `auth` that the AWS provider does not have. */
  readonly unknownAuth: readonly { readonly key: Text; readonly at: Location }[];
}

/** A reference to a store from an ExternalSecret, a PushSecret or a ClusterExternalSecret. */
export interface StoreReference {
  /** Absent means SecretStore. */
  readonly kind: Text | Absent;
  readonly name: Text | Absent;
  /** The whole reference object. */
  readonly at: Location;
}

/** An ExternalSecret, ClusterExternalSecret, PushSecret or ClusterPushSecret. */
export interface ExternalSecret extends Entity {
  readonly kind: "external-secret";
  readonly objectKind: "ExternalSecret" | "ClusterExternalSecret" | "PushSecret" | "ClusterPushSecret";
  readonly namespace: Text | Absent;
  readonly name: Text;
  readonly stores: readonly StoreReference[];
}

/** A solver of a cert-manager issuer that answers DNS challenges by Route 53. */
export interface Route53Solver {
  /** Absent: the zone is looked up by its name. */
  readonly hostedZoneId: Text | Absent;
  /** The role that the credentials are used to assume. */
  readonly role: Text | Absent;
  /** "ambient": the controller's own; "own": keys, or a service account that the solver names. */
  readonly credentials: "ambient" | "own" | "unknown";
  readonly at: Location;
}

/** A cert-manager Issuer or ClusterIssuer. */
export interface CertificateIssuer extends Entity {
  readonly kind: "certificate-issuer";
  readonly issuerKind: "Issuer" | "ClusterIssuer";
  readonly namespace: Text | Absent;
  readonly name: Text;
  readonly solvers: readonly Route53Solver[];
}

/** A file of values that a release asks for. */
export interface ReleaseValueFile {
  /** As the release names it. */
  readonly path: Text;
  /** "missing": the place where it should be is here, and it is not there. "unread": it lies elsewhere, or nobody can say where. */
  readonly state: "read" | "missing" | "unread";
  /** Paths of YAML files near a missing one, written as the release would write them. */
  readonly nearby: readonly string[];
  /** Set for a missing one whose `$name/` is no source of the Application: that name. */
  readonly noSource?: string;
}

/** An action without which a controller does not work. */
export interface NeededAction {
  readonly action: string;
  /** What outside of the values must be there for it to be needed. */
  readonly for?: "route53-solver" | "route53-zone-lookup" | "aws-store";
  /** Another action that must be granted, which shows that the feature is meant to be used. */
  readonly beside?: string;
}

/** What the catalogue says of an account of a chart, as far as its values matter. */
export interface ReadAccount {
  readonly component: string;
  /** The maps in the values that hold its annotations, as dotted routes. */
  readonly annotations: readonly string[];
  /** The values that must all be true for the chart to make it. */
  readonly create: readonly string[];
  /** Whether annotations go through `tpl` in this version of the chart. */
  readonly templated: Answer;
  /** True when its rules were not read in the chart. */
  readonly unsure: boolean;
  /** Set when it needs no access to AWS, whatever the values say. */
  readonly needsNoAws?: true;
  /** Whether its controller calls AWS, by the catalogue and the values; "maybe" where the catalogue does not say. */
  readonly callsAws: Answer;
  /** What outside of the values makes it call AWS. */
  readonly callsAwsFor?: "route53-solver" | "aws-store";
  /** The actions without which its controller certainly does not work with these values. */
  readonly needs: readonly NeededAction[];
}

/** What the files of a chart say of the values that it reads. */
export interface ChartReads {
  /** The charts inside it: the key under which their values lie, and their own name. */
  readonly inside: readonly { readonly key: string; readonly name: string }[];
  /** The keys at the top of its own values.yaml. */
  readonly keys: readonly string[];
  /** Keys at the top of the values that no template of it or of a chart inside it speaks of: nothing reads them. */
  readonly unread: readonly string[];
}

/** A Helm release, whoever installs it. */
export interface Release extends Entity {
  readonly kind: "release";
  readonly chart: {
    readonly name: Text;
    readonly repository: Text | Absent;
    readonly version: Text | Absent;
    /** Where the chart lies in the input, if it does; `""` is the root. */
    readonly directory?: string;
  };
  readonly name: Text;
  readonly namespace: Text;
  /** All that is set for the chart, merged; undefined when nothing is. */
  readonly values: Node | undefined;
  /** The maps of values of which they were merged, weakest first; single settings are left out. */
  readonly layers: readonly Node[];
  readonly valueFiles: readonly ReleaseValueFile[];
  /** What the chart reads of its values; undefined for a chart in no catalogue. */
  readonly reads:
    | {
        readonly row: string;
        readonly accounts: readonly ReadAccount[];
        /** What the chart's controller must be allowed to do. */
        readonly actions: readonly string[];
        /** What the chart's own files say, where they are here. */
        readonly chart?: ChartReads;
      }
    | undefined;
}

/**
 * Something that may make entities which are not in the model: a module that is not here, a chart in nobody's
 * catalogue, a generator that asks a cluster. Absence rules stay quiet where a gap could supply the thing;
 * `input/not-understood` tells of every gap that has a `message`.
 */
export interface Gap {
  readonly kind: "gap";
  readonly id: string;
  /** `module "iam" (registry)`, `chart my-app`. */
  readonly what: string;
  readonly may: readonly (
    | "role"
    | "oidc-provider"
    | "service-account"
    | "association"
    | "policy"
    | "secret-store"
    | "external-secret"
  )[];
  /** The one role or provider that it makes; undefined when it may make any. */
  readonly arn?: Text;
  /** The names of the accounts and stores that it may make; undefined when they may be any. */
  readonly names?: readonly Text[];
  /** Set where nothing that it makes is of the whole cluster, such as a ClusterSecretStore. */
  readonly clusterWide?: false;
  /** The namespace that what it makes would be in; absent when it may be any. */
  readonly namespace: Text | Absent;
  readonly account: Text | Absent;
  /** What could not be modelled and what follows from it; undefined for a gap that nobody needs to hear of. */
  readonly message: string | undefined;
  /** What the configuration could say to close it: where a repository lies, what a module makes, what values are for. */
  readonly wants?: { readonly kind: "repository" | "module" | "values"; readonly name: string };
  readonly at: Location;
  readonly origin: Origin;
}

/** What loaders find. */
export type Fact =
  | Role
  | OidcProvider
  | PodIdentityAssociation
  | ServiceAccount
  | Workload
  | Namespace
  | ConfigurationSource
  | SecretStore
  | ExternalSecret
  | CertificateIssuer
  | Release
  | Gap;
