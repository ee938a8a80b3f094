-- What is derived is made anew by the rules of this version at the next start: none of it is kept, and indexes are made of nothing.
DELETE FROM "deal_states";--> statement-breakpoint
DELETE FROM "deal_party_states";--> statement-breakpoint
DELETE FROM "deal_source_states";--> statement-breakpoint
DELETE FROM "short_answers";--> statement-breakpoint
DELETE FROM "full_answers";--> statement-breakpoint
DELETE FROM "evidence_answers";--> statement-breakpoint
DROP INDEX "deal_party_states_amount_idx";--> statement-breakpoint
DROP INDEX "deal_party_states_announced_idx";--> statement-breakpoint
DROP INDEX "deal_party_states_reported_idx";--> statement-breakpoint
DROP INDEX "deal_source_states_source_idx";--> statement-breakpoint
DROP INDEX "deal_states_amount_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_amount_desc_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_amount_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_amount_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_status_amount_idx";--> statement-breakpoint
DROP INDEX "deal_states_status_amount_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_status_amount_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_status_amount_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_reported_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_reported_desc_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_reported_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_reported_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_status_reported_idx";--> statement-breakpoint
DROP INDEX "deal_states_status_reported_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_status_reported_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_status_reported_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_announced_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_announced_desc_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_announced_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_announced_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_status_announced_idx";--> statement-breakpoint
DROP INDEX "deal_states_status_announced_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_status_announced_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_status_announced_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_valuation_idx";--> statement-breakpoint
DROP INDEX "deal_states_closed_idx";--> statement-breakpoint
DROP INDEX "deal_states_first_known_idx";--> statement-breakpoint
DROP INDEX "deal_states_title_idx";--> statement-breakpoint
DROP INDEX "deal_states_id_idx";--> statement-breakpoint
DROP INDEX "deal_states_reported_ahead_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_reported_ahead_desc_idx";--> statement-breakpoint
DROP INDEX "deal_states_announced_ahead_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_announced_ahead_desc_idx";--> statement-breakpoint
ALTER TABLE "evidence_answers" DROP CONSTRAINT "evidence_answers_collection_record_id_known_from_pk";--> statement-breakpoint
ALTER TABLE "full_answers" DROP CONSTRAINT "full_answers_collection_record_id_known_from_pk";--> statement-breakpoint
ALTER TABLE "short_answers" DROP CONSTRAINT "short_answers_collection_record_id_known_from_pk";--> statement-breakpoint
ALTER TABLE "deal_party_states" ADD COLUMN "countries" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "deal_party_states" ADD COLUMN "answer_id" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deal_source_states" ADD COLUMN "countries" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "deal_source_states" ADD COLUMN "answer_id" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "countries" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "answer_id" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "evidence_answers" ADD COLUMN "id" bigint PRIMARY KEY NOT NULL;--> statement-breakpoint
ALTER TABLE "full_answers" ADD COLUMN "id" bigint PRIMARY KEY NOT NULL;--> statement-breakpoint
ALTER TABLE "short_answers" ADD COLUMN "id" bigint PRIMARY KEY NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "evidence_answers_record_idx" ON "evidence_answers" USING btree ("collection","record_id","known_from");--> statement-breakpoint
CREATE UNIQUE INDEX "full_answers_record_idx" ON "full_answers" USING btree ("collection","record_id","known_from");--> statement-breakpoint
CREATE UNIQUE INDEX "short_answers_record_idx" ON "short_answers" USING btree ("collection","record_id","known_from");--> statement-breakpoint
CREATE INDEX "deal_party_states_amount_idx" ON "deal_party_states" USING btree ("party_id",amount_usd desc,"deal_id","known_from","known_to","is_direct","since","kind","status","certainty","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_party_states_announced_idx" ON "deal_party_states" USING btree ("party_id",announced_day desc,"deal_id","known_from","known_to","is_direct","since","kind","status","certainty","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_party_states_reported_idx" ON "deal_party_states" USING btree ("party_id",last_reported_day desc,"deal_id","known_from","known_to","is_direct","since","kind","status","certainty","countries","answer_id","amount_usd","announced_day","valuation_usd","closed_day","first_known_on","title");--> statement-breakpoint
CREATE INDEX "deal_source_states_source_idx" ON "deal_source_states" USING btree ("source_id","deal_id","known_from","known_to","kind","status","certainty","countries","answer_id","last_reported_day","amount_usd","announced_day","valuation_usd","closed_day","first_known_on","title");--> statement-breakpoint
CREATE INDEX "deal_states_amount_asc_idx" ON "deal_states" USING btree ("amount_usd","deal_id","known_from","known_to","kind","status","certainty","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_amount_desc_idx" ON "deal_states" USING btree (amount_usd desc,"deal_id","known_from","known_to","kind","status","certainty","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_kind_amount_idx" ON "deal_states" USING btree ("kind",amount_usd desc,"deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_amount_asc_idx" ON "deal_states" USING btree ("kind","amount_usd","deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_amount_idx" ON "deal_states" USING btree ("status",amount_usd desc,"deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_amount_asc_idx" ON "deal_states" USING btree ("status","amount_usd","deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_amount_idx" ON "deal_states" USING btree ("kind","status",amount_usd desc,"deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_amount_asc_idx" ON "deal_states" USING btree ("kind","status","amount_usd","deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_reported_asc_idx" ON "deal_states" USING btree ("last_reported_day","deal_id","known_from","known_to","kind","status","certainty","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_reported_desc_idx" ON "deal_states" USING btree (last_reported_day desc,"deal_id","known_from","known_to","kind","status","certainty","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_kind_reported_idx" ON "deal_states" USING btree ("kind",last_reported_day desc,"deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_reported_asc_idx" ON "deal_states" USING btree ("kind","last_reported_day","deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_reported_idx" ON "deal_states" USING btree ("status",last_reported_day desc,"deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_reported_asc_idx" ON "deal_states" USING btree ("status","last_reported_day","deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_reported_idx" ON "deal_states" USING btree ("kind","status",last_reported_day desc,"deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_reported_asc_idx" ON "deal_states" USING btree ("kind","status","last_reported_day","deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_announced_asc_idx" ON "deal_states" USING btree ("announced_day","deal_id","known_from","known_to","kind","status","certainty","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_announced_desc_idx" ON "deal_states" USING btree (announced_day desc,"deal_id","known_from","known_to","kind","status","certainty","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_kind_announced_idx" ON "deal_states" USING btree ("kind",announced_day desc,"deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_announced_asc_idx" ON "deal_states" USING btree ("kind","announced_day","deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_announced_idx" ON "deal_states" USING btree ("status",announced_day desc,"deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_announced_asc_idx" ON "deal_states" USING btree ("status","announced_day","deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_announced_idx" ON "deal_states" USING btree ("kind","status",announced_day desc,"deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_announced_asc_idx" ON "deal_states" USING btree ("kind","status","announced_day","deal_id","known_from","known_to","countries","answer_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_valuation_idx" ON "deal_states" USING btree ("valuation_usd","deal_id","known_from","known_to","kind","status","certainty","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_closed_idx" ON "deal_states" USING btree ("closed_day","deal_id","known_from","known_to","kind","status","certainty","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_first_known_idx" ON "deal_states" USING btree ("first_known_on","deal_id","known_from","known_to","kind","status","certainty","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_title_idx" ON "deal_states" USING btree ("title","deal_id","known_from","known_to","kind","status","certainty","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_id_idx" ON "deal_states" USING btree ("deal_id","known_from","known_to","kind","status","certainty","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_reported_ahead_asc_idx" ON "deal_states" USING btree ("last_reported_day","deal_id","known_from","known_to","kind","status","certainty","countries","answer_id") WHERE last_reported_day > known_from;--> statement-breakpoint
CREATE INDEX "deal_states_reported_ahead_desc_idx" ON "deal_states" USING btree (last_reported_day desc,"deal_id","known_from","known_to","kind","status","certainty","countries","answer_id") WHERE last_reported_day > known_from;--> statement-breakpoint
CREATE INDEX "deal_states_announced_ahead_asc_idx" ON "deal_states" USING btree ("announced_day","deal_id","known_from","known_to","kind","status","certainty","countries","answer_id") WHERE announced_day > known_from;--> statement-breakpoint
CREATE INDEX "deal_states_announced_ahead_desc_idx" ON "deal_states" USING btree (announced_day desc,"deal_id","known_from","known_to","kind","status","certainty","countries","answer_id") WHERE announced_day > known_from;