ALTER TABLE "dataset" ADD COLUMN "derivation" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "usd_min" bigint;--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "usd_max" bigint;--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "term_years" double precision;--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "announced_on" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "flow_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "flows" ADD COLUMN "kind" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "flows" ADD COLUMN "year" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "flows" ADD COLUMN "bound_low" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "flows" ADD COLUMN "bound_high" bigint;--> statement-breakpoint
ALTER TABLE "flows" ADD COLUMN "siblings" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "flows" ADD COLUMN "first_known_on" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "flows" ADD COLUMN "body" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "deal_states_flowless_idx" ON "deal_states" USING btree ("deal_id") WHERE flow_count = 0;--> statement-breakpoint
CREATE INDEX "flows_amount_idx" ON "flows" USING btree ("usd_high","id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "flows_from_idx" ON "flows" USING btree ("from_id");--> statement-breakpoint
CREATE INDEX "flows_to_idx" ON "flows" USING btree ("to_id");