CREATE TABLE `deal_source_states` (
	`deal_id` text NOT NULL,
	`known_from` text NOT NULL,
	`known_to` text,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`certainty` text NOT NULL,
	`amount_usd` integer,
	`valuation_usd` integer,
	`announced_day` text,
	`closed_day` text,
	`last_reported_day` text NOT NULL,
	`title` text DEFAULT '' NOT NULL,
	`first_known_on` text DEFAULT '' NOT NULL,
	`source_id` text NOT NULL,
	PRIMARY KEY(`deal_id`, `source_id`, `known_from`),
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`source_id`) REFERENCES `sources`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deal_source_states_source_idx` ON `deal_source_states` (`source_id`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`,`last_reported_day`,`amount_usd`,`announced_day`,`valuation_usd`,`closed_day`,`first_known_on`,`title`);--> statement-breakpoint
DROP INDEX `deal_party_states_reported_idx`;--> statement-breakpoint
ALTER TABLE `deal_party_states` ADD `valuation_usd` integer;--> statement-breakpoint
ALTER TABLE `deal_party_states` ADD `closed_day` text;--> statement-breakpoint
ALTER TABLE `deal_party_states` ADD `title` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `deal_party_states` ADD `first_known_on` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `deal_party_states_reported_idx` ON `deal_party_states` (`party_id`,last_reported_day desc,`deal_id`,`known_from`,`known_to`,`is_direct`,`since`,`kind`,`status`,`certainty`,`amount_usd`,`announced_day`,`valuation_usd`,`closed_day`,`first_known_on`,`title`);--> statement-breakpoint
CREATE INDEX `deal_states_kind_amount_asc_idx` ON `deal_states` (`kind`,`amount_usd`,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_status_amount_asc_idx` ON `deal_states` (`status`,`amount_usd`,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_kind_reported_asc_idx` ON `deal_states` (`kind`,`last_reported_day`,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_status_reported_asc_idx` ON `deal_states` (`status`,`last_reported_day`,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_kind_announced_asc_idx` ON `deal_states` (`kind`,`announced_day`,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_status_announced_asc_idx` ON `deal_states` (`status`,`announced_day`,`deal_id`,`known_from`,`known_to`) WHERE known_to is null;