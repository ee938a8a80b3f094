DROP INDEX "deal_states_kind_status_amount_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_status_amount_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_status_reported_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_status_reported_asc_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_status_announced_idx";--> statement-breakpoint
DROP INDEX "deal_states_kind_status_announced_asc_idx";--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_first_known_idx" ON "deal_states" USING btree ("kind","status","first_known_on","deal_id","known_from","known_to","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_title_idx" ON "deal_states" USING btree ("kind","status","title","deal_id","known_from","known_to","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_id_idx" ON "deal_states" USING btree ("kind","status","deal_id","known_from","known_to","countries","answer_id","valuation_usd","closed_day");--> statement-breakpoint
CREATE INDEX "deal_states_kind_valuation_idx" ON "deal_states" USING btree ("kind","valuation_usd","deal_id","known_from","known_to","status","certainty","countries","answer_id") WHERE valuation_usd is not null;--> statement-breakpoint
CREATE INDEX "deal_states_status_closed_idx" ON "deal_states" USING btree ("status","closed_day","deal_id","known_from","known_to","kind","certainty","countries","answer_id") WHERE closed_day is not null;--> statement-breakpoint
CREATE INDEX "deal_states_certainty_closed_idx" ON "deal_states" USING btree ("certainty","closed_day","deal_id","known_from","known_to","kind","status","countries","answer_id") WHERE closed_day is not null;--> statement-breakpoint
CREATE INDEX "deal_states_closed_ahead_idx" ON "deal_states" USING btree ("closed_day","deal_id","known_from","known_to","kind","status","certainty","countries","answer_id") WHERE closed_day > known_from;--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_amount_idx" ON "deal_states" USING btree ("kind","status",amount_usd desc,"deal_id","known_from","known_to","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_amount_asc_idx" ON "deal_states" USING btree ("kind","status","amount_usd","deal_id","known_from","known_to","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_reported_idx" ON "deal_states" USING btree ("kind","status",last_reported_day desc,"deal_id","known_from","known_to","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_reported_asc_idx" ON "deal_states" USING btree ("kind","status","last_reported_day","deal_id","known_from","known_to","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_announced_idx" ON "deal_states" USING btree ("kind","status",announced_day desc,"deal_id","known_from","known_to","countries","answer_id");--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_announced_asc_idx" ON "deal_states" USING btree ("kind","status","announced_day","deal_id","known_from","known_to","countries","answer_id");