CREATE TABLE `company_identifiers` (
	`company_id` text NOT NULL,
	`identifier` text NOT NULL,
	PRIMARY KEY(`company_id`, `identifier`),
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `company_identifiers_identifier_idx` ON `company_identifiers` (`identifier`,`company_id`);