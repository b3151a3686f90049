/** What the properties of a JSON object stand for; whatever is not named is an argument. */
export interface BodySchema {
  readonly blocks: ReadonlyMap<string, BlockSchema>;
  /** Arguments whose strings are expressions, not templates (Terraform, "JSON Configuration Syntax"). */
  readonly references: ReadonlySet<string>;
  /** Whether an object may be a block of the provider's, which only shows when it holds a `dynamic` block. */
  readonly open: boolean;
}

export interface BlockSchema {
  readonly labels: number;
  /** A function, since a `dynamic` block may hold another. */
  readonly body: () => BodySchema;
}

type Blocks = Readonly<Record<string, BlockSchema>>;

function body(blocks: Blocks, references: readonly string[] = [], open = false): BodySchema {
  return { blocks: new Map(Object.entries(blocks)), references: new Set(references), open };
}

function block(labels: number, of: BodySchema): BlockSchema {
  return { labels, body: () => of };
}

const ARGUMENTS: BodySchema = body({});

const DYNAMIC = block(1, body({ content: { labels: 0, body: () => PROVIDER_BODY } }, ["iterator"]));

/** A body whose blocks a provider defines. */
export const PROVIDER_BODY: BodySchema = body({ dynamic: DYNAMIC }, [], true);

const CONDITION = block(0, ARGUMENTS);

const LIFECYCLE = block(
  0,
  body({ precondition: CONDITION, postcondition: CONDITION }, ["ignore_changes", "replace_triggered_by"]),
);

const RESOURCE = body({ dynamic: DYNAMIC, lifecycle: LIFECYCLE }, ["provider", "depends_on"], true);

/**
 * Terraform's own blocks with the number of their labels (Terraform, "Configuration Language"). Which of the others
 * are blocks only a provider's schema says.
 */
export const CONFIGURATION: BodySchema = body({
  terraform: block(
    0,
    body({
      backend: block(1, ARGUMENTS),
      cloud: block(0, ARGUMENTS),
      required_providers: block(0, ARGUMENTS),
    }),
  ),
  provider: block(1, PROVIDER_BODY),
  variable: block(1, body({ validation: CONDITION }, ["type"])),
  locals: block(0, ARGUMENTS),
  output: block(1, body({ precondition: CONDITION }, ["depends_on"])),
  module: block(1, body({}, ["providers", "depends_on"])),
  resource: block(2, RESOURCE),
  data: block(2, RESOURCE),
  ephemeral: block(2, RESOURCE),
  moved: block(0, body({}, ["from", "to"])),
  import: block(0, body({}, ["to", "provider"])),
  removed: block(0, body({ lifecycle: LIFECYCLE }, ["from"])),
  check: block(1, body({ data: block(2, RESOURCE), assert: CONDITION })),
});
