import * as vocabulary from '../domain/vocabulary.ts';
import { type JsonSchema, type OpenApiDocument, referTo, visitObjects } from './openapi-types.ts';

type Schemas = Record<string, JsonSchema>;

/** Names of enumerations that several fields share. The others are named by their component and field. */
const sharedNames: Readonly<Record<string, readonly string[]>> = {
  Attribution: vocabulary.attributions,
  Certainty: vocabulary.certainties,
  ChipCategory: vocabulary.chipCategories,
  Collection: vocabulary.collections,
  CompanyRole: vocabulary.companyRoles,
  CycleClass: vocabulary.cycleClasses,
  CyclePattern: vocabulary.cyclePatterns,
  DealKind: vocabulary.dealKinds,
  DealValuationBasis: vocabulary.dealValuationBases,
  FinancialBasis: vocabulary.financialBases,
  FinancialMetric: vocabulary.financialMetrics,
  FlowNature: vocabulary.flowNatures,
  ListingStatus: vocabulary.listingStatuses,
  ParticipantRole: vocabulary.participantRoles,
  RoundStage: vocabulary.roundStages,
  Sector: vocabulary.sectors,
  Security: vocabulary.securities,
  Seniority: vocabulary.seniorities,
  SourceKind: vocabulary.acceptedSourceKinds,
  StakeBasis: vocabulary.stakeBases,
  Status: vocabulary.statuses,
  TrancheStatus: vocabulary.trancheStatuses,
  ValuationBasis: vocabulary.valuationBases,
};

const toKey = (words: readonly unknown[]): string => words.join(' ');

const nameByWords = new Map(Object.entries(sharedNames).map(([name, words]) => [toKey(words), name]));

const inputSuffix = /Input$/;

const capitalize = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * Replaces the enumerations of components and parameters with named components. In responses, they accept other strings than the known
 * values, because a release can add values. What clients send is limited to the known values.
 */
export const nameEnumerations = ({ paths }: OpenApiDocument, schemas: Schemas): void => {
  const add = (name: string, words: unknown[], isInput: boolean): void => {
    const closed = { type: 'string', enum: words };
    schemas[name] ??= isInput
      ? { ...closed, description: 'One of these values. Later versions can accept more.' }
      : { description: 'One of these values, or a value that a later version adds.', anyOf: [closed, { type: 'string' }] };
  };
  const replace = (value: unknown, nameOf: (words: unknown[]) => string | undefined, isInput: boolean): void =>
    visitObjects(value, (object) => {
      const words = object.enum;
      if (!Array.isArray(words) || words.length < 2) return;
      const base = nameOf(words);
      if (base === undefined) return;
      const name = isInput ? `${base}Input` : base;
      add(name, words, isInput);
      delete object.enum;
      delete object.type;
      Object.assign(object, referTo(name));
    });
  for (const [component, { properties = {} }] of Object.entries(schemas))
    for (const [field, property] of Object.entries(properties)) {
      const fallback = component.replace(inputSuffix, '') + capitalize(field);
      replace(property, (words) => nameByWords.get(toKey(words)) ?? fallback, inputSuffix.test(component));
    }
  for (const item of Object.values(paths))
    for (const { parameters = [] } of Object.values(item)) replace(parameters, (words) => nameByWords.get(toKey(words)), true);
};
