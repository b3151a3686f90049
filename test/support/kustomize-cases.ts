/** A small tree of files and the directory in it that is built. */
export interface KustomizeCase {
  readonly situation: string;
  readonly files: Readonly<Record<string, string>>;
  readonly directory: string;
}

const ACCOUNT = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: reader
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/reader
`;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  labels: {app: app}
spec:
  selector:
    matchLabels: {app: app}
  template:
    metadata:
      labels: {app: app}
    spec:
      serviceAccountName: reader
      containers:
      - name: main
        image: app:1
        env:
        - name: A
          value: "1"
        - name: B
          value: "2"
        envFrom:
        - configMapRef: {name: settings}
      - name: side
        image: side:1
      volumes:
      - name: data
        emptyDir: {}
`;

const JOBS = `apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly
spec:
  schedule: "0 0 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          serviceAccountName: reader
          restartPolicy: Never
          containers:
          - name: job
            image: job:1
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: rollout
spec:
  template:
    spec:
      serviceAccountName: reader
      containers:
      - name: main
        image: app:1
---
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: replicas
spec:
  selector:
    matchLabels: {app: replicas}
  template:
    metadata:
      labels: {app: replicas}
    spec:
      serviceAccountName: reader
      containers:
      - name: main
        image: app:1
`;

const STORE = `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: aws
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-west-1
      auth:
        jwt:
          serviceAccountRef:
            name: reader
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata:
  name: all
spec:
  provider:
    aws:
      service: SecretsManager
      region: eu-west-1
`;

const SETTINGS = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  AWS_REGION: eu-west-1
`;

const NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: apps\n";

const BASE: Readonly<Record<string, string>> = {
  "base/account.yaml": ACCOUNT,
  "base/deployment.yaml": DEPLOYMENT,
  "base/jobs.yaml": JOBS,
  "base/store.yaml": STORE,
  "base/settings.yaml": SETTINGS,
  "base/kustomization.yaml":
    "resources: [account.yaml, deployment.yaml, jobs.yaml, store.yaml, settings.yaml]\n",
};

/** An overlay on the base, with more files beside. */
function overlay(
  situation: string,
  kustomization: string,
  files: Readonly<Record<string, string>> = {},
): KustomizeCase {
  const own = kustomization.includes("resources:") ? kustomization : `resources: [../base]\n${kustomization}`;
  return { situation, directory: "overlay", files: { ...BASE, "overlay/kustomization.yaml": own, ...files } };
}

/** An overlay with one patch in place. */
function patch(situation: string, text: string, more = ""): KustomizeCase {
  const body = text.replace(/^(?=.)/gm, "    ");
  return overlay(situation, `patches:\n- patch: |-\n${body}\n${more.replace(/^(?=.)/gm, "  ")}`);
}

/** A kustomization of its own with files. */
function alone(
  situation: string,
  kustomization: string,
  files: Readonly<Record<string, string>>,
): KustomizeCase {
  return { situation, directory: "k", files: { "k/kustomization.yaml": kustomization, ...files } };
}

const SA = "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: reader\n";
const onAccount = (more: string): string => SA + more.replace(/^(?=.)/gm, "  ");
const ROLE = "eks.amazonaws.com/role-arn";
const TARGET = "target: {kind: ServiceAccount}\n";

const handwritten: readonly KustomizeCase[] = [
  alone("only resources", "resources: [a.yaml]\n", { "k/a.yaml": ACCOUNT }),
  alone("the older name of resources", "bases: [b]\n", {
    "k/b/kustomization.yml": "resources: [a.yaml]\n",
    "k/b/a.yaml": ACCOUNT,
  }),
  alone("a file called Kustomization", "resources: [b]\n", {
    "k/b/Kustomization": "resources: [a.yaml]\nnamespace: inner\n",
    "k/b/a.yaml": ACCOUNT,
  }),
  alone("a list of objects", "resources: [a.yaml]\nnamespace: dev\n", {
    "k/a.yaml": `apiVersion: v1\nkind: List\nitems:\n- ${ACCOUNT.replaceAll("\n", "\n  ").trim()}\n`,
  }),
  alone("a resource that is not there", "resources: [missing.yaml]\n", {}),
  alone("a directory without a kustomization", "resources: [b]\n", { "k/b/a.yaml": ACCOUNT }),
  alone("the same object twice", "resources: [a.yaml, b.yaml]\n", {
    "k/a.yaml": ACCOUNT,
    "k/b.yaml": ACCOUNT,
  }),
  alone("the same object in two namespaces", "resources: [a.yaml, b.yaml]\n", {
    "k/a.yaml": ACCOUNT,
    "k/b.yaml": ACCOUNT.replace("name: reader", "name: reader\n  namespace: other"),
  }),
  alone("two objects that a namespace makes the same", "resources: [a.yaml, b.yaml]\nnamespace: x\n", {
    "k/a.yaml": ACCOUNT,
    "k/b.yaml": ACCOUNT.replace("name: reader", "name: reader\n  namespace: other"),
  }),
  alone("an object that is left out", "resources: [a.yaml]\n", {
    "k/a.yaml": `${ACCOUNT}    config.kubernetes.io/local-config: "true"\n---\n${SETTINGS}`,
  }),
  alone("a kustomization that builds on itself", "resources: [../k]\n", {}),
  alone("two that build on each other", "resources: [../other]\n", {
    "other/kustomization.yaml": "resources: [../k]\n",
  }),
  overlay("a namespace", "namespace: dev\n"),
  overlay("a namespace over one that is written", "namespace: dev\n", {
    "base/account.yaml": ACCOUNT.replace("name: reader", "name: reader\n  namespace: own"),
  }),
  overlay("a namespace in both layers", "namespace: dev\n", {
    "base/kustomization.yaml": `namespace: inner\n${BASE["base/kustomization.yaml"] ?? ""}`,
  }),
  overlay("a namespace that is a Boolean to YAML", "namespace: on\n"),
  overlay("a prefix that is a number", "namePrefix: 12\n"),
  overlay("an empty namespace", 'namespace: ""\n'),
  alone("a namespace for the Namespace itself", "resources: [n.yaml, a.yaml]\nnamespace: dev\n", {
    "k/n.yaml": NAMESPACE,
    "k/a.yaml": ACCOUNT,
  }),
  overlay("a prefix", "namePrefix: dev-\n"),
  overlay("a suffix", "nameSuffix: -dev\n"),
  overlay("a prefix and a suffix", "namePrefix: a-\nnameSuffix: -z\n"),
  overlay("a prefix, a suffix and a namespace", "namePrefix: a-\nnameSuffix: -z\nnamespace: dev\n"),
  overlay("prefixes in both layers", "namePrefix: out-\n", {
    "base/kustomization.yaml": `namePrefix: in-\n${BASE["base/kustomization.yaml"] ?? ""}`,
  }),
  overlay("suffixes in both layers", "nameSuffix: -out\n", {
    "base/kustomization.yaml": `nameSuffix: -in\n${BASE["base/kustomization.yaml"] ?? ""}`,
  }),
  alone("a prefix leaves a Namespace alone", "resources: [n.yaml, a.yaml]\nnamePrefix: p-\n", {
    "k/n.yaml": NAMESPACE,
    "k/a.yaml": ACCOUNT,
  }),
  alone("a reference to an account that is not built", "resources: [d.yaml]\nnamePrefix: p-\n", {
    "k/d.yaml": DEPLOYMENT,
  }),
  alone("a reference to an account in another namespace", "resources: [a.yaml, d.yaml]\nnamePrefix: p-\n", {
    "k/a.yaml": ACCOUNT.replace("name: reader", "name: reader\n  namespace: other"),
    "k/d.yaml": DEPLOYMENT,
  }),
  alone("a pod and a stateful set", "resources: [a.yaml, p.yaml]\nnameSuffix: -s\n", {
    "k/a.yaml": ACCOUNT,
    "k/p.yaml": `apiVersion: v1
kind: Pod
metadata: {name: pod}
spec:
  serviceAccountName: reader
  containers: [{name: c, image: c:1}]
---
${DEPLOYMENT.replace("kind: Deployment", "kind: StatefulSet")}`,
  }),
  alone("bases that differ by prefix alone", "resources: [one, two]\n", {
    "k/one/kustomization.yaml": "resources: [a.yaml, d.yaml]\nnamePrefix: one-\n",
    "k/one/a.yaml": ACCOUNT,
    "k/one/d.yaml": DEPLOYMENT,
    "k/two/kustomization.yaml": "resources: [a.yaml, d.yaml]\nnamePrefix: two-\n",
    "k/two/a.yaml": ACCOUNT,
    "k/two/d.yaml": DEPLOYMENT,
  }),
  alone("bases that differ by suffix, renamed again outside", "resources: [one, two]\nnamePrefix: all-\n", {
    "k/one/kustomization.yaml": "resources: [a.yaml, d.yaml]\nnameSuffix: -one\n",
    "k/one/a.yaml": ACCOUNT,
    "k/one/d.yaml": DEPLOYMENT,
    "k/two/kustomization.yaml": "resources: [a.yaml, d.yaml]\nnameSuffix: -two\n",
    "k/two/a.yaml": ACCOUNT,
    "k/two/d.yaml": DEPLOYMENT,
  }),
  alone("bases that differ by namespace alone", "resources: [one, two]\nnamePrefix: p-\n", {
    "k/one/kustomization.yaml": "resources: [a.yaml, d.yaml]\nnamespace: one\n",
    "k/one/a.yaml": ACCOUNT,
    "k/one/d.yaml": DEPLOYMENT,
    "k/two/kustomization.yaml": "resources: [a.yaml, d.yaml]\nnamespace: two\n",
    "k/two/a.yaml": ACCOUNT,
    "k/two/d.yaml": DEPLOYMENT,
  }),
  alone("pull secrets and subjects", "resources: [a.yaml, b.yaml]\nnamePrefix: p-\nnamespace: dev\n", {
    "k/a.yaml": `${ACCOUNT}imagePullSecrets: [{name: pull}]\nsecrets: [{name: pull}]\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: pull}\n`,
    "k/b.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n",
  }),
  overlay("common annotations", `commonAnnotations: {${ROLE}: arn:x, team: a}\n`),
  overlay("common annotations in both layers", "commonAnnotations: {a: out}\n", {
    "base/kustomization.yaml": `commonAnnotations: {a: in, b: in}\n${BASE["base/kustomization.yaml"] ?? ""}`,
  }),
  overlay("common labels", "commonLabels: {team: a}\n"),
  overlay("labels", "labels: [{pairs: {team: a}}]\n"),
  overlay("labels with selectors", "labels: [{pairs: {team: a}, includeSelectors: true}]\n"),
  overlay("labels with templates", "labels: [{pairs: {team: a}, includeTemplates: true}]\n"),
  overlay(
    "labels in further fields",
    "labels: [{pairs: {team: a}, fields: [{path: spec/labels, kind: SecretStore, create: true}]}]\n",
  ),
  patch("a merge patch", onAccount(`annotations:\n  ${ROLE}: arn:patched\n`)),
  patch("a merge patch adds", onAccount("annotations:\n  other: x\nlabels:\n  team: a\n")),
  patch("null takes an annotation away", onAccount(`annotations:\n  ${ROLE}: null\n`)),
  patch("null takes all annotations away", onAccount("annotations: null\n")),
  patch("null where nothing is", onAccount("labels:\n  a: null\n  b: c\n")),
  patch("null in a map that is new", onAccount("labels: null\n")),
  patch("an empty map", onAccount("labels: {}\n")),
  patch("a map is replaced", onAccount("annotations:\n  $patch: replace\n  only: this\n")),
  patch("a map is deleted", onAccount("annotations:\n  $patch: delete\n")),
  patch("an object is deleted", `$patch: delete\n${SA}`),
  patch(
    "an object is deleted by target",
    "$patch: delete\napiVersion: v1\nkind: X\nmetadata:\n  name: x\n",
    TARGET,
  ),
  patch("an object is replaced", `$patch: replace\n${SA}automountServiceAccountToken: false\n`),
  patch("a patch cannot change the namespace", onAccount("namespace: other\n"), TARGET),
  patch("a patch for another namespace", onAccount("namespace: other\n")),
  patch("a patch without a target in the build", SA.replace("reader", "nobody")),
  patch("a target that selects nothing", SA, "target: {kind: ServiceAccount, name: nobody}\n"),
  patch(
    "a target by kind",
    "apiVersion: v1\nkind: Any\nmetadata:\n  name: any\n  annotations: {a: b}\n",
    TARGET,
  ),
  patch(
    "a target by pattern",
    "apiVersion: v1\nkind: Any\nmetadata:\n  name: any\n  annotations: {a: b}\n",
    "target: {kind: Service.*|Deployment, name: r.*}\n",
  ),
  patch(
    "patterns are for the whole name",
    "apiVersion: v1\nkind: Any\nmetadata:\n  name: any\n  annotations: {a: b}\n",
    "target: {name: read}\n",
  ),
  patch(
    "a pattern that is none",
    "apiVersion: v1\nkind: Any\nmetadata:\n  name: any\n",
    "target: {name: '('}\n",
  ),
  patch(
    "a target by group and version",
    "apiVersion: v1\nkind: Any\nmetadata:\n  name: any\n  annotations: {a: b}\n",
    "target: {group: apps, version: v1}\n",
  ),
  patch(
    "a target by labels",
    "apiVersion: v1\nkind: Any\nmetadata:\n  name: any\n  annotations: {a: b}\n",
    "target: {labelSelector: app=app}\n",
  ),
  patch(
    "a target by labels that are not there",
    "apiVersion: v1\nkind: Any\nmetadata:\n  name: any\n  annotations: {a: b}\n",
    "target: {labelSelector: 'app!=app,!x'}\n",
  ),
  patch(
    "a target by a set of labels",
    "apiVersion: v1\nkind: Any\nmetadata:\n  name: any\n  annotations: {a: b}\n",
    "target: {labelSelector: 'app in (x, app),app notin (y)'}\n",
  ),
  patch(
    "a target by annotation",
    "apiVersion: v1\nkind: Any\nmetadata:\n  name: any\n  annotations: {a: b}\n",
    `target: {annotationSelector: ${ROLE}}\n`,
  ),
  patch(
    "a target by namespace",
    "apiVersion: v1\nkind: Any\nmetadata:\n  name: any\n  annotations: {a: b}\n",
    "target: {namespace: default}\n",
  ),
  patch(
    "a name that may change",
    SA.replace("reader", "writer"),
    `${TARGET}options: {allowNameChange: true}\n`,
  ),
  patch("a name that may not change", SA.replace("reader", "writer"), TARGET),
  patch(
    "a kind that may change",
    SA.replace("ServiceAccount", "Account"),
    `${TARGET}options: {allowKindChange: true}\n`,
  ),
  patch(
    "containers merge by name",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      serviceAccountName: other\n      containers:\n      - name: main\n        env:\n        - {name: B, value: patched}\n        - {name: C, value: new}\n      - name: third\n        image: third:1\n",
  ),
  patch(
    "a container is deleted",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      containers:\n      - name: side\n        $patch: delete\n",
  ),
  patch(
    "a list is replaced",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      containers:\n      - $patch: replace\n      - {name: only, image: only:1}\n",
  ),
  patch(
    "a list is deleted",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      volumes:\n      - $patch: delete\n",
  ),
  patch(
    "envFrom is replaced as a whole",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      containers:\n      - name: main\n        envFrom: [{secretRef: {name: s}}]\n",
  ),
  patch(
    "lists of a custom resource are replaced",
    "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: rollout}\nspec:\n  template:\n    spec:\n      containers:\n      - {name: other, image: o:1}\n",
  ),
  patch(
    "a store's reference",
    "apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: aws}\nspec:\n  provider:\n    aws:\n      auth:\n        jwt:\n          serviceAccountRef: {name: other, namespace: x}\n",
  ),
  patch(
    "a map where a list is",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      containers: {a: b}\n",
  ),
  patch(
    "two objects in one patch",
    `${onAccount("labels: {a: b}\n")}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {AWS_REGION: us-east-1}\n`,
  ),
  patch("two objects in one patch with a target", `${SA}---\n${SETTINGS}`, TARGET),
  patch("JSON adds", `- {op: add, path: /metadata/annotations/team, value: a}\n`, TARGET),
  patch(
    "JSON with an escaped slash",
    `- {op: replace, path: /metadata/annotations/eks.amazonaws.com~1role-arn, value: arn:y}\n`,
    TARGET,
  ),
  patch("JSON removes", `- {op: remove, path: /metadata/annotations/eks.amazonaws.com~1role-arn}\n`, TARGET),
  patch("JSON removes what is not there", "- {op: remove, path: /metadata/annotations/nothing}\n", TARGET),
  patch(
    "JSON replaces what is not there",
    "- {op: replace, path: /metadata/annotations/nothing, value: x}\n",
    TARGET,
  ),
  patch("JSON adds below what is not there", "- {op: add, path: /metadata/labels/a, value: x}\n", TARGET),
  patch(
    "JSON adds to annotations that are not there",
    "- {op: add, path: /metadata/annotations/a, value: x}\n",
    "target: {kind: ConfigMap}\n",
  ),
  overlay(
    "patchesJson6902 adds to annotations that are not there",
    "patchesJson6902:\n- target: {version: v1, kind: ConfigMap, name: settings}\n  patch: |-\n    - {op: add, path: /metadata/annotations/a, value: b}\n",
  ),
  patch("JSON adds a map", "- {op: add, path: /metadata/labels, value: {a: b}}\n", TARGET),
  patch("JSON renames", "- {op: replace, path: /metadata/name, value: writer}\n", TARGET),
  patch("JSON moves to a namespace", "- {op: add, path: /metadata/namespace, value: moved}\n", TARGET),
  patch("JSON without a target", "- {op: add, path: /metadata/labels, value: {a: b}}\n"),
  patch(
    "JSON in lists",
    "- {op: add, path: /spec/template/spec/containers/-, value: {name: last, image: l:1}}\n- {op: replace, path: /spec/template/spec/containers/0/env/0/value, value: zero}\n- {op: remove, path: /spec/template/spec/containers/1}\n- {op: add, path: /spec/template/spec/containers/0, value: {name: first, image: f:1}}\n",
    "target: {kind: Deployment}\n",
  ),
  patch(
    "JSON copies, moves and tests",
    "- {op: test, path: /metadata/name, value: app}\n- {op: copy, from: /metadata/name, path: /metadata/labels/copy}\n- {op: move, from: /spec/template/spec/serviceAccountName, path: /spec/template/spec/serviceAccount}\n",
    "target: {kind: Deployment}\n",
  ),
  patch("JSON that fails a test", "- {op: test, path: /metadata/name, value: other}\n", TARGET),
  patch("JSON as JSON", '[{"op": "add", "path": "/metadata/labels", "value": {"a": "b"}}]\n', TARGET),
  overlay("patches in files", "patches:\n- path: p.yaml\n- path: j.json\n  target: {kind: SecretStore}\n", {
    "overlay/p.yaml": onAccount("annotations: {from: file}\n"),
    "overlay/j.json": '[{"op":"replace","path":"/spec/provider/aws/region","value":"us-east-1"}]',
  }),
  overlay("a patch file that is not there", "patches: [{path: missing.yaml}]\n"),
  overlay(
    "patchesStrategicMerge",
    "patchesStrategicMerge:\n- p.yaml\n- |-\n  apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: settings}\n  data: {X: it}\n",
    {
      "overlay/p.yaml": onAccount("annotations: {from: file}\n"),
    },
  ),
  overlay(
    "patchesJson6902",
    "patchesJson6902:\n- target: {version: v1, kind: ServiceAccount, name: reader}\n  patch: |-\n    - {op: add, path: /metadata/annotations/a, value: b}\n",
  ),
  overlay(
    "patchesJson6902 by the name before the prefix",
    "namePrefix: p-\npatchesJson6902:\n- target: {version: v1, kind: ServiceAccount, name: reader}\n  patch: |-\n    - {op: add, path: /metadata/annotations/a, value: b}\n",
  ),
  overlay("a patch by the name before the base's prefix", "patches:\n- path: p.yaml\n", {
    "base/kustomization.yaml": `namePrefix: in-\n${BASE["base/kustomization.yaml"] ?? ""}`,
    "overlay/p.yaml": onAccount("annotations: {a: b}\n"),
  }),
  overlay("a patch by the base's name", "patches:\n- path: p.yaml\n", {
    "base/kustomization.yaml": `namePrefix: in-\n${BASE["base/kustomization.yaml"] ?? ""}`,
    "overlay/p.yaml": onAccount("annotations: {a: b}\n").replace("name: reader", "name: in-reader"),
  }),
  overlay("a patch by the overlay's own prefix", "namePrefix: p-\npatches:\n- path: p.yaml\n", {
    "overlay/p.yaml": onAccount("annotations: {a: b}\n").replace("name: reader", "name: p-reader"),
  }),
  overlay("a patch names the base's namespace", "namespace: dev\npatches:\n- path: p.yaml\n", {
    "base/kustomization.yaml": `namespace: inner\n${BASE["base/kustomization.yaml"] ?? ""}`,
    "overlay/p.yaml": onAccount("namespace: inner\nannotations: {a: b}\n"),
  }),
  overlay("a patch does not name the base's namespace", "patches:\n- path: p.yaml\n", {
    "base/kustomization.yaml": `namespace: inner\n${BASE["base/kustomization.yaml"] ?? ""}`,
    "overlay/p.yaml": onAccount("annotations: {a: b}\n"),
  }),
  overlay(
    "a renamed account and who refers to it",
    "patches:\n- patch: |-\n    - {op: replace, path: /metadata/name, value: writer}\n  target: {kind: ServiceAccount}\n",
  ),
  overlay("a component", "components: [../part]\n", {
    "part/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n- path: p.yaml\nresources: [s.yaml]\n",
    "part/p.yaml": onAccount("annotations: {component: yes-it-is}\n"),
    "part/s.yaml": NAMESPACE,
  }),
  overlay(
    "a component comes before the overlay's own changes",
    "components: [../part]\nnamePrefix: out-\nnamespace: dev\n",
    {
      "part/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: part-\nnameSuffix: -part\n",
    },
  ),
  overlay("two components", "components: [../one, ../two]\n", {
    "one/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {a: one, b: one}\n",
    "two/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {a: two}\n",
  }),
  overlay("a kustomization as a component", "components: [../part]\n", {
    "part/kustomization.yaml": "namePrefix: p-\n",
  }),
  overlay("a component as a resource", "resources: [../base, ../part]\n", {
    "part/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: p-\n",
  }),
  overlay("generated maps", "configMapGenerator:\n- name: made\n  literals: [A=1, 'B=\"two\"', C=x=y]\n"),
  overlay(
    "generated maps from files",
    "configMapGenerator:\n- name: made\n  files: [f.txt, key=f.txt]\n  envs: [e.env]\n",
    {
      "overlay/f.txt": "hello\n",
      "overlay/e.env": "# nothing\nX=1\n\nY=two words\n",
    },
  ),
  overlay(
    "a generated map is referred to",
    "configMapGenerator:\n- name: settings\n  behavior: replace\n  literals: [A=1]\n",
  ),
  overlay(
    "a generated map is merged",
    "configMapGenerator:\n- name: settings\n  behavior: merge\n  literals: [A=1]\n",
  ),
  overlay(
    "nothing to merge into",
    "configMapGenerator:\n- name: nothing\n  behavior: merge\n  literals: [A=1]\n",
  ),
  overlay(
    "a generated map that is there already",
    "configMapGenerator:\n- name: settings\n  literals: [A=1]\n",
  ),
  overlay(
    "generated names without a hash",
    "namePrefix: p-\nconfigMapGenerator:\n- name: made\n  literals: [A=1]\n  options: {disableNameSuffixHash: true, annotations: {a: b}, labels: {c: d}}\n",
  ),
  overlay(
    "options for all generators",
    "generatorOptions: {disableNameSuffixHash: true, labels: {c: d}}\nconfigMapGenerator:\n- name: made\n  namespace: own\n  literals: [A=1]\n",
  ),
  alone("a base's generated map is renamed outside", "resources: [b]\nnamePrefix: p-\n", {
    "k/b/kustomization.yaml":
      "resources: [d.yaml]\nconfigMapGenerator: [{name: settings, literals: [A=1]}]\n",
    "k/b/d.yaml": DEPLOYMENT,
  }),
  overlay(
    "a replacement",
    `replacements:\n- source: {kind: ConfigMap, name: settings, fieldPath: data.AWS_REGION}\n  targets:\n  - select: {kind: SecretStore}\n    fieldPaths: [spec.provider.aws.region]\n`,
  ),
  overlay(
    "a replacement into a piece",
    `replacements:\n- sourceValue: "444455556666"\n  targets:\n  - select: {kind: ServiceAccount}\n    fieldPaths: ['metadata.annotations.[${ROLE}]']\n    options: {delimiter: ":", index: 4}\n`,
  ),
  overlay(
    "a replacement with a key after a backslash",
    `replacements:\n- source: {kind: ConfigMap, name: settings}\n  targets:\n  - select: {kind: ServiceAccount}\n    fieldPaths: ['metadata.annotations.eks\\.amazonaws\\.com/role-arn']\n`,
  ),
  overlay(
    "a replacement that makes the field",
    `replacements:\n- source: {kind: ServiceAccount, fieldPath: metadata.name}\n  targets:\n  - select: {kind: ConfigMap}\n    fieldPaths: [data.account]\n    options: {create: true}\n`,
  ),
  overlay(
    "a replacement of what is not there",
    `replacements:\n- source: {kind: ServiceAccount, fieldPath: metadata.name}\n  targets:\n  - select: {kind: ConfigMap}\n    fieldPaths: [data.account]\n`,
  ),
  overlay(
    "a replacement of what nobody has",
    `replacements:\n- source: {kind: Nothing}\n  targets:\n  - select: {kind: ConfigMap}\n    fieldPaths: [data.account]\n`,
  ),
  overlay(
    "a replacement by item and by wildcard",
    `replacements:\n- source: {kind: ConfigMap, name: settings, fieldPath: data.AWS_REGION}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: ['spec.template.spec.containers.[name=main].env.[name=A].value', 'spec.template.spec.containers.*.image']\n`,
  ),
  overlay(
    "a replacement with a piece of the source",
    `replacements:\n- source: {kind: ServiceAccount, name: reader, fieldPath: 'metadata.annotations.[${ROLE}]', options: {delimiter: /, index: 1}}\n  targets:\n  - select: {kind: ConfigMap}\n    fieldPaths: [data.role]\n    options: {create: true}\n`,
  ),
  overlay(
    "a replacement that leaves some out",
    `replacements:\n- source: {kind: ConfigMap, name: settings}\n  targets:\n  - select: {version: v1}\n    reject: [{kind: ServiceAccount}, {kind: Deployment}]\n    fieldPaths: ['metadata.labels.x']\n    options: {create: true}\n`,
  ),
  overlay("replacements in a file", "replacements: [{path: r.yaml}]\n", {
    "overlay/r.yaml":
      "- source: {kind: ConfigMap, name: settings, fieldPath: data.AWS_REGION}\n  targets:\n  - select: {kind: SecretStore}\n    fieldPaths: [spec.provider.aws.region]\n",
  }),
  overlay(
    "a replacement sees the new names",
    "namePrefix: p-\nreplacements:\n- source: {kind: ServiceAccount, name: reader}\n  targets:\n  - select: {kind: SecretStore, name: aws}\n    fieldPaths: [spec.provider.aws.auth.jwt.serviceAccountRef.name]\n",
  ),
  overlay(
    "a variable",
    "vars:\n- name: REGION\n  objref: {kind: ConfigMap, name: settings, apiVersion: v1}\n  fieldref: {fieldpath: data.AWS_REGION}\npatches:\n- patch: |-\n    - {op: replace, path: /spec/template/spec/containers/0/env/0/value, value: in-$(REGION)-$$(REGION)}\n  target: {kind: Deployment}\n",
  ),
  overlay(
    "a variable for a name",
    "namePrefix: p-\nvars:\n- name: ACCOUNT\n  objref: {kind: ServiceAccount, name: reader, apiVersion: v1}\ncommonAnnotations: {account: $(ACCOUNT)}\n",
  ),
  overlay(
    "a variable of nothing",
    "vars:\n- name: X\n  objref: {kind: ConfigMap, name: nothing, apiVersion: v1}\n",
  ),
  overlay("configured name references", "namePrefix: p-\nconfigurations: [c.yaml]\n", {
    "overlay/c.yaml":
      "nameReference:\n- kind: ServiceAccount\n  version: v1\n  fieldSpecs:\n  - {path: spec/provider/aws/auth/jwt/serviceAccountRef/name, kind: SecretStore}\n  - {path: spec/template/spec/serviceAccountName, kind: Rollout}\n",
  }),
  overlay(
    "configured fields",
    "namespace: dev\nnamePrefix: p-\ncommonAnnotations: {a: b}\nconfigurations: [c.yaml]\n",
    {
      "overlay/c.yaml":
        "namespace:\n- {path: spec/provider/aws/auth/jwt/serviceAccountRef/namespace, kind: SecretStore, create: true}\nnamePrefix:\n- {path: spec/provider/aws/prefix, kind: SecretStore}\ncommonAnnotations:\n- {path: spec/more, kind: SecretStore, create: true}\n",
    },
  ),
  overlay("a namespace transformer", "transformers:\n- t.yaml\n", {
    "overlay/t.yaml":
      "apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: {name: x, namespace: dev}\nunsetOnly: true\n",
    "base/account.yaml": ACCOUNT.replace("name: reader", "name: reader\n  namespace: own"),
  }),
  overlay(
    "transformers in place",
    "transformers:\n- |-\n  apiVersion: builtin\n  kind: PrefixTransformer\n  metadata: {name: x}\n  prefix: t-\n  fieldSpecs: [{path: metadata/name}]\n- |-\n  apiVersion: builtin\n  kind: AnnotationsTransformer\n  metadata: {name: y}\n  annotations: {a: b}\n  fieldSpecs: [{path: metadata/annotations, create: true, kind: ServiceAccount}]\n",
  ),
  overlay("a patch transformer in a directory", "transformers: [t]\n", {
    "overlay/t/kustomization.yaml": "resources: [t.yaml]\n",
    "overlay/t/t.yaml":
      'apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: x}\npatch: \'[{"op":"add","path":"/metadata/annotations/x","value":"y"}]\'\ntarget: {kind: ServiceAccount}\n',
  }),
  overlay("a generator", "generators: [g.yaml]\nnamespace: dev\n", {
    "overlay/g.yaml":
      "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: made}\nliterals: [A=1]\noptions: {disableNameSuffixHash: true}\n",
  }),
];

/** A stream of numbers that is the same in every run (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let next = Math.imul(state ^ (state >>> 15), 1 | state);
    next = (next + Math.imul(next ^ (next >>> 7), 61 | next)) ^ next;
    return ((next ^ (next >>> 14)) >>> 0) % below;
  };
}

const FEATURES: readonly (readonly string[])[] = [
  ["", "namespace: dev\n", "namespace: prod\n"],
  ["", "", "namePrefix: pre-\n"],
  ["", "", "nameSuffix: -suf\n"],
  ["", "commonAnnotations: {owner: LAYER}\n"],
  ["", "labels: [{pairs: {layer: LAYER}, includeTemplates: true}]\n"],
  [
    "",
    "",
    `patches:\n- target: {kind: ServiceAccount}\n  patch: |-\n    - {op: add, path: /metadata/annotations/LAYER, value: x}\n`,
    `patches:\n- target: {kind: ServiceAccount, name: reader}\n  patch: |-\n    apiVersion: v1\n    kind: ServiceAccount\n    metadata: {name: x, annotations: {${ROLE}: 'arn:LAYER'}}\n`,
    "patches:\n- target: {kind: Deployment}\n  patch: |-\n    - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: LAYER, value: v}}\n",
    `patches:\n- target: {kind: SecretStore}\n  patch: |-\n    - {op: replace, path: /spec/provider/aws/auth/jwt/serviceAccountRef/name, value: of-LAYER}\n`,
  ],
  ["", "", "configMapGenerator:\n- name: settings\n  behavior: merge\n  literals: [LAYER=1]\n"],
  ["", "", "components: [../part]\n"],
];

const PART = `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
nameSuffix: -part
patches:
- target: {kind: ServiceAccount}
  patch: |-
    - {op: add, path: /metadata/annotations/part, value: x}
`;

/** Three layers with features drawn for each. */
function drawn(seed: number): KustomizeCase {
  const draw = numbers(seed);
  const layer = (name: string, resources: string): string => {
    const features = FEATURES.map((some) => some[draw(some.length)] ?? "");
    return `resources: [${resources}]\n${features.join("").replaceAll("LAYER", name)}`;
  };
  const files = {
    ...BASE,
    "part/kustomization.yaml": PART,
    "base/kustomization.yaml": layer(
      "low",
      "account.yaml, deployment.yaml, jobs.yaml, store.yaml, settings.yaml",
    ),
    "middle/kustomization.yaml": layer("mid", draw(2) === 0 ? "../base" : "../base, extra.yaml"),
    "middle/extra.yaml": ACCOUNT.replace("name: reader", "name: extra\n  namespace: own"),
    "overlay/kustomization.yaml": layer("top", "../middle"),
  };
  return { situation: `drawn ${String(seed)}`, directory: "overlay", files };
}

/** Every case that is recorded. */
export const kustomizeCases: readonly KustomizeCase[] = [
  ...handwritten,
  ...Array.from({ length: 80 }, (_, index) => drawn(index + 1)),
];
