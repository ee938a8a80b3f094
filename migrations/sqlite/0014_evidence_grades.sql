DROP INDEX "deal_events_reported_idx";--> statement-breakpoint
DROP INDEX "deal_states_by_reported_idx";--> statement-breakpoint
DROP INDEX "deal_states_by_id_idx";--> statement-breakpoint
DROP INDEX "deal_states_of_kind_idx";--> statement-breakpoint
DROP INDEX "deal_states_of_status_idx";--> statement-breakpoint
ALTER TABLE "commitment_states" ADD COLUMN "evidence_grade" text DEFAULT 'unnamed_only' NOT NULL;--> statement-breakpoint
ALTER TABLE "deal_events" ADD COLUMN "reported_on" text DEFAULT '0001' NOT NULL;--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "evidence_grade" text DEFAULT 'unnamed_only' NOT NULL;--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "last_reported_on" text DEFAULT '0001' NOT NULL;--> statement-breakpoint
CREATE INDEX "deal_events_reported_idx" ON "deal_events" (reported_on desc,"id","known_from","known_to","kind","status","certainty","deal_id","reported_day");--> statement-breakpoint
CREATE INDEX "deal_states_by_reported_idx" ON "deal_states" (last_reported_on desc,"deal_id","known_from","known_to","kind","status","certainty","amount_usd","announced_day","last_reported_day","document_id");--> statement-breakpoint
CREATE INDEX "deal_states_by_id_idx" ON "deal_states" ("deal_id","known_from","known_to","kind","status","certainty","amount_usd","announced_day","last_reported_day","valuation_usd","closed_day","first_known_on","last_reported_on","title","document_id");--> statement-breakpoint
CREATE INDEX "deal_states_of_kind_idx" ON "deal_states" ("kind","deal_id","known_from","known_to","status","certainty","amount_usd","announced_day","last_reported_day","valuation_usd","closed_day","first_known_on","last_reported_on","title","document_id");--> statement-breakpoint
CREATE INDEX "deal_states_of_status_idx" ON "deal_states" ("status","deal_id","known_from","known_to","kind","certainty","amount_usd","announced_day","last_reported_day","valuation_usd","closed_day","first_known_on","last_reported_on","title","document_id");--> statement-breakpoint
ALTER TABLE "commitment_states" ADD CONSTRAINT "commitment_states_evidence_grade_check" CHECK ("evidence_grade" in ('primary', 'company', 'several_publishers', 'one_publisher', 'unnamed_only'));--> statement-breakpoint
ALTER TABLE "deal_events" ADD CONSTRAINT "deal_events_reported_on_check" CHECK (length("reported_on") in (4, 7, 10));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_evidence_grade_check" CHECK ("evidence_grade" in ('primary', 'company', 'several_publishers', 'one_publisher', 'unnamed_only'));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_last_reported_on_check" CHECK (length("last_reported_on") in (4, 7, 10));