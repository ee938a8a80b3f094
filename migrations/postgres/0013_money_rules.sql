CREATE TABLE "commitment_overlaps" (
	"commitment_id" text COLLATE "C" NOT NULL,
	"overlapped_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "commitment_overlaps_commitment_id_overlapped_id_pk" PRIMARY KEY("commitment_id","overlapped_id")
);
--> statement-breakpoint
CREATE TABLE "deal_overlaps" (
	"deal_id" text COLLATE "C" NOT NULL,
	"overlapped_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "deal_overlaps_deal_id_overlapped_id_pk" PRIMARY KEY("deal_id","overlapped_id")
);
--> statement-breakpoint
ALTER TABLE "commitment_states" DROP CONSTRAINT "commitment_states_status_check";--> statement-breakpoint
ALTER TABLE "deal_events" DROP CONSTRAINT "deal_events_status_check";--> statement-breakpoint
ALTER TABLE "deal_states" DROP CONSTRAINT "deal_states_status_check";--> statement-breakpoint
ALTER TABLE "flows" DROP CONSTRAINT "flows_nature_check";--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "amount_reported_on" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "tranche_sums" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "flows" ADD COLUMN "open_ended" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "commitment_overlaps" ADD CONSTRAINT "commitment_overlaps_commitment_id_chip_commitments_id_fk" FOREIGN KEY ("commitment_id") REFERENCES "public"."chip_commitments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment_overlaps" ADD CONSTRAINT "commitment_overlaps_overlapped_id_deals_id_fk" FOREIGN KEY ("overlapped_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_overlaps" ADD CONSTRAINT "deal_overlaps_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_overlaps" ADD CONSTRAINT "deal_overlaps_overlapped_id_deals_id_fk" FOREIGN KEY ("overlapped_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "commitment_overlaps_overlapped_idx" ON "commitment_overlaps" USING btree ("overlapped_id");--> statement-breakpoint
CREATE INDEX "deal_overlaps_overlapped_idx" ON "deal_overlaps" USING btree ("overlapped_id");--> statement-breakpoint
ALTER TABLE "commitment_states" ADD CONSTRAINT "commitment_states_status_check" CHECK ("status" in ('rumored', 'in_talks', 'letter_of_intent', 'announced', 'signed', 'closed', 'amended', 'stalled', 'lapsed', 'terminated'));--> statement-breakpoint
ALTER TABLE "deal_events" ADD CONSTRAINT "deal_events_status_check" CHECK ("status" in ('rumored', 'in_talks', 'letter_of_intent', 'announced', 'signed', 'closed', 'amended', 'stalled', 'lapsed', 'terminated'));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_amount_reported_on_check" CHECK ("amount_reported_on" is null or length("amount_reported_on") in (4, 7, 10));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_status_check" CHECK ("status" in ('rumored', 'in_talks', 'letter_of_intent', 'announced', 'signed', 'closed', 'amended', 'stalled', 'lapsed', 'terminated'));--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_nature_check" CHECK ("nature" in ('financing', 'purchase', 'guarantee', 'warrant'));