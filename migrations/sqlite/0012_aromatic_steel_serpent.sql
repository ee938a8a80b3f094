DROP INDEX `deal_states_of_kind_by_amount_idx`;--> statement-breakpoint
DROP INDEX `deal_states_of_kind_by_announced_idx`;--> statement-breakpoint
DROP INDEX `deal_states_of_kind_by_reported_idx`;--> statement-breakpoint
DROP INDEX `deal_states_of_status_by_amount_idx`;--> statement-breakpoint
DROP INDEX `deal_states_of_status_by_announced_idx`;--> statement-breakpoint
DROP INDEX `deal_states_of_status_by_reported_idx`;--> statement-breakpoint
CREATE INDEX `deal_states_by_id_idx` ON `deal_states` (`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`,`amount_usd`,`announced_day`,`last_reported_day`,`valuation_usd`,`closed_day`,`first_known_on`,`title`,`document_id`);--> statement-breakpoint
CREATE INDEX `deal_states_of_kind_idx` ON `deal_states` (`kind`,`deal_id`,`known_from`,`known_to`,`status`,`certainty`,`amount_usd`,`announced_day`,`last_reported_day`,`valuation_usd`,`closed_day`,`first_known_on`,`title`,`document_id`);--> statement-breakpoint
CREATE INDEX `deal_states_of_status_idx` ON `deal_states` (`status`,`deal_id`,`known_from`,`known_to`,`kind`,`certainty`,`amount_usd`,`announced_day`,`last_reported_day`,`valuation_usd`,`closed_day`,`first_known_on`,`title`,`document_id`);