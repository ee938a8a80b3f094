CREATE TABLE `deal_party_states` (
	`deal_id` text NOT NULL,
	`party_id` text NOT NULL,
	`known_from` text NOT NULL,
	`known_to` text,
	`is_direct` integer NOT NULL,
	`since` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`certainty` text NOT NULL,
	`amount_usd` integer,
	`announced_day` text,
	`last_reported_day` text NOT NULL,
	PRIMARY KEY(`deal_id`, `party_id`, `known_from`),
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`party_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deal_party_states_amount_idx` ON `deal_party_states` (`party_id`,amount_usd desc,`deal_id`,`known_from`,`known_to`,`is_direct`,`since`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_party_states_reported_idx` ON `deal_party_states` (`party_id`,last_reported_day desc,`deal_id`,`known_from`,`known_to`,`is_direct`,`since`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_party_states_announced_idx` ON `deal_party_states` (`party_id`,announced_day desc,`deal_id`,`known_from`,`known_to`,`is_direct`,`since`,`kind`,`status`,`certainty`);--> statement-breakpoint
DROP INDEX `deal_states_amount_time_idx`;--> statement-breakpoint
DROP INDEX `deal_states_reported_time_idx`;--> statement-breakpoint
DROP INDEX `deal_states_announced_time_idx`;--> statement-breakpoint
DROP INDEX `deal_states_reported_ahead_idx`;--> statement-breakpoint
DROP INDEX `deal_states_announced_ahead_idx`;--> statement-breakpoint
DROP INDEX `deal_states_amount_idx`;--> statement-breakpoint
DROP INDEX `deal_states_reported_idx`;--> statement-breakpoint
DROP INDEX `deal_states_announced_idx`;--> statement-breakpoint
CREATE INDEX `deal_states_amount_asc_idx` ON `deal_states` (`amount_usd`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_amount_desc_idx` ON `deal_states` (amount_usd desc,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_kind_amount_idx` ON `deal_states` (`kind`,amount_usd desc,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_status_amount_idx` ON `deal_states` (`status`,amount_usd desc,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_kind_status_amount_idx` ON `deal_states` (`kind`,`status`,amount_usd desc,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_reported_asc_idx` ON `deal_states` (`last_reported_day`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_reported_desc_idx` ON `deal_states` (last_reported_day desc,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_kind_reported_idx` ON `deal_states` (`kind`,last_reported_day desc,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_status_reported_idx` ON `deal_states` (`status`,last_reported_day desc,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_kind_status_reported_idx` ON `deal_states` (`kind`,`status`,last_reported_day desc,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_announced_asc_idx` ON `deal_states` (`announced_day`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_announced_desc_idx` ON `deal_states` (announced_day desc,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_kind_announced_idx` ON `deal_states` (`kind`,announced_day desc,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_status_announced_idx` ON `deal_states` (`status`,announced_day desc,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_kind_status_announced_idx` ON `deal_states` (`kind`,`status`,announced_day desc,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_valuation_idx` ON `deal_states` (`valuation_usd`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_closed_idx` ON `deal_states` (`closed_day`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_first_known_idx` ON `deal_states` (`first_known_on`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_title_idx` ON `deal_states` (`title`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_id_idx` ON `deal_states` (`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_reported_ahead_asc_idx` ON `deal_states` (`last_reported_day`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`) WHERE last_reported_day > known_from;--> statement-breakpoint
CREATE INDEX `deal_states_reported_ahead_desc_idx` ON `deal_states` (last_reported_day desc,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`) WHERE last_reported_day > known_from;--> statement-breakpoint
CREATE INDEX `deal_states_announced_ahead_asc_idx` ON `deal_states` (`announced_day`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`) WHERE announced_day > known_from;--> statement-breakpoint
CREATE INDEX `deal_states_announced_ahead_desc_idx` ON `deal_states` (announced_day desc,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`) WHERE announced_day > known_from;--> statement-breakpoint
DROP INDEX `deal_events_reported_idx`;--> statement-breakpoint
CREATE INDEX `deal_events_reported_idx` ON `deal_events` (reported_day desc,`id`,`known_from`,`known_to`,`kind`,`status`,`certainty`,`deal_id`);--> statement-breakpoint
DROP INDEX `flows_amount_idx`;--> statement-breakpoint
CREATE INDEX `flows_first_known_idx` ON `flows` (first_known_on desc,`id`,`known_from`,`known_to`);--> statement-breakpoint
CREATE INDEX `flows_amount_idx` ON `flows` (usd_high desc,`id`,`known_from`,`known_to`);--> statement-breakpoint
CREATE INDEX `citations_attribution_idx` ON `citations` (`attribution`,`collection`,`record_id`);--> statement-breakpoint
CREATE INDEX `companies_country_idx` ON `companies` (`country`,`id`);--> statement-breakpoint
CREATE INDEX `deal_participants_role_idx` ON `deal_participants` (`role`,`deal_id`);--> statement-breakpoint
CREATE INDEX `search_postings_best_idx` ON `search_postings` (`term`,weight desc,`collection`,`record_id`);