CREATE TABLE "deal_party_states" (
	"deal_id" text COLLATE "C" NOT NULL,
	"party_id" text COLLATE "C" NOT NULL,
	"known_from" text COLLATE "C" NOT NULL,
	"known_to" text COLLATE "C",
	"is_direct" boolean NOT NULL,
	"since" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"certainty" text COLLATE "C" NOT NULL,
	"amount_usd" bigint,
	"announced_day" text COLLATE "C",
	"last_reported_day" text COLLATE "C" NOT NULL,
	CONSTRAINT "deal_party_states_deal_id_party_id_known_from_pk" PRIMARY KEY("deal_id","party_id","known_from")
);
--> statement-breakpoint
DROP INDEX "deal_states_amount_time_idx";--> statement-breakpoint
DROP INDEX "deal_states_reported_time_idx";--> statement-breakpoint
DROP INDEX "deal_states_announced_time_idx";--> statement-breakpoint
DROP INDEX "deal_states_reported_ahead_idx";--> statement-breakpoint
DROP INDEX "deal_states_announced_ahead_idx";--> statement-breakpoint
DROP INDEX "deal_states_amount_idx";--> statement-breakpoint
DROP INDEX "deal_states_reported_idx";--> statement-breakpoint
DROP INDEX "deal_states_announced_idx";--> statement-breakpoint
DROP INDEX "deal_events_reported_idx";--> statement-breakpoint
DROP INDEX "flows_amount_idx";--> statement-breakpoint
ALTER TABLE "deal_party_states" ADD CONSTRAINT "deal_party_states_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_party_states" ADD CONSTRAINT "deal_party_states_party_id_companies_id_fk" FOREIGN KEY ("party_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deal_party_states_amount_idx" ON "deal_party_states" USING btree ("party_id",amount_usd desc,"deal_id","known_from","known_to","is_direct","since","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_party_states_reported_idx" ON "deal_party_states" USING btree ("party_id",last_reported_day desc,"deal_id","known_from","known_to","is_direct","since","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_party_states_announced_idx" ON "deal_party_states" USING btree ("party_id",announced_day desc,"deal_id","known_from","known_to","is_direct","since","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "citations_attribution_idx" ON "citations" USING btree ("attribution","collection","record_id");--> statement-breakpoint
CREATE INDEX "companies_country_idx" ON "companies" USING btree ("country","id");--> statement-breakpoint
CREATE INDEX "deal_participants_role_idx" ON "deal_participants" USING btree ("role","deal_id");--> statement-breakpoint
CREATE INDEX "deal_states_amount_asc_idx" ON "deal_states" USING btree ("amount_usd","deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_amount_desc_idx" ON "deal_states" USING btree (amount_usd desc,"deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_kind_amount_idx" ON "deal_states" USING btree ("kind",amount_usd desc,"deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_amount_idx" ON "deal_states" USING btree ("status",amount_usd desc,"deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_amount_idx" ON "deal_states" USING btree ("kind","status",amount_usd desc,"deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_reported_asc_idx" ON "deal_states" USING btree ("last_reported_day","deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_reported_desc_idx" ON "deal_states" USING btree (last_reported_day desc,"deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_kind_reported_idx" ON "deal_states" USING btree ("kind",last_reported_day desc,"deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_reported_idx" ON "deal_states" USING btree ("status",last_reported_day desc,"deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_reported_idx" ON "deal_states" USING btree ("kind","status",last_reported_day desc,"deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_announced_asc_idx" ON "deal_states" USING btree ("announced_day","deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_announced_desc_idx" ON "deal_states" USING btree (announced_day desc,"deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_kind_announced_idx" ON "deal_states" USING btree ("kind",announced_day desc,"deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_announced_idx" ON "deal_states" USING btree ("status",announced_day desc,"deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_announced_idx" ON "deal_states" USING btree ("kind","status",announced_day desc,"deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_valuation_idx" ON "deal_states" USING btree ("valuation_usd","deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_closed_idx" ON "deal_states" USING btree ("closed_day","deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_first_known_idx" ON "deal_states" USING btree ("first_known_on","deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_title_idx" ON "deal_states" USING btree ("title","deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_id_idx" ON "deal_states" USING btree ("deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_reported_ahead_asc_idx" ON "deal_states" USING btree ("last_reported_day","deal_id","known_from","known_to","kind","status","certainty") WHERE last_reported_day > known_from;--> statement-breakpoint
CREATE INDEX "deal_states_reported_ahead_desc_idx" ON "deal_states" USING btree (last_reported_day desc,"deal_id","known_from","known_to","kind","status","certainty") WHERE last_reported_day > known_from;--> statement-breakpoint
CREATE INDEX "deal_states_announced_ahead_asc_idx" ON "deal_states" USING btree ("announced_day","deal_id","known_from","known_to","kind","status","certainty") WHERE announced_day > known_from;--> statement-breakpoint
CREATE INDEX "deal_states_announced_ahead_desc_idx" ON "deal_states" USING btree (announced_day desc,"deal_id","known_from","known_to","kind","status","certainty") WHERE announced_day > known_from;--> statement-breakpoint
CREATE INDEX "flows_first_known_idx" ON "flows" USING btree (first_known_on desc,"id","known_from","known_to");--> statement-breakpoint
CREATE INDEX "search_postings_best_idx" ON "search_postings" USING btree ("term",weight desc,"collection","record_id");--> statement-breakpoint
CREATE INDEX "deal_events_reported_idx" ON "deal_events" USING btree (reported_day desc,"id","known_from","known_to","kind","status","certainty","deal_id");--> statement-breakpoint
CREATE INDEX "flows_amount_idx" ON "flows" USING btree (usd_high desc,"id","known_from","known_to");