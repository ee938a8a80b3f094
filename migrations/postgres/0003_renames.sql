ALTER TABLE "records" ADD COLUMN "renamed_to" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "revisions" ADD COLUMN "renamed_to" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "url_hash" text COLLATE "C";--> statement-breakpoint
CREATE INDEX "sources_url_hash_idx" ON "sources" USING btree ("url_hash");