ALTER TABLE `records` ADD `renamed_to` text;--> statement-breakpoint
ALTER TABLE `revisions` ADD `renamed_to` text;--> statement-breakpoint
ALTER TABLE `sources` ADD `url_hash` text;--> statement-breakpoint
CREATE INDEX `sources_url_hash_idx` ON `sources` (`url_hash`);