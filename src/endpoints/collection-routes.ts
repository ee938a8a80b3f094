import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Database, Session } from '../database/database.ts';
import type { FilterValues } from '../database/expressions.ts';
import { recordSchemas } from '../domain/records/records.ts';
import type { Collection } from '../domain/vocabulary.ts';
import type { Downloads } from '../downloads/downloads.ts';
import { splitTarget } from '../http/parameters.ts';
import { listMediaTypeNames, resolveListFormat } from '../http/requests.ts';
import { matchesEntityTag, type ResponseCache, type ResponsePayload } from '../http/response-cache.ts';
import { type App, documentResponses, idParameterSchema, recordStatuses } from '../http/routes.ts';
import { listRecords, parseSort, toFilters } from '../lists/list.ts';
import type { ListDefinition, Lists, Sort } from '../lists/list-definition.ts';
import type { ListQuery } from '../lists/list-query.ts';
import { type Dataset, type ListName, selectDataset } from '../records/documents.ts';
import { type Extension, getRecord, getRecordText, type RecordQuery, rejectRecordViewParameters } from '../records/record.ts';
import type { CollectionSchemas, OperationSchemas } from './collection-schemas.ts';
import { documentColumns, listColumns, sendExport } from './export-response.ts';

/** The arguments of a list read. Plain data, so that it can be sent to a worker thread. */
export interface ListTask {
  list: ListName;
  query: ListQuery;
  url: string;
  /** The id in `/v1/companies/{id}/...`. An unknown id is a 404. */
  company?: string;
}

/** The dependencies of read routes. */
export interface RouteContext {
  database: Database;
  responseCache: ResponseCache;
  lists: Lists;
  downloads: Downloads;
  analyses: {
    readonly listChangesMin: number;
    run(name: 'list', task: ListTask, signal: AbortSignal): Promise<ResponsePayload>;
  };
  /** Today in UTC. */
  today: () => string;
  /** The `PUBLIC_URL` setting: the base URL that clients use. */
  publicUrl: string | undefined;
}

/** The OpenAPI documentation of an operation. */
export interface Operation {
  operationId: string;
  summary: string;
  description: string;
  /** The path and query of an example request, for the published dataset. */
  example: string;
}

interface ListRoute extends OperationSchemas<ListQuery> {
  list: ListName;
  tag: string;
  operation: Operation;
  /** Whether the route returns the list of one company: `/v1/companies/{id}/{list}`. */
  isOfCompany?: boolean;
}

/** Returns a page of a list, optionally restricted to one company. */
export const readList = async (
  session: Session,
  definition: ListDefinition,
  { company, query, url }: ListTask,
  today: string,
  dataset?: Dataset,
): Promise<ResponsePayload> => {
  if (company === undefined) return listRecords(session, definition, query, url, today, {}, dataset);
  await getRecordText(session, 'companies', company);
  return listRecords(session, definition, query, url, today, { company: [company] }, dataset);
};

/** Returns whether a page may scan many rows, which takes tens of milliseconds at 100,000 deals instead of a few. */
const isUnselective = ({ collection }: Pick<ListDefinition, 'collection'>, filters: FilterValues, { key }: Sort): boolean => {
  if (collection !== 'deals' && collection !== 'events' && collection !== 'flows') return false;
  const column = key.replace(/edOn$/, 'ed').replace(/^lastReported$/, 'reported');
  const scanned = Object.keys(filters).filter((name) => name.replace(/(From|To|Min|Max)$/, '') !== column);
  return scanned.length > 1 || scanned.some((name) => /(From|To|Min|Max)$/.test(name));
};

/** Returns whether a list may scan many rows: for a total, a search, computed metadata or unselective filters. */
const canBeSlow = (definition: ListDefinition, query: ListQuery, company: string | undefined): boolean => {
  const filters = { ...toFilters(query), ...(company !== undefined && { company: [company] }) };
  return (
    query.total === true ||
    query.facets !== undefined ||
    'q' in filters ||
    // Computed from all matching rows, not only those of the page.
    definition.meta !== undefined ||
    isUnselective(definition, filters, parseSort(query.sort))
  );
};

const registerList = (app: App, context: RouteContext, route: ListRoute): void => {
  const { list, tag, operation, querystring, responseSchema, isOfCompany = false } = route;
  const { database, responseCache, lists, analyses, today } = context;
  const { example, description, ...documentation } = operation;
  const definition = lists[list];
  const columns = listColumns(responseSchema);
  const schema = {
    ...documentation,
    description,
    ...documentColumns(columns),
    tags: [tag],
    produces: listMediaTypeNames,
    ...(isOfCompany && { params: idParameterSchema }),
    querystring,
    response: documentResponses(responseSchema, 'A page of the list.', isOfCompany ? recordStatuses : undefined),
  };
  const config = { example, mediaTypes: listMediaTypeNames };
  app.get(`/v1/${isOfCompany ? 'companies/:id/' : ''}${list}`, { schema, config }, (request, reply) => {
    const { query, url } = request;
    const company = isOfCompany ? (request.params as { id: string }).id : undefined;
    const format = resolveListFormat(request);
    if (format !== 'json') return sendExport(request, reply, context, { definition, query, columns, format, company });
    return responseCache.send(request, reply, async (signal) => {
      const task = { list, query, url, ...(company !== undefined && { company }) };
      const page = await database.read(async (session) => {
        const dataset = await selectDataset(session);
        if (dataset.sequence >= analyses.listChangesMin && canBeSlow(definition, query, company)) return undefined;
        return readList(session, definition, task, today(), dataset);
      });
      return page ?? analyses.run('list', task, signal);
    });
  });
};

/** Returns the plugin with a list whose rows have no routes of their own. */
export const listRoutes =
  (route: ListRoute) =>
  (app: App, context: RouteContext): void =>
    registerList(app, context, route);

interface RecordRoute extends OperationSchemas<RecordQuery> {
  list: Collection;
  tag: string;
  operation: Operation;
  extend?: Extension | undefined;
}

/** Sends a stored record with its version as the entity tag, which clients send in `If-Match` when they write. */
const sendRecordText = (
  request: FastifyRequest,
  reply: FastifyReply,
  { body, version }: { body: string; version: number },
): FastifyReply => {
  const etag = `"${version}"`;
  // Writers compare it, so a cache must ask before it repeats one.
  reply.headers({ etag, 'cache-control': 'no-cache', vary: 'Accept' });
  if (matchesEntityTag(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(Buffer.from(body));
};

/** Registers `GET /v1/{collection}/{id}`, a record with derived fields, and `GET /v1/{collection}/{id}/record`, the record as stored. */
const registerRecord = (app: App, { database, responseCache, lists, today }: RouteContext, route: RecordRoute): void => {
  const { list, tag, operation, querystring, responseSchema, extend } = route;
  const definition = lists[list];
  const { collection } = definition;
  const { example, ...documentation } = operation;
  const schema = { tags: [tag], params: idParameterSchema };
  const sendStored = async (request: FastifyRequest, reply: FastifyReply, id: string) =>
    sendRecordText(request, reply, await database.read((session) => getRecordText(session, collection, id)));
  const path = `/v1/${collection}/:id`;
  app.get(
    path,
    {
      schema: { ...documentation, ...schema, querystring, response: documentResponses(responseSchema, 'The record.', recordStatuses) },
      config: { example, isCitable: true },
    },
    async (request, reply) => {
      const { params, query } = request;
      if (query.view !== 'record') {
        return responseCache.send(request, reply, () =>
          database.read((session) => getRecord(session, definition, params.id, query, today(), extend)),
        );
      }
      rejectRecordViewParameters(query);
      return sendStored(request, reply, params.id);
    },
  );
  app.get(
    `${path}/record`,
    {
      schema: {
        ...schema,
        operationId: `${operation.operationId}Record`,
        summary: `${operation.summary} as stored`,
        description:
          'Returns the stored record, byte for byte the dataset file, with its version as the entity tag. Change it and send it back with `If-Match`. The same as `view=record`.',
        querystring: z.strictObject({}),
        response: documentResponses(recordSchemas[collection], 'The stored record.', recordStatuses),
      },
      config: { example: `${splitTarget(example).path}/record`, isCitable: true },
    },
    (request, reply) => sendStored(request, reply, request.params.id),
  );
};

/** A collection whose records have their own routes. */
interface CollectionRoutes {
  collection: Collection;
  tag: string;
  schemas: CollectionSchemas;
  list: Operation;
  record: Operation;
  /** The list of one company, if there is one. */
  companyList?: Operation;
  extend?: Extension;
}

/** Returns the plugin with the routes of a collection: its list, its records, and the list of one company. */
export const collectionRoutes =
  ({ collection: list, tag, schemas, companyList, extend, ...operations }: CollectionRoutes) =>
  (app: App, context: RouteContext): void => {
    registerList(app, context, { list, tag, operation: operations.list, ...schemas.list });
    registerRecord(app, context, { list, tag, operation: operations.record, ...schemas.record, extend });
    if (companyList !== undefined)
      registerList(app, context, { list, tag, operation: companyList, ...schemas.companyList, isOfCompany: true });
  };
