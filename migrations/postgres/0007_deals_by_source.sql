CREATE TABLE "deal_source_states" (
	"deal_id" text COLLATE "C" NOT NULL,
	"known_from" text COLLATE "C" NOT NULL,
	"known_to" text COLLATE "C",
	"kind" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"certainty" text COLLATE "C" NOT NULL,
	"amount_usd" bigint,
	"valuation_usd" bigint,
	"announced_day" text COLLATE "C",
	"closed_day" text COLLATE "C",
	"last_reported_day" text COLLATE "C" NOT NULL,
	"title" text COLLATE "C" DEFAULT '' NOT NULL,
	"first_known_on" text COLLATE "C" DEFAULT '' NOT NULL,
	"source_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "deal_source_states_deal_id_source_id_known_from_pk" PRIMARY KEY("deal_id","source_id","known_from")
);
--> statement-breakpoint
DROP INDEX "deal_party_states_reported_idx";--> statement-breakpoint
ALTER TABLE "deal_party_states" ADD COLUMN "valuation_usd" bigint;--> statement-breakpoint
ALTER TABLE "deal_party_states" ADD COLUMN "closed_day" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "deal_party_states" ADD COLUMN "title" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "deal_party_states" ADD COLUMN "first_known_on" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "deal_source_states" ADD CONSTRAINT "deal_source_states_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_source_states" ADD CONSTRAINT "deal_source_states_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deal_source_states_source_idx" ON "deal_source_states" USING btree ("source_id","deal_id","known_from","known_to","kind","status","certainty","last_reported_day","amount_usd","announced_day","valuation_usd","closed_day","first_known_on","title");--> statement-breakpoint
CREATE INDEX "deal_states_kind_amount_asc_idx" ON "deal_states" USING btree ("kind","amount_usd","deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_amount_asc_idx" ON "deal_states" USING btree ("status","amount_usd","deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_reported_asc_idx" ON "deal_states" USING btree ("kind","last_reported_day","deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_reported_asc_idx" ON "deal_states" USING btree ("status","last_reported_day","deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_announced_asc_idx" ON "deal_states" USING btree ("kind","announced_day","deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_announced_asc_idx" ON "deal_states" USING btree ("status","announced_day","deal_id","known_from","known_to") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_party_states_reported_idx" ON "deal_party_states" USING btree ("party_id",last_reported_day desc,"deal_id","known_from","known_to","is_direct","since","kind","status","certainty","amount_usd","announced_day","valuation_usd","closed_day","first_known_on","title");