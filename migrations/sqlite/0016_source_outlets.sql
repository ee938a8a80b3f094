ALTER TABLE `sources` ADD `outlet` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `sources_outlet_idx` ON `sources` (`outlet`,`id`);