CREATE TABLE "document_evidence" (
	"id" bigint PRIMARY KEY NOT NULL,
	"body" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "document_histories" (
	"id" bigint PRIMARY KEY NOT NULL,
	"body" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
INSERT INTO "document_evidence" ("id", "body") SELECT e.id, e.body FROM evidence_documents e INNER JOIN documents d ON d.id = e.id;
--> statement-breakpoint
INSERT INTO "document_histories" ("id", "body") SELECT f.id, substr(f.body, length(d.body) + 11, length(f.body) - length(d.body) - 11) FROM full_documents f INNER JOIN documents d ON d.id = f.id;
--> statement-breakpoint
DROP TABLE "evidence_documents" CASCADE;
--> statement-breakpoint
DROP TABLE "full_documents" CASCADE;
--> statement-breakpoint
DROP INDEX "search_postings_record_idx";
--> statement-breakpoint
ALTER TABLE "document_evidence" ADD CONSTRAINT "document_evidence_id_documents_id_fk" FOREIGN KEY ("id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "document_histories" ADD CONSTRAINT "document_histories_id_documents_id_fk" FOREIGN KEY ("id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
UPDATE revisions SET body = NULL WHERE EXISTS (SELECT 1 FROM records WHERE records.collection = revisions.collection AND records.id = revisions.record_id AND records.version = revisions.version AND records.body IS NOT NULL);