CREATE TABLE "company_identifiers" (
	"company_id" text COLLATE "C" NOT NULL,
	"identifier" text COLLATE "C" NOT NULL,
	CONSTRAINT "company_identifiers_company_id_identifier_pk" PRIMARY KEY("company_id","identifier")
);
--> statement-breakpoint
ALTER TABLE "company_identifiers" ADD CONSTRAINT "company_identifiers_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "company_identifiers_identifier_idx" ON "company_identifiers" USING btree ("identifier","company_id");