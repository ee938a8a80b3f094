import type { z } from 'zod';
import type { Database, Session } from '../database/database.ts';
import type { Downloads } from '../downloads/downloads.ts';
import { listMediaTypeNames, negotiateListFormat } from '../http/negotiation.ts';
import { type ResponseCache, sendRecordText } from '../http/response-cache.ts';
import { type App, documentResponses, idParameterSchema, recordStatuses } from '../http/routes.ts';
import { listRecords } from '../lists/list.ts';
import type { FilterValues, ListDefinition, RecordDefinition } from '../lists/list-definition.ts';
import type { ListQuery } from '../lists/list-query.ts';
import { type Extension, getRecord, getRecordText, rejectBesideRecordView } from '../records/record.ts';
import type { RecordQuery } from '../records/record-query.ts';
import { describeColumns, listColumns, parameterNames, sendExport } from './export-response.ts';

/** What routes need to answer. */
export interface RouteContext {
  database: Database;
  answers: ResponseCache;
  downloads: Downloads;
  /** The day of now, in UTC. */
  today: () => string;
  /** Where clients reach the server, if a setting says so. */
  publicUrl: string | undefined;
}

/** How an operation stands in the documentation. */
export interface Operation {
  operationId: string;
  summary: string;
  description: string;
  /** A request over the real dataset. */
  example: string;
}

interface ListRoute {
  definition: ListDefinition;
  tag: string;
  operation: Operation;
  querystring: z.ZodType<ListQuery>;
  answer: z.ZodType;
}

/** `GET /v1/{collection}`. */
export const registerList = (app: App, context: RouteContext, route: ListRoute): void => {
  const { definition, tag, operation, querystring, answer } = route;
  const { database, answers, today } = context;
  const { example, description, ...documented } = operation;
  const columns = listColumns(answer);
  app.get(
    `/v1/${definition.collection}`,
    {
      schema: {
        ...documented,
        description: description + describeColumns(columns),
        tags: [tag],
        produces: listMediaTypeNames,
        querystring,
        response: documentResponses(answer, 'A page of the list.'),
      },
      config: { example, mediaTypes: listMediaTypeNames },
    },
    (request, reply) => {
      const { query } = request;
      const format = query.format ?? negotiateListFormat(request);
      const list = { definition, query, given: parameterNames(request), columns, fixed: {}, name: definition.collection };
      if (format !== 'json') return sendExport(request, reply, context, { ...list, format });
      return answers.send(request, reply, () => database.read((session) => listRecords(session, definition, query, request.url, today())));
    },
  );
};

interface CompanyListRoute extends ListRoute {
  /** The filters that make a list that of one company. */
  fixedFilters: (companyId: string) => FilterValues;
}

/** `GET /v1/companies/{id}/{collection}`: the list of one company. */
export const registerCompanyList = (app: App, context: RouteContext, route: CompanyListRoute): void => {
  const { definition, tag, operation, querystring, answer, fixedFilters } = route;
  const { database, answers, today } = context;
  const { example, description, ...documented } = operation;
  const columns = listColumns(answer);
  app.get(
    `/v1/companies/:id/${definition.collection}`,
    {
      schema: {
        ...documented,
        description: description + describeColumns(columns),
        tags: [tag],
        produces: listMediaTypeNames,
        params: idParameterSchema,
        querystring,
        response: documentResponses(answer, 'A page of the list.', recordStatuses),
      },
      config: { example, mediaTypes: listMediaTypeNames },
    },
    (request, reply) => {
      const { query } = request;
      const { id } = request.params;
      const format = query.format ?? negotiateListFormat(request);
      const fixed = fixedFilters(id);
      const prepare = (session: Session) => getRecordText(session, 'companies', id);
      const list = { definition, query, given: parameterNames(request), columns, fixed, name: `${id}-${definition.collection}`, prepare };
      if (format !== 'json') return sendExport(request, reply, context, { ...list, format });
      return answers.send(request, reply, () =>
        database.read(async (session) => {
          await prepare(session);
          return listRecords(session, definition, query, request.url, today(), fixed);
        }),
      );
    },
  );
};

interface RecordRoute {
  definition: RecordDefinition;
  tag: string;
  operation: Operation;
  querystring: z.ZodType<RecordQuery>;
  answer: z.ZodType;
  extend?: Extension;
}

/** `GET /v1/{collection}/{id}`, derived fields and all, or with `view=record` byte for byte as it is stored. */
export const registerRecord = (app: App, { database, answers, today }: RouteContext, route: RecordRoute): void => {
  const { definition, tag, operation, querystring, answer, extend } = route;
  const { example, ...documented } = operation;
  app.get(
    `/v1/${definition.collection}/:id`,
    {
      schema: {
        ...documented,
        tags: [tag],
        params: idParameterSchema,
        querystring,
        response: documentResponses(answer, 'The record.', recordStatuses),
      },
      config: { example, isCitable: true },
    },
    async (request, reply) => {
      const { params, query } = request;
      if (query.view !== 'record') {
        return answers.send(request, reply, () =>
          database.read((session) => getRecord(session, definition, params.id, query, today(), extend)),
        );
      }
      rejectBesideRecordView(query);
      return sendRecordText(request, reply, await database.read((session) => getRecordText(session, definition.collection, params.id)));
    },
  );
};
