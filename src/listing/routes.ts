import type { z } from 'zod';
import type { Database } from '../database/database.ts';
import { type ReadyAnswers, sendRecordText } from '../http/ready-answers.ts';
import { type App, answersWith, idParameterSchema, recordStatuses } from '../http/routes.ts';
import type { Given, ListDefinition, RecordDefinition } from './definition.ts';
import { listRecords } from './list.ts';
import type { ListQuery, RecordQuery } from './list-query.ts';
import { type Extension, getRecord, getRecordText, refuseBesideRecordView } from './single.ts';

/** What routes need to answer. */
export interface RouteContext {
  database: Database;
  answers: ReadyAnswers;
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
export const registerList = (app: App, { database, answers, today }: RouteContext, route: ListRoute): void => {
  const { definition, tag, operation, querystring, answer } = route;
  const { example, ...documented } = operation;
  app.get(
    `/v1/${definition.collection}`,
    { schema: { ...documented, tags: [tag], querystring, response: answersWith(answer, 'A page of the list.') }, config: { example } },
    (request, reply) =>
      answers.send(request, reply, () => database.read((session) => listRecords(session, definition, request.query, request.url, today()))),
  );
};

interface CompanyListRoute extends ListRoute {
  /** The filters that make a list that of one company. */
  filtersOf: (companyId: string) => Given;
}

/** `GET /v1/companies/{id}/{collection}`: the list of one company. */
export const registerCompanyList = (app: App, { database, answers, today }: RouteContext, route: CompanyListRoute): void => {
  const { definition, tag, operation, querystring, answer, filtersOf } = route;
  const { example, ...documented } = operation;
  app.get(
    `/v1/companies/:id/${definition.collection}`,
    {
      schema: {
        ...documented,
        tags: [tag],
        params: idParameterSchema,
        querystring,
        response: answersWith(answer, 'A page of the list.', recordStatuses),
      },
      config: { example },
    },
    (request, reply) =>
      answers.send(request, reply, () =>
        database.read(async (session) => {
          await getRecordText(session, 'companies', request.params.id);
          return listRecords(session, definition, request.query, request.url, today(), filtersOf(request.params.id));
        }),
      ),
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
        response: answersWith(answer, 'The record.', recordStatuses),
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
      refuseBesideRecordView(query);
      return sendRecordText(request, reply, await database.read((session) => getRecordText(session, definition.collection, params.id)));
    },
  );
};
