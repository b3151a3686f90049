/**
 * A well-known Helm chart: which service accounts its templates make, how they are named, and from where in the
 * values they take their annotations. The format of `charts.json` and of `charts` in the configuration
 * (schemas/chart-catalogue.schema.json).
 */
export interface ChartRow {
  /** Names the row in `catalogue:ID`. Unique. */
  readonly id: string;
  /** The chart's own name (`name` in Chart.yaml). */
  readonly chart: string;
  /** Other names by which people install it: `bitnami/external-dns`. */
  readonly aliases?: readonly string[];
  /** Where it is published; an OCI registry without the chart's name at the end. */
  readonly repositories: readonly string[];
  /** The chart versions that the row holds for: comparisons that must all be true, `>=2.14.0 <3.0.0`. */
  readonly versions?: string;
  /** How the chart's `fullname` helper works; `std` when it is left out. */
  readonly fullname?: FullnameRule;
  /** Those defaults of the chart's values.yaml on which a name depends. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** The value that moves the service accounts to another namespace. */
  readonly namespaceOverride?: string | NamespaceOverride;
  /** The namespace that its documentation installs it into. */
  readonly usualNamespace?: string;
  readonly serviceAccounts: readonly ChartServiceAccountRow[];
  /** What its controller must be allowed to do. */
  readonly actions?: readonly RequiredAction[];
  readonly notes?: string;
  /** Where this was read: repository, commit and folder. */
  readonly source: string;
  /** The releases of the chart whose own rendering by Helm the row was compared with. */
  readonly checked?: readonly CheckedRelease[];
  /** Why there is no such comparison. Every built-in row has one of the two. */
  readonly unchecked?: string;
}

/** A value that only newer releases of the chart have. */
interface NamespaceOverride {
  readonly path: string;
  readonly versions: string;
}

/** A release of a chart: a folder of a GitHub repository at a commit. */
export interface CheckedRelease {
  readonly version: string;
  /** `owner/name` on GitHub. */
  readonly repository: string;
  /** The commit, or the beginning of its hash. */
  readonly commit: string;
  /** The folder of Chart.yaml; `.` for the repository's root. */
  readonly path: string;
}

/**
 * - `std`: the helper that `helm create` writes: `fullnameOverride`; else the release when it contains the name, else
 *   `<release>-<name>`; cut at `limit` (63), then one `-` less at the end. `name` replaces the chart's name.
 * - `bitnami`: the same, the release in lower case and every run outside `a-z0-9-` a `-`.
 * - `equal`: the release when it equals the name, else `<release>-<name>`; `name` may hold `{value:PATH}`.
 * - `release`: the release's name.
 * - `unknown`: the rule is not known; names that need it are holes.
 */
export interface FullnameRule {
  readonly rule: "std" | "bitnami" | "equal" | "release" | "unknown";
  readonly name?: string;
  readonly limit?: number;
  /** False for a helper that does not look at `fullnameOverride`. */
  readonly override?: false;
}

/** One service account of a chart. Paths are dotted routes in the chart's values. */
export interface ChartServiceAccountRow {
  readonly component: string;
  /** The chart versions that have it; all when it is left out. */
  readonly versions?: string;
  /**
   * The values that must all be true (false where `is` says so) for the chart to make it, with what the chart's values.yaml says when nobody
   * does. None: always made.
   */
  readonly create?: readonly { readonly path: string; readonly default: boolean; readonly is?: false }[];
  /** The value that moves this account alone to another namespace; what the row says of all does not hold for it. */
  readonly namespaceOverride?: string | NamespaceOverride;
  /** True when it is made under further conditions, which are not told here: whether there is one is then not known. */
  readonly conditional?: true;
  /** False for an account that the chart's pods use and that it never makes. */
  readonly made?: boolean;
  /** The values that name it: the first that is set wins. */
  readonly name?: readonly string[];
  /**
   * Its name when no value does, around `{fullname}`, `{fullname:55}` (cut), `{release}`, `{chart}` (name or override),
   * `{account:COMPONENT}` (the name of another account of the row), `{value:PATH}`, `{value:PATH:release}` (the release
   * or another of these when the value is not set), `{subchart:NAME}` (the standard
   * fullname of a chart inside), `{if:PATH:THEN:ELSE}` (an empty one is a name that is not known) and `{unknown}`.
   */
  readonly defaultName: string;
  /** The characters after which the template cuts that whole name, and then one `-` at its end. */
  readonly limit?: number;
  /** Its name when the chart does not make it and no value names it; `default` when left out. */
  readonly otherwise?: string;
  /** The maps of its annotations, later ones win. None: the template prints no annotations. */
  readonly annotations: readonly string[];
  /** Annotations that the template makes of single values. */
  readonly annotationValues?: readonly {
    readonly key: string;
    readonly value: string;
    /** The value that must be true for it. */
    readonly when?: string;
  }[];
  /** Whether annotations go through `tpl`: from which chart version on, or always. */
  readonly templated?: boolean | string;
  /** False for an account that needs no AWS access. */
  readonly aws?: boolean;
  /**
   * Said of an account whose controller certainly calls AWS: always, or with some values. Left out where it depends on
   * more than values, or is not known.
   */
  readonly callsAws?: true | ValueCondition;
  /** What outside of the values makes its controller call AWS. */
  readonly callsAwsFor?: ControllerFeature;
  /** True for an account that is made in namespaces of its own, which are then not known. */
  readonly elsewhere?: boolean;
  /** True when this account's rules were not read in the chart: its name is then a hole. */
  readonly unsure?: boolean;
  readonly notes?: string;
}

/** What the values of a release must say. */
export interface ValueCondition {
  /** All of these must hold; left out: always. */
  readonly if?: readonly ValueTest[];
  /**
   * Words, in lower case and without dashes, of which the values may hold none, as a key or in a text: options that
   * change what is needed (`dryrun`), however they are handed on.
   */
  readonly unless?: readonly string[];
}

/** A question to the first of some values that is set: whether it is a text or a flag, or true for a template. */
export interface ValueTest {
  readonly paths: readonly string[];
  /** For a list of maps: the key in one of them that is asked. */
  readonly item?: string;
  readonly is?: string | boolean;
  /** A piece of text that it must hold, instead of `is`. */
  readonly holds?: string;
  /** What the chart's own values say; not known when left out. */
  readonly default?: string | boolean;
}

/**
 * What makes a controller call AWS that no value says: a cert-manager ClusterIssuer that solves by Route 53, an
 * External Secrets store of AWS, each with the controller's own identity.
 */
export type ControllerFeature = "route53-solver" | "aws-store";

/** An action that the chart's controller needs. */
export interface RequiredAction {
  readonly action: string;
  /** An ARN pattern, or words for one. */
  readonly resource: string;
  /** The feature that needs it; always needed when left out. */
  readonly when?: string;
  /** AWS grants it on `*` only. */
  readonly starOnly?: boolean;
  readonly unsure?: boolean;
  /** Set for an action without which the controller certainly does not work. */
  readonly needed?: ActionNeed;
}

/** For which account, and with which values, an action is needed. */
export interface ActionNeed extends ValueCondition {
  /** The component whose account needs it. */
  readonly by: string;
  /** What outside of the values makes it needed. */
  readonly for?: ControllerFeature | "route53-zone-lookup";
  /** Another action that, where it is granted, shows that the feature is meant to be used. */
  readonly beside?: string;
}
