CREATE TABLE `chip_commitment_chips` (
	`commitment_id` text NOT NULL,
	`chip_id` text NOT NULL,
	PRIMARY KEY(`commitment_id`, `chip_id`),
	FOREIGN KEY (`commitment_id`) REFERENCES `chip_commitments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`chip_id`) REFERENCES `chips`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `chip_commitment_chips_chip_idx` ON `chip_commitment_chips` (`chip_id`);--> statement-breakpoint
CREATE TABLE `chip_commitments` (
	`id` text PRIMARY KEY NOT NULL,
	`deal_id` text,
	`buyer_id` text NOT NULL,
	`chip_vendor_id` text NOT NULL,
	`provider_id` text,
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`buyer_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`chip_vendor_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`provider_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `chip_commitments_buyer_idx` ON `chip_commitments` (`buyer_id`);--> statement-breakpoint
CREATE INDEX `chip_commitments_vendor_idx` ON `chip_commitments` (`chip_vendor_id`);--> statement-breakpoint
CREATE INDEX `chip_commitments_provider_idx` ON `chip_commitments` (`provider_id`);--> statement-breakpoint
CREATE INDEX `chip_commitments_deal_idx` ON `chip_commitments` (`deal_id`);--> statement-breakpoint
CREATE TABLE `chips` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`vendor_id` text NOT NULL,
	`category` text NOT NULL,
	`announced_day` text,
	FOREIGN KEY (`vendor_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `citations` (
	`collection` text NOT NULL,
	`record_id` text NOT NULL,
	`event` integer NOT NULL,
	`position` integer NOT NULL,
	`source_id` text NOT NULL,
	`attribution` text NOT NULL,
	`known_from` text NOT NULL,
	PRIMARY KEY(`collection`, `record_id`, `event`, `position`),
	FOREIGN KEY (`source_id`) REFERENCES `sources`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `citations_source_idx` ON `citations` (`source_id`,`collection`,`record_id`);--> statement-breakpoint
CREATE TABLE `commitment_states` (
	`commitment_id` text NOT NULL,
	`known_from` text NOT NULL,
	`known_to` text,
	`status` text NOT NULL,
	`certainty` text NOT NULL,
	`amount_usd` integer,
	`units` real,
	`power_mw` real,
	`starts_day` text,
	`last_reported_day` text NOT NULL,
	PRIMARY KEY(`commitment_id`, `known_from`),
	FOREIGN KEY (`commitment_id`) REFERENCES `chip_commitments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `companies` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`country` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `company_ancestors` (
	`company_id` text NOT NULL,
	`ancestor_id` text NOT NULL,
	`since` text NOT NULL,
	PRIMARY KEY(`company_id`, `ancestor_id`),
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ancestor_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `company_ancestors_ancestor_idx` ON `company_ancestors` (`ancestor_id`,`company_id`);--> statement-breakpoint
CREATE TABLE `company_roles` (
	`company_id` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`company_id`, `role`),
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `dataset` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`version` text NOT NULL,
	`date` text NOT NULL,
	`license` text NOT NULL,
	`sequence` integer NOT NULL,
	`known_to` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `deal_events` (
	`id` text NOT NULL,
	`known_from` text NOT NULL,
	`known_to` text,
	`deal_id` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`reported_day` text NOT NULL,
	`status` text NOT NULL,
	`certainty` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`id`, `known_from`),
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deal_events_deal_idx` ON `deal_events` (`deal_id`);--> statement-breakpoint
CREATE INDEX `deal_events_reported_idx` ON `deal_events` (`reported_day`,`id`) WHERE known_to is null;--> statement-breakpoint
CREATE TABLE `deal_participants` (
	`deal_id` text NOT NULL,
	`company_id` text NOT NULL,
	`role` text NOT NULL,
	`known_from` text NOT NULL,
	PRIMARY KEY(`deal_id`, `company_id`, `role`),
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deal_participants_company_idx` ON `deal_participants` (`company_id`,`role`,`deal_id`);--> statement-breakpoint
CREATE TABLE `deal_states` (
	`deal_id` text NOT NULL,
	`known_from` text NOT NULL,
	`known_to` text,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`status` text NOT NULL,
	`certainty` text NOT NULL,
	`amount_usd` integer,
	`valuation_usd` integer,
	`announced_day` text,
	`closed_day` text,
	`last_reported_day` text NOT NULL,
	`first_known_on` text NOT NULL,
	PRIMARY KEY(`deal_id`, `known_from`),
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deal_states_amount_time_idx` ON `deal_states` (`amount_usd`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_reported_time_idx` ON `deal_states` (`last_reported_day`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_announced_time_idx` ON `deal_states` (`announced_day`,`deal_id`,`known_from`,`known_to`,`kind`,`status`,`certainty`);--> statement-breakpoint
CREATE INDEX `deal_states_reported_ahead_idx` ON `deal_states` (`last_reported_day`,`deal_id`) WHERE last_reported_day > known_from;--> statement-breakpoint
CREATE INDEX `deal_states_announced_ahead_idx` ON `deal_states` (`announced_day`,`deal_id`) WHERE announced_day > known_from;--> statement-breakpoint
CREATE INDEX `deal_states_amount_idx` ON `deal_states` (`amount_usd`,`deal_id`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_reported_idx` ON `deal_states` (`last_reported_day`,`deal_id`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `deal_states_announced_idx` ON `deal_states` (`announced_day`,`deal_id`) WHERE known_to is null;--> statement-breakpoint
CREATE TABLE `deal_supersessions` (
	`deal_id` text NOT NULL,
	`superseded_id` text NOT NULL,
	PRIMARY KEY(`deal_id`, `superseded_id`),
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`superseded_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deal_supersessions_superseded_idx` ON `deal_supersessions` (`superseded_id`);--> statement-breakpoint
CREATE TABLE `deal_umbrellas` (
	`deal_id` text PRIMARY KEY NOT NULL,
	`umbrella_id` text NOT NULL,
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`umbrella_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deal_umbrellas_umbrella_idx` ON `deal_umbrellas` (`umbrella_id`);--> statement-breakpoint
CREATE TABLE `deals` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`kind` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `evidence_answers` (
	`collection` text NOT NULL,
	`record_id` text NOT NULL,
	`known_from` text NOT NULL,
	`known_to` text,
	`body` text NOT NULL,
	PRIMARY KEY(`collection`, `record_id`, `known_from`)
);
--> statement-breakpoint
CREATE INDEX `evidence_answers_known_idx` ON `evidence_answers` (`collection`,`known_from`,`record_id`);--> statement-breakpoint
CREATE TABLE `flows` (
	`id` text NOT NULL,
	`known_from` text NOT NULL,
	`known_to` text,
	`deal_id` text,
	`commitment_id` text,
	`from_id` text NOT NULL,
	`to_id` text NOT NULL,
	`from_group_id` text NOT NULL,
	`to_group_id` text NOT NULL,
	`nature` text NOT NULL,
	`contingent` integer NOT NULL,
	`implied` integer NOT NULL,
	`certainty` text NOT NULL,
	`usd_low` integer NOT NULL,
	`usd_high` integer,
	PRIMARY KEY(`id`, `known_from`),
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`commitment_id`) REFERENCES `chip_commitments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`from_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`from_group_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_group_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `flows_deal_idx` ON `flows` (`deal_id`);--> statement-breakpoint
CREATE INDEX `flows_commitment_idx` ON `flows` (`commitment_id`);--> statement-breakpoint
CREATE TABLE `full_answers` (
	`collection` text NOT NULL,
	`record_id` text NOT NULL,
	`known_from` text NOT NULL,
	`known_to` text,
	`body` text NOT NULL,
	PRIMARY KEY(`collection`, `record_id`, `known_from`)
);
--> statement-breakpoint
CREATE INDEX `full_answers_known_idx` ON `full_answers` (`collection`,`known_from`,`record_id`);--> statement-breakpoint
CREATE TABLE `import_conflicts` (
	`collection` text NOT NULL,
	`record_id` text NOT NULL,
	`reason` text NOT NULL,
	`file_hash` text,
	`detected_at` text NOT NULL,
	PRIMARY KEY(`collection`, `record_id`)
);
--> statement-breakpoint
CREATE TABLE `records` (
	`collection` text NOT NULL,
	`id` text NOT NULL,
	`body` text,
	`version` integer NOT NULL,
	`horizon` text NOT NULL,
	`body_hash` text,
	`file_hash` text,
	PRIMARY KEY(`collection`, `id`)
);
--> statement-breakpoint
CREATE TABLE `revisions` (
	`sequence` integer PRIMARY KEY NOT NULL,
	`collection` text NOT NULL,
	`record_id` text NOT NULL,
	`version` integer NOT NULL,
	`operation` text NOT NULL,
	`recorded_at` text NOT NULL,
	`actor` text NOT NULL,
	`body` text,
	`affected` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `revisions_record_idx` ON `revisions` (`collection`,`record_id`,`version`);--> statement-breakpoint
CREATE TABLE `search_postings` (
	`term` text NOT NULL,
	`collection` text NOT NULL,
	`record_id` text NOT NULL,
	`weight` integer NOT NULL,
	`known_from` text NOT NULL,
	PRIMARY KEY(`term`, `collection`, `record_id`, `weight`)
);
--> statement-breakpoint
CREATE INDEX `search_postings_record_idx` ON `search_postings` (`collection`,`record_id`);--> statement-breakpoint
CREATE TABLE `search_terms` (
	`term` text PRIMARY KEY NOT NULL,
	`initial` text NOT NULL,
	`length` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `search_terms_initial_idx` ON `search_terms` (`initial`,`length`,`term`);--> statement-breakpoint
CREATE TABLE `search_texts` (
	`collection` text NOT NULL,
	`record_id` text NOT NULL,
	`position` integer NOT NULL,
	`field` text NOT NULL,
	`text` text NOT NULL,
	`known_from` text NOT NULL,
	PRIMARY KEY(`collection`, `record_id`, `position`)
);
--> statement-breakpoint
CREATE TABLE `short_answers` (
	`collection` text NOT NULL,
	`record_id` text NOT NULL,
	`known_from` text NOT NULL,
	`known_to` text,
	`body` text NOT NULL,
	PRIMARY KEY(`collection`, `record_id`, `known_from`)
);
--> statement-breakpoint
CREATE INDEX `short_answers_known_idx` ON `short_answers` (`collection`,`known_from`,`record_id`);--> statement-breakpoint
CREATE TABLE `sources` (
	`id` text PRIMARY KEY NOT NULL,
	`publisher` text NOT NULL,
	`kind` text NOT NULL,
	`published_on` text NOT NULL,
	`published_day` text NOT NULL,
	`known_from` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sources_published_idx` ON `sources` (`published_day`,`id`);--> statement-breakpoint
CREATE INDEX `sources_publisher_idx` ON `sources` (`publisher`,`id`);--> statement-breakpoint
CREATE TABLE `stakes` (
	`id` text PRIMARY KEY NOT NULL,
	`holder_id` text NOT NULL,
	`issuer_id` text NOT NULL,
	`deal_id` text,
	`basis` text NOT NULL,
	`observed_day` text NOT NULL,
	`percent` real,
	`value_usd` integer,
	`known_from` text NOT NULL,
	FOREIGN KEY (`holder_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`issuer_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `stakes_holder_idx` ON `stakes` (`holder_id`,`observed_day`);--> statement-breakpoint
CREATE INDEX `stakes_issuer_idx` ON `stakes` (`issuer_id`,`observed_day`);--> statement-breakpoint
CREATE INDEX `stakes_deal_idx` ON `stakes` (`deal_id`);--> statement-breakpoint
CREATE INDEX `stakes_observed_idx` ON `stakes` (`observed_day`,`id`);--> statement-breakpoint
CREATE TABLE `valuations` (
	`id` text PRIMARY KEY NOT NULL,
	`company_id` text NOT NULL,
	`deal_id` text,
	`basis` text NOT NULL,
	`observed_day` text NOT NULL,
	`amount_usd` integer,
	`known_from` text NOT NULL,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `valuations_company_idx` ON `valuations` (`company_id`,`observed_day`);--> statement-breakpoint
CREATE INDEX `valuations_deal_idx` ON `valuations` (`deal_id`);--> statement-breakpoint
CREATE INDEX `valuations_observed_idx` ON `valuations` (`observed_day`,`id`);