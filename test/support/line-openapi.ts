import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { LinePlatform } from '../../src/simulator/platform.ts';

/**
 * LINE's own description of its API and webhooks, held against what is sent. It lies beside the project, not in
 * it: where it is absent, `present` is false and nothing is found wrong.
 */
const home = new URL('../../../shared/line-openapi/', import.meta.url);

export const present = existsSync(new URL('messaging-api.yml', home));
if (!present)
  process.emitWarning('shared/line-openapi is absent: nothing is checked against LINE’s description');

/** @returns what is wrong with the JSON body of a call; empty for one without a described body. */
export function checkApiCall(method: string, path: string, body: unknown): readonly string[] {
  const validate = validatorOf('messaging-api.yml', (description) =>
    requestSchema(description, method, path),
  );
  return validate ? faults(validate, body) : [];
}

/** @returns what is wrong with the body of a webhook. */
export function checkWebhook(body: unknown): readonly string[] {
  const validate = validatorOf('webhook.yml', () => '#/components/schemas/CallbackRequest');
  return validate ? faults(validate, body) : [];
}

/** Everything that went through a platform and that LINE's description does not allow. */
export interface Watch {
  readonly faults: readonly string[];
  /** @throws {Error} that lists the faults, if there are any. */
  check(): void;
  stop(): void;
}

/** Holds every accepted call of the API and every webhook of `platform`, from now on, against the description. */
export function watch(platform: LinePlatform): Watch {
  const found: string[] = [];
  let [calls, deliveries] = [platform.calls.length, platform.deliveries.length];
  const look = (): void => {
    for (const call of platform.calls.slice(calls)) {
      calls += 1;
      if (call.status < 300 && call.status > 0)
        found.push(...checkApiCall(call.method, call.path, call.body));
    }
    for (const delivery of platform.deliveries.slice(deliveries)) {
      deliveries += 1;
      found.push(...checkWebhook(JSON.parse(delivery.body)));
    }
  };
  return {
    faults: found,
    check() {
      if (found.length > 0) throw new Error(`Against LINE’s description: ${found.join('; ')}`);
    },
    stop: platform.onChange(look),
  };
}

interface Schema {
  [keyword: string]: unknown;
}
interface Description {
  paths: { [path: string]: { [method: string]: Operation } };
  components: { schemas: { [name: string]: Schema } };
}
interface Operation {
  requestBody?: { content?: { 'application/json'?: { schema: { $ref?: string } } } };
}

const read = new Map<string, { description: Description; ajv: Ajv }>();
const validators = new Map<string, ValidateFunction>();

function validatorOf(
  file: string,
  find: (description: Description) => string | undefined,
): ValidateFunction | undefined {
  if (!present) return undefined;
  let spec = read.get(file);
  if (!spec) {
    const description = parse(readFileSync(new URL(file, home), 'utf8')) as Description;
    resolveDiscriminators(description.components.schemas);
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema(description, file);
    spec = { description, ajv };
    read.set(file, spec);
  }
  const pointer = find(spec.description);
  if (pointer === undefined) return undefined;
  const key = file + pointer;
  const known = validators.get(key) ?? spec.ajv.compile({ $ref: key });
  validators.set(key, known);
  return known;
}

function requestSchema(description: Description, method: string, path: string): string | undefined {
  const parts = path.split('/');
  const found = Object.entries(description.paths).find(([template]) => {
    const wanted = template.split('/');
    return (
      wanted.length === parts.length &&
      wanted.every((part, index) => part.startsWith('{') || part === parts[index])
    );
  });
  return found?.[1][method.toLowerCase()]?.requestBody?.content?.['application/json']?.schema.$ref;
}

const reference = (name: string): string => `#/components/schemas/${name}`;

/**
 * `discriminator` says nothing to a JSON Schema validator. Every schema that has one is made to demand the
 * schema of its type as well; that one in turn then builds on the plain properties, under a name of their own.
 */
function resolveDiscriminators(schemas: { [name: string]: Schema }): void {
  for (const [name, { discriminator, ...schema }] of Object.entries(schemas)) {
    if (!isDiscriminator(discriminator)) continue;
    const { propertyName, mapping } = discriminator;
    const plain = `${name}Plain`;
    schemas[plain] = schema;
    for (const target of Object.values(mapping)) {
      const subtype = schemas[target.slice(reference('').length)];
      for (const part of (subtype?.['allOf'] as Schema[] | undefined) ?? [])
        if (part['$ref'] === reference(name)) part['$ref'] = reference(plain);
    }
    schemas[name] = {
      allOf: [
        { $ref: reference(plain) },
        { properties: { [propertyName]: { enum: Object.keys(mapping) } } },
        ...Object.entries(mapping).map(([value, target]) => ({
          anyOf: [
            { not: { required: [propertyName], properties: { [propertyName]: { const: value } } } },
            { $ref: target },
          ],
        })),
      ],
    };
  }
}

interface Discriminator {
  propertyName: string;
  mapping: { [value: string]: string };
}

const isDiscriminator = (value: unknown): value is Discriminator => value !== undefined;

function faults(validate: ValidateFunction, body: unknown): readonly string[] {
  if (validate(body)) return [];
  const told = (validate.errors ?? [])
    .filter((error) => !['anyOf', 'not'].includes(error.keyword))
    .map((error) => `${error.instancePath} ${error.message ?? ''}`.trim());
  return [...new Set(told)];
}
