CREATE TABLE `document_evidence` (
	`id` integer PRIMARY KEY NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `document_histories` (
	`id` integer PRIMARY KEY NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `document_evidence` (`id`, `body`) SELECT e.id, e.body FROM evidence_documents e INNER JOIN documents d ON d.id = e.id;
--> statement-breakpoint
INSERT INTO `document_histories` (`id`, `body`) SELECT f.id, substr(f.body, length(d.body) + 11, length(f.body) - length(d.body) - 11) FROM full_documents f INNER JOIN documents d ON d.id = f.id;
--> statement-breakpoint
DROP TABLE `evidence_documents`;
--> statement-breakpoint
DROP TABLE `full_documents`;
--> statement-breakpoint
CREATE TABLE `__new_search_postings` (
	`term` text NOT NULL,
	`collection` text NOT NULL,
	`record_id` text NOT NULL,
	`weight` integer NOT NULL,
	`known_from` text NOT NULL,
	PRIMARY KEY(`term`, `collection`, `record_id`, `weight`),
	CONSTRAINT "search_postings_collection_check" CHECK("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'financials', 'chip-commitments')),
	CONSTRAINT "search_postings_known_from_check" CHECK(length("known_from") in (10))
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_search_postings` SELECT * FROM `search_postings` ORDER BY `term`, `collection`, `record_id`, `weight`;
--> statement-breakpoint
DROP TABLE `search_postings`;
--> statement-breakpoint
ALTER TABLE `__new_search_postings` RENAME TO `search_postings`;
--> statement-breakpoint
CREATE INDEX `search_postings_best_idx` ON `search_postings` (`term`,weight desc,`collection`,`record_id`);
--> statement-breakpoint
CREATE TABLE `__new_search_texts` (
	`collection` text NOT NULL,
	`record_id` text NOT NULL,
	`position` integer NOT NULL,
	`field` text NOT NULL,
	`text` text NOT NULL,
	`known_from` text NOT NULL,
	PRIMARY KEY(`collection`, `record_id`, `position`),
	CONSTRAINT "search_texts_collection_check" CHECK("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'financials', 'chip-commitments')),
	CONSTRAINT "search_texts_known_from_check" CHECK(length("known_from") in (10))
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_search_texts` SELECT * FROM `search_texts` ORDER BY `collection`, `record_id`, `position`;
--> statement-breakpoint
DROP TABLE `search_texts`;
--> statement-breakpoint
ALTER TABLE `__new_search_texts` RENAME TO `search_texts`;
--> statement-breakpoint
UPDATE revisions SET body = NULL WHERE EXISTS (SELECT 1 FROM records WHERE records.collection = revisions.collection AND records.id = revisions.record_id AND records.version = revisions.version AND records.body IS NOT NULL);