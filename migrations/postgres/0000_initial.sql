CREATE TABLE "chip_commitment_chips" (
	"commitment_id" text COLLATE "C" NOT NULL,
	"chip_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "chip_commitment_chips_commitment_id_chip_id_pk" PRIMARY KEY("commitment_id","chip_id")
);
--> statement-breakpoint
CREATE TABLE "chip_commitments" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"deal_id" text COLLATE "C",
	"buyer_id" text COLLATE "C" NOT NULL,
	"chip_vendor_id" text COLLATE "C" NOT NULL,
	"provider_id" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "chips" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"vendor_id" text COLLATE "C" NOT NULL,
	"category" text COLLATE "C" NOT NULL,
	"announced_day" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "citations" (
	"collection" text COLLATE "C" NOT NULL,
	"record_id" text COLLATE "C" NOT NULL,
	"event" integer NOT NULL,
	"position" integer NOT NULL,
	"source_id" text COLLATE "C" NOT NULL,
	"attribution" text COLLATE "C" NOT NULL,
	"known_from" text COLLATE "C" NOT NULL,
	CONSTRAINT "citations_collection_record_id_event_position_pk" PRIMARY KEY("collection","record_id","event","position")
);
--> statement-breakpoint
CREATE TABLE "commitment_states" (
	"commitment_id" text COLLATE "C" NOT NULL,
	"known_from" text COLLATE "C" NOT NULL,
	"known_to" text COLLATE "C",
	"status" text COLLATE "C" NOT NULL,
	"certainty" text COLLATE "C" NOT NULL,
	"amount_usd" bigint,
	"units" double precision,
	"power_mw" double precision,
	"starts_day" text COLLATE "C",
	"last_reported_day" text COLLATE "C" NOT NULL,
	CONSTRAINT "commitment_states_commitment_id_known_from_pk" PRIMARY KEY("commitment_id","known_from")
);
--> statement-breakpoint
CREATE TABLE "companies" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"country" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "company_ancestors" (
	"company_id" text COLLATE "C" NOT NULL,
	"ancestor_id" text COLLATE "C" NOT NULL,
	"since" text COLLATE "C" NOT NULL,
	CONSTRAINT "company_ancestors_company_id_ancestor_id_pk" PRIMARY KEY("company_id","ancestor_id")
);
--> statement-breakpoint
CREATE TABLE "company_roles" (
	"company_id" text COLLATE "C" NOT NULL,
	"role" text COLLATE "C" NOT NULL,
	CONSTRAINT "company_roles_company_id_role_pk" PRIMARY KEY("company_id","role")
);
--> statement-breakpoint
CREATE TABLE "dataset" (
	"id" integer PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"version" text COLLATE "C" NOT NULL,
	"date" text COLLATE "C" NOT NULL,
	"license" text COLLATE "C" NOT NULL,
	"sequence" integer NOT NULL,
	"known_to" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deal_events" (
	"id" text COLLATE "C" NOT NULL,
	"known_from" text COLLATE "C" NOT NULL,
	"known_to" text COLLATE "C",
	"deal_id" text COLLATE "C" NOT NULL,
	"position" integer NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"reported_day" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"certainty" text COLLATE "C" NOT NULL,
	"body" text COLLATE "C" NOT NULL,
	CONSTRAINT "deal_events_id_known_from_pk" PRIMARY KEY("id","known_from")
);
--> statement-breakpoint
CREATE TABLE "deal_participants" (
	"deal_id" text COLLATE "C" NOT NULL,
	"company_id" text COLLATE "C" NOT NULL,
	"role" text COLLATE "C" NOT NULL,
	"known_from" text COLLATE "C" NOT NULL,
	CONSTRAINT "deal_participants_deal_id_company_id_role_pk" PRIMARY KEY("deal_id","company_id","role")
);
--> statement-breakpoint
CREATE TABLE "deal_states" (
	"deal_id" text COLLATE "C" NOT NULL,
	"known_from" text COLLATE "C" NOT NULL,
	"known_to" text COLLATE "C",
	"kind" text COLLATE "C" NOT NULL,
	"title" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"certainty" text COLLATE "C" NOT NULL,
	"amount_usd" bigint,
	"valuation_usd" bigint,
	"announced_day" text COLLATE "C",
	"closed_day" text COLLATE "C",
	"last_reported_day" text COLLATE "C" NOT NULL,
	"first_known_on" text COLLATE "C" NOT NULL,
	CONSTRAINT "deal_states_deal_id_known_from_pk" PRIMARY KEY("deal_id","known_from")
);
--> statement-breakpoint
CREATE TABLE "deal_supersessions" (
	"deal_id" text COLLATE "C" NOT NULL,
	"superseded_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "deal_supersessions_deal_id_superseded_id_pk" PRIMARY KEY("deal_id","superseded_id")
);
--> statement-breakpoint
CREATE TABLE "deal_umbrellas" (
	"deal_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"umbrella_id" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deals" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"title" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence_answers" (
	"collection" text COLLATE "C" NOT NULL,
	"record_id" text COLLATE "C" NOT NULL,
	"known_from" text COLLATE "C" NOT NULL,
	"known_to" text COLLATE "C",
	"body" text COLLATE "C" NOT NULL,
	CONSTRAINT "evidence_answers_collection_record_id_known_from_pk" PRIMARY KEY("collection","record_id","known_from")
);
--> statement-breakpoint
CREATE TABLE "flows" (
	"id" text COLLATE "C" NOT NULL,
	"known_from" text COLLATE "C" NOT NULL,
	"known_to" text COLLATE "C",
	"deal_id" text COLLATE "C",
	"commitment_id" text COLLATE "C",
	"from_id" text COLLATE "C" NOT NULL,
	"to_id" text COLLATE "C" NOT NULL,
	"from_group_id" text COLLATE "C" NOT NULL,
	"to_group_id" text COLLATE "C" NOT NULL,
	"nature" text COLLATE "C" NOT NULL,
	"contingent" boolean NOT NULL,
	"implied" boolean NOT NULL,
	"certainty" text COLLATE "C" NOT NULL,
	"usd_low" bigint NOT NULL,
	"usd_high" bigint,
	CONSTRAINT "flows_id_known_from_pk" PRIMARY KEY("id","known_from")
);
--> statement-breakpoint
CREATE TABLE "full_answers" (
	"collection" text COLLATE "C" NOT NULL,
	"record_id" text COLLATE "C" NOT NULL,
	"known_from" text COLLATE "C" NOT NULL,
	"known_to" text COLLATE "C",
	"body" text COLLATE "C" NOT NULL,
	CONSTRAINT "full_answers_collection_record_id_known_from_pk" PRIMARY KEY("collection","record_id","known_from")
);
--> statement-breakpoint
CREATE TABLE "import_conflicts" (
	"collection" text COLLATE "C" NOT NULL,
	"record_id" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"file_hash" text COLLATE "C",
	"detected_at" text COLLATE "C" NOT NULL,
	CONSTRAINT "import_conflicts_collection_record_id_pk" PRIMARY KEY("collection","record_id")
);
--> statement-breakpoint
CREATE TABLE "records" (
	"collection" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"body" text COLLATE "C",
	"version" integer NOT NULL,
	"horizon" text COLLATE "C" NOT NULL,
	"body_hash" text COLLATE "C",
	"file_hash" text COLLATE "C",
	CONSTRAINT "records_collection_id_pk" PRIMARY KEY("collection","id")
);
--> statement-breakpoint
CREATE TABLE "revisions" (
	"sequence" integer PRIMARY KEY NOT NULL,
	"collection" text COLLATE "C" NOT NULL,
	"record_id" text COLLATE "C" NOT NULL,
	"version" integer NOT NULL,
	"operation" text COLLATE "C" NOT NULL,
	"recorded_at" text COLLATE "C" NOT NULL,
	"actor" text COLLATE "C" NOT NULL,
	"body" text COLLATE "C",
	"affected" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_postings" (
	"term" text COLLATE "C" NOT NULL,
	"collection" text COLLATE "C" NOT NULL,
	"record_id" text COLLATE "C" NOT NULL,
	"weight" integer NOT NULL,
	"known_from" text COLLATE "C" NOT NULL,
	CONSTRAINT "search_postings_term_collection_record_id_weight_pk" PRIMARY KEY("term","collection","record_id","weight")
);
--> statement-breakpoint
CREATE TABLE "search_terms" (
	"term" text COLLATE "C" PRIMARY KEY NOT NULL,
	"initial" text COLLATE "C" NOT NULL,
	"length" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_texts" (
	"collection" text COLLATE "C" NOT NULL,
	"record_id" text COLLATE "C" NOT NULL,
	"position" integer NOT NULL,
	"field" text COLLATE "C" NOT NULL,
	"text" text COLLATE "C" NOT NULL,
	"known_from" text COLLATE "C" NOT NULL,
	CONSTRAINT "search_texts_collection_record_id_position_pk" PRIMARY KEY("collection","record_id","position")
);
--> statement-breakpoint
CREATE TABLE "short_answers" (
	"collection" text COLLATE "C" NOT NULL,
	"record_id" text COLLATE "C" NOT NULL,
	"known_from" text COLLATE "C" NOT NULL,
	"known_to" text COLLATE "C",
	"body" text COLLATE "C" NOT NULL,
	CONSTRAINT "short_answers_collection_record_id_known_from_pk" PRIMARY KEY("collection","record_id","known_from")
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"publisher" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"published_on" text COLLATE "C" NOT NULL,
	"published_day" text COLLATE "C" NOT NULL,
	"known_from" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stakes" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"holder_id" text COLLATE "C" NOT NULL,
	"issuer_id" text COLLATE "C" NOT NULL,
	"deal_id" text COLLATE "C",
	"basis" text COLLATE "C" NOT NULL,
	"observed_day" text COLLATE "C" NOT NULL,
	"percent" double precision,
	"value_usd" bigint,
	"known_from" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "valuations" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"company_id" text COLLATE "C" NOT NULL,
	"deal_id" text COLLATE "C",
	"basis" text COLLATE "C" NOT NULL,
	"observed_day" text COLLATE "C" NOT NULL,
	"amount_usd" bigint,
	"known_from" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "chip_commitment_chips" ADD CONSTRAINT "chip_commitment_chips_commitment_id_chip_commitments_id_fk" FOREIGN KEY ("commitment_id") REFERENCES "public"."chip_commitments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chip_commitment_chips" ADD CONSTRAINT "chip_commitment_chips_chip_id_chips_id_fk" FOREIGN KEY ("chip_id") REFERENCES "public"."chips"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chip_commitments" ADD CONSTRAINT "chip_commitments_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chip_commitments" ADD CONSTRAINT "chip_commitments_buyer_id_companies_id_fk" FOREIGN KEY ("buyer_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chip_commitments" ADD CONSTRAINT "chip_commitments_chip_vendor_id_companies_id_fk" FOREIGN KEY ("chip_vendor_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chip_commitments" ADD CONSTRAINT "chip_commitments_provider_id_companies_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chips" ADD CONSTRAINT "chips_vendor_id_companies_id_fk" FOREIGN KEY ("vendor_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "citations" ADD CONSTRAINT "citations_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment_states" ADD CONSTRAINT "commitment_states_commitment_id_chip_commitments_id_fk" FOREIGN KEY ("commitment_id") REFERENCES "public"."chip_commitments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_ancestors" ADD CONSTRAINT "company_ancestors_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_ancestors" ADD CONSTRAINT "company_ancestors_ancestor_id_companies_id_fk" FOREIGN KEY ("ancestor_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_roles" ADD CONSTRAINT "company_roles_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_events" ADD CONSTRAINT "deal_events_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_participants" ADD CONSTRAINT "deal_participants_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_participants" ADD CONSTRAINT "deal_participants_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_supersessions" ADD CONSTRAINT "deal_supersessions_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_supersessions" ADD CONSTRAINT "deal_supersessions_superseded_id_deals_id_fk" FOREIGN KEY ("superseded_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_umbrellas" ADD CONSTRAINT "deal_umbrellas_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_umbrellas" ADD CONSTRAINT "deal_umbrellas_umbrella_id_deals_id_fk" FOREIGN KEY ("umbrella_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_commitment_id_chip_commitments_id_fk" FOREIGN KEY ("commitment_id") REFERENCES "public"."chip_commitments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_from_id_companies_id_fk" FOREIGN KEY ("from_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_to_id_companies_id_fk" FOREIGN KEY ("to_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_from_group_id_companies_id_fk" FOREIGN KEY ("from_group_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_to_group_id_companies_id_fk" FOREIGN KEY ("to_group_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stakes" ADD CONSTRAINT "stakes_holder_id_companies_id_fk" FOREIGN KEY ("holder_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stakes" ADD CONSTRAINT "stakes_issuer_id_companies_id_fk" FOREIGN KEY ("issuer_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stakes" ADD CONSTRAINT "stakes_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "valuations" ADD CONSTRAINT "valuations_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "valuations" ADD CONSTRAINT "valuations_deal_id_deals_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chip_commitment_chips_chip_idx" ON "chip_commitment_chips" USING btree ("chip_id");--> statement-breakpoint
CREATE INDEX "chip_commitments_buyer_idx" ON "chip_commitments" USING btree ("buyer_id");--> statement-breakpoint
CREATE INDEX "chip_commitments_vendor_idx" ON "chip_commitments" USING btree ("chip_vendor_id");--> statement-breakpoint
CREATE INDEX "chip_commitments_provider_idx" ON "chip_commitments" USING btree ("provider_id");--> statement-breakpoint
CREATE INDEX "chip_commitments_deal_idx" ON "chip_commitments" USING btree ("deal_id");--> statement-breakpoint
CREATE INDEX "citations_source_idx" ON "citations" USING btree ("source_id","collection","record_id");--> statement-breakpoint
CREATE INDEX "company_ancestors_ancestor_idx" ON "company_ancestors" USING btree ("ancestor_id","company_id");--> statement-breakpoint
CREATE INDEX "deal_events_deal_idx" ON "deal_events" USING btree ("deal_id");--> statement-breakpoint
CREATE INDEX "deal_events_reported_idx" ON "deal_events" USING btree ("reported_day","id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_participants_company_idx" ON "deal_participants" USING btree ("company_id","role","deal_id");--> statement-breakpoint
CREATE INDEX "deal_states_amount_time_idx" ON "deal_states" USING btree ("amount_usd","deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_reported_time_idx" ON "deal_states" USING btree ("last_reported_day","deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_announced_time_idx" ON "deal_states" USING btree ("announced_day","deal_id","known_from","known_to","kind","status","certainty");--> statement-breakpoint
CREATE INDEX "deal_states_reported_ahead_idx" ON "deal_states" USING btree ("last_reported_day","deal_id") WHERE last_reported_day > known_from;--> statement-breakpoint
CREATE INDEX "deal_states_announced_ahead_idx" ON "deal_states" USING btree ("announced_day","deal_id") WHERE announced_day > known_from;--> statement-breakpoint
CREATE INDEX "deal_states_amount_idx" ON "deal_states" USING btree ("amount_usd","deal_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_reported_idx" ON "deal_states" USING btree ("last_reported_day","deal_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_announced_idx" ON "deal_states" USING btree ("announced_day","deal_id") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_supersessions_superseded_idx" ON "deal_supersessions" USING btree ("superseded_id");--> statement-breakpoint
CREATE INDEX "deal_umbrellas_umbrella_idx" ON "deal_umbrellas" USING btree ("umbrella_id");--> statement-breakpoint
CREATE INDEX "evidence_answers_known_idx" ON "evidence_answers" USING btree ("collection","known_from","record_id");--> statement-breakpoint
CREATE INDEX "flows_deal_idx" ON "flows" USING btree ("deal_id");--> statement-breakpoint
CREATE INDEX "flows_commitment_idx" ON "flows" USING btree ("commitment_id");--> statement-breakpoint
CREATE INDEX "full_answers_known_idx" ON "full_answers" USING btree ("collection","known_from","record_id");--> statement-breakpoint
CREATE UNIQUE INDEX "revisions_record_idx" ON "revisions" USING btree ("collection","record_id","version");--> statement-breakpoint
CREATE INDEX "search_postings_record_idx" ON "search_postings" USING btree ("collection","record_id");--> statement-breakpoint
CREATE INDEX "search_terms_initial_idx" ON "search_terms" USING btree ("initial","length","term");--> statement-breakpoint
CREATE INDEX "short_answers_known_idx" ON "short_answers" USING btree ("collection","known_from","record_id");--> statement-breakpoint
CREATE INDEX "sources_published_idx" ON "sources" USING btree ("published_day","id");--> statement-breakpoint
CREATE INDEX "sources_publisher_idx" ON "sources" USING btree ("publisher","id");--> statement-breakpoint
CREATE INDEX "stakes_holder_idx" ON "stakes" USING btree ("holder_id","observed_day");--> statement-breakpoint
CREATE INDEX "stakes_issuer_idx" ON "stakes" USING btree ("issuer_id","observed_day");--> statement-breakpoint
CREATE INDEX "stakes_deal_idx" ON "stakes" USING btree ("deal_id");--> statement-breakpoint
CREATE INDEX "stakes_observed_idx" ON "stakes" USING btree ("observed_day","id");--> statement-breakpoint
CREATE INDEX "valuations_company_idx" ON "valuations" USING btree ("company_id","observed_day");--> statement-breakpoint
CREATE INDEX "valuations_deal_idx" ON "valuations" USING btree ("deal_id");--> statement-breakpoint
CREATE INDEX "valuations_observed_idx" ON "valuations" USING btree ("observed_day","id");