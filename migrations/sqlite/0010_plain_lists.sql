DROP TABLE `deal_party_states`;--> statement-breakpoint
DROP TABLE `deal_source_states`;--> statement-breakpoint
DROP INDEX `deal_states_amount_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_amount_desc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_amount_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_amount_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_status_amount_idx`;--> statement-breakpoint
DROP INDEX `deal_states_status_amount_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_status_amount_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_status_amount_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_reported_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_reported_desc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_reported_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_reported_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_status_reported_idx`;--> statement-breakpoint
DROP INDEX `deal_states_status_reported_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_status_reported_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_status_reported_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_announced_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_announced_desc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_announced_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_announced_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_status_announced_idx`;--> statement-breakpoint
DROP INDEX `deal_states_status_announced_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_status_announced_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_status_announced_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_status_first_known_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_status_title_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_status_id_idx`;--> statement-breakpoint
DROP INDEX `deal_states_kind_valuation_idx`;--> statement-breakpoint
DROP INDEX `deal_states_status_closed_idx`;--> statement-breakpoint
DROP INDEX `deal_states_certainty_closed_idx`;--> statement-breakpoint
DROP INDEX `deal_states_valuation_idx`;--> statement-breakpoint
DROP INDEX `deal_states_closed_idx`;--> statement-breakpoint
DROP INDEX `deal_states_first_known_idx`;--> statement-breakpoint
DROP INDEX `deal_states_title_idx`;--> statement-breakpoint
DROP INDEX `deal_states_id_idx`;--> statement-breakpoint
DROP INDEX `deal_states_reported_ahead_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_reported_ahead_desc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_announced_ahead_asc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_announced_ahead_desc_idx`;--> statement-breakpoint
DROP INDEX `deal_states_closed_ahead_idx`;--> statement-breakpoint
DROP INDEX `deal_states_flowless_idx`;--> statement-breakpoint
CREATE INDEX `deal_states_by_amount_idx` ON `deal_states` (amount_usd desc,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`,`amount_usd`,`announced_day`,`last_reported_day`,`answer_id`);--> statement-breakpoint
CREATE INDEX `deal_states_by_announced_idx` ON `deal_states` (announced_day desc,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`,`amount_usd`,`announced_day`,`last_reported_day`,`answer_id`);--> statement-breakpoint
CREATE INDEX `deal_states_by_reported_idx` ON `deal_states` (last_reported_day desc,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`,`amount_usd`,`announced_day`,`last_reported_day`,`answer_id`);--> statement-breakpoint
CREATE INDEX `deal_states_by_valuation_idx` ON `deal_states` (`valuation_usd`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`,`amount_usd`,`announced_day`,`last_reported_day`,`answer_id`);--> statement-breakpoint
CREATE INDEX `deal_states_by_closed_idx` ON `deal_states` (`closed_day`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`,`amount_usd`,`announced_day`,`last_reported_day`,`answer_id`);--> statement-breakpoint
CREATE INDEX `deal_states_by_first_known_idx` ON `deal_states` (`first_known_on`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`,`amount_usd`,`announced_day`,`last_reported_day`,`answer_id`);--> statement-breakpoint
CREATE INDEX `deal_states_by_title_idx` ON `deal_states` (`title`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`,`amount_usd`,`announced_day`,`last_reported_day`,`answer_id`);--> statement-breakpoint
CREATE INDEX `deal_states_of_kind_by_amount_idx` ON `deal_states` (`kind`,amount_usd desc,`deal_id`,`known_from`,`known_to`,`status`,`certainty`,`answer_id`);--> statement-breakpoint
CREATE INDEX `deal_states_of_kind_by_announced_idx` ON `deal_states` (`kind`,announced_day desc,`deal_id`,`known_from`,`known_to`,`status`,`certainty`,`answer_id`);--> statement-breakpoint
CREATE INDEX `deal_states_of_kind_by_reported_idx` ON `deal_states` (`kind`,last_reported_day desc,`deal_id`,`known_from`,`known_to`,`status`,`certainty`,`answer_id`);--> statement-breakpoint
CREATE INDEX `deal_states_of_status_by_amount_idx` ON `deal_states` (`status`,amount_usd desc,`deal_id`,`known_from`,`known_to`,`kind`,`certainty`,`answer_id`);--> statement-breakpoint
CREATE INDEX `deal_states_of_status_by_announced_idx` ON `deal_states` (`status`,announced_day desc,`deal_id`,`known_from`,`known_to`,`kind`,`certainty`,`answer_id`);--> statement-breakpoint
CREATE INDEX `deal_states_of_status_by_reported_idx` ON `deal_states` (`status`,last_reported_day desc,`deal_id`,`known_from`,`known_to`,`kind`,`certainty`,`answer_id`);--> statement-breakpoint
CREATE INDEX `deal_states_without_flows_idx` ON `deal_states` (`deal_id`) WHERE flow_count = 0;--> statement-breakpoint
ALTER TABLE `deal_states` DROP COLUMN `countries`;--> statement-breakpoint
DROP INDEX `evidence_answers_known_idx`;--> statement-breakpoint
DROP INDEX `full_answers_known_idx`;--> statement-breakpoint
DROP INDEX `deal_participants_company_idx`;--> statement-breakpoint
CREATE INDEX `deal_participants_company_idx` ON `deal_participants` (`company_id`,`role`,`deal_id`,`known_from`);--> statement-breakpoint
ALTER TABLE `dataset` ADD `has_future_dates` integer DEFAULT true NOT NULL;