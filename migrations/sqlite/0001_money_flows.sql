ALTER TABLE `dataset` ADD `derivation` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `deal_states` ADD `usd_min` integer;--> statement-breakpoint
ALTER TABLE `deal_states` ADD `usd_max` integer;--> statement-breakpoint
ALTER TABLE `deal_states` ADD `term_years` real;--> statement-breakpoint
ALTER TABLE `deal_states` ADD `announced_on` text;--> statement-breakpoint
ALTER TABLE `deal_states` ADD `flow_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `deal_states_flowless_idx` ON `deal_states` (`deal_id`) WHERE flow_count = 0;--> statement-breakpoint
ALTER TABLE `flows` ADD `kind` text;--> statement-breakpoint
ALTER TABLE `flows` ADD `year` text;--> statement-breakpoint
ALTER TABLE `flows` ADD `bound_low` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `flows` ADD `bound_high` integer;--> statement-breakpoint
ALTER TABLE `flows` ADD `siblings` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `flows` ADD `first_known_on` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `flows` ADD `body` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `flows_amount_idx` ON `flows` (`usd_high`,`id`) WHERE known_to is null;--> statement-breakpoint
CREATE INDEX `flows_from_idx` ON `flows` (`from_id`);--> statement-breakpoint
CREATE INDEX `flows_to_idx` ON `flows` (`to_id`);