ALTER TABLE `deal_states` ADD `stage` text;--> statement-breakpoint
ALTER TABLE `deal_states` ADD `security` text;--> statement-breakpoint
ALTER TABLE `deal_states` ADD `seniority` text;--> statement-breakpoint
ALTER TABLE `deal_states` ADD `matures_day` text;