DROP INDEX "deal_states_amount_idx";--> statement-breakpoint
DROP INDEX "deal_states_reported_idx";--> statement-breakpoint
DROP INDEX "deal_states_announced_idx";--> statement-breakpoint
CREATE INDEX "deal_states_amount_now_idx" ON "deal_states" USING btree (amount_usd desc,"deal_id","kind","status","certainty","known_from") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_reported_now_idx" ON "deal_states" USING btree (last_reported_day desc,"deal_id","kind","status","certainty","known_from") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_amount_idx" ON "deal_states" USING btree ("kind",amount_usd desc,"deal_id","known_from") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_amount_idx" ON "deal_states" USING btree ("status",amount_usd desc,"deal_id","known_from") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_amount_idx" ON "deal_states" USING btree ("kind","status",amount_usd desc,"deal_id","known_from") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_reported_idx" ON "deal_states" USING btree ("kind",last_reported_day desc,"deal_id","known_from") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_reported_idx" ON "deal_states" USING btree ("status",last_reported_day desc,"deal_id","known_from") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_reported_idx" ON "deal_states" USING btree ("kind","status",last_reported_day desc,"deal_id","known_from") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_announced_now_idx" ON "deal_states" USING btree (announced_day desc,"deal_id","kind","status","certainty","known_from") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_announced_idx" ON "deal_states" USING btree ("kind",announced_day desc,"deal_id","known_from") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_status_announced_idx" ON "deal_states" USING btree ("status",announced_day desc,"deal_id","known_from") WHERE known_to is null;--> statement-breakpoint
CREATE INDEX "deal_states_kind_status_announced_idx" ON "deal_states" USING btree ("kind","status",announced_day desc,"deal_id","known_from") WHERE known_to is null;