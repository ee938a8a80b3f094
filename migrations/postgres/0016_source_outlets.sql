ALTER TABLE "sources" ADD COLUMN "outlet" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "sources_outlet_idx" ON "sources" USING btree ("outlet","id");